"""Directional games in continuous time: every Markov-perfect equilibrium, with proof.

**The idea.** Players climb from state to state at hazards that they choose and pay for, and no state comes back. So the
last states are solved first: nothing happens there any more. In any earlier state what comes after it is known, and
its own values solve as many equations as there are players. Written in efforts, each player has exactly one best reply
to the others' (``state``), and with two players it is *monotone*: the solutions of a state are the fixed points of a
monotone function of one number, all of which a search by cutting intervals finds with proof (``pairs``). For more
players boxes of efforts are cut instead, and interval Newton steps prove that a box holds at most one solution, and
that it holds one (``boxes``). All bounds are rounded outward (``intervals``).

A state may have several solutions. Each is a *branch*: the states below are solved once for every combination of
solutions above them, and the list of branches at the first state is the list of equilibria (``search``; recursive
lexicographical search, Iskhakov, Rust and Schjerning 2016). Options at a climb and exits are compared on the way
(``transitions``, ``leaving``). States of a layer, branches and games of a batch are solved in the same arrays.

Independently of all this, ``deviation`` checks that nobody gains from another effort, option or exit for a moment in
any state. ``occupancy`` says where play is in the Markov chains that equilibria make, all at once. Slow twins of it
and of ``pairs`` (resultants in rational numbers) are in the tests.
"""

from solver.directional.deviation import Play, largest_gain
from solver.directional.game import DirectionalGame, Events, Exits, Options
from solver.directional.occupancy import Occupancy
from solver.directional.recheck import recheck
from solver.directional.solution import DirectionalEquilibrium, DirectionalSolution, solve_directional
from solver.directional.together import solve_together

__all__ = [
    "DirectionalEquilibrium",
    "DirectionalGame",
    "DirectionalSolution",
    "Events",
    "Exits",
    "Occupancy",
    "Options",
    "Play",
    "largest_gain",
    "recheck",
    "solve_directional",
    "solve_together",
]
