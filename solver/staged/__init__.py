"""Staged games: players who see what has happened move again and again, solved by backward induction with sets.

The idea. A staged game (``game``) is a finite graph of states without cycles: in a state some players choose at once,
or chance moves, or play is over. Backward induction (``backward``) gives every state, from the end to the beginning,
the list of all its solutions: for every way to choose one solution for each successor, the rewards plus the successors'
values make one small game in normal form, and every equilibrium of that game (``stages``, ``small``) is a solution of
the state. So all subgame-perfect equilibria are found, with the threats off the path that support them.

What makes this possible and what it needs care for:

* solutions with the same values are one (``combine``); where states are shared, a solution promises what it counts on;
* a tie makes a face of solutions (``faces``); its corners are followed, and the status names the tie where that may
  leave something out;
* values are recomputed from the strategies found, and no change of one action in one state may pay (``check``).

Where games come from: any timing game in normal form, read slot by slot (``bridge``, ``timing``), with an event of
random date (``nature``), moves in turn (``ordered``), talk before play (``talk``), selves that revalue; or written down
(``ListedGame``). ``leadership`` is the other concept with an order of moves: one player commits first.

>>> from solver import NormalForm
>>> from solver.staged import NEVER, solve_staged, staged_from_timing
>>> chicken = NormalForm.from_bimatrix([[0, 2], [1, -1]], [[0, 1], [2, -1]])
>>> len(solve_staged(staged_from_timing(chicken, [[0, NEVER], [0, NEVER]])).equilibria)
3
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.staged.acts import NEVER
    from solver.staged.backward import BackwardInduction, solve_staged
    from solver.staged.bridge import profile_distribution, staged_from_scenarios, staged_from_timing
    from solver.staged.check import one_shot
    from solver.staged.explore import explore
    from solver.staged.game import Chance, ListedGame, Stage, StagedGame, Terminal, perpetuity
    from solver.staged.leadership import Leadership, lead_normal_form
    from solver.staged.nature import arrival, payoff_distribution, payoff_risk
    from solver.staged.ordered import Histories, Ordered
    from solver.staged.selection import (
        SELECTIONS,
        AllEquilibria,
        Efficient,
        Favoured,
        PublicCoin,
        PureFirst,
        Symmetric,
        selection_named,
    )
    from solver.staged.solution import StagedEquilibrium, StagedSolution
    from solver.staged.strategy import MixedAction, Play, Strategy, evaluate
    from solver.staged.talk import CheapTalk
    from solver.staged.timing import Answers, Ended, Scenarios, TimingGame
    from solver.staged.valuation import CVaR, Expectation, Valuation

_HOME = {
    "acts": ("NEVER",),
    "backward": (
        "BackwardInduction",
        "solve_staged",
    ),
    "bridge": (
        "profile_distribution",
        "staged_from_scenarios",
        "staged_from_timing",
    ),
    "check": ("one_shot",),
    "explore": ("explore",),
    "game": (
        "Chance",
        "ListedGame",
        "Stage",
        "StagedGame",
        "Terminal",
        "perpetuity",
    ),
    "leadership": (
        "Leadership",
        "lead_normal_form",
    ),
    "nature": (
        "arrival",
        "payoff_distribution",
        "payoff_risk",
    ),
    "ordered": (
        "Histories",
        "Ordered",
    ),
    "selection": (
        "AllEquilibria",
        "Efficient",
        "Favoured",
        "PublicCoin",
        "PureFirst",
        "SELECTIONS",
        "Symmetric",
        "selection_named",
    ),
    "solution": (
        "StagedEquilibrium",
        "StagedSolution",
    ),
    "strategy": (
        "MixedAction",
        "Play",
        "Strategy",
        "evaluate",
    ),
    "talk": ("CheapTalk",),
    "timing": (
        "Answers",
        "Ended",
        "Scenarios",
        "TimingGame",
    ),
    "valuation": (
        "CVaR",
        "Expectation",
        "Valuation",
    ),
}
"""Files and what is published of them; a test holds this table, ``__all__`` and the imports above together."""

__all__ = [
    "NEVER",
    "SELECTIONS",
    "AllEquilibria",
    "Answers",
    "BackwardInduction",
    "CVaR",
    "Chance",
    "CheapTalk",
    "Efficient",
    "Ended",
    "Expectation",
    "Favoured",
    "Histories",
    "Leadership",
    "ListedGame",
    "MixedAction",
    "Ordered",
    "Play",
    "PublicCoin",
    "PureFirst",
    "Scenarios",
    "Stage",
    "StagedEquilibrium",
    "StagedGame",
    "StagedSolution",
    "Strategy",
    "Symmetric",
    "Terminal",
    "TimingGame",
    "Valuation",
    "arrival",
    "evaluate",
    "explore",
    "lead_normal_form",
    "one_shot",
    "payoff_distribution",
    "payoff_risk",
    "perpetuity",
    "profile_distribution",
    "selection_named",
    "solve_staged",
    "staged_from_scenarios",
    "staged_from_timing",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            value = getattr(import_module(f"solver.staged.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'solver.staged' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
