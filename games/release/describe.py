"""A game's assumptions as sentences with values: what a reader must grant before the result follows.

Every number of a game is one assumption, described by the docstring of its field. Every interchangeable part (term,
market, modifier, value function) is one more, with its formula and its source. The conventions of its kind of game
close the list. Paths are those of ``games.parts.paths``, so ``--set`` can change whatever is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from games.parts.docs import doc_of
from games.parts.game import Game
from games.parts.mistakes import Keys
from games.parts.part import KindedPart, source_of, unit_of
from games.parts.paths import follow, leaves, matching
from games.terms import Term

GAME = "game"
CONVENTIONS = "conventions"


@dataclass(frozen=True)
class Assumption:
    """One thing taken for granted.

    Attributes:
        path: where it can be changed; empty for a convention.
        value: the number, word or list assumed; ``None`` for a convention.
        unit: of the value, empty if it has none.
        sentence: what is assumed, in words.
        formula: how it enters payoffs, empty if it is a plain number.
        source: where it comes from, empty if nothing is cited.
        group: the part of the game it belongs to.
    """

    path: str
    value: Any
    unit: str
    sentence: str
    formula: str
    source: str
    group: str


def assumptions(game: Game) -> tuple[Assumption, ...]:
    """Everything the game assumes, in the order in which it is shown.

    Args:
        game: any game.

    Example:
        >>> import games
        >>> found = games.assumptions(games.named("alice-bob"))
        >>> next(a.sentence for a in found if a.path == "alice.prestige")
        'alice likes to have the best model'
    """
    found = [_assumption(game, path, keys) for path, keys in leaves(game).items()]
    kept = [a for a in found if a is not None]
    kept += [Assumption("", None, "", text, "", "", CONVENTIONS) for text in game.conventions()]
    return tuple(_cited(game, a) for a in kept)


def unit_at(game: Game, path: str) -> str:
    """Unit of the number at a path, empty where it has none; the labs of a path with ``*`` share one number.

    Raises:
        SettingError: the game has no such path.
    """
    keys = next(iter(matching(game, path).values()))
    found = _assumption(game, path, keys)
    return "" if found is None else found.unit


def _cited(game: Game, assumption: Assumption) -> Assumption:
    """With the source that the game itself names: for the path, or for the nearest part around a number without one."""
    path = assumption.path
    exact = [c.text for c in game.sources if c.path == path]
    around = sorted((c for c in game.sources if path.startswith(f"{c.path}.")), key=lambda c: len(c.path))
    if exact:
        return replace(assumption, source=exact[-1])
    is_number = isinstance(assumption.value, int | float) and not isinstance(assumption.value, bool)
    if around and is_number and not assumption.source:
        return replace(assumption, source=around[-1].text)
    return assumption


def _assumption(game: Game, path: str, keys: Keys) -> Assumption | None:
    owner, field = follow(game, keys[:-1]), str(keys[-1])
    if owner is game and field in ("kind", "name", "summary"):
        return None
    group = path.partition(".")[0] if "." in path else GAME
    value = getattr(owner, field)
    if isinstance(owner, Term) and field in ("kind", "name"):
        return None  # the line of the weight says it
    if isinstance(owner, Term) and field == "weight":
        sentence = f"{group} {owner.summary}"
        unit = "" if owner.unit == "currency" else f"currency per {owner.unit}"
        return Assumption(path, value, unit, sentence, owner.formula, owner.source, group)
    if isinstance(owner, KindedPart) and field == "kind":
        return Assumption(path, value, "", owner.summary, owner.formula, owner.source, group)
    if field == "name":
        return None
    return Assumption(path, value, unit_of(owner, field), _sentence(owner, field), "", source_of(owner, field), group)


def _sentence(owner: BaseModel, field: str) -> str:
    """The field's docstring on one line."""
    text = doc_of(type(owner), field) or field.replace("_", " ")
    return " ".join(text.split())
