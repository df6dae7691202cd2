"""Every Markov-perfect equilibrium of a staged game, by backward induction with sets.

From the end to the beginning, each state gets the list of its *solutions*: a play of the state, together with one
solution for each successor. Every combination of the successors' solutions makes a stage game; every equilibrium of
every such stage game is a solution of the state (Kuhn 1953, kept as sets). So all equilibria are found, the off-path
threats that support them included, as long as stage games are solved completely. Four things keep the lists short:

* solutions with the same value vector (payoffs of all players and tracked quantities) are one solution: they differ in
  what is played and not in what comes of it, and one representative is kept;
* with a single mover there are no combinations to try: a branch can be supported if and only if it is at least as good
  as the worst solution of every other branch, because each branch's solution can be chosen freely as the threat;
* where a tie makes a face of equilibria, its corners are followed (``solver.staged.faces`` says when that is enough);
* past the caps only the extremes of each row (each player's payoff, each tracked quantity) are kept, and the status
  says so.

In a graph whose states are not whole histories, several states may lead to one. A Markov strategy plays the same there
whatever happened before; solutions that would need two different continuations of a shared state are dropped, which is
why each solution records the solution of a shared state that it counts on. On the tree of histories
(``solver.staged.ordered.Histories``) nothing is shared and the same code finds all subgame-perfect equilibria.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass, field

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.common.errors import require
from solver.common.tolerances import ROUNDING_OF_SUMS, SAME_VALUE, STAGE_RESOLUTION
from solver.game.solution import Certificate, Status, StatusCode
from solver.staged.combine import Solutions, combinations, extremes, promise, take
from solver.staged.explore import NO_STATE, Explored, explore, magnitudes
from solver.staged.faces import Faces
from solver.staged.game import MAX_STATES, Chance, Stage, StagedGame, Terminal
from solver.staged.selection import AllEquilibria, Selection
from solver.staged.solution import StagedEquilibrium, StagedSolution, certified
from solver.staged.stages import CompleteStages, StageSolver
from solver.staged.strategy import MixedAction, Play, Strategy, play_value
from solver.staged.valuation import PERCEIVED, Valuation

MAX_KEPT = 64
"""Solutions of one state kept at most."""

MAX_GAMES = 2048
"""Stage games solved in one state at most: combinations of its successors' solutions."""


@dataclass(frozen=True)
class BackwardInduction:
    """Options of backward induction.

    Attributes:
        selection: which equilibria of a stage game are played.
        stages: what solves stage games.
        valuation: beliefs and attitudes to risk at chance moves.
        max_kept: solutions of one state kept at most.
        max_games: stage games of one state solved at most.
        max_states: states at most.
    """

    selection: Selection = field(default_factory=AllEquilibria)
    stages: StageSolver = field(default_factory=CompleteStages)
    valuation: Valuation = PERCEIVED
    max_kept: int = MAX_KEPT
    max_games: int = MAX_GAMES
    max_states: int = MAX_STATES


@dataclass(eq=False)
class _Run:
    """One computation: its options, what rounding may hide in each row, and what happened on the way (for the status).

    ``floor`` is ``(R,)``; ``thinned`` and ``unproven`` are numbers of states.
    """

    method: BackwardInduction
    floor: FloatArray
    stage_games: int = 0
    thinned: list[int] = field(default_factory=list)
    unproven: list[int] = field(default_factory=list)
    faces: Faces = field(default_factory=Faces)

    def same(self, values: FloatArray) -> FloatArray:
        """``(R,)``: differences up to this between rows of ``values`` ``(S, R)`` are none."""
        return np.asarray(np.maximum(SAME_VALUE * np.abs(values).max(axis=0, initial=0.0), self.floor))


def solve_staged(game: StagedGame, method: BackwardInduction | None = None) -> StagedSolution:
    """All Markov-perfect equilibria of a staged game, each with its one-shot-deviation check.

    Raises:
        TooLargeError: more than ``method.max_states`` states.
        GameError: the game's nodes do not fit together, or play can go round in a circle.
    """
    require(
        game, StagedGame, "a staged game", "staged_from_timing reads a normal form slot by slot, ListedGame is a list"
    )
    require(method, (BackwardInduction, type(None)), "BackwardInduction(...) or None", "its fields are the options")
    method = method or BackwardInduction()
    explored = explore(game, method.max_states)
    run = _Run(method, ROUNDING_OF_SUMS * magnitudes(explored))
    solved: list[Solutions] = []
    for index, node in enumerate(explored.nodes):
        below = [solved[child] for child in explored.children[index]]
        if isinstance(node, Terminal):
            found = Solutions(node.values[None], (None,), np.zeros((1, 0), dtype=np.int64), ((),))
        elif any(len(solutions.values) == 0 for solutions in below):
            # A stage further down was left without any equilibrium by its solver: so is everything that leads there.
            found = Solutions(np.zeros((0, explored.n_rows)), (), np.zeros((0, len(below)), dtype=np.int64), ())
        elif isinstance(node, Stage) and _is_free_choice(node, below, run):
            found = _one_mover(node, below, explored.branches[index], index, run)
        else:
            found = _combine(node, below, explored.branches[index], index, run)
        found = _thin(_merge(found, run), index, run)
        solved.append(promise(found, index) if explored.shared[index] else found)
    equilibria = tuple(_equilibrium(explored, solved, k, method) for k in range(len(solved[-1].values)))
    return _report(explored, equilibria, run)


def _is_free_choice(node: Stage, below: list[Solutions], run: _Run) -> bool:
    promised = any(any(solutions.promises) for solutions in below)
    return len(node.movers) == 1 and not promised and isinstance(run.method.selection, AllEquilibria)


def _one_mover(node: Stage, below: list[Solutions], branches: IntArray, index: int, run: _Run) -> Solutions:
    """A single mover: which (action, solution of its successor) some choice of threats elsewhere supports."""
    mover = node.rows[0]
    own = node.rewards[mover]
    threat = np.array([int(s.values[:, mover].argmin()) for s in below], dtype=np.int64)
    # A last entry of 0 is what NO_STATE, -1, picks: nothing follows.
    low = np.array([*(float(s.values[:, mover].min()) for s in below), 0.0])[branches]
    high = np.array([*(float(s.values[:, mover].max()) for s in below), 0.0])[branches]
    worst = own + low
    tie = max(STAGE_RESOLUTION * float(np.abs(worst).max()), float(run.floor[mover]))
    run.stage_games += 1
    values: list[FloatArray] = []
    picks: list[tuple[int, int, int]] = []
    for action in np.flatnonzero(own + high >= worst.max() - tie):
        place = int(branches[action])
        options = below[place].values if place != NO_STATE else np.zeros((1, len(node.rewards)))
        for k, continuation in enumerate(options):
            rivals = worst
            if place != NO_STATE:
                # Actions that lead to the same state meet the same solution there.
                rivals = np.where(branches == place, own + continuation[mover], worst)
            if own[action] + continuation[mover] >= rivals.max() - tie:
                values.append(node.rewards[:, action] + continuation)
                picks.append((int(action), place, k))
    links = np.tile(threat, (len(picks), 1))
    for row, (_, place, k) in zip(links, picks, strict=True):
        if place != NO_STATE:
            row[place] = k
    stacked = np.array(values)
    chosen = [MixedAction.pure(action) for action, _, _ in picks]
    run.faces.note_tie(
        index, _apart(stacked, np.array(picks), mover, tie, run.same(stacked)), [(mixed,) for mixed in chosen]
    )
    # Each action is chosen whatever follows it, or never: no point of a face further down decides it.
    best, second = (*sorted(worst.tolist())[:-3:-1], -np.inf)[:2]
    if all(
        at_worst >= (rival := (second if at_worst == best else best) - tie) or at_best < rival
        for at_worst, at_best in zip(worst.tolist(), (own + high).tolist(), strict=True)
    ):
        run.faces.forced.add(index)
    return Solutions(stacked, tuple(Play.of(mixed) for mixed in chosen), links, ((),) * len(picks))


def _apart(values: FloatArray, picks: IntArray, mover: int, tie: float, same: FloatArray) -> BoolArray:
    """``(R,)``: the rows that differ between two actions that are equally good for a mover and possible at once.

    ``values`` ``(S, R)`` are what its choices are worth, ``picks`` ``(S, 3)`` the action, the place of the successor
    and the solution that each of them counts on there: two actions that lead to one state meet one solution in it.
    """
    apart = np.zeros(values.shape[1], dtype=bool)
    if (np.ptp(values, axis=0) <= same).all():
        return apart
    for k in range(1, len(values)):
        earlier = picks[:k]
        together = (earlier[:, 1] != picks[k, 1]) | (earlier[:, 2] == picks[k, 2])
        mixed = (earlier[:, 0] != picks[k, 0]) & together & (np.abs(values[:k, mover] - values[k, mover]) <= tie)
        if mixed.any():
            apart |= (np.abs(values[:k][mixed] - values[k]) > same).any(axis=0)
    return apart


def _combine(node: Stage | Chance, below: list[Solutions], branches: IntArray, index: int, run: _Run) -> Solutions:
    """Every combination of the successors' solutions, as stage games or as lotteries."""
    links, promises, cut = combinations(below, run.method.max_games)
    if cut:
        run.thinned.append(index)
    if not len(links):
        # Of the solutions kept no two keep their promises to one another.
        return Solutions(np.zeros((0, len(node.rewards))), (), links, ())
    rewards = node.rewards.reshape(len(node.rewards), -1)
    outcomes = np.repeat(rewards[None], len(links), axis=0)
    for flat, place in enumerate(branches):
        if place != NO_STATE:
            outcomes[:, :, flat] += below[place].values[links[:, place]]
    if isinstance(node, Chance):
        values = np.array([run.method.valuation.at(node, lottery) for lottery in outcomes])
        return Solutions(values, (None,) * len(links), links, promises)
    values_out: list[FloatArray] = []
    plays: list[Play | None] = []
    origin: list[int] = []
    unproven = False
    games = np.ascontiguousarray(outcomes[:, list(node.rows)])
    distinct, which = np.unique(games.reshape(len(games), -1), axis=0, return_inverse=True)
    run.stage_games += len(distinct)
    for number, flat_game in enumerate(distinct):
        payoffs = flat_game.reshape(len(node.movers), *node.shape)
        found = run.method.stages(payoffs, run.floor[list(node.rows)])
        picked = run.method.selection.pick(found.points, payoffs, node.movers)
        unproven |= not found.complete
        for k in np.flatnonzero(which.ravel() == number):
            values = np.array([play_value(node, play, outcomes[k]) for play in picked]).reshape(len(picked), -1)
            # A tie that changes nobody's payoff and nothing tracked is no choice worth reporting.
            apart = (np.ptp(values, axis=0) > run.same(values)) & found.continuum
            run.faces.note_tie(index, apart, list(found.points), corners=found.corners)
            values_out.extend(values)
            plays.extend(picked)
            origin.extend([int(k)] * len(picked))
    stacked = distinct.reshape(len(distinct), len(node.movers), *node.shape)
    scale = np.abs(games.reshape(len(games), len(node.movers), -1)).max(axis=(0, 2))
    run.faces.note_games(index, stacked, np.maximum(STAGE_RESOLUTION * scale, run.floor[list(node.rows)]))
    if unproven:
        run.unproven.append(index)
    return Solutions(
        np.array(values_out).reshape(len(plays), len(node.rewards)),
        tuple(plays),
        links[origin],
        tuple(promises[k] for k in origin),
    )


def _merge(found: Solutions, run: _Run) -> Solutions:
    """One representative for each value vector (with the same promises)."""
    if len(found.plays) < 2:
        return found
    margin = run.same(found.values)
    kept: list[int] = []
    left = np.arange(len(found.values))
    while len(left):
        first = int(left[0])
        kept.append(first)
        near = (np.abs(found.values[left] - found.values[first]) <= margin).all(axis=1)
        if any(found.promises):
            near &= np.array([found.promises[k] == found.promises[first] for k in left])
        left = left[~near]
    return take(found, kept)


def _thin(found: Solutions, index: int, run: _Run) -> Solutions:
    """Past the cap, only the solutions that are extreme in some row."""
    if len(found.values) <= run.method.max_kept:
        return found
    run.thinned.append(index)
    return take(found, extremes(found.values)[: run.method.max_kept])


def _equilibrium(
    explored: Explored, solved: list[Solutions], root: int, method: BackwardInduction
) -> StagedEquilibrium:
    """Follow the links from a solution of the initial state down to every state."""
    chosen = np.full(len(explored.states), -1, dtype=np.int64)
    chosen[explored.root] = root
    for index in range(explored.root, -1, -1):
        for place, child in enumerate(explored.children[index]):
            # Promises make every parent that names a solution of a shared state name the same one.
            chosen[child] = solved[index].links[chosen[index], place]
    plays = tuple(solved[index].plays[chosen[index]] for index in range(len(chosen)))
    return certified(explored, Strategy(plays), method.valuation)


def _report(explored: Explored, equilibria: tuple[StagedEquilibrium, ...], run: _Run) -> StagedSolution:
    code, message = StatusCode.COMPLETE, "every equilibrium was found, up to equal values"
    if not equilibria:
        code = StatusCode.FAILED
        message = "no equilibrium was found; " + (
            "raise max_kept and max_games" if run.thinned else "solve the stage games with another solver"
        )
    elif run.thinned:
        code = StatusCode.PARTIAL
        message = (
            f"in {_states(explored, run.thinned)} there were too many solutions and only the extremes of each row "
            "were kept; raise max_kept and max_games, or name a selection"
        )
    elif run.unproven:
        code = StatusCode.NOT_PROVEN
        message = f"in {_states(explored, run.unproven)} a stage game's equilibria are not proven complete"
    elif open_ties := run.faces.open_ties(explored):
        code = StatusCode.PARTIAL
        message = (
            f"in {_count(open_ties)} a tie on which earlier moves depend makes a continuum of equilibria; its ends "
            "were followed, and play supported only by points in between is not listed. Indifferent: "
            f"{run.faces.named(explored, open_ties)}"
        )
    elif run.faces.ties:
        message += (
            f"; in {_count(run.faces.ties)} a tie on which no earlier move depends makes a continuum of equilibria, "
            "covered by its ends"
        )
    if run.method.selection.words:
        # A rule leaves equilibria out on purpose: what is listed is a part of them.
        code = StatusCode.PARTIAL if code is StatusCode.COMPLETE else code
        message = f"under a selection ({run.method.selection.words}): {message}"
    worst = max((e.check.gain for e in equilibria), default=0.0)
    return StagedSolution(
        explored,
        equilibria,
        Status(code, message),
        Certificate(worst, code is StatusCode.COMPLETE and not run.method.selection.words, message),
        run.stage_games,
    )


def _count(found: Sized) -> str:
    return f"{len(found)} state{'s' * (len(found) != 1)}"


def _states(explored: Explored, found: list[int]) -> str:
    """How many states, and the first of them from the start."""
    distinct = sorted(set(found), reverse=True)
    return f"{_count(distinct)} (first: {explored.game.describe(explored.states[distinct[0]])})"
