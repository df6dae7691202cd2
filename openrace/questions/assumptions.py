"""Where two games differ, assumption by assumption, and hybrids that take some assumptions from each.

A difference is a number that both games have with different values, or a whole part (a lab, a term, a modifier, a
market of another kind) that only one of them has. Differences are independent of each other, so every subset of them
makes a hybrid game; that is what attribution needs.

Games are compared as tables in which named parts (labs, terms, modifiers) stand under their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from games.parts.lab_game import LabGame
from games.parts.mistakes import explain
from games.parts.naming import UNNAMED
from solver.common.errors import OpenraceError

Data = dict[str, Any]
G = TypeVar("G", bound=LabGame)

_IGNORED = ("name", "summary", "sources")
_LISTS = ("labs", "terms", "modifiers")
_ABSENT = object()


@dataclass(frozen=True)
class Difference:
    """One assumption on which two games differ.

    Attributes:
        path: where it stands.
        first: what the first game assumes, as printed; empty if it lacks the part.
        second: what the second game assumes.
        keys: where it stands in the table of a game.
        value: what the second game has there.
    """

    path: str
    first: str
    second: str
    keys: tuple[str, ...]
    value: Any


def differences(first: LabGame, second: LabGame) -> tuple[Difference, ...]:
    """All differences between two games of one kind, in the first one's order; names and summaries do not count."""
    return tuple(_tables(_table(first.model_dump()), _table(second.model_dump()), (), ""))


def hybrid(first: G, adopted: Sequence[Difference]) -> G:
    """The first game with some of the second one's assumptions.

    Raises:
        OpenraceError: the two do not fit together (a horizon of one with the slots of the other, say).
    """
    data = _table(first.model_dump())
    for difference in adopted:
        *within, last = difference.keys
        part = data
        for key in within:
            part = part[key]
        if difference.value is _ABSENT:
            del part[last]
        else:
            part[last] = difference.value
    try:
        return type(first).model_validate(_lists(data))
    except ValidationError as error:
        names = ", ".join(d.path for d in adopted)
        raise OpenraceError(
            f"{first.name} with {names} taken from the other game is no game: {explain(error)}",
            "assumptions that can be swapped one at a time",
            "bring the two games closer to each other first",
        ) from error


def _table(game: Data) -> Data:
    """A copy in which named parts stand under their names, so that parts can be added and taken away."""
    found = {}
    for field, value in game.items():
        if field in _LISTS and value is not None:
            found[field] = {_label(part): _table(part) for part in value}
        else:
            found[field] = _table(value) if isinstance(value, dict) else value
    return found


def _lists(table: Data) -> Data:
    """The game of which :func:`_table` made a table."""
    whole = {field: _lists(value) if isinstance(value, dict) else value for field, value in table.items()}
    return {field: list(own.values()) if field in _LISTS and own is not None else own for field, own in whole.items()}


def _tables(first: Data, second: Data, keys: tuple[str, ...], path: str) -> list[Difference]:
    found: list[Difference] = []
    for field in dict.fromkeys((*first, *second)):
        if not path and field in _IGNORED:
            continue
        at = path if field == UNNAMED else _join(path, field)
        a, b = first.get(field), second.get(field)
        if field in _LISTS:
            found += _members(a or {}, b or {}, (*keys, field), path)
        elif isinstance(a, dict) and isinstance(b, dict) and a.get("kind") == b.get("kind"):
            found += _tables(a, b, (*keys, field), at)
        elif a != b:
            found.append(Difference(at.removesuffix(".weight") or field, _text(a), _text(b), (*keys, field), b))
    return found


def _members(mine: Data, theirs: Data, keys: tuple[str, ...], path: str) -> list[Difference]:
    """Named parts: those both have are compared, those one has are added or removed."""
    found: list[Difference] = []
    for label in dict.fromkeys((*mine, *theirs)):
        name, at = _join(path, label), (*keys, label)
        if label in mine and label in theirs:
            found += _tables(mine[label], theirs[label], at, name)
        elif label in mine:
            found.append(Difference(name, _text(mine[label]), "", at, _ABSENT))
        else:
            found.append(Difference(name, "", _text(theirs[label]), at, theirs[label]))
    return found


def _label(member: Data) -> str:
    return str(member.get("name") or member.get("kind"))


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("kind", "yes"))
    if isinstance(value, list | tuple):
        return ", ".join(_text(v) for v in value) or "none"
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
