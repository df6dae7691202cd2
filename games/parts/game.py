"""What every named game can do, whatever it is about."""

from __future__ import annotations

import math
import shlex
from collections.abc import Collection, Sequence
from typing import Annotated, Self

from pydantic import Field, PrivateAttr

from games.parts.metric import Metric, Sense, with_names
from games.parts.part import FloatArray, Part
from games.parts.paths import Settings, as_settings, with_settings
from solver.game.normal_form import NormalForm
from solver.staged.timing import Answers


class Citation(Part):
    """Where a number of one game comes from."""

    path: Annotated[str, Field(min_length=1)]
    """Path of the number, or of the part whose numbers it explains, such as ``alice``."""
    text: Annotated[str, Field(min_length=1)]
    """The source, in words."""


class Game(Part):
    """A named, parametrised finite game."""

    name: str
    """Name under which it is catalogued."""
    summary: str = ""
    """What it is about, in one sentence."""
    sources: tuple[Citation, ...] = ()
    """Where its numbers come from; a number that is set anew loses its source."""

    _typed: str = PrivateAttr(default="")

    @property
    def typed(self) -> str:
        """What names the game in the shell: what was typed for it, such as a file, else its name; quoted."""
        return shlex.quote(self._typed or self.name)

    def called(self, typed: str) -> Self:
        """The game as what was typed for it, which advice about it then repeats."""
        self._typed = typed
        return self

    def with_settings(self, settings: Settings) -> Self:
        """The game with some numbers changed, such as ``{"alice.prestige": 2}``; the whole is checked again.

        Raises:
            SettingError: naming every wrong path with its nearest right one, and every value out of its range.
        """
        return with_settings(self, as_settings(settings))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"

    __str__ = __repr__

    def normal_form(self) -> NormalForm:
        """The payoff tensor of the game as its players believe it."""
        raise NotImplementedError

    def played(self) -> Game:
        """The game that is solved: this one, unless its numbers only make another one."""
        return self

    def payoffs_of(self, player: int) -> FloatArray:
        """What one player gets in every profile, as it believes."""
        payoffs: FloatArray = self.normal_form().payoffs[player]
        return payoffs

    def plan_labels(self) -> tuple[tuple[str, ...], ...]:
        """Labels of every player's plans."""
        return self.normal_form().actions

    def roster(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names of the players, and how many plans each has; no counts where plans are not counted."""
        form = self.normal_form()
        return form.players, form.n_actions

    def slots(self) -> tuple[tuple[int, ...], ...] | None:
        """Per player the slot of each plan's last act, -1 for never; ``None`` if no game is read by periods."""
        return None

    def extends(self) -> tuple[tuple[int, ...], ...]:
        """Per player, for each plan the one that lacks its last act, or -1; empty where everybody acts once at most."""
        return ()

    def by_slot(self) -> Game:
        """The game whose slots are read period by period: this one, unless a plan has to join where players react."""
        return self

    @property
    def grid_step(self) -> float | None:
        """Distance between plans that stand for a continuum of dates or numbers; ``None`` where they do not."""
        return None

    def plan_numbers(self, player: int) -> FloatArray | None:  # noqa: ARG002 - the contract
        """``(D, A)``: the numbers that a player's plans stand for on a grid; ``None`` where plans are no numbers."""
        return None

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Game | None:  # noqa: ARG002
        """The game with more plans for one player, for its deviations between the plans of the grid.

        Args:
            parts: how many steps of the new grid make one of the old.
            free: the player whose plans are refined; its old plans are among the new ones, under the same labels.
            kept: per player the labels of plans that have to stay; other plans of the others may be left out.

        Returns:
            The game; ``None`` where there is no finer one.
        """
        return None

    def finer(self) -> Self | None:
        """The game with half the time between the dates at which players may act; ``None`` where it has no dates."""
        return None

    def size(self) -> int:
        """How much work the game is, counted in profiles of a game of plans, each about the same work."""
        return math.prod(self.roster()[1])

    @classmethod
    def known_events(cls) -> tuple[str, ...]:
        """Events that may happen in games of this kind, as written in the shell: any number may be another one."""
        return ("set",)

    def why_idle(self, path: str) -> str:  # noqa: ARG002 - the contract
        """Why the number at a path cannot matter here, in words; empty if the game does not know a reason."""
        return ""

    def answers(self) -> Answers:
        """When a player can first act after having seen another one act, unless a question says otherwise."""
        return Answers.NEXT

    def metrics(self) -> tuple[Metric, ...]:
        """What may be meant by racing in this game, per profile."""
        raise NotImplementedError

    def metrics_named(self, names: Collection[str]) -> tuple[Metric, ...]:
        """Those metrics that have one of some names, in the order of all; all of them if no name is given."""
        return with_names(self.metrics(), names)

    def conventions(self) -> tuple[str, ...]:
        """What the game takes for granted beside its numbers, a sentence each."""
        return ()

    def measures(self) -> tuple[tuple[str, Sense, str], ...]:
        """Name, sense and unit of everything that may be asked of the game's equilibria."""
        return tuple((m.name, m.sense, m.unit) for m in self.metrics())
