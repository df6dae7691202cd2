"""Staged games: states, stage games and continuation values, solved by backward induction.

Build one from a timing normal form (``staged_from_timing``), wrap it (``Ordered``, ``CheapTalk``, ``Histories``) or
write it down (``ListedGame``); then ``solve_staged(game, BackwardInduction(...))``.
"""

from solver.staged.backward import BackwardInduction, solve_staged
from solver.staged.bridge import (
    check_states,
    count_states,
    profile_distribution,
    staged_from_scenarios,
    staged_from_timing,
)
from solver.staged.check import OneShot, one_shot
from solver.staged.explore import Explored, explore
from solver.staged.game import (
    MAX_STATES,
    Chance,
    ListedGame,
    Node,
    Stage,
    StagedGame,
    State,
    Terminal,
    perpetuity,
)
from solver.staged.leadership import Leadership, lead_normal_form, lead_staged
from solver.staged.nature import PayoffDistribution, arrival, payoff_distribution, payoff_risk
from solver.staged.ordered import Histories, Ordered
from solver.staged.selection import (
    SELECTIONS,
    AllEquilibria,
    Efficient,
    Favoured,
    PublicCoin,
    PureFirst,
    Selection,
    Symmetric,
    selection_named,
)
from solver.staged.solution import Moment, Move, StagedEquilibrium, StagedSolution, certified
from solver.staged.stages import CompleteStages, StageEquilibria, StageSolver
from solver.staged.strategy import MixedAction, Outcome, Play, Strategy, evaluate
from solver.staged.talk import CheapTalk
from solver.staged.timing import NEVER, Ended, Scenarios, TimingGame, TimingState
from solver.staged.valuation import PERCEIVED, TRUTH, CVaR, Expectation, Risk, Valuation

__all__ = [
    "MAX_STATES",
    "NEVER",
    "PERCEIVED",
    "SELECTIONS",
    "TRUTH",
    "AllEquilibria",
    "BackwardInduction",
    "CVaR",
    "Chance",
    "CheapTalk",
    "CompleteStages",
    "Efficient",
    "Ended",
    "Expectation",
    "Explored",
    "Favoured",
    "Histories",
    "Leadership",
    "ListedGame",
    "MixedAction",
    "Moment",
    "Move",
    "Node",
    "OneShot",
    "Ordered",
    "Outcome",
    "PayoffDistribution",
    "Play",
    "PublicCoin",
    "PureFirst",
    "Risk",
    "Scenarios",
    "Selection",
    "Stage",
    "StageEquilibria",
    "StageSolver",
    "StagedEquilibrium",
    "StagedGame",
    "StagedSolution",
    "State",
    "Strategy",
    "Symmetric",
    "Terminal",
    "TimingGame",
    "TimingState",
    "Valuation",
    "arrival",
    "certified",
    "check_states",
    "count_states",
    "evaluate",
    "explore",
    "lead_normal_form",
    "lead_staged",
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
