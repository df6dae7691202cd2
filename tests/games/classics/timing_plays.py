"""Games of timing as staged games, and what is played in their only equilibrium."""

from __future__ import annotations

from games.parts.game import Game
from solver.staged.backward import solve_staged
from solver.staged.bridge import staged_from_timing
from solver.staged.ordered import Ordered
from solver.staged.timing import Answers, Ended, TimingGame


def staged(game: Game, answers: Answers | None = None) -> TimingGame:
    """The game in which both see who has acted."""
    game = game.by_slot()
    slots = game.slots()
    assert slots is not None
    return staged_from_timing(game.normal_form(), slots, answers=answers or game.answers())


def dates_of_pure_play(game: TimingGame, order: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, ...], list[float]]:
    """Labels of what is played in the only equilibrium with ordered moves, and its payoffs."""
    solution = solve_staged(Ordered(game, order))
    (equilibrium,) = solution.equilibria
    assert equilibrium.check.gain == 0
    (outcome,) = equilibrium.outcomes
    assert isinstance(outcome.ending, Ended)
    labels = tuple(names[a] for names, a in zip(game.labels, outcome.ending.profile, strict=True))
    return labels, equilibrium.payoffs.tolist()
