"""A box of weights as users write it: ``alice.prestige=1:3``, one line per weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.parts.part import GREATEST, LEAST
from openrace.concepts.plain import Plain
from solver.common.errors import OpenraceError
from solver.common.words import shown
from solver.two_player.family.family import Box

MOST_SIDES = 6
"""Weights at most: a box of D weights has 2^D corners, and as many copies of each plan."""


@dataclass(frozen=True)
class WeightBox(Plain):
    """Weights and their ends.

    Attributes:
        paths: one per weight.
        box: the ends.
    """

    paths: tuple[str, ...]
    box: Box

    def entries(self) -> Mapping[str, object]:
        """Both ends of each weight, for JSON."""
        return self.part(self.box)

    def part(self, box: Box) -> dict[str, list[float]]:
        """The same of a part of it."""
        ends = zip(box.low, box.high, strict=True)
        return {path: [float(a), float(b)] for path, (a, b) in zip(self.paths, ends, strict=True)}


def read_box(texts: Sequence[str]) -> WeightBox:
    """Reads ``path=lo:hi`` of each weight; decimals are read as they are written.

    >>> read_box(["alice.prestige=0.1:3"]).box.low
    (Fraction(1, 10),)

    Raises:
        OpenraceError: one is no such text, a path came twice, or none or too many came.
    """
    sides = [_read_side(text) for text in texts]
    paths = [path for path, _, _ in sides]
    if len(set(paths)) < len(paths) or not 1 <= len(paths) <= MOST_SIDES:
        twice = next((path for path in paths if paths.count(path) > 1), None)
        raise OpenraceError(
            f"{twice} came twice" if twice else f"the number of weights that vary is {len(paths)}",
            f"1 to {MOST_SIDES} weights, each once",
            "write for example --box alice.prestige=1:3",
        )
    return WeightBox(tuple(paths), Box(tuple(low for _, low, _ in sides), tuple(high for _, _, high in sides)))


def box_of(sides: Mapping[str, Sequence[float]]) -> WeightBox:
    """The box from paths and pairs of numbers.

    Raises:
        OpenraceError: a pair is none, or none or too many came.
    """
    # A lone number is no pair, which the reader of texts says.
    pairs = {path: ends if isinstance(ends, Sequence) else (ends,) for path, ends in sides.items()}
    return read_box([f"{path}={':'.join(shown(end) for end in ends)}" for path, ends in pairs.items()])


def _read_side(text: object) -> tuple[str, Fraction, Fraction]:
    path, equals, rest = text.partition("=") if isinstance(text, str) else ("", "", "")
    try:
        low, high = (_read_end(end.strip()) for end in rest.split(":"))
    except (ValueError, ZeroDivisionError):
        low = high = Fraction(0)
    if not equals or not path.strip() or low >= high:
        raise OpenraceError(
            f"a side of the box is {shown(text)}",
            f"path=lo:hi with lo < hi, numbers of sizes from {LEAST:g} to {GREATEST:g}, or 0",
            "write for example --box alice.prestige=1:3",
        )
    return path.strip(), low, high


def _read_end(text: str) -> Fraction:
    """A number as it is written; its size is looked at first, for the digits of 1e1000000000 fill all memory.

    Raises:
        ValueError: it is no number, or none of such a size.
    """
    for part in text.split("/"):
        digits = part.lower().partition("e")[0].strip("+-_. 0")
        if digits and not LEAST <= abs(float(part)) <= GREATEST:
            raise ValueError(text)
    return Fraction(text)
