"""Equilibria in numbers: every one that a zoom from the first grid leads to, certified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.common.errors import SolverError
from solver.continuous.certificate import at_ends, largest_gain, radius
from solver.continuous.game import ContinuousGame
from solver.continuous.marginal import END, sharpened
from solver.continuous.zoom import Zoomed, starts, zoom

GAIN = 1e-9
"""A profile is an equilibrium if nobody gains more than this fraction of the payoffs seen."""
FAR = 1e-2
"""Newton's method goes far if it goes further than this, in lengths of the intervals."""
APART = 1e-6
"""Profiles that differ by less, in lengths of the intervals, are one."""


@dataclass(frozen=True, eq=False)
class ContinuousEquilibrium:
    """One equilibrium in numbers.

    Attributes:
        point: ``(M,)`` choices; where all players are alike, those of one.
        payoffs: ``(N,)``, or of one player where all are alike.
        gain: the most that anybody gains by another choice, in units of payoff.
        radius: half the side of a box around ``point`` in which the marginal payoffs vanish, in units of the choices.
        step: step of the grid from which the last digits were taken, in units of the widest interval.
        change: how far the best profile moved when that step was halved, in units of the choices; where Newton's method
            went far from there, how far it went.
    """

    point: FloatArray
    payoffs: FloatArray
    gain: float
    radius: float
    step: float
    change: float

    @property
    def how(self) -> str:
        """Method and certificate in a few words."""
        return (
            f"grid zoom: step {self.step:.1e}, change {self.change:.1e} when halved; enclosed to {self.radius:.1e}, "
            f"gain {max(self.gain, 0.0):.1e}"
        )

    def __repr__(self) -> str:
        return f"ContinuousEquilibrium({', '.join(f'{v:.6g}' for v in self.point)}; radius {self.radius:.1e})"


@dataclass(frozen=True, eq=False)
class ContinuousSolution:
    """Equilibria that were found, by the first choice.

    Attributes:
        equilibria: all that a zoom from the first grid leads to.
    """

    equilibria: tuple[ContinuousEquilibrium, ...]

    @property
    def only(self) -> ContinuousEquilibrium:
        """The equilibrium, where there is one.

        Raises:
            SolverError: none was found, or several.
        """
        if len(self.equilibria) != 1:
            raise SolverError(f"{len(self.equilibria)} equilibria were found where one was expected")
        return self.equilibria[0]


def solve_continuous(game: ContinuousGame) -> ContinuousSolution:
    """Equilibria of a game in which players choose numbers.

    Raises:
        SolverError: none was certified.

    Example:
        >>> from solver.continuous import ContinuousGame, solve_continuous
        >>> # Two firms choose quantities; the price is what their sum leaves of 1 (Cournot 1838).
        >>> game = ContinuousGame.of(lambda i, q: q[i] * (1 - q[0] - q[1]), [0, 0], [1, 1])
        >>> solve_continuous(game).only
        ContinuousEquilibrium(0.333333, 0.333333; radius 1.0e-11)
    """
    found = certified(game)
    if not found.equilibria:
        raise SolverError("no profile of numbers was certified as an equilibrium")
    return found


def certified(game: ContinuousGame) -> ContinuousSolution:
    """As :func:`solve_continuous`; a game in which none was certified has no equilibria listed."""
    found: list[ContinuousEquilibrium] = []
    for start in starts(game):
        if any(_near(game, e.point, start, 2e-2) for e in found):
            continue
        equilibrium = _from(game, start)
        if equilibrium is not None and not any(_near(game, e.point, equilibrium.point, APART) for e in found):
            found.append(equilibrium)
    return ContinuousSolution(tuple(sorted(found, key=lambda e: tuple(e.point))))


def _near(game: ContinuousGame, one: FloatArray, other: FloatArray, distance: float) -> bool:
    return bool(np.all(np.abs(one - other) <= distance * game.widths))


def _from(game: ContinuousGame, start: FloatArray) -> ContinuousEquilibrium | None:
    """The equilibrium that a zoom leads to; if it ends away from any, one with a choice at the nearer end."""
    zoomed = zoom(game, start)
    point, free = at_ends(game, zoomed.point, 4 * zoomed.step)
    nearest = np.where(point - game.low < game.high - point, game.low, game.high)
    at_end = [np.arange(len(point)) == k for k in np.flatnonzero(free)]
    tries = [(point, free), *[(np.where(one, nearest, point), free & ~one) for one in at_end]]
    return next((e for at, of in tries if (e := _next_to(game, zoomed, at, of)) is not None), None)


def _next_to(game: ContinuousGame, zoomed: Zoomed, point: FloatArray, free: BoolArray) -> ContinuousEquilibrium | None:
    """The equilibrium that Newton's method finds from ``point`` by its free choices, if it is one."""
    sharp = sharpened(game, point, free)
    if sharp is not None:
        # A choice that is indifferent at the end of its interval is found next to it.
        ends = free & (np.minimum(sharp - game.low, game.high - sharp) <= END * game.widths)
        if ends.any():
            free = free & ~ends
            nearest = np.where(sharp - game.low < game.high - sharp, game.low, game.high)
            sharp = sharpened(game, np.where(ends, nearest, sharp), free)
    if sharp is None:
        return None
    gain = largest_gain(game, sharp)
    payoffs = np.array([game.payoff(i, sharp) for i in range(game.players)])
    if not gain <= GAIN * max(1.0, float(np.abs(payoffs).max())):
        return None
    size = radius(game, sharp, free)
    if size is None:
        return None
    widest = float(game.widths.max())
    # Along a valley of small gains a zoom may end away from the equilibrium that Newton's method then finds.
    change = zoomed.change if _near(game, sharp, zoomed.point, FAR) else float(np.abs(sharp - zoomed.point).max())
    return ContinuousEquilibrium(sharp, payoffs, gain, size, zoomed.step * widest, change)
