"""Economics: labs, terms and dates become payoff tensors; nothing is solved here.

>>> import games
>>> from games import markets, terms, values
>>> likes = (terms.Prestige(weight=2), terms.TrainingCost())
>>> alice = games.Lab(name="alice", start=6, growth=0.5, release="open", terms=likes)
>>> seller = games.Lab(name="seller", start=9, growth=1, terms=(terms.Revenue(), terms.TrainingCost()))
>>> market = markets.LimitPricing(customers=0.2, value=values.SquareRoot())
>>> calendar = games.Calendar(horizon=6, slots=3)
>>> game = games.ReleaseGame(name="mine", labs=(alice, seller), calendar=calendar, market=market)
>>> game.normal_form().payoffs.shape
(2, 4, 4)

The parts of which a game is composed are in the folders ``terms``, ``markets``, ``modifiers``, ``risk`` and ``values``.
Names are imported when they are first used. Everything that ``__init__.pyi`` does not list is private.
"""

from __future__ import annotations

from solver.common.door import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
