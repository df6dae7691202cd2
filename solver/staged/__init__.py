"""Staged games: players who see what has happened move again and again, solved by backward induction with sets.

The idea. A staged game (``game``) is a finite graph of states without cycles: in a state some players choose at once,
or chance moves, or play is over. Backward induction (``backward``) gives every state, from the end to the beginning,
the list of all its solutions: for every way to choose one solution for each successor, the rewards plus the successors'
values make one small game in normal form, and every equilibrium of that game (``stages``, ``small``) is a solution of
the state. So all subgame-perfect equilibria are found, with the threats off the path that support them.

What makes this possible and what it needs care for:

* solutions with the same values are one (``induction.combine``); where states are shared, a solution promises what it
  counts on;
* a tie makes a face of solutions (``induction.faces``); its corners are followed, and the points between them at which
  an earlier choice changes; the status names the tie where that may leave something out;
* values are recomputed from the strategies found, and no change of one action in one state may pay (``check``).

Where games come from: any timing game in normal form, read slot by slot (``bridge``, ``timing``), with scenarios that
chance reveals, moves in turn (``ordered``), talk before play (``talk``), selves that revalue; or written down
(``ListedGame``). ``leadership`` is the other concept with an order of moves: one player commits first.

>>> from solver import NormalForm
>>> from solver.staged import NEVER, solve_staged, staged_from_timing
>>> chicken = NormalForm.from_bimatrix([[0, 2], [1, -1]], [[0, 1], [2, -1]])
>>> len(solve_staged(staged_from_timing(chicken, [[0, NEVER], [0, NEVER]])).equilibria)
3
"""

from __future__ import annotations

from solver.common.door import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
