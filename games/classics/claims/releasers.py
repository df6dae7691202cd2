"""Several labs could each release, and all bear what may come of it: the second post, read as a game.

Every release adds uses to those there are. With ``m`` releases nothing goes wrong with probability ``q^{K + m dK}``,
``q = 1 - p``; otherwise every lab loses ``harm``. A releaser gets ``benefit``, which it keeps in the bad outcome or
loses with everything else.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.claims.risk import left, ruin
from games.classics.payoff_game import PayoffGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray, NonNegative, Probability, Unit
from solver.game.normal_form import NormalForm


class ReleasersGame(PayoffGame):
    """Each lab releases or not."""

    kind: Literal["releasers"] = "releasers"
    """What sort of game this is."""
    name: str = "releasers"
    summary: str = "several labs could each release, and all of them bear what may come of it"
    n: Annotated[int, Field(ge=1, le=12), Unit("labs")] = 2
    """Number of labs."""
    benefit: Annotated[NonNegative, Unit("currency")] = 8.0
    """What a release is worth to its lab."""
    harm: Annotated[NonNegative, Unit("currency")] = 100.0
    """What every lab loses if anything goes wrong."""
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use goes wrong."""
    uses: Annotated[NonNegative, Unit("uses")] = 50.0
    """Uses there are already."""
    per_release: Annotated[NonNegative, Unit("uses")] = 10.0
    """Uses that a release adds."""
    kept: bool = True
    """Whether a releaser keeps its benefit in the bad outcome."""

    def releases(self) -> FloatArray:
        """``(n, 2, ..., 2)``: whether each lab releases, in every profile."""
        grid = np.indices((2,) * self.n)
        return np.asarray(1.0 - grid, dtype=np.float64)

    def good(self) -> FloatArray:
        """``(2, ..., 2)``: chance that nothing goes wrong."""
        total = self.uses + self.per_release * self.releases().sum(axis=0)
        return np.array([left(self.p, float(k)) for k in total.ravel()]).reshape(total.shape)

    def normal_form(self) -> NormalForm:
        """Benefit of the own release less what releases add to the expected loss."""
        gains = self.benefit * self.releases() * (1.0 if self.kept else self.good())
        added = left(self.p, self.uses) * ruin(self.p, self.per_release * self.releases().sum(axis=0))
        return NormalForm.from_payoffs(
            # What is lost anyway is the same in every profile; beside it, a small loss would vanish in rounding.
            gains - self.harm * added,
            players=tuple(f"lab{i + 1}" for i in range(self.n)),
            actions=(("release", "never"),) * self.n,
            title=self.name,
        )

    def metrics(self) -> tuple[Metric, ...]:
        """Releases, and the loss to be expected by all labs together."""
        return (
            Metric("n_release", "labs", Sense.MORE, self.releases().sum(axis=0)),
            Metric("harm", "currency", Sense.LEVEL, self.n * self.harm * (1 - self.good())),
        )
