"""Words as sentences need them: how many, with the right ending; a full stop; a capital letter."""

from __future__ import annotations

from collections.abc import Sequence
from reprlib import Repr
from unicodedata import category

_PLURALS = {"switch": "switches", "story": "stories", "equilibrium": "equilibria", "branch": "branches"}


def count(n: int, noun: str) -> str:
    """``1 equilibrium``, ``2 equilibria``, ``2 numbers``."""
    words = noun.split(" ")
    plural = " ".join([*words[:-1], _PLURALS.get(words[-1], f"{words[-1]}s")])
    return f"{n:,} {noun if n == 1 else plural}"


def every(n: int, noun: str) -> str:
    """How many there are, all of them, with their verb: ``The only best action is``, ``All 3 best actions are``."""
    return f"The only {noun} is" if n == 1 else f"All {count(n, noun)} are"


def sentence(text: str) -> str:
    """The text on one line with one full stop; it may begin with a name in small letters."""
    plain = " ".join(text.split()).rstrip(".")
    return f"{plain}." if plain else ""


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return f"{text[:1].upper()}{text[1:]}"


def printable(text: str) -> str:
    """The text without control characters and marks that reorder text; terminals obey both."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or category(c) not in ("Cc", "Cf", "Cs"))


def one_of(words: Sequence[str]) -> str:
    """``.csv, .tex or .md``."""
    return _listed(words, "or")


def all_of(words: Sequence[str]) -> str:
    """``alice, bob and carol``."""
    return _listed(words, "and")


def _listed(words: Sequence[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def shortened(text: str, most: int = 60) -> str:
    """A text that fits a sentence: its first characters."""
    return text if len(text) <= most else f"{text[:most]}..."


class _Shown(Repr):
    """As Python writes a value, in few characters whatever it is."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 100

    def repr_int(self, x: int, level: int) -> str:
        """A whole number; Python writes none of more than 4,300 digits."""
        try:
            return super().repr_int(x, level)
        except ValueError:
            return "a whole number of thousands of digits"


shown = _Shown().repr
"""A value that somebody gave, as a sentence quotes it."""
