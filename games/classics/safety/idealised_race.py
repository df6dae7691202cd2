"""The idealised AI race (DSAIR): Han, Pereira, Santos and Lenaerts 2020.

Two teams develop over ``W`` rounds; a safe team (AS) pays ``c`` per round, an unsafe one (AU) saves that and is ``s``
times as fast. Each round is worth ``b``, shared by speed; an unsafe team is found out with probability ``p_fo`` in a
round, and gets nothing then. Who finishes first gets ``B``; an unsafe team that finishes loses all with probability
``p_r``. Average payoffs per round, with ``p = 1 - p_r``: AS against AS ``B / 2W + pi_11``, AS against AU ``pi_12``,
AU against AS ``p (s B / W + pi_21)``, AU against AU ``p (s B / 2W + pi_22)``, where ``pi_11 = b/2 - c``, ``pi_12 = (1
- p_fo) b / (s + 1) + p_fo b - c``, ``pi_21 = (1 - p_fo) s b / (s + 1)``, ``pi_22 = (1 - p_fo^2) b / 2``. CS is safe
until the other is not: it is AS against AS and CS, and against AU is safe for one round of the ``W / s``.

Concepts: society's preference, risk dominance, Nash equilibria of one encounter, and the long run of a population of
``Z`` teams that imitate one another (Fermi, intensity ``beta``) while mutations are rare. Letters are the paper's.

*An open model of quality x appears*: the prize falls; or being unsafe is less of an advantage in speed; or risk rises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import Field

from games.classics.model import Channel, Classic, Found, Published, effort, quantity, risk
from games.classics.roots import root
from games.parts.part import FloatArray, NonNegative, Positive, Probability, Unit
from solver.answer.solving import solve
from solver.game.normal_form import NormalForm
from solver.population import Fermi, small_mutations


class Dsair(Classic):
    """Safe and unsafe teams, and conditionally safe ones."""

    name: ClassVar[str] = "dsair"
    source: ClassVar[str] = "Han, Pereira, Santos and Lenaerts 2020, Journal of Artificial Intelligence Research 69"
    concept: ClassVar[str] = "Nash equilibrium; stationary distribution of imitation"
    published: ClassVar[tuple[Published, ...]] = (
        Published("society_threshold", 1 / 3, 5e-3, "region III: p_r below 1 - 1/s, s = 1.5"),
        Published("dominance_threshold", 7 / 9, 5e-3, "region I: p_r above 1 - 1/(3 s), s = 1.5"),
        Published("equilibria", 1.0, 0.0, "region II: unsafe play is the only equilibrium of an encounter"),
        Published("unsafe_share", 1.0, 1e-2, "figure 2: region II, AU dominates in the long run"),
        Published("unsafe_share", 0.0, 1e-2, "figure 2: region I, AS dominates in the long run", {"p_r": 0.95}),
    )
    finding: ClassVar[str] = (
        "the paper's thresholds 1 - 1/s and 1 - 1/(3 s) are limits as the prize per round grows; at B / W = 100 they "
        "are 0.338 and 0.775 instead of 0.333 and 0.778"
    )
    asked = (risk("disaster"), effort("unsafe_share"))
    asked_at: ClassVar[Mapping[str, Any]] = {"beta": 0.0005}

    b: Annotated[NonNegative, Unit("money per round")] = 4.0
    """Benefit of a round, ``b``."""
    c: Annotated[NonNegative, Unit("money per round")] = 1.0
    """Cost of safety per round, ``c``."""
    B: Annotated[Positive, Unit("money")] = 10_000.0
    """The prize, ``B``."""
    W: Annotated[Positive, Unit("rounds")] = 100.0
    """Rounds that a safe team needs, ``W``."""
    s: Annotated[float, Field(gt=1, le=1000), Unit("")] = 1.5
    """Speed of an unsafe team, ``s``."""
    p_fo: Annotated[Probability, Unit("per round")] = 0.0
    """Chance that an unsafe team is found out, ``p_fo``."""
    p_r: Annotated[Probability, Unit("")] = 0.6
    """Chance of a disaster with an unsafe winner, ``p_r``."""
    Z: Annotated[int, Field(ge=2, le=2000), Unit("teams")] = 100
    """Teams in the population, ``Z``."""
    beta: Annotated[NonNegative, Unit("per money")] = 0.01
    """Intensity of selection."""

    def rounds(self) -> tuple[float, float, float, float]:
        """``pi_11``, ``pi_12``, ``pi_21``, ``pi_22``."""
        b, c, s, out = self.b, self.c, self.s, 1 - self.p_fo
        return b / 2 - c, out * b / (s + 1) + self.p_fo * b - c, out * s * b / (s + 1), (1 - self.p_fo**2) * b / 2

    def payoffs(self, strategies: int = 2, p_r: float | None = None) -> FloatArray:
        """``(2, 2)`` payoffs of AS and AU, or ``(3, 3)`` with CS."""
        one, two, three, four = self.rounds()
        p, prize, s, rounds = 1 - (self.p_r if p_r is None else p_r), self.B / self.W, self.s, self.W
        safe = prize / 2 + one
        table = np.array([[safe, two], [p * (s * prize + three), p * (s * prize / 2 + four)]])
        if strategies == 2:
            return table
        # Against each other one round passes before CS turns unsafe too, of the W / s that AU needs.
        unsafe = p * (s * prize + s / rounds * (three + (rounds / s - 1) * four))
        conditional = s / rounds * (two + (rounds / s - 1) * four)
        return np.array([[*table[0], safe], [*table[1], unsafe], [safe, conditional, safe]])

    @quantity("risk p_r above which society prefers safe play")
    def society_threshold(self) -> Found:
        """Where both sides' payoffs in a uniform population are the same."""
        one, _, _, four = self.rounds()
        prize = self.B / self.W
        formula = 1 - (prize / 2 + one) / (self.s * prize / 2 + four)
        return self._threshold(lambda table: float(table[0, 0] - table[1, 1]), formula)

    @quantity("risk p_r above which safe play is risk dominant")
    def dominance_threshold(self) -> Found:
        """Where both are best replies to a rival who is equally likely to be either."""
        one, two, three, four = self.rounds()
        prize = self.B / self.W
        formula = 1 - (prize / 2 + one + two) / (1.5 * self.s * prize + three + four)
        return self._threshold(lambda table: float(table[0].sum() - table[1].sum()), formula)

    def _threshold(self, gain: Callable[[FloatArray], float], formula: float) -> Found:
        ends = [gain(self.payoffs(p_r=p)) for p in (0.0, 1.0)]
        if ends[0] * ends[1] > 0:
            return Found(0.0 if ends[0] > 0 else float("inf"), "the same sign at every risk", 0.0)
        return Found(root(lambda p: gain(self.payoffs(p_r=p)), 0.0, 1.0), "root in the payoff table", 1e-9, formula)

    @quantity("Nash equilibria of one encounter between AS and AU")
    def equilibria(self) -> Found:
        """By the exact two-player solver."""
        table = self.payoffs()
        return Found(float(len(solve(NormalForm.from_bimatrix(table, table.T)).equilibria)), "exact solver", 0.0)

    def shares(self, strategies: int) -> tuple[float, ...]:
        """Long-run shares of the strategies."""
        found = small_mutations(self.payoffs(strategies).tolist(), self.Z, Fermi(self.beta))
        return tuple(float(v) for v in found)

    @quantity("long-run share of unsafe play, of AS and AU")
    def unsafe_share(self) -> Found:
        """Imitation in a finite population."""
        return Found(self.shares(2)[1], f"imitation among {self.Z}: exact sums of fixation probabilities", 1e-9)

    @quantity("long-run share of unsafe play, of AS, AU and CS")
    def unsafe_share_of_three(self) -> Found:
        """Imitation in a finite population."""
        return Found(self.shares(3)[1], f"imitation among {self.Z}: exact sums of fixation probabilities", 1e-9)

    @quantity("long-run share of AS, of AS, AU and CS")
    def safe_share_of_three(self) -> Found:
        """Imitation in a finite population."""
        return Found(self.shares(3)[0], f"imitation among {self.Z}: exact sums of fixation probabilities", 1e-9)

    @quantity("long-run share of CS, of AS, AU and CS")
    def conditional_share_of_three(self) -> Found:
        """Imitation in a finite population."""
        return Found(self.shares(3)[2], f"imitation among {self.Z}: exact sums of fixation probabilities", 1e-9)

    @quantity("long-run probability of a disaster, of AS and AU")
    def disaster(self) -> Found:
        """Share of unsafe play times its risk."""
        found = self.unsafe_share()
        return Found(found.value * self.p_r, found.how, 1e-9)

    def opened(self, x: float) -> dict[Channel, Self]:
        """The prize falls by half per ``x``; unsafe teams are half as much faster; safety is cheaper; risk rises."""
        half = 0.5**x
        return {
            Channel.WIN: self.model_copy(update={"B": self.B * half}),
            Channel.STATUS_QUO: self.model_copy(update={"s": 1 + (self.s - 1) * half}),
            Channel.COST: self.model_copy(update={"c": self.c * half}),
            Channel.HAZARD: self.model_copy(update={"p_r": self.p_r + (1 - self.p_r) * (1 - half)}),
        }
