"""What is shared gets slower: Braess 1968; Koutsoupias and Papadimitriou 1999; Christodoulou and Koutsoupias 2005.

Each player chooses a set of links, and a link costs each of its users an amount that rises with their number. The
concept is Nash equilibrium; Braess takes travelers as a flow, here they are six persons, for whom the same routes are
an equilibrium.

*An open model of quality x appears* in Braess's network as a link that everybody may use for free: all take it, and all
arrive later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity, solved_once
from games.classics.play.finite import PURE, FiniteClassic
from games.parts.part import FloatArray, Unit
from solver.game.normal_form import NormalForm
from solver.game.solution import Solution
from solver.n_player.pure import PureEquilibria

Choices = Sequence[Sequence[frozenset[str]]]
"""Per player the sets of links from which it chooses."""


def costs_of(choices: Choices, cost: Callable[[str, int], float]) -> FloatArray:
    """``(N, A_0, ..., A_{N-1})``: what each player's links cost it, given what a link costs each of so many users."""
    out = np.zeros((len(choices), *map(len, choices)))
    for profile in product(*[range(len(own)) for own in choices]):
        taken = [own[a] for own, a in zip(choices, profile, strict=True)]
        users = {link: sum(link in own for own in taken) for link in frozenset().union(*taken)}
        for i, own in enumerate(taken):
            out[(i, *profile)] = sum(cost(link, users[link]) for link in own)
    return out


class Braess(FiniteClassic):
    """Six travelers and five roads: the road between the two towns on the way makes everybody later."""

    name = "braess"
    source = "Braess 1968, Unternehmensforschung 12"
    concept = "Nash equilibrium in routes"
    published: ClassVar[tuple[Published, ...]] = (
        Published("time", 83.0, 1e-9, "without the road between the towns"),
        Published("time", 92.0, 1e-9, "with it", {"link": True}),
    )
    asked = (Asked("date", "time"),)

    travelers: Annotated[int, Field(ge=1, le=8), Unit("travelers")] = 6
    """How many are on the way."""
    link: bool = False
    """Whether there is a road between the towns."""

    def strategic(self) -> NormalForm:
        """Each takes a route, and loses the time that it needs."""
        routes = [frozenset({"start", "end slow"}), frozenset({"start slow", "end"})]
        if self.link:
            routes.append(frozenset({"start", "link", "end"}))
        times = {
            "start": lambda users: 10.0 * users,
            "end": lambda users: 10.0 * users,
            "start slow": lambda users: 50.0 + users,
            "end slow": lambda users: 50.0 + users,
            "link": lambda users: 10.0 + users,
        }
        costs = costs_of([routes] * self.travelers, lambda road, users: times[road](users))
        return NormalForm.from_payoffs(-costs)

    @solved_once
    def solution(self) -> Solution:
        """Every pure equilibrium."""
        return PureEquilibria()(self.strategic())

    def how(self) -> str:
        """What was compared."""
        return f"all pure profiles compared, {len(self.solution().equilibria)} pure equilibria"

    @quantity("time that the slowest traveler needs")
    def time(self) -> Found:
        """By the pure equilibria."""
        return self.read(lambda e: -float(e.payoffs.min()))

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:
        """Time that the slowest traveler needs."""
        return {"time": -form.payoffs.min(axis=0)}

    def changes(self, x: float) -> Changes:  # noqa: ARG002 - the road is there or not
        """The road between the towns opens."""
        return {Channel.COST: {"link": True}}


class KoutsoupiasPapadimitriou(FiniteClassic):
    """Two jobs of the same size, each on one of two links: what it costs that nobody sends them apart."""

    name = "worst-case-equilibria"
    source = "Koutsoupias and Papadimitriou 1999, STACS"
    published: ClassVar[tuple[Published, ...]] = (
        Published("ratio", 1.5, 1e-12, "two links: the coordination ratio is 3/2"),
    )

    def loads(self) -> FloatArray:
        """Load of each player's link."""
        links = [frozenset({"first"}), frozenset({"second"})]
        return costs_of([links] * 2, lambda _, users: float(users))

    def strategic(self) -> NormalForm:
        """Each loses the load of its link."""
        return NormalForm.from_payoffs(-self.loads())

    @quantity("expected longest load in an equilibrium, over the shortest that is possible")
    def ratio(self) -> Found:
        """By the exact two-player solver."""
        longest = self.loads().max(axis=0)
        return self.read(lambda e: float(e.strategies[0] @ longest @ e.strategies[1] / longest.min()))


class ChristodoulouKoutsoupias(FiniteClassic):
    """Three players whose equilibrium costs two and a half times what they need, at costs that are linear in users."""

    name = "congestion"
    source = "Christodoulou and Koutsoupias 2005, STOC 37"
    published: ClassVar[tuple[Published, ...]] = (
        Published("ratio", 2.5, 1e-12, "the price of anarchy of linear congestion games is 5/2"),
    )

    def strategic(self) -> NormalForm:
        """Player ``i`` takes its own two links, or three: the neighbours' first ones and the next one's second."""
        choices = [
            [
                frozenset({f"g{i}", f"h{i}"}),
                frozenset({f"g{(i + 1) % 3}", f"g{(i - 1) % 3}", f"h{(i + 1) % 3}"}),
            ]
            for i in range(3)
        ]
        return NormalForm.from_payoffs(-costs_of(choices, lambda _, users: float(users)))

    @quantity("cost of the worst pure equilibrium, over the least that is possible")
    def ratio(self) -> Found:
        """By the complete solver for three players."""
        totals = -self.strategic().payoffs.sum(axis=0)
        return self.read(lambda e: float(-e.payoffs.sum() / totals.min()), PURE)
