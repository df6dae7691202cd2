"""Where two games differ, assumption by assumption, and hybrids that take some assumptions from each.

A difference is a number that both games have with different values, or a whole part (a lab, a term, a modifier, a
market of another kind) that only one of them has. Differences are independent of each other, so every subset of them
makes a hybrid game; that is what attribution needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from games.parts.lab_game import LabGame
from games.parts.mistakes import explain
from games.parts.naming import UNNAMED
from solver.common.errors import OpenraceError

Data = dict[str, Any]
G = TypeVar("G", bound=LabGame)


@dataclass(frozen=True)
class Difference:
    """One assumption on which two games differ.

    Attributes:
        path: where it stands.
        first: what the first game assumes, as printed; empty if it lacks the part.
        second: what the second game assumes.
        adopt: changes the first game's table so that it assumes what the second does.
    """

    path: str
    first: str
    second: str
    adopt: Callable[[Data], None]


def differences(first: LabGame, second: LabGame) -> tuple[Difference, ...]:
    """All differences between two games of one kind, in the first one's order; names and summaries do not count."""
    return tuple(_tables(first.model_dump(), second.model_dump(), (), ""))


def hybrid(first: G, adopted: Sequence[Difference]) -> G:
    """The first game with some of the second one's assumptions.

    Raises:
        OpenraceError: the two do not fit together (a horizon of one with the slots of the other, say).
    """
    data = _listed(first.model_dump())
    for difference in adopted:
        difference.adopt(data)
    try:
        return type(first).model_validate(data)
    except ValidationError as error:
        names = ", ".join(d.path for d in adopted)
        raise OpenraceError(
            f"{first.name} with {names} taken from the other game is no game: {explain(error)}",
            "assumptions that can be swapped one at a time",
            "bring the two games closer to each other first",
        ) from error


_IGNORED = ("name", "summary", "sources")
_LISTS = ("labs", "terms", "modifiers")


def _tables(first: Data, second: Data, keys: tuple[str | int, ...], path: str) -> list[Difference]:
    found: list[Difference] = []
    for field in [*first, *[k for k in second if k not in first]]:
        if not path and field in _IGNORED:
            continue
        at = path if field == UNNAMED else _join(path, field)
        found += _values(first.get(field), second.get(field), (*keys, field), at)
    return found


def _values(a: Any, b: Any, keys: tuple[str | int, ...], path: str) -> list[Difference]:
    if _listed(a) == _listed(b):
        return []
    if keys[-1] in _LISTS:
        return _members(list(a or ()), list(b or ()), keys, path)
    if isinstance(a, dict) and isinstance(b, dict) and a.get("kind") == b.get("kind"):
        return _tables(a, b, keys, path)
    shown = path.removesuffix(".weight") or str(keys[-1])
    return [Difference(shown, _text(a), _text(b), _Set(keys, b))]


def _members(a: list[Data], b: list[Data], keys: tuple[str | int, ...], path: str) -> list[Difference]:
    """Members of a list of named parts: those both have are compared, those one has are added or removed."""
    mine, theirs = {_label(m): m for m in a}, {_label(m): m for m in b}
    prefix = path.removesuffix(str(keys[-1])).removesuffix(".")
    found: list[Difference] = []
    for label in [*mine, *[t for t in theirs if t not in mine]]:
        name = _join(prefix, label)
        if label in mine and label in theirs:
            found += _tables(mine[label], theirs[label], (*keys, label), name)
        elif label in mine:
            found.append(Difference(name, _text(mine[label]), "", _Remove(keys, label)))
        else:
            found.append(Difference(name, "", _text(theirs[label]), _Add(keys, theirs[label])))
    return found


@dataclass(frozen=True)
class _Remove:
    """Takes a member out of a list of parts."""

    keys: tuple[str | int, ...]
    label: str

    def __call__(self, data: Data) -> None:
        members = _at(data, self.keys)
        members[:] = [m for m in members if _label(m) != self.label]


@dataclass(frozen=True)
class _Add:
    """Adds a member to a list of parts."""

    keys: tuple[str | int, ...]
    member: Data

    def __call__(self, data: Data) -> None:
        _at(data, self.keys).append(_listed(self.member))


@dataclass(frozen=True)
class _Set:
    """Sets a value."""

    keys: tuple[str | int, ...]
    value: Any

    def __call__(self, data: Data) -> None:
        _at(data, self.keys[:-1])[self.keys[-1]] = _listed(self.value)


def _at(data: Any, keys: tuple[str | int, ...]) -> Any:
    """The place that keys lead to; a step into a list of parts is a part's name."""
    for key in keys:
        data = next(m for m in data if _label(m) == key) if isinstance(data, list) else data[key]
    return data


def _label(member: Data) -> str:
    return str(member.get("name") or member.get("kind"))


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def _listed(value: Any) -> Any:
    """A copy in which tuples are lists, so that parts can be added and taken away."""
    if isinstance(value, dict):
        return {k: _listed(v) for k, v in value.items()}
    return [_listed(v) for v in value] if isinstance(value, list | tuple) else value


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("kind", "yes"))
    if isinstance(value, list | tuple):
        return ", ".join(_text(v) for v in value) or "none"
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
