"""Games in which players know what the others do not: Bayesian games.

**Finitely many types** (``types``). Every player knows its own type and has a belief about the others'. Such a game is
a finite game in two ways: of *agents*, one per player and type, which any solver takes; and of *plans*, an action for
every type, for which the exact two-player solver lists every equilibrium (Harsanyi 1967).

**Types on an interval** (``scores``). Players who are alike compete by a score that rises with their type; strategies
are numbers at a grid of types, linear in between. Numbers are found at which no type gains by a little more or less,
all types are checked against every other action, and the grid is refined to say what it still matters.
"""

from solver.bayesian.scores import MonotoneEquilibrium, ScoreContest, solve_scores
from solver.bayesian.types import BayesianGame

__all__ = ["BayesianGame", "MonotoneEquilibrium", "ScoreContest", "solve_scores"]
