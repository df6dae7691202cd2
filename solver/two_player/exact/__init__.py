"""The readable twin: every equilibrium of a two-player game, in Python integers and without a rounding error.

``face`` holds one player's strategies and its linear programs, ``tree`` closes the complementarity tree, ``corners``
lists the corners of a face, ``index`` computes indices, and ``bimatrix`` puts them together.
"""

from solver.two_player.exact.bimatrix import ExactBimatrix, floats, solve_bimatrix
from solver.two_player.exact.tree import MAX_NODES

__all__ = ["MAX_NODES", "ExactBimatrix", "floats", "solve_bimatrix"]
