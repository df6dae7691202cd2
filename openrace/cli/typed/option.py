"""One option: its name and help, and a check of its value before anything is computed.

The check comes first because minutes of work should not end in a typo.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cyclopts import Parameter

from solver.common.errors import OpenraceError
from solver.common.words import one_of

PICTURES = (".png", ".svg", ".pdf")
"""What the name of a picture's file may end in."""

Check = Callable[[Any, Any], None]
"""A check of an option's value, as the shell runs it; the first argument is its type."""


def option(name: str, help: str, check: Check | None = None) -> Parameter:  # noqa: A002 - as the shell calls it
    """An option that is off, empty or absent unless it is given, so that --help shows no default."""
    return Parameter(name=name, help=help, negative=(), show_default=False, validator=check)


def ending_in(what: str, *endings: str) -> Check:
    """A check of a file's name and place, as the shell runs it on an option.

    Args:
        what: what the file is, in words.
        endings: what its name may end in; anything if none is given.
    """

    def check(_kind: Any, path: Path | None) -> None:
        if path is None:
            return
        if endings and path.suffix not in endings:
            expected = f"a name that ends in {one_of(endings)}"
            raise OpenraceError(f"{what} is to be {path}", expected, f"write {path.with_suffix(endings[0])}")
        if not path.parent.is_dir():
            raise OpenraceError(
                f"{what} is to be {path}, but there is no directory {path.parent}",
                "a directory that is there",
                f"make it first: mkdir -p {path.parent}",
            )
        if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
            raise OpenraceError(f"{what} is to be {path}, which cannot be written", "a file of yours", "name another")

    return check


def seeded(help: str) -> Parameter:  # noqa: A002 - as the shell calls it
    """The option ``--seed``; its default is shown."""
    return Parameter(name="--seed", help=help, validator=_not_negative)


def _not_negative(_kind: Any, number: int) -> None:
    if number < 0:
        raise OpenraceError(f"the seed is {number}", "a whole number, 0 or more", "write for example --seed 1")


def positive(_kind: Any, number: float | None) -> None:
    """A check of a number that counts seconds."""
    if number is not None and not 0 < number < float("inf"):
        raise OpenraceError(f"a budget of {number:g} seconds came", "a number of seconds above 0", "write --budget 60")
