"""What each lab's payoff in a race is made of, and what it has to win and to lose: for all equilibria at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from games.race.arrays import RUIN
from games.race.outcomes import Outcomes
from games.race.race_game import RaceGame
from solver.directional import DirectionalSolution

EFFORT, RUIN_LOSS = "effort", "ruin_loss"
"""Lines that are no terms: what effort costs, and what ruin does."""


def race_lines(game: RaceGame, solution: DirectionalSolution) -> dict[tuple[str, str], FloatArray]:
    """Every line of every lab by both names, ``(E,)`` discounted; the lines of a lab add up to its payoff."""
    found = Outcomes(game, solution)
    lines: dict[tuple[str, str], FloatArray] = {}
    for i, lab in enumerate(game.labs):
        own = {name: found.flow(flow) for name, flow in found.arrays.flow_lines[i].items()}
        for name, paid in found.arrays.climb_lines[i].items():
            own[name] = own.get(name, 0.0) + found.occupancy.moves(paid[found.games])
        own[EFFORT] = -found.occupancy.flow(found.spent[:, :, i])
        lost = -found.arrays.each(lab.ruin_loss)[found.games]
        own[RUIN_LOSS] = found.occupancy.moves(np.zeros(1), lost[:, None] * found.arrays.caused(RUIN))
        lines |= {(lab.name, name): values for name, values in own.items() if np.any(values != 0)}
    return lines


@dataclass(frozen=True, eq=False)
class Stakes:
    """What a lab has to win and to lose at the start, ``(E,)`` each.

    Attributes:
        win: its value once it has climbed, with what the climb pays.
        lose: its value once a rival has climbed, on average over their hazards; the value where none climbs.
        status_quo: what the state of the start would be worth if it lasted for ever.
    """

    win: FloatArray
    lose: FloatArray
    status_quo: FloatArray


def stakes(game: RaceGame, solution: DirectionalSolution, lab: int) -> Stakes:
    """The stakes of one lab (Beath, Katsoulacos and Ulph 1989, Economic Journal 99)."""
    found = Outcomes(game, solution)
    rows, start, solved = np.arange(len(found.games)), found.occupancy.first, solution.game
    here = solution.values[rows, start, lab]
    won, lost, hazard = here.copy(), np.zeros(len(rows)), np.zeros(len(rows))
    for j in range(len(game.labs)):
        option = solution.branches.choices[rows, start, j]
        some = np.flatnonzero(option >= 0)
        taken = option[some]
        after = solution.values[some, solved.options.targets[taken], lab]
        after = after + solved.options.bonus[found.games[some], taken, lab]
        if j == lab:
            won[some] = after
        else:
            effort = solution.efforts[some, start[some], j]
            lost[some] += effort * after
            hazard[some] += effort
    lose = np.divide(lost, hazard, out=here.copy(), where=hazard > 0)
    flow = solved.flows[found.games, start, lab] / found.rates
    return Stakes(won, lose, flow)
