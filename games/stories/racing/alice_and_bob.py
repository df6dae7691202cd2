"""Alice and Bob, both players."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.parts.game import Game
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.against import GameStory
from games.stories.telling.claim import Reading, moves
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, listed, reported, sooner
from games.stories.telling.parts import NEUTRAL, UP, along
from games.terms import Prestige, Slowness
from games.terms.standing import Among
from games.time.calendar import Calendar


class AliceAndBob(GameStory):
    """Bob is no date on the calendar but a player, and may himself wait for Alice.

    Alice and Bob each release once, in one of the slots ``0..T-1``, or never. Both get prestige per period while their
    model is the best open one (Alice starts with it), and both pay ``(1 - t/T)`` times their dislike of speed at
    release. Capability grows by 1 per period; Bob's release tops Alice's starting model, and Alice's tops any release
    of Bob's before or with it. The claim compares the game in which Bob may release with the one in which he may not.

    By hand: without Bob Alice never releases. With him, Bob releases at once if Alice never does (prestige ``T
    rho_bob`` for ``sigma_bob``), and Alice would answer at once, which spoils it for him. Whoever is topped wants to be
    later, so dates are mixed, and in the only equilibrium both release for sure: Alice at 2.63 on average, Bob at 1.18.
    """

    name = "alice-and-bob"
    rows = ("12", "24")
    who = "Zach Stein-Perlman"
    claim = "that Bob may release a great open model makes Alice release sooner"
    lever = "bob"
    numbers = (
        sooner("first_release.alice", "Alice's release date", "periods"),
        sooner("first_release", "first release date", "periods"),
        reported("n_equilibria", "number of extreme equilibria"),
        reported("alice_never", "Alice's chance of never releasing, least and greatest over them"),
        reported("bob_never", "Bob's chance of never releasing, least and greatest over them"),
    )
    rules = along("first_release.alice", "first_release", has_reason_to_release=UP, has_none=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "alice_never and bob_never are what the equilibria give to never"

    T: Annotated[int, Field(ge=2, le=12), Unit("periods")] = 6
    """Periods, and slots 0 to T - 1."""
    rho: Annotated[NonNegative, Unit("currency per period")] = 1.0
    """Alice's prestige of having the best open model."""
    sigma: Annotated[NonNegative, Unit("currency")] = 4.0
    """How much Alice dislikes releasing early."""
    rho_bob: Annotated[NonNegative, Unit("currency per period")] = 1.0
    """Bob's prestige."""
    sigma_bob: Annotated[NonNegative, Unit("currency")] = 2.0
    """How much Bob dislikes releasing early."""
    bob: Annotated[int, Field(ge=0, le=1)] = 1
    """Whether Bob may release."""

    def compute(self) -> Values:
        """Number of extreme equilibria, and Alice's and Bob's chances of never releasing over them."""
        solution = self.solution()
        never = [tuple(sorted({float(e.strategies[i][-1]) for e in solution.equilibria})) for i in (0, 1)]
        return listed(
            n_equilibria=len(solution.equilibria),
            alice_never=(min(never[0]), max(never[0])),
            bob_never=(min(never[1]), max(never[1])),
        )

    def game(self) -> ReleaseGame:
        """The game, in which Bob has only "never" if he may not release."""
        alice, bob = (
            Lab(
                name=name,
                start=start,
                path=tuple(start + ahead + k for k in range(self.T)),
                release="open",
                terms=(Prestige(weight=rho, among=Among.OPEN), Slowness(weight=sigma)),
            )
            for name, start, ahead, rho, sigma in (
                ("alice", 1.0, 1.5, self.rho, self.sigma),
                ("bob", 0.5, 1.5, self.rho_bob, self.sigma_bob),
            )
        )
        game = ReleaseGame(
            name=self.name,
            summary="Alice and Bob choose when to release their next open models",
            labs=(alice, bob),
            calendar=Calendar(horizon=self.T, slots=self.T),
        )
        return game if self.bob else game.kept_from_releasing("bob")

    def asked(self) -> tuple[Game, str]:
        """The game in which Bob may release, and the event that lets him."""
        return self.at(1.0).game(), "allow:bob"

    def regime_of(self, metric: str) -> str:
        """Who has reason to release once Bob may; a release that pays at all pays most in the first slot.

        If both would rather be best than slow, Alice cannot stay still: Bob would release at once, and she top him.
        """
        alice, bob = (rho * self.T - sigma for rho, sigma in ((self.rho, self.sigma), (self.rho_bob, self.sigma_bob)))
        if self.sigma == 0 or 0.0 in (alice, bob):
            return "is indifferent"
        moves = bob > 0 and (alice > 0 or metric == "first_release")
        return "has reason to release" if moves else "has none"

    def when(self, stretch: Stretch) -> str:  # noqa: ARG002 - there is one condition
        """The one condition there is."""
        return "once Bob may release"

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:  # noqa: ARG002 - there is one move
        """The one move there is."""
        return ((0.0, 1.0),)
