"""What one lab gets, scenario by scenario: its terms, their sum, and what wrappers make of it.

Arrays are ``[scenario, *batch, *profile]`` with one profile axis per lab.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray
from games.terms.base import Term
from games.terms.sums import weighted_sum
from games.time.timeline import Timeline
from games.time.worlds import Worlds, everywhere


@dataclass(frozen=True)
class Account:
    """One lab's account.

    Attributes:
        lab: its index.
        terms: what it cares about.
        values: what each term pays at weight 1.
        probability: ``[scenario, *batch, 1, ..., 1]`` chance of each scenario.
        worlds: the scenarios, in groups with one history each.
        market: how customers are served.
        wrappers: what modifiers, by their names and in their order, make of the lab's total.
        wrapped: the total after the wrappers so far; ``None`` before the first.
    """

    lab: int
    terms: tuple[Term, ...]
    values: tuple[FloatArray, ...]
    probability: FloatArray
    worlds: tuple[Worlds[Timeline], ...]
    market: Market
    wrappers: tuple[tuple[str, Callable[[Account], FloatArray]], ...] = ()
    wrapped: FloatArray | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the terms."""
        return tuple(term.label for term in self.terms)

    @property
    def name(self) -> str:
        """The lab's name."""
        return self.worlds[0].history.names[self.lab]

    @property
    def shape(self) -> tuple[int, ...]:
        """``(scenario, *batch, *profile)``."""
        return sum(len(group.places) for group in self.worlds), *self.worlds[0].shape

    @property
    def total(self) -> FloatArray:
        """The lab's payoff in every scenario, after the wrappers so far."""
        if self.wrapped is not None:
            return self.wrapped
        return self.weighted(self.labels)

    def weighted(self, labels: tuple[str, ...]) -> FloatArray:
        """What the named terms pay together in every scenario, weight included."""
        pairs = zip(self.terms, self.values, strict=True)
        named = [(np.asarray(term.weight), values) for term, values in pairs if term.label in labels]
        return weighted_sum(named, self.shape)

    def outcome(self) -> FloatArray:
        """``[*batch, *profile]`` expectation of the total after all wrappers."""
        return self.expected(self.stages()[-1])

    def stages(self) -> tuple[FloatArray, ...]:
        """``[scenario, *batch, *profile]`` totals: that of the terms, and after each wrapper in turn."""
        found = [self.total]
        for _, wrap in self.wrappers:
            found.append(np.broadcast_to(wrap(replace(self, wrapped=found[-1])), self.shape))
        return tuple(found)

    def lines(self) -> tuple[tuple[str, FloatArray], ...]:
        """What adds up to the outcome, by name: each term's expected payoff, and what each wrapper adds to it."""
        pairs = zip(self.terms, self.values, strict=True)
        terms = tuple((term.label, np.asarray(term.weight) * self.expected(values)) for term, values in pairs)
        if not self.wrappers:
            return terms
        changes = [later - earlier for earlier, later in pairwise(self.expected(total) for total in self.stages())]
        return (*terms, *((label, change) for (label, _), change in zip(self.wrappers, changes, strict=True)))

    def expected(self, values: FloatArray) -> FloatArray:
        """``[*batch, *profile]`` expectation over scenarios."""
        return weighted_sum(zip(self.probability, values, strict=True), values.shape[1:])

    def revenue(self) -> FloatArray:
        """Discounted revenue of the lab in every scenario, whether or not it cares about it."""
        return everywhere(self.worlds, lambda history: self.market.discounted_revenue(history, self.lab))
