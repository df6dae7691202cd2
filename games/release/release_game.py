"""A release game: labs, calendar, open path, market, terms and modifiers, as one payoff tensor.

``labs + calendar + open path + market + terms + modifiers -> history of each profile -> basis -> payoff tensor``.
The basis ``[scenario, term, lab, profile]`` holds what every term pays at weight 1; payoffs are the weighted sum,
wrapped by modifiers and averaged over scenarios, so a sweep over weights reuses it.

Labs may be merged into coalitions: one player with the joint plans and the summed payoffs. Histories and the basis keep
one axis per lab; ``on_players`` turns an array into one axis per player.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from pydantic import model_validator

from games.modifiers import Account, Modifier
from games.parts.event import NewModel
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.release.checks import problems_of
from games.release.conventions import RELEASE_CONVENTIONS
from games.release.evaluation import evaluation
from games.release.history import History
from games.release.reasons import why_idle
from games.release.together.worlds import worlds_of
from games.release.treatments import ReleaseTreatments
from games.terms.sums import weighted_sum
from games.time.worlds import Worlds
from solver.common.errors import GameError
from solver.game.normal_form import MAX_PROFILES, NormalForm


@dataclass(frozen=True)
class Basis:
    """What every term pays at weight 1, as labs believe it, in expectation over scenarios.

    Attributes:
        labels: per lab, the names of its terms.
        values: per lab, one array ``[*batch, *plans of each player]`` per term.
    """

    labels: tuple[tuple[str, ...], ...]
    values: tuple[tuple[FloatArray, ...], ...]


MAX_HISTORY = 60_000_000
"""Profiles times stretches of time at most: half a gigabyte for one array of a history, of which a few are needed."""


@dataclass(frozen=True)
class TermPayoff:
    """One of the lines that add up to a lab's payoff: a term, or what a modifier makes of the total.

    Attributes:
        lab: the lab's name.
        term: the name of the term or modifier.
        values: ``[*batch, *players' axes]``, weight included, in expectation over scenarios.
    """

    lab: str
    term: str
    values: FloatArray


class ReleaseGame(ReleaseTreatments):
    """Labs that choose when to release what, or never to."""

    @model_validator(mode="after")
    def _consistent(self) -> ReleaseGame:
        problems = problems_of(self)
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def worlds(self, *, believed: bool = True) -> tuple[Worlds[History], ...]:
        """Every scenario's history after modifiers, one by one, as labs think of it or as it will be."""
        return worlds_of(self, believed=believed, together=False)

    def size(self) -> int:
        """Profiles of the labs' plans, and half of them for each scenario after the first, for its history."""
        profiles = math.prod(len(lab.plans(self.calendar)) for lab in self.labs)
        return profiles + profiles * (len(self.worlds()) - 1) // 2

    def nearby_model(self) -> NewModel:
        """A model a little better than the labs' own at a third of the time."""
        dates = self.calendar.dates()
        date = dates[len(dates) // 3]
        best = max((float(lab.attainable(date, self.calendar)) for lab in self.labs), default=0.0)
        return NewModel(best + 1, float(date))

    def perceived_by(self, lab: int) -> ReleaseGame:
        """The game that a lab believes to be in: this one, unless a belief says otherwise."""
        game = self
        for modifier in self.ordered_modifiers:
            if modifier.applies_to(self.labs[lab].name):
                game = modifier.perceive(game, lab)
        return game

    def history(self, *, believed: bool = True) -> History:
        """Every profile's history; where the open path is uncertain, that of its first scenario."""
        return self.worlds(believed=believed)[0].history

    def accounts(self, *, believed: bool = True, unweighted: bool = False) -> tuple[Account, ...]:
        """What every lab gets in every scenario, term by term; an axis per lab.

        Args:
            believed: as the lab believes it, or as it will be.
            unweighted: whether terms of weight 0 are wanted too, as at weight 1; otherwise they are 0, unevaluated.
        """
        return self._accounts(range(len(self.labs)), believed=believed, unweighted=unweighted)

    def _accounts(self, labs: Sequence[int], *, believed: bool, unweighted: bool = False) -> tuple[Account, ...]:
        self._check_size()
        games = [self.perceived_by(i) if believed else self for i in labs]
        # Labs that agree about the game share its evaluation, even where it is too large to be kept.
        known = {id(game): evaluation(game) for game in games}
        return tuple(
            known[id(game)].account(i, believed=believed, unweighted=unweighted)
            for i, game in zip(labs, games, strict=True)
        )

    def basis(self) -> Basis:
        """What every term pays at weight 1, for every profile of the players."""
        accounts = self.accounts(unweighted=True)
        return Basis(
            tuple(a.labels for a in accounts),
            tuple(tuple(self.on_players(a.expected(values)) for values in a.values) for a in accounts),
        )

    def payoffs(self, *, believed: bool = True) -> FloatArray:
        """``(players, *batch, *plans of each)`` payoffs: weighted terms, wrapped, averaged over scenarios.

        Args:
            believed: as labs believe them, or as they will be: without false announcements, beliefs and impatience.
        """
        return np.stack(self.of_players([account.outcome() for account in self.accounts(believed=believed)]))

    def payoffs_of(self, player: int) -> FloatArray:
        """What one player gets in every profile, as it believes."""
        accounts = self._accounts(self.players[player].labs, believed=True)
        return self._together([account.outcome() for account in accounts])

    def of_players(self, labs: Sequence[FloatArray]) -> list[FloatArray]:
        """What each player gets, from what each lab gets, with axes as in ``on_players``."""
        return [self._together([labs[i] for i in player.labs]) for player in self.players]

    def _together(self, labs: Sequence[FloatArray]) -> FloatArray:
        """What the labs of one player get together."""
        own = [self.on_players(paid) for paid in labs]
        return weighted_sum([(1.0, paid) for paid in own], own[0].shape)

    def term_payoffs(self, *, believed: bool = True) -> tuple[TermPayoff, ...]:
        """The lines that add up to every lab's payoff, per profile of the players.

        Args:
            believed: as labs believe them, or as they will be.
        """
        return tuple(
            TermPayoff(self.labs[a.lab].name, name, self.on_players(values))
            for a in self.accounts(believed=believed)
            for name, values in a.lines()
        )

    @property
    def is_believed(self) -> bool:
        """Whether all labs see the world as it will be, and feel about it as they will."""
        seen = [m for m in self.modifiers if not type(m).in_truth or type(m).perceive is not Modifier.perceive]
        return not seen and not self.open.announced

    def on_players(self, values: FloatArray) -> FloatArray:
        """An array ``[..., A_0, ..., A_{N-1}]`` with an axis per lab, as one with an axis per player."""
        if not self.coalitions:
            return values
        players = self.players
        lead = values.ndim - len(self.labs)
        order = [*range(lead), *(lead + i for player in players for i in player.labs)]
        moved = values.transpose(order)
        sizes = [int(np.prod([values.shape[lead + i] for i in player.labs])) for player in players]
        return moved.reshape(*values.shape[:lead], *sizes)

    def actions(self) -> tuple[tuple[str, ...], ...]:
        """Labels of the players' plans; a coalition's name what each of its labs does."""
        labels = [lab.plans(self.calendar).labels for lab in self.labs]
        return tuple(
            tuple(labels[player.labs[0]])
            if len(player.labs) == 1
            else tuple(
                ", ".join(f"{self.labs[i].name} {plan}" for i, plan in zip(player.labs, joint, strict=True))
                for joint in product(*(labels[i] for i in player.labs))
            )
            for player in self.players
        )

    def conventions(self) -> tuple[str, ...]:
        """What every release game takes for granted."""
        return RELEASE_CONVENTIONS

    def plan_labels(self) -> tuple[tuple[str, ...], ...]:
        """Labels of every player's plans."""
        return self.actions()

    def normal_form(self) -> NormalForm:
        """The game as labs believe it, with one row per plan."""
        return NormalForm.from_payoffs(
            self.payoffs(), players=[p.name for p in self.players], actions=self.actions(), title=self.name
        )

    def why_idle(self, path: str) -> str:
        """Why the number at a path cannot matter here, in words; empty if no reason is known."""
        return why_idle(self, path)

    def slots(self) -> tuple[tuple[int, ...], ...] | None:
        """Per lab the slot of each plan's last release, -1 for never; ``None`` with coalitions."""
        if self.coalitions:
            return None
        dates = [lab.plans(self.calendar).last for lab in self.labs]
        step = float(self.calendar.step)
        return tuple(tuple(-1 if np.isinf(t) else round(float(t) / step) for t in own) for own in dates)

    def extends(self) -> tuple[tuple[int, ...], ...]:
        """Per lab, for each plan the one that lacks its last release."""
        return tuple(lab.plans(self.calendar).extends for lab in self.labs)

    def metrics(self) -> tuple[Metric, ...]:
        """What happens in every profile, as it will be: beliefs and announcements that prove false are not in it."""
        return self.metrics_named(())

    def metrics_named(self, names: Collection[str]) -> tuple[Metric, ...]:
        """Some of the metrics; nothing else is computed."""
        self._check_size()
        return tuple(m.mapped(self.on_players) for m in evaluation(self).metrics(self._event, names))

    def _check_size(self) -> None:
        counts = [len(lab.plans(self.calendar)) for lab in self.labs]
        n_profiles = int(np.prod([float(c) for c in counts]))
        if n_profiles > MAX_PROFILES:
            raise GameError(
                f"{self.name} has {' x '.join(map(str, counts))} plans, {n_profiles:,} profiles",
                f"at most {MAX_PROFILES:,} profiles",
                "lower calendar.slots, raise calendar.step, or fix some labs' dates",
            )
        n_cells = len(self.calendar.grid())
        if n_profiles * n_cells > MAX_HISTORY:
            raise GameError(
                f"{self.name} has {n_profiles:,} profiles over {n_cells:,} stretches of time",
                f"at most {MAX_HISTORY:,} profiles times stretches",
                "lower calendar.slots, raise calendar.step, or fix some labs' dates",
            )
