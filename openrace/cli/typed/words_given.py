"""The command line at hand, for answers that name the command that repeats them."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from contextvars import ContextVar

_WORDS: ContextVar[tuple[str, ...]] = ContextVar("words", default=())


def remember(words: Sequence[str]) -> None:
    """Keeps the words after ``openrace``."""
    _WORDS.set(tuple(words))


def words() -> tuple[str, ...]:
    """The words after ``openrace``."""
    return _WORDS.get()


def command(*more: str, without: Collection[str] = ()) -> str:
    """The command as it can be given again, less some flags and with some more words."""
    kept = [word for word in _WORDS.get() if word not in without]
    return "openrace " + shlex.join([*kept, *more])
