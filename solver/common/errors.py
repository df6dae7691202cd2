"""Errors that a caller can mend: what came, what was expected, what to do."""

from __future__ import annotations

from solver.common.words import shortened, shown

MOST_QUOTED = 1_000
"""Characters that an error says of what came: a whole file may have come where a name was expected."""


class OpenraceError(ValueError):
    """A mistake of the caller, told in one sentence and kept in three parts for machines.

    Attributes:
        what: what came.
        expected: what would have been right.
        hint: what to do now.
    """

    def __init__(self, what: str, expected: str, hint: str) -> None:
        # A hint that begins with a command begins with a small letter.
        what = what if len(what) <= MOST_QUOTED else f"{what[: MOST_QUOTED // 2]} ... {what[-MOST_QUOTED // 2 :]}"
        told = hint if hint.startswith(("openrace ", "pip ")) else f"{hint[:1].upper()}{hint[1:]}"
        super().__init__(f"{what}; expected {expected}. {told}.")
        self.what, self.expected, self.hint = what, expected, hint


class GameError(OpenraceError):
    """A payoff tensor, its labels or its file is not a game."""


class TooLargeError(OpenraceError):
    """The question is well put and too large to answer by enumeration."""


def require(value: object, kinds: type | tuple[type, ...], expected: str, hint: str) -> None:
    """Refuse a value of the wrong type.

    Args:
        value: what came.
        kinds: what it may be.
        expected: the same in words.
        hint: what to do.

    Raises:
        GameError: it is nothing of the kind.
    """
    if not isinstance(value, kinds):
        raise GameError(f"{type(value).__name__} {shortened(shown(value))}", expected, hint)


class SolverError(RuntimeError):
    """A solver broke its own promise; never a mistake of the caller."""
