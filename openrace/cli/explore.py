"""The command that opens a page: explore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.guard import answers
from openrace.cli.output import emit
from openrace.cli.typed import options, words_given
from openrace.cli.typed.option import ending_in, option
from openrace.cli.write import written
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openrace.explore.pool import Own
    from openrace.explore.state import State


def explore(
    game: options.GameName = "alice-bob",
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    vary: options.Vary = (),
    out: Annotated[
        Path | None,
        option(
            "--out",
            "Write one page that needs no server, with answers over two or three --vary.",
            ending_in("the page", ".html"),
        ),
    ] = None,
    executor: options.ExecutorName = "1",
    resume: Annotated[bool, option("--resume", "Go on with a page that was not finished.")] = False,
    port: Annotated[int, Parameter(name="--port", help="Port on this machine; left out, one that is free.")] = 0,
    opens: Annotated[bool, option("--no-open", "Print the address, open no browser.")] = False,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Open a page on this machine: move an assumption, watch the answer, share the link.

    With --out, write a page with answers in it instead, for a mail or a web site.

    Example: openrace explore alice-bob
    """
    from games.catalog.names import CATALOG
    from games.parts.paths import read_setting
    from openrace.claims.story_list import story_names
    from openrace.explore.presets import first_event
    from openrace.explore.state import State
    from openrace.explore.subject import subject_of

    if bool(vary) != (out is not None):
        came = f"the number of assumptions that vary is {len(vary)}" + (
            "" if out is None else f", and the page is {out}"
        )
        raise OpenraceError(came, "--vary and --out together, or neither", "leave both out for a page that solves")
    asked = given.event()
    changed = tuple(read_setting(s) for s in given.set_)
    if game in story_names() and game not in CATALOG and asked is None and out is None:
        state = State(story=game, settings=changed)
        subject_of(state, {})
        _serve(state, {}, port, opens=not opens)
        return
    loaded = given.game(game)
    is_file = game.endswith((".toml", ".nfg"))
    name = Path(game).name if is_file else game
    state = State(game=name, settings=changed, event=first_event(loaded) if asked is None else asked.text)
    if out is None:
        _serve(state, {name: str(Path(game).resolve())} if is_file else {}, port, opens=not opens)
        return
    if is_file:
        raise OpenraceError(
            f"the game is the file {game}", "a game of the catalogue for a page with answers", "use --set"
        )
    _write(state, vary, out, executor, resume, printed)


def _serve(state: State, own: Own, port: int, *, opens: bool) -> None:
    """Serves the page until Ctrl-C, from where on it shows the state; games of files are open here, too."""
    import webbrowser

    from openrace.explore.pool import Pool
    from openrace.explore.server import Explorer
    from openrace.explore.state import write_state

    def say(text: str) -> None:
        answers().write(text + "\n")
        answers().flush()

    pool = Pool(own, (sys.executable, "-m", "openrace.cli.explorer_worker", *words_given.words()))
    with Explorer(pool, port) as server:
        # Whoever has the address may stop it at once.
        try:
            pool.start()
            address = f"{server.address}#{write_state(state)}"
            say(address)
            if opens:
                webbrowser.open(address)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            say("the explorer is closed")
        finally:
            pool.close()


def _write(state: State, vary: Sequence[str], out: Path, executor: str, resume: bool, printed: options.Printed) -> None:
    from openrace.explore.bundle import one_file
    from openrace.explore.state import write_state
    from openrace.explore.table import packed, solve_table
    from openrace.sweeps.axis import read_axis
    from solver.common.files import writing

    kept = out.with_name(f"{out.name}.cells")
    axes = [read_axis(v) for v in vary]
    found = solve_table(state, axes, kept, executor=executor, resume=resume)
    page = one_file(f"openrace: {state.game}", packed(state, axes, found))
    with writing(out):
        out.write_text(page, encoding="utf-8")
    kept.unlink()
    data = {"game": state.game, "state": write_state(state), "answers": len(found), "file": str(out)}
    emit(written(data, f"wrote {out}: {len(found):,} answers, {len(page) / 1000:.0f} KB"), printed)
