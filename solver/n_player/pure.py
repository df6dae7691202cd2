"""All pure equilibria, for any number of players.

A pure profile is an equilibrium when every player's action is a best reply to the others' actions. The masks of best
replies, one per player and shaped like the game, are computed with array operations and met; nothing is enumerated one
by one. Ties are judged as everywhere in this package (``solver.game.ties``): a payoff within the game's resolution of
the best is best, and where payoffs are exact rationals the comparison is exact.

What it misses: every mixed equilibrium. Games of timing often have no pure equilibrium at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.errors import TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.points import points_solution
from solver.game.profile import pure_profile
from solver.game.solution import MAX_EXTREMES, Equilibrium, ExactPoint, Solution, Status, StatusCode
from solver.game.ties import best_replies


@dataclass(frozen=True)
class PureEquilibria:
    """Every pure equilibrium, by comparing all profiles.

    Attributes:
        max_profiles: games with more profiles than this are refused.
    """

    max_profiles: int = 10_000_000

    def __call__(self, game: NormalForm) -> Solution:
        """Search all profiles of ``game``; the status is ``not-proven`` with a point, ``failed`` without.

        Raises:
            TooLargeError: the game has more than ``max_profiles`` profiles.
        """
        n_profiles = game.payoffs[0].size
        if n_profiles > self.max_profiles:
            raise TooLargeError(
                f"{game.title or 'the game'} has {n_profiles:,} pure profiles",
                f"at most {self.max_profiles:,} to compare them all",
                "use the method 'reduce', which removes dominated actions first, or fewer actions",
            )
        found = pure_equilibria(game)
        listed = found[:MAX_EXTREMES]
        looked = f"all {n_profiles:,} pure profiles were compared; mixed profiles were not looked at"
        if found:
            more = "" if len(found) == len(listed) else f" {len(found):,} were found and {len(listed):,} are listed."
            message = f"{_count(len(found))} found; mixed equilibria may exist besides.{more} {_next(game.n_players)}"
        else:
            message = f"no pure equilibrium exists, so every equilibrium is mixed. {_next(game.n_players)}"
        return points_solution(
            game,
            [_point(game, profile) for profile in listed],
            method="pure equilibria by comparison of all profiles",
            status=Status(StatusCode.NOT_PROVEN if found else StatusCode.FAILED, message),
            reason="only pure profiles were searched; among these nothing is missing",
            searched=looked,
            truncated=len(found) > len(listed),
        )


def pure_equilibria(game: NormalForm) -> tuple[tuple[int, ...], ...]:
    """Action indices of every pure equilibrium, in lexicographic order; cost ``O(N * profiles)``."""
    stable = best_replies(game).all(axis=0)
    return tuple(tuple(int(a) for a in profile) for profile in np.argwhere(stable))


def _point(game: NormalForm, profile: tuple[int, ...]) -> Equilibrium:
    everybody: tuple[slice | int, ...] = (slice(None), *profile)
    payoffs = game.payoffs[everybody].copy()
    best = [own[*profile[:i], :, *profile[i + 1 :]].max() for i, own in enumerate(game.payoffs)]
    strategies, exact = pure_profile(profile, game.n_actions), None
    if game.fractions is not None:
        rational = tuple(tuple(Fraction(int(p)) for p in own) for own in strategies)
        exact = ExactPoint(rational, tuple(game.fractions[everybody]))
    return Equilibrium(strategies, payoffs, float((best - payoffs).max()), 0, None, exact)


def _count(n: int) -> str:
    return f"{n:,} pure equilibri{'um' if n == 1 else 'a'}"


def _next(n_players: int) -> str:
    method = "'one' or 'reduce'" if n_players > 2 else "'all'"
    return f"For mixed ones use the method {method}"
