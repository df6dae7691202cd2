"""Row 42: making a model against releasing it.

The argument: people run a model unsupervised if it is released; but whoever makes it can do so as well; so if releasing
is bad, making is. With ``EV(K) = K A q^K - B (1 - q^K)`` the maker's own ``staff`` uses are worth ``EV(staff)``, and a
release that adds the public's ``dK`` makes them ``EV(staff + dK)``. The first can be good and the second bad.

By hand: A = 2, B = 100, p = .01, staff = 10: EV(10) = 20 * .904382 - 100 * .095618 = 8.525849. With dK = 1000 more uses
nearly everything is lost, EV(1010) = .0788 - 99.9961 = -99.917228.
"""

from __future__ import annotations

from games.classics.claims.scaling import ScalingGame
from games.stories.scale.uses import RiskyUses, Uses, exactly, made_to
from games.stories.telling.claim import Where
from games.stories.telling.exports import whole
from games.stories.telling.number import Quantity, level, listed
from games.stories.telling.parts import NEUTRAL, along

BAD, GOOD = "making is bad as well", "making is good"


class MakingOrReleasing(RiskyUses):
    """A maker's own uses, and everybody's."""

    name = "making-or-releasing"
    rows = ("42",)
    who = "the argument that the second post answers"
    claim = "if it is bad to release a model, it is bad to make it in the first place"
    says = Where((BAD,), of="claim")
    premise = "releasing it is bad"
    lever = "dK"
    numbers = (
        level("made", "expected value of the maker's own uses", "utility"),
        level("released", "expected value of these and the public's", "utility"),
    )
    rules = along("made", always=NEUTRAL)
    reads = "made is the payoff of the maker's own uses, released that of the most uses"

    staff: Uses = 10.0
    """Uses by the maker's own staff."""
    dK: Uses = 1000.0  # noqa: N815 - the symbol of the formula
    """Uses that a release adds."""

    def compute(self) -> tuple[Quantity, ...]:
        """The worth of making, and of releasing."""
        return listed(made=self.ev(self.staff), released=self.ev(self.staff + self.dK))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.ev(self.staff + self.dK) < 0

    def game(self) -> ScalingGame:
        """One maker chooses the number of uses."""
        return self.offered(whole(self.staff, "staff") + whole(self.dK, "dK"))

    def event(self) -> str:
        """All uses, where before there are the maker's alone."""
        return made_to(self.staff + self.dK)

    def beforehand(self) -> tuple[str, ...]:
        """The uses there are."""
        return exactly(self.staff)

    def regime(self, metric: str) -> str:
        """Whether making is good by itself."""
        if metric != "claim":
            return "always"
        return GOOD if self.ev(self.staff) > 0 else BAD

    def span(self) -> tuple[float, float]:
        """From no release to one that ruin is sure to follow."""
        return 0.0, max(1.2 * self.dK, min(5 / max(self.p, 1e-6), 1e6))
