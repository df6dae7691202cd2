"""Games in which players choose numbers: equilibria by grid zoom, with a certificate for the continuous game.

**The idea.** A grid on the choices makes a finite game, whose best profile is the one at which the most that anybody
gains by another grid point is least. The grid is drawn again, finer, around that profile (``zoom``), until its step is
small; two last grids, one at half the step of the other, say what the step still matters. Newton's method on the
*marginal payoffs*, what a player gains per unit of an own choice, then takes the last digits (``marginal``).

**What is certified.** Two things, both of the continuous game and not of a grid (``certificate``): nobody gains by any
other choice in the whole interval (``solver.decision`` compares every peak that its grid can see); and a box around the
profile at whose faces the marginal payoffs, taken together by the inverse of their derivative, have opposite signs.
Continuous functions with opposite signs on opposite faces vanish inside (Poincare and Miranda), so the box holds a
point at which no marginal payoff is left. Signs are read at the corners of each face.

What it misses: equilibria that no grid point of the first grid is near to, and equilibria in mixed choices.
"""

from solver.continuous.game import ContinuousGame
from solver.continuous.solution import ContinuousEquilibrium, ContinuousSolution, certified, solve_continuous

__all__ = ["ContinuousEquilibrium", "ContinuousGame", "ContinuousSolution", "certified", "solve_continuous"]
