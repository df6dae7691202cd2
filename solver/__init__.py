"""Mathematics of finite games: payoff tensors in, certified equilibria out; no lab in sight.

>>> import solver
>>> game = solver.NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], title="prisoners")
>>> solver.solve(game)
Solution(1 equilibrium in 1 component, complete, max regret 0)

Names are imported when they are first used. Everything that ``__init__.pyi`` does not list is private.
"""

from __future__ import annotations

from solver.common.door import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
