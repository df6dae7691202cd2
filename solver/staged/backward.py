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
whoever came; solutions that would need two different continuations of a shared state are dropped, by writing down which
solution of a shared state each one counts on. On the tree of histories (``solver.staged.ordered.Histories``) nothing is
shared and the same code finds all subgame-perfect equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.game.solution import Certificate, Status, StatusCode
from solver.game.tolerances import ROUNDING_OF_SUMS, SAME_VALUE, STAGE_RESOLUTION
from solver.staged.combine import Solutions, combinations, extremes, promise, take
from solver.staged.explore import NO_STATE, Explored, explore, magnitudes
from solver.staged.faces import Faces
from solver.staged.game import MAX_STATES, Chance, Stage, StagedGame, Terminal
from solver.staged.selection import AllEquilibria, Selection
from solver.staged.solution import StagedEquilibrium, StagedSolution, certified
from solver.staged.stages import CompleteStages, StageSolver
from solver.staged.strategy import MixedAction, Play, Strategy, play_value
from solver.staged.valuation import PERCEIVED, Valuation

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
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

    ``floor`` is ``(R,)``; counts are of states, except for ``stage_games``.
    """

    method: BackwardInduction
    floor: FloatArray
    stage_games: int = 0
    thinned: int = 0
    unproven: int = 0
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
        found = _thin(_merge(found, run), run)
        solved.append(promise(found, index) if explored.shared[index] else found)
    equilibria = tuple(_equilibrium(explored, solved, k, method) for k in range(len(solved[-1].values)))
    return _report(explored, equilibria, run)


def _is_free_choice(node: Stage, below: list[Solutions], run: _Run) -> bool:
    promised = any(any(solutions.promises) for solutions in below)
    return len(node.movers) == 1 and not promised and isinstance(run.method.selection, AllEquilibria)


def _one_mover(node: Stage, below: list[Solutions], branches: IntArray, index: int, run: _Run) -> Solutions:
    """A single mover: which (action, solution of its successor) some choice of threats elsewhere supports."""
    mover = node.movers[0]
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
    ties = [
        np.abs(u - v)
        for n, ((a, place, k), u) in enumerate(zip(picks, values, strict=True))
        for (b, other, m), v in zip(picks[:n], values[:n], strict=True)
        if a != b and (place != other or k == m) and abs(u[mover] - v[mover]) <= tie
    ]
    for apart in ties:
        run.faces.note_tie(index, apart > run.same(np.array(values)))
    if np.sum(own + high >= worst.max() - tie) == 1:
        run.faces.forced.add(index)
    plays = tuple(Play.of(MixedAction.pure(action)) for action, _, _ in picks)
    return Solutions(np.array(values), plays, links, ((),) * len(picks))


def _combine(node: Stage | Chance, below: list[Solutions], branches: IntArray, index: int, run: _Run) -> Solutions:
    """Every combination of the successors' solutions, as stage games or as lotteries."""
    links, promises, cut = combinations(below, run.method.max_games)
    run.thinned += cut
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
    games = np.ascontiguousarray(outcomes[:, list(node.movers)])
    distinct, which = np.unique(games.reshape(len(games), -1), axis=0, return_inverse=True)
    run.stage_games += len(distinct)
    for number, flat_game in enumerate(distinct):
        payoffs = flat_game.reshape(len(node.movers), *node.shape)
        found = run.method.stages(payoffs, run.floor[list(node.movers)])
        picked = run.method.selection.pick(found.points, payoffs, node.movers)
        unproven |= not found.complete
        for k in np.flatnonzero(which.ravel() == number):
            values = np.array([play_value(node, play, outcomes[k]) for play in picked]).reshape(len(picked), -1)
            # A tie that changes nobody's payoff and nothing tracked is no choice worth reporting.
            apart = (np.ptp(values, axis=0) > run.same(values)) & found.continuum
            run.faces.note_tie(index, apart, corners=found.corners)
            values_out.extend(values)
            plays.extend(picked)
            origin.extend([int(k)] * len(picked))
    stacked = distinct.reshape(len(distinct), len(node.movers), *node.shape)
    scale = np.abs(games.reshape(len(games), len(node.movers), -1)).max(axis=(0, 2))
    run.faces.note_games(index, stacked, np.maximum(STAGE_RESOLUTION * scale, run.floor[list(node.movers)]))
    run.unproven += unproven
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
    for k, value in enumerate(found.values):
        near = (np.abs(found.values[kept] - value) <= margin).all(axis=1)
        if not any(found.promises[kept[n]] == found.promises[k] for n in np.flatnonzero(near)):
            kept.append(k)
    return take(found, kept)


def _thin(found: Solutions, run: _Run) -> Solutions:
    """Past the cap, only the solutions that are extreme in some row."""
    if len(found.values) <= run.method.max_kept:
        return found
    run.thinned += 1
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
        code, message = StatusCode.FAILED, "no equilibrium was found; solve the stage games with another solver"
    elif run.thinned:
        code = StatusCode.PARTIAL
        message = (
            f"in {run.thinned} states there were too many solutions and only the extremes of each row were kept; "
            "raise max_kept and max_games, or name a selection"
        )
    elif run.unproven:
        code = StatusCode.NOT_PROVEN
        message = f"in {run.unproven} states a stage game's equilibria are not proven complete"
    elif open_ties := run.faces.open_ties(explored):
        code = StatusCode.PARTIAL
        message = (
            f"in {open_ties} states a tie makes a continuum of stage equilibria on which earlier moves depend; its "
            "extreme points were followed, and play supported only by points in between is not listed"
        )
    elif run.faces.ties:
        message += (
            f"; in {len(run.faces.ties)} states a tie on which no earlier move depends makes a face of equilibria, "
            "told by its corners"
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
