"""What there is: the games of the catalogue, the stories, and what is known about numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from games.catalog.names import CATALOG
from games.classics.published_game import PublishedGame, by_subject
from games.evidence.register import register
from openrace.claims.story_list import list_stories
from openrace.concepts.result import Result
from solver.common.table import Table


@dataclass(frozen=True)
class Listing(Result, Sequence[str]):
    """Names, as a sequence, and what each stands for, as a table.

    Attributes:
        title: what is listed.
        header: what is said of each, the name first.
        rows: one per name.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(row[0] for row in self.rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self.names[index]

    def __len__(self) -> int:
        return len(self.rows)

    def table(self) -> Table:
        """One row per name."""
        return Table(self.title, self.header, self.rows)

    def entries(self) -> dict[str, object]:
        """What is said of each, by its name."""
        return {str(row[0]): dict(zip(self.header[1:], row[1:], strict=True)) for row in self.rows}

    def __repr__(self) -> str:
        return f"Listing({self.title}: {', '.join(self.names)})"


def catalog() -> Listing:
    """The games of the catalogue, then the published models: names that :func:`openrace.load` takes, and about what.

    Example:
        >>> import openrace as orc
        >>> orc.catalog()[0]
        'alice-bob'
    """
    published = [PublishedGame.of(model()) for models in by_subject().values() for model in models]
    games = [*[entry.build() for entry in CATALOG.values()], *published]
    return Listing("games", ("game", "about"), tuple((game.name, game.summary) for game in games))


def stories() -> Listing:
    """The stories: names that :func:`openrace.story` takes, who claims what, and the symbols of its parameters.

    Example:
        >>> import openrace as orc
        >>> "alice-answers" in orc.stories()
        True
    """
    rows = [(s.story, s.who, s.claim, ", ".join(p.symbol for p in s.parameters)) for s in list_stories()]
    return Listing("stories", ("story", "who", "claim", "parameters"), tuple(rows))


def evidence() -> Listing:
    """The register of evidence: every quantity of the calibrated games, what is known of it, and where it is from.

    Example:
        >>> import openrace as orc
        >>> "open_lag" in orc.evidence()
        True
    """
    header = ("quantity", "estimate", "low", "high", "unit", "quality", "source", "address", "date")
    rows = [(q.name, *[_said(getattr(q, field)) for field in header[1:]]) for q in register().values()]
    return Listing("evidence", header, tuple(rows))


def _said(value: float | str | None) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
