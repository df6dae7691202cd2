"""A release game: labs, calendar, open path, market, terms and modifiers, as one payoff tensor.

``labs + calendar + open path + market + terms + modifiers -> history of each profile -> basis -> payoff tensor``.
The basis holds what every term pays at weight 1; payoffs are the weighted sum, so a sweep over weights reuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from games.calendar import Calendar
from games.game import Game
from games.history import History, history_of
from games.lab import Lab
from games.markets import AnyMarket, LimitPricing
from games.metrics import Metric, release_metrics
from games.modifiers import AnyModifier
from games.open_path import OpenPath
from games.part import FloatArray, NonNegative
from games.paths import has_arrays
from solver.errors import GameError
from solver.normal_form import MAX_PROFILES, NormalForm


@dataclass(frozen=True)
class Basis:
    """What every term pays at weight 1.

    Attributes:
        labels: per lab, the names of its terms.
        values: per lab, one array ``[*batch, A_0, ..., A_{N-1}]`` per term.
    """

    labels: tuple[tuple[str, ...], ...]
    values: tuple[tuple[FloatArray, ...], ...]


class ReleaseGame(Game):
    """Labs that choose when to release what, once each, or never."""

    kind: Literal["release"] = "release"
    """What sort of game this is."""
    labs: tuple[Lab, ...] = Field(min_length=1)
    """The players."""
    calendar: Calendar = Calendar()
    """Horizon, slots, discounting."""
    open: OpenPath = OpenPath()
    """Open models from outside the game."""
    market: AnyMarket = LimitPricing()
    """How customers are served."""
    modifiers: tuple[AnyModifier, ...] = ()
    """Changes of the world, in the order in which they apply."""
    milestones: tuple[NonNegative, ...] = ()
    """Capabilities whose first date is reported."""

    @model_validator(mode="after")
    def _consistent(self) -> ReleaseGame:
        names = [lab.name for lab in self.labs]
        problems = [f"two labs are named {n}" for n in sorted({n for n in names if names.count(n) > 1})]
        taken = set(type(self).model_fields) & set(names)
        problems += [f"a lab cannot be named {n}, which is a part of every game" for n in sorted(taken)]
        slots = self.calendar.dates()
        for lab in self.labs:
            for date in lab.dates or ():
                if not np.any(np.isclose(slots, date, rtol=0, atol=1e-9)):
                    problems.append(
                        f"{lab.name} may release at {date:g}, which is no slot of the calendar "
                        f"(0 to {slots[-1]:g} in steps of {self.calendar.step:g})"
                    )
            if lab.path and len(lab.path) != self.calendar.slots:
                problems.append(f"{lab.name}.path has {len(lab.path)} capabilities for {self.calendar.slots} slots")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def linear(self) -> bool:
        """Whether payoffs are linear in the weights of terms."""
        return all(type(m).linear for m in self.modifiers)

    def history(self, *, believed: bool = True) -> History:
        """Every profile's history after modifiers, as labs believe it or as it will be."""
        history = history_of(
            self.labs, self.calendar, self.open, self.market.value, believed=believed, batched=has_arrays(self)
        )
        for modifier in self.modifiers:
            history = history.with_shocks(modifier.shocks(history))
        return history

    def basis(self) -> Basis:
        """What every term pays at weight 1, for every profile."""
        self._check_size()
        history = self.history()
        values = tuple(
            tuple(_spread(term.evaluate(history, i, self.market), history.shape) for term in lab.terms)
            for i, lab in enumerate(self.labs)
        )
        return Basis(tuple(tuple(t.label for t in lab.terms) for lab in self.labs), values)

    def payoffs(self, basis: Basis | None = None) -> FloatArray:
        """``(N, *batch, A_0, ..., A_{N-1})`` payoffs: weighted terms, then what modifiers make of each lab's total."""
        history = self.history()
        parts = self.basis() if basis is None else basis
        totals = []
        for i, lab in enumerate(self.labs):
            payoff = np.zeros(history.shape)
            for term, values in zip(lab.terms, parts.values[i], strict=True):
                payoff = payoff + np.asarray(term.weight) * values
            for modifier in self.modifiers:
                payoff = modifier.wrap(payoff, history, i, self.market)
            totals.append(_spread(payoff, history.shape))
        return np.stack(np.broadcast_arrays(*totals))

    def normal_form(self) -> NormalForm:
        """The game as labs believe it, with one row per plan."""
        return NormalForm.from_payoffs(
            self.payoffs(),
            players=[lab.name for lab in self.labs],
            actions=[lab.plans(self.calendar).labels for lab in self.labs],
            title=self.name,
        )

    def metrics(self) -> tuple[Metric, ...]:
        """What happens in every profile, as it will be: announced releases that do not come are not in it."""
        return release_metrics(self.history(believed=False), self.market, self.milestones)

    def lab_index(self, name: str) -> int:
        """Position of a lab.

        Raises:
            GameError: no lab has that name.
        """
        names = [lab.name for lab in self.labs]
        if name not in names:
            raise GameError(f"{self.name} has no lab {name!r}", f"one of {', '.join(names)}", "name one of its labs")
        return names.index(name)

    def _check_size(self) -> None:
        counts = [len(lab.plans(self.calendar).dates) for lab in self.labs]
        n_profiles = int(np.prod([float(c) for c in counts]))
        if n_profiles > MAX_PROFILES:
            raise GameError(
                f"{self.name} has {' x '.join(map(str, counts))} plans, {n_profiles:,} profiles",
                f"at most {MAX_PROFILES:,} profiles",
                "lower calendar.slots, raise calendar.step, or fix some labs' dates",
            )


def _spread(values: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Values on all profiles, and on all parameter points they depend on."""
    return np.broadcast_to(values, np.broadcast_shapes(np.shape(values), shape))
