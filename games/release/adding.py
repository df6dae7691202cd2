"""Terms that a lab does not list, added when their path is named.

Every term has a weight, and at weight 0 it does nothing. So ``alice.gap_prize`` means something in every game of labs:
the weight of a term that is not there yet, and ``alice.gap_prize.gap`` a number of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from games.parts.part import Part, kind_of
from games.release.lab import Lab
from games.terms import TERMS


def with_terms(game: Any, paths: Iterable[str]) -> Any:
    """The game with every term that a path names and its lab lacks, at weight 0; unchanged if there is none."""
    for path in paths:
        found = _lacking(game, path)
        if found is None:
            continue
        lab, kind = found
        added = lab.model_copy(update={"terms": (*lab.terms, TERMS[kind](weight=0.0))})
        game = game.model_copy(update={"labs": tuple(added if other is lab else other for other in game.labs)})
    return game


def advice(game: Part, path: str) -> str:
    """What to do about an unknown path that means a part which the game lacks; empty if it means none."""
    found = _lacking(game, path)
    if found is not None:
        return f"add the term first, at weight 0 or any other: --set {found[0].name}.{found[1]}=0"
    # Imported here: a modifier changes numbers by their paths.
    from games.modifiers import MODIFIERS

    first = path.split(".")[0]
    if first in {kind_of(m) for m in MODIFIERS} and _labs(game):
        return (
            f"the game has no modifier {first}: write it to a file with openrace show GAME --toml > mine.toml, "
            f'and add [[modifiers]] with kind = "{first}" to it'
        )
    return ""


def near_terms(game: Part, path: str) -> list[str]:
    """Paths of terms that a mistyped path may mean, though its lab does not list them."""
    name, _, rest = path.partition(".")
    if name not in {lab.name for lab in _labs(game)}:
        return []
    return [f"{name}.{kind}" for kind in get_close_matches(rest, [kind_of(t) for t in TERMS], 1, cutoff=0.6)]


def _lacking(game: Part, path: str) -> tuple[Lab, str] | None:
    """The lab and the kind of term that a path names, if the lab has no such term."""
    name, _, rest = path.partition(".")
    kind = rest.split(".")[0]
    for lab in _labs(game):
        if lab.name == name and kind in TERMS and kind not in {term.label for term in lab.terms}:
            return lab, kind
    return None


def _labs(game: Part) -> tuple[Lab, ...]:
    return tuple(lab for lab in getattr(game, "labs", ()) if isinstance(lab, Lab))
