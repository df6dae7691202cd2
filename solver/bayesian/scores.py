"""Contests of scores between players whose types are their own: the symmetric equilibrium in rising scores.

``n`` players have types that are uniform on ``[0, top]`` and independent. A player of type ``t`` chooses an action
``a`` in an interval, and the highest score ``score(t, a)`` wins. Payoffs are ``win(t, a)``, or ``lose(t, a)`` plus what
the winner's type and action bring the loser, ``beaten(t_w, a_w)``.

If everybody plays the strategy ``a(t)`` and the score ``x(t) = score(t, a(t))`` rises, a player whose score is that
of type ``c`` wins with probability ``(c / top)^(n-1)``. No type gains by a little more or less where, with ``P`` that
probability and ``P'`` its derivative in the score, ``P' score_a (win - lose - beaten) + P win_a + (1 - P) lose_a``
vanishes, or pushes against an end of the interval. These are as many equations as there are steps between types on
the grid (``equations``), taken halfway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.common.errors import GameError, SolverError

Payoff = Callable[[FloatArray, FloatArray], FloatArray]
"""From types and actions, arrays that broadcast, to numbers."""

STEP = 1e-6
"""Step of differences in actions, in lengths of their interval."""
NEWTON_STEPS = 200
ACTIONS = 801
"""Actions that every type is checked against."""


@dataclass(frozen=True)
class ScoreContest:
    """A contest of players who are alike.

    Attributes:
        players: ``n``, at least 2.
        top: the highest type; types are uniform from 0.
        low: the least action.
        high: the greatest action.
        score: of a type and its action.
        win: what the winner gets.
        lose: what a loser gets by its own type and action.
        beaten: what a loser gets besides, by the winner's type and action.
    """

    players: int
    top: float
    low: float
    high: float
    score: Payoff
    win: Payoff
    lose: Payoff
    beaten: Payoff

    def __post_init__(self) -> None:
        if self.players < 2 or not 0 < self.top < np.inf or not self.low < self.high:
            raise GameError(
                f"{self.players} players, types up to {self.top}, actions from {self.low} to {self.high}",
                "2 players or more, types up to a positive number, low < high",
                "check the numbers",
            )

    def slope(self, function: Payoff, types: FloatArray, actions: FloatArray) -> FloatArray:
        """Derivative of one of the functions in the action."""
        h = STEP * (self.high - self.low)
        return np.asarray((function(types, actions + h) - function(types, actions - h)) / (2 * h))


@dataclass(frozen=True, eq=False)
class MonotoneEquilibrium:
    """A strategy on a grid of types.

    Attributes:
        contest: what was solved.
        types: ``(K + 1,)`` from 0 to the highest.
        actions: ``(K + 1,)`` at these types, linear in between.
        gain: the most that any type of the grid gains by another action, in units of payoff.
        change: how far actions are from those on half as many types.
    """

    contest: ScoreContest
    types: FloatArray
    actions: FloatArray
    gain: float
    change: float

    def action(self, types: FloatArray) -> FloatArray:
        """What types play; in the cell in which the highest action is reached, on the line of the cell before."""
        played = np.interp(types, self.types, self.actions)
        k = int(np.argmax(self.actions >= self.contest.high))
        if k < 2 or self.actions[k] < self.contest.high:
            return played
        (left, right), (before, at) = self.types[k - 2 : k], self.actions[k - 2 : k]
        on_line = at + (at - before) / (right - left) * (types - right)
        reaching = (types > right) & (types < self.types[k])
        return np.where(reaching, np.minimum(on_line, self.contest.high), played)

    def of_winner(self, function: Payoff, points: int = 4001) -> float:
        """Expectation of a function of the winner's type and action."""
        n, top = self.contest.players, self.contest.top
        shares = (np.arange(points) + 0.5) / points
        types = top * shares ** (1 / n)
        return float(np.mean(function(types, self.action(types))))

    @property
    def how(self) -> str:
        """Method and check in a few words."""
        return (
            f"{len(self.types) - 1} types: change {self.change:.1e} from half as many; "
            f"no type gains more than {max(self.gain, 0.0):.1e} by another action"
        )


def solve_scores(contest: ScoreContest, types: int = 64) -> MonotoneEquilibrium:
    """The symmetric equilibrium of a contest in rising scores.

    Args:
        contest: the contest.
        types: types of the grid besides 0, an even number.

    Raises:
        SolverError: the equations were not solved, or scores fall as types rise.

    Example:
        >>> from solver.bayesian import ScoreContest, solve_scores
        >>> # A first-price auction: the highest bid wins and is paid. Bids are (n - 1) / n of the value.
        >>> auction = ScoreContest(
        ...     3, 1.0, 0.0, 1.0, lambda t, b: b, lambda t, b: t - b, lambda t, b: 0 * b, lambda t, b: 0 * b
        ... )
        >>> round(float(solve_scores(auction).action(0.75)), 6)
        0.5
    """
    coarse, fine = _solved(contest, types // 2), _solved(contest, types)
    change = float(np.abs(fine[::2] - coarse).max())
    grid = np.linspace(0, contest.top, types + 1)
    # What an action changes of a score is the unit in which equal scores may differ by rounding.
    unit = np.ptp(contest.score(np.full(2, contest.top), np.array([contest.low, contest.high])))
    if (np.diff(contest.score(grid, fine)) < -1e-12 * unit).any():
        raise SolverError("higher types would score less, so no equilibrium in rising scores was found")
    return MonotoneEquilibrium(contest, grid, fine, _gain(contest, grid, fine), change)


def equations(contest: ScoreContest, grid: FloatArray, actions: FloatArray) -> FloatArray:
    """``(K,)`` what types halfway between neighbours gain per unit of action if all play ``actions`` ``(K + 1,)``."""
    n, h = contest.players, grid[1]
    t, a = (grid[1:] + grid[:-1]) / 2, (actions[1:] + actions[:-1]) / 2
    slope = np.diff(contest.score(grid, actions)) / h
    chance = (t / contest.top) ** (n - 1)
    density = (n - 1) * t ** (n - 2) / contest.top ** (n - 1)
    edge = contest.win(t, a) - contest.lose(t, a) - contest.beaten(t, a)
    # Times the slope of scores, so that it may vanish.
    return np.asarray(
        density * contest.slope(contest.score, t, a) * edge
        + slope * (chance * contest.slope(contest.win, t, a) + (1 - chance) * contest.slope(contest.lose, t, a))
    )


def _with_zero(contest: ScoreContest, actions: FloatArray) -> FloatArray:
    """Actions of all types: type 0 never wins, does what losing likes best, or else continues the next two's line."""
    tried = np.linspace(contest.low, contest.high, ACTIONS)
    losing = contest.lose(np.zeros(ACTIONS), tried)
    if np.ptp(losing) > 0:
        first = float(tried[int(np.argmax(losing))])
    else:
        first = min(max(2 * float(actions[0]) - float(actions[1]), contest.low), contest.high)
    return np.concatenate([[first], actions])


def _solved(contest: ScoreContest, types: int) -> FloatArray:
    grid = np.linspace(0, contest.top, types + 1)
    middle = (contest.low + contest.high) / 2
    actions = contest.low + (middle - contest.low) * grid[1:] / contest.top
    free = np.ones(types, dtype=bool)
    for _ in range(2 * types):
        actions = _newton(contest, grid, actions, free)
        marginal = equations(contest, grid, _with_zero(contest, actions))
        over, under = actions > contest.high, actions < contest.low
        back = ~free & np.where(actions >= contest.high, marginal < -1e-9, marginal > 1e-9)
        if not (over | under | back).any():
            return _with_zero(contest, actions)
        actions = np.clip(actions, contest.low, contest.high)
        free = (free & ~over & ~under) | back
    raise SolverError("types at the ends of the interval of actions could not be told from the others")


def _newton(contest: ScoreContest, grid: FloatArray, actions: FloatArray, free: BoolArray) -> FloatArray:
    """Actions at which the free types' equations vanish."""

    def residual(values: FloatArray) -> FloatArray:
        return equations(contest, grid, _with_zero(contest, values))[free]

    here, length = actions.copy(), contest.high - contest.low
    if not free.any():
        return here
    for _ in range(NEWTON_STEPS):
        r = residual(here)
        columns = []
        for k in np.flatnonzero(free):
            moved = here.copy()
            moved[k] += STEP * length
            columns.append((residual(moved) - r) / (STEP * length))
        derivative = np.stack(columns, axis=1)
        # Among many players a low type hardly ever wins: unless it is scaled, its equation is met whatever it does.
        unit = np.abs(derivative).max(axis=1)
        unit[unit == 0] = 1.0
        step = np.linalg.solve(derivative / unit[:, None], -r / unit)
        share, now = 1.0, float(np.abs(r / unit).max())
        while share > 1e-3:
            tried = here.copy()
            tried[free] += share * step
            if float(np.abs(residual(tried) / unit).max()) < now or now < 1e-13:
                break
            share /= 2
        here = tried
        if np.abs(share * step).max() < 1e-11 * length:
            return here
    raise SolverError(f"Newton's method did not settle on {len(grid) - 1} types")


def _gain(contest: ScoreContest, grid: FloatArray, actions: FloatArray) -> float:
    """The most that any type of the grid gains by another action, from payoffs and not from marginals."""
    n, top = contest.players, contest.top
    fine = np.linspace(0, top, 4 * (len(grid) - 1) + 1)
    played = np.interp(fine, grid, actions)
    scores = contest.score(fine, played)
    below = (fine / top) ** (n - 1)
    beaten = contest.beaten(fine, played)
    tail = np.concatenate([[0.0], np.cumsum((beaten[1:] + beaten[:-1]) / 2 * np.diff(below))])

    def payoff(types: FloatArray, chosen: FloatArray) -> FloatArray:
        beats = np.interp(contest.score(types, chosen), scores, fine)
        chance = (beats / top) ** (n - 1)
        lost = tail[-1] - np.interp(beats, fine, tail)
        return np.asarray(chance * contest.win(types, chosen) + (1 - chance) * contest.lose(types, chosen) + lost)

    tried = np.linspace(contest.low, contest.high, ACTIONS)
    best = payoff(grid[1:, None], tried[None, :]).max(axis=1)
    return float((best - payoff(grid[1:], actions[1:])).max())
