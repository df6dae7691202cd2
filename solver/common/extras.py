"""Optional packages: what is installed by which extra, and the one sentence that says how to install it.

The core needs no compiler, no pictures and no files of arrays. Code that does imports its package where it is used,
inside ``with extra("plot"):``; without the package, the user reads which command installs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from solver.common.errors import OpenraceError

Extra = Literal["fast", "plot", "sweep", "sensitivity", "rules", "notebook", "cluster"]
"""Names of the extras in ``pyproject.toml``."""


class MissingExtraError(OpenraceError):
    """A package is needed that the core does not install."""


@contextmanager
def extra(name: Extra) -> Iterator[None]:
    """Names the extra to install where an import inside the block finds no package.

    Raises:
        MissingExtraError: a package is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"the package {(error.name or 'needed here').partition('.')[0]} is not installed",
            f"the extra {name!r}",
            f'install it with: pip install "openrace[{name}]"',
        ) from error
