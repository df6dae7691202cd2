"""Starts the explorer on this machine and opens it in the browser."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Sequence

from openrace.explore.pool import WORKER, Own, Pool
from openrace.explore.server import Explorer


def launch(
    state: str,
    own: Own | None = None,
    *,
    command: Sequence[str] = WORKER,
    port: int = 0,
    opens: bool = True,
    said: Callable[[str], None] = print,
) -> None:
    """Serves the page until Ctrl-C.

    Args:
        state: the text of the state that is shown first.
        own: games that are open here, besides those of the catalogue.
        command: what starts a process that answers.
        port: where; 0 for any that is free.
        opens: whether a browser is opened.
        said: gets the address.

    Raises:
        OSError: the port is taken.
    """
    pool = Pool(own, command)
    with Explorer(pool, port) as server:
        # Whoever has the address may stop it at once.
        try:
            pool.start()
            address = f"{server.address}#{state}"
            said(address)
            if opens:
                webbrowser.open(address)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            said("the explorer is closed")
        finally:
            pool.close()
