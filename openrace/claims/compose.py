"""Two or more games put together, so that commenters' worlds can be one: assumptions merged, conflicts named.

Labs, terms and modifiers of one name are one, with the numbers of both; what only one game has is in the whole. A
number whose default means nothing (0, none, an empty list) states nothing at that default, so the other's holds. Where
both state a number and they differ, that is a conflict, and the later game's holds. Capabilities that are listed by
slot are listed anew for the slots of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from textwrap import wrap
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from games.catalog.files import write_toml
from games.modifiers import Modifier
from games.parts.game import Game
from games.parts.mistakes import explain
from games.parts.naming import TRANSPARENT, name_of
from games.parts.part import KindedPart, Part
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.time.calendar import Calendar
from openrace.concepts.plain import Plain
from openrace.concepts.result import Result
from openrace.questions.load import GameLike, load
from solver.common.errors import OpenraceError
from solver.common.table import Table
from solver.common.words import count, shortened

P = TypeVar("P", bound=Part)

RULE = "the later game's holds"
"""Which of two stated numbers is kept."""
LINE = 78
"""Letters of a line of the comment, after its mark."""
UNITED = ("milestones", "coalitions", "sources")
"""Lists whose members have no names: the whole has those of both."""
OWN = ("name", "summary")
"""What is said of a game and is no assumption."""
NOTHING = (0, None, "", ())
"""Defaults that state nothing."""


@dataclass(frozen=True)
class Conflict(Plain):
    """A number that two games state differently.

    Attributes:
        path: of the number.
        games: names of the two games, the later one last.
        stated: what each states, in that order.
    """

    path: str
    games: tuple[str, str]
    stated: tuple[Any, Any]

    def entries(self) -> dict[str, object]:
        """The JSON of one number."""
        return {**super().entries(), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """The conflict in one sentence."""
        first, second = (shortened(_shown(v)) for v in self.stated)
        return f"{self.path} is {first} in {self.games[0]} and {second} in {self.games[1]}; {RULE}"


@dataclass(frozen=True, repr=False)
class Composition(Result):
    """Games put together.

    Attributes:
        game: the whole.
        names: of the games that it is made of, in their order.
        conflicts: what they state differently.
    """

    game: Game
    names: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    def table(self) -> Table:
        """One row per conflict."""
        rows = tuple((c.path, *(_shown(v) for v in c.stated), c.games[1]) for c in self.conflicts)
        return Table(f"conflicts of {' and '.join(self.names)}", ("path", "earlier", "later", "kept of"), rows)

    def to_toml(self) -> str:
        """The whole as a file, the conflicts in a comment above it."""
        lines = [f"{' and '.join(self.names)} put together.", *(c.sentence + "." for c in self.conflicts)]
        # A name that is longer than a line stays whole, or it would be another name.
        wrapped = [part for line in lines for part in wrap(line, LINE, break_long_words=False, break_on_hyphens=False)]
        return write_toml(self.game, wrapped)

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace compose``."""
        return {
            "game": self.game.name,
            "games": self.names,
            "rule": RULE,
            "conflicts": self.conflicts,
            "toml": self.to_toml(),
        }

    def __str__(self) -> str:
        return self.to_toml()

    def __repr__(self) -> str:
        n = len(self.conflicts)
        return f"Composition({self.game.name}: {count(n, 'conflict')})"


def compose(games: Sequence[GameLike]) -> Composition:
    """Games put together.

    Args:
        games: two or more games, catalogue names, names of stories, or files.

    Raises:
        OpenraceError: fewer than two games, games of different sorts, or a whole that makes no sense.
    """
    if len(games) < 2:
        raise OpenraceError(f"{len(games)} game came", "two or more games", "name another one")
    loaded = [load(game) for game in games]
    kinds = {str(getattr(game, "kind", "")): game.name for game in loaded}
    if len(kinds) > 1:
        told = ", ".join(f"{name} is of kind {kind!r}" for kind, name in kinds.items())
        raise OpenraceError(told, "games of one kind", "openrace show NAME --toml prints the kind of a game")
    names = tuple(game.name for game in loaded)
    merging = _Merging(names[0])
    whole = reduce(merging.joined, loaded)
    named = {"name": "+".join(names), "summary": "; and ".join(game.summary for game in loaded if game.summary)}
    try:
        checked = type(whole).model_validate(whole.model_copy(update=named).model_dump())
    except ValidationError as error:
        raise OpenraceError(
            f"{' and '.join(names)} do not fit together: {explain(error)}",
            "games that make sense as one",
            "put the game with the longer calendar last, or change one of them in a file",
        ) from error
    return Composition(checked, names, tuple(merging.conflicts))


def _on(game: ReleaseGame, calendar: Calendar) -> ReleaseGame:
    """The game with its listed capabilities laid out on the slots of another calendar: they last until the next one."""
    if game.calendar == calendar:
        return game
    slots = np.floor(calendar.dates() / game.calendar.step + 1e-9).astype(int)

    def moved(lab: Lab) -> Lab:
        path = tuple(lab.path[min(k, len(lab.path) - 1)] for k in slots.tolist()) if lab.path else ()
        return lab.model_copy(update={"path": path})

    return game.model_copy(update={"labs": tuple(moved(lab) for lab in game.labs)})


@dataclass
class _Merging:
    """Merges two games part by part, and collects what they state differently."""

    first: str
    second: str = ""
    conflicts: list[Conflict] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    def joined(self, whole: Game, game: Game) -> Game:
        """The whole so far with one game more."""
        self.second = game.name
        if isinstance(whole, ReleaseGame) and isinstance(game, ReleaseGame):
            # Which slots there are decides about every list of capabilities; its conflicts are named further down.
            calendar = _Merging(self.first).parts(whole.calendar, game.calendar, "calendar")
            return self.parts(_on(whole, calendar), _on(game, calendar), "")
        return self.parts(whole, game, "")

    def parts(self, first: P, second: P, path: str) -> P:
        """One part with the numbers of both."""
        fields = {}
        for name, info in type(first).model_fields.items():
            if not path and name in OWN:
                continue
            default = info.get_default(call_default_factory=True)
            step = "" if name in TRANSPARENT else name
            below = ".".join(s for s in (path, step) if s)
            fields[name] = self.values(getattr(first, name), getattr(second, name), default, below, name)
        return first.model_copy(update=fields)

    def values(self, first: Any, second: Any, default: Any, path: str, name: str) -> Any:
        """What both state, or the one that states something, or the later one."""
        if first == second:
            return first
        if name in TRANSPARENT:
            return self.named(first, second, path)
        if name in UNITED or _of_parts(first) or _of_parts(second):
            return (*first, *(item for item in second if item not in first))
        if isinstance(first, Part) and isinstance(second, Part) and type(first) is type(second):
            return self.parts(first, second, path)
        if default in NOTHING and second == default:
            return first
        return self.later(first, second, path, conflict=default not in NOTHING or first != default)

    def later(self, first: Any, second: Any, path: str, *, conflict: bool = True) -> Any:
        """The later one; a conflict names the games that state the two."""
        if conflict:
            steps = path.split(".")
            above = (".".join(steps[:k]) for k in range(len(steps), 0, -1))
            origin = next((self.origins[p] for p in above if p in self.origins), self.first)
            self.conflicts.append(Conflict(path, (origin, self.second), (first, second)))
        self.origins[path] = self.second
        return second

    def named(self, first: Sequence[Part], second: Sequence[Part], path: str) -> tuple[Part, ...]:
        """Members of both lists; those of one name are merged."""
        others = {name_of(item): item for item in _apart(first, second)}
        found = []
        for item in first:
            name = name_of(item)
            other = others.pop(name, None)
            below = ".".join(s for s in (path, name) if s)
            found.append(item if other is None else self.members(item, other, below))
        self.origins |= {".".join(s for s in (path, name) if s): self.second for name in others}
        return (*found, *others.values())

    def members(self, first: Part, second: Part, path: str) -> Part:
        """Two members of one name; of different kinds only one can stay."""
        if type(first) is type(second):
            return self.parts(first, second, path)
        taken: Part = self.later(first, second, path)
        return taken


def _apart(first: Sequence[Part], second: Sequence[Part]) -> list[Part]:
    """The second list, in which modifiers of one kind that are about something else have names of their own."""
    known = {name_of(item): item for item in first}
    taken = {*known, *map(name_of, second)}
    found = []
    for item in second:
        other = known.get(name_of(item))
        if isinstance(item, Modifier) and isinstance(other, Modifier) and item.about != other.about and not item.name:
            name = next(own for own in (f"{item.kind}_{k}" for k in range(2, len(taken) + 3)) if own not in taken)
            taken.add(name)
            item = item.model_copy(update={"name": name})
        found.append(item)
    return found


def _of_parts(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Part) for item in value)


def _shown(value: Any) -> str:
    """A value as a sentence has it: a part by its kind."""
    if isinstance(value, KindedPart):
        return value.kind
    if isinstance(value, tuple):
        return "[" + ", ".join(_shown(v) for v in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return "left out" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
