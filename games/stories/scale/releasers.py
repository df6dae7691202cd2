"""Several labs that could each release."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from games.classics.claims.releasers import ReleasersGame
from games.classics.claims.risk import hazard, left, ruin, safe
from games.parts.part import NonNegative, Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.risk import Independent, Uses, WorldRisk
from games.stories.telling.against import GameStory
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Values, listed, racing, reported
from games.stories.telling.parts import NEUTRAL, UP, along
from games.terms import ScaleBenefit, ScaleHarm, Subsidy, Term
from solver.common.tolerances import RESOLUTION

MOST_LABS = 2
"""With more labs only pure equilibria are compared; mixed ones lie between them."""


class Releasers(GameStory):
    """Several labs could each release, and all bear what may come of it.

    Every release adds ``dK`` uses to the ``K`` there are. With ``m`` releases nothing goes wrong with probability
    ``q^{K + m dK}``, ``q = 1 - p``; otherwise every lab loses ``B``. A releaser gets ``b``, which it keeps in the bad
    outcome or loses with everything else (``kept``). One more use costs the *other* labs ``(N - 1) B L q^K``, with ``L
    = -ln q``: the wedge between what is good for one and what is good for all. It falls with ``K``: after the first
    release the next one hurts less, so equilibria are corners, nobody or everybody, and an open release from outside
    can tip one into the other.

    By hand: N = 2, B = 100, p = .01, K = 50: wedge 100 * .0100503 * .605006 = .608051. With dK = 10 and b = 8: at K = 0
    a release costs its owner 9.56, at K = 50 only 5.79.
    """

    name = "releasers"
    rows = ("44", "42")
    who = "the second post"
    claim = "once something is out, each further release does less harm, so others release as well"
    lever = "K"
    numbers = (
        racing("n_release", "labs that release", "labs"),
        reported("wedge", "what one more use costs the other labs"),
        reported("corner", "who releases"),
    )
    rules = along(
        "n_release",
        nobody_to_nobody=NEUTRAL,
        nobody_to_corners=UP,
        nobody_to_everybody=UP,
        corners_to_corners=NEUTRAL,
        corners_to_everybody=UP,
        everybody_to_everybody=NEUTRAL,
    )
    reading = Reading.OPENRACE
    says = moves(UP, NEUTRAL)
    reads = "corner is who releases in the equilibria"
    sets = ("risk.uses.background",)

    N: Annotated[int, Field(ge=1, le=12), Unit("labs")] = 2
    """Labs that bear the loss, and may release."""
    B: Annotated[NonNegative, Unit("currency")] = 100.0
    """Loss of every lab if anything goes wrong."""
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use goes wrong."""
    K: Annotated[NonNegative, Unit("uses")] = 50.0
    """Uses there are already."""
    b: Annotated[NonNegative, Unit("currency")] = 8.0
    """What a release is worth to its lab."""
    dK: Annotated[NonNegative, Unit("uses")] = 10.0  # noqa: N815 - the symbol of the formula
    """Uses that a release adds."""
    kept: bool = True
    """Whether a releaser keeps b in the bad outcome."""

    def compute(self) -> Values:
        """What one more use costs the other labs, and which corner the game is in."""
        good = safe(self.p, self.K)
        wedge = (self.N - 1) * self.B * hazard(self.p) * good if good > 0 else 0.0
        return listed(wedge=wedge, corner=self.corner(self.K))

    def game(self) -> ReleasersGame:
        """The game with these uses beforehand."""
        return ReleasersGame(
            n=self.N, benefit=self.b, harm=self.B, p=self.p, uses=self.K, per_release=self.dK, kept=self.kept
        )

    def file(self) -> ReleaseGame:
        """The same with labs, whose releases are open: events can forbid one of them, or make it release."""
        if self.kept or self.dK == 0:
            good = 1.0 if self.kept else safe(self.p, self.K)
            gain: Term = Subsidy(weight=self.b * good)
        else:
            gain = ScaleBenefit(weight=self.b / self.dK)
        terms = (gain, ScaleHarm(weight=self.B))
        labs = [Lab(name=f"lab{k + 1}", path=(1.0,), release="open", terms=terms) for k in range(self.N)]
        uses = Uses(open_uses=self.dK, background=self.K, risk=Independent(p=self.p))
        return at_once(self, *labs, risk=WorldRisk(uses=uses))

    def pure_only(self) -> bool:
        """All equilibria of two labs; of more, the pure ones."""
        return self.N > MOST_LABS

    def corner(self, uses: float) -> str:
        """Who releases, by whether a release pays its owner when nobody else releases, and when all others do.

        The gain ``b - B q^{K + m dK} (1 - q^dK)`` rises with the number ``m`` of others, or, if ``b`` is lost with
        everything, never changes its sign; so nobody releases in some equilibrium iff the first gain is at most 0, and
        everybody in some iff the last is at least 0. Gains within the solver's resolution are 0.
        """
        first, last = (self.gain(uses, others) for others in (0, self.N - 1))
        if first > 0:
            return "everybody"
        return "nobody" if last < 0 else "corners"

    def gain(self, uses: float, others: int) -> float:
        """What a release pays its owner while so many others release; 0 below the resolution of what is at stake."""
        before, after = (left(self.p, uses + m * self.dK) for m in (others, others + 1))
        benefit = self.b * (1.0 if self.kept else after)
        loss = self.B * before * float(ruin(self.p, np.array(self.dK)))
        most = self.b * (1.0 if self.kept else left(self.p, uses + self.dK))
        stake = max(most, self.B * left(self.p, uses) * float(ruin(self.p, np.array(self.N * self.dK))))
        return benefit - loss if abs(benefit - loss) > RESOLUTION * stake else 0.0

    def regime(self) -> str:
        """Who releases without the uses beforehand, and with them."""
        return f"{self.corner(0.0)} to {self.corner(self.K)}"

    def span(self) -> tuple[float, float]:
        """From no uses beforehand to so many that ruin is likely."""
        return 0.0, max(2 * self.K, min(4 / max(self.p, 1e-6), 1e6))
