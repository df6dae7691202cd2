"""What is played in the only equilibrium of a staged game of timing."""

from __future__ import annotations

from solver.staged.backward import solve_staged
from solver.staged.ordered import Ordered
from solver.staged.timing import Ended, TimingGame


def dates_of_pure_play(game: TimingGame, order: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, ...], list[float]]:
    """Labels of what is played in the only equilibrium with ordered moves, and its payoffs."""
    solution = solve_staged(Ordered(game, order))
    (equilibrium,) = solution.equilibria
    assert equilibrium.check.gain == 0
    (outcome,) = equilibrium.outcomes
    assert isinstance(outcome.ending, Ended)
    labels = tuple(names[a] for names, a in zip(game.labels, outcome.ending.profile, strict=True))
    return labels, equilibrium.payoffs.tolist()
