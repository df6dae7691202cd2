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
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.roots import root
from games.classics.safety.encounter import Encounter
from games.parts.part import FloatArray, NonNegative, Unit
from solver.answer.solving import solve
from solver.game.normal_form import NormalForm
from solver.population import Fermi, small_mutations


class Dsair(Encounter, Classic):
    """Safe and unsafe teams, and conditionally safe ones."""

    name = "dsair"
    source = "Han, Pereira, Santos and Lenaerts 2020, Journal of Artificial Intelligence Research 69"
    concept = "Nash equilibrium; stationary distribution of imitation"
    published: ClassVar[tuple[Published, ...]] = (
        Published("society_threshold", 1 / 3, 5e-3, "region III: p_r below 1 - 1/s, s = 1.5"),
        Published("dominance_threshold", 7 / 9, 5e-3, "region I: p_r above 1 - 1/(3 s), s = 1.5"),
        Published("equilibria", 1.0, 0.0, "region II: unsafe play is the only equilibrium of an encounter"),
        Published("unsafe_share", 1.0, 1e-2, "figure 2: region II, AU dominates in the long run"),
        Published("unsafe_share", 0.0, 1e-2, "figure 2: region I, AS dominates in the long run", {"p_r": 0.95}),
    )
    finding = (
        "the paper's thresholds 1 - 1/s and 1 - 1/(3 s) are limits as the prize per round grows; at B / W = 100 they "
        "are 0.338 and 0.775 instead of 0.333 and 0.778"
    )
    asked = (Asked("risk", "disaster"), Asked("effort", "unsafe_share"))
    asked_at: ClassVar[Mapping[str, Any]] = {"beta": 0.0005}

    Z: Annotated[int, Field(ge=2, le=2000), Unit("teams")] = 100
    """Teams in the population, ``Z``."""
    beta: Annotated[NonNegative, Unit("per money")] = 0.01
    """Intensity of selection."""

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

    def readings(self) -> tuple[Found, ...]:
        """Long-run shares of AS, AU and CS by imitation in a finite population."""
        how = f"imitation among {self.Z}: exact sums of fixation probabilities"
        return tuple(Found(share, how, 1e-9) for share in self.shares(3))

    unsafe_share_of_three = reading("long-run share of unsafe play, of AS, AU and CS", 1)
    safe_share_of_three = reading("long-run share of AS, of AS, AU and CS", 0)
    conditional_share_of_three = reading("long-run share of CS, of AS, AU and CS", 2)

    @quantity("long-run probability of a disaster, of AS and AU")
    def disaster(self) -> Found:
        """Share of unsafe play times its risk."""
        found = self.unsafe_share()
        return Found(found.value * self.p_r, found.how, 1e-9)

    def changes(self, x: float) -> Changes:
        """The prize falls by half per ``x``; unsafe teams are half as much faster; safety is cheaper; risk rises."""
        half = 0.5**x
        return {
            Channel.WIN: {"B": self.B * half},
            Channel.STATUS_QUO: {"s": 1 + (self.s - 1) * half},
            Channel.COST: {"c": self.c * half},
            Channel.HAZARD: {"p_r": self.p_r + (1 - self.p_r) * (1 - half)},
        }
