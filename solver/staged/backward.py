"""Every Markov-perfect equilibrium of a staged game, by backward induction with sets.

From the end to the beginning, each state gets the list of its *solutions*: a play of the state, together with one
solution for each successor. Every combination of the successors' solutions makes a stage game; every equilibrium of
every such stage game is a solution of the state (Kuhn 1953, kept as sets). So all equilibria are found, the off-path
threats that support them included, as long as stage games are solved completely. Four things keep the lists short:

* solutions with the same value vector (payoffs of all players and tracked quantities) are one solution: they differ in
  what is played and not in what comes of it, and one representative is kept;
* with a single mover there are no combinations to try: a branch can be supported if and only if it is at least as good
  as the worst solution of every other branch (``solver.staged.induction.lone``);
* where a tie makes a face of equilibria, its corners are solutions, and so are the points between at which an earlier
  choice changes (``solver.staged.induction.faces`` says what is followed);
* past the caps only the extremes of each row (each player's payoff, each tracked quantity) are kept, and the status
  says so.

In a graph whose states are not whole histories, several states may lead to one. A Markov strategy plays the same there
whatever happened before; solutions that would need two different continuations of a shared state are dropped, which is
why each solution records the solution of a shared state that it counts on. On the tree of histories
nothing is shared and the same code finds all subgame-perfect equilibria.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np

from solver.common.errors import require
from solver.game.solution import Certificate, Status, StatusCode
from solver.staged.explore import Explored, explore
from solver.staged.game import Chance, Stage, StagedGame, Terminal
from solver.staged.induction.branching import Lottery, Moves
from solver.staged.induction.combine import Gathered, Solutions, agree, combinations, extremes, listing, promise
from solver.staged.induction.lone import LoneMover
from solver.staged.induction.parametric import draw, follow
from solver.staged.induction.run import BackwardInduction, Run
from solver.staged.solution import StagedEquilibrium, StagedSolution, certified
from solver.staged.strategy import Strategy


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
    run = Run(method, explored)
    for index in range(len(explored.nodes)):
        found = _thin(_merge(_solutions(index, run), run), index, run)
        run.solved.append(_shared(found, index, run) if explored.shared[index] else found)
    equilibria = tuple(_equilibrium(run, k) for k in range(run.solved[-1].listed))
    return _report(explored, equilibria, run)


def _solutions(index: int, run: Run) -> Solutions:
    """All solutions of a state whose successors are solved."""
    node, below = run.explored.nodes[index], run.below(index)
    found = Gathered(run.explored.n_rows, len(below))
    if isinstance(node, Terminal):
        found.add(node.values, None, ())
    elif any(solutions.listed == 0 for solutions in below):
        # A stage further down was left without any equilibrium by its solver: so is everything that leads there.
        return found.solutions()
    elif isinstance(node, Stage) and _is_free_choice(node, below, run):
        found = LoneMover(run, index, node).solve()
    else:
        _combine(
            run, index, Lottery(run, index, node, found) if isinstance(node, Chance) else Moves(run, index, node, found)
        )
    return found.solutions()


def _is_free_choice(node: Stage, below: list[Solutions], run: Run) -> bool:
    promised = any(any(solutions.promises) for solutions in below)
    return len(node.movers) == 1 and not promised and run.method.takes_all


def _combine(run: Run, index: int, branching: Lottery | Moves) -> None:
    """Every combination of the successors' solutions, as stage games or as lotteries."""
    below, offered = run.below(index), run.cells(index)
    if prod(sum(len(cell.corners) for cell in own) for own in offered) > run.method.max_games:
        # Too many: corners are combined as if nothing lay between them.
        run.faces.lost.update(tie for own in offered for cell in own for tie in cell.ties)
        choices = [list(range(solutions.listed)) for solutions in below]
    else:
        choices = [[cell.corners[0] for cell in own if len(cell.corners) == 1] for own in offered]
        for chosen in product(*offered):
            # Combinations without a face are settled together below.
            if not any(cell.ties for cell in chosen):
                continue
            promised = agree([found.promises[cell.corners[0]] for found, cell in zip(below, chosen, strict=True)])
            if promised is not None:
                if isinstance(branching, Lottery):
                    draw(branching, chosen, promised)
                else:
                    follow(branching, chosen, promised)
    links, promises, cut = combinations(below, choices, run.method.max_games)
    if cut:
        run.thinned.append(index)
    branching.settle(links, promises)
    if isinstance(branching, Moves):
        branching.report()


def _merge(found: Solutions, run: Run) -> Solutions:
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
    return listing(found, kept)


def _thin(found: Solutions, index: int, run: Run) -> Solutions:
    """Past the cap, only the solutions that are extreme in some row."""
    if found.listed <= run.method.max_kept:
        return found
    run.thinned.append(index)
    return listing(replace(found, cells=()), extremes(found.distinct)[: run.method.max_kept])


def _shared(found: Solutions, index: int, run: Run) -> Solutions:
    """Solutions of a state to which several states lead: those count on one and the same point of a cell."""
    for cell in found.cells:
        run.surface(index, found.values[list(cell.corners)], cell.ties)
    return promise(replace(found, cells=()), index)


def _equilibrium(run: Run, root: int) -> StagedEquilibrium:
    """Follow the links from a solution of the initial state down to every state."""
    explored = run.explored
    chosen = np.full(len(explored.states), -1, dtype=np.int64)
    chosen[explored.root] = root
    for index in range(explored.root, -1, -1):
        for place, child in enumerate(explored.children[index]):
            # Promises make every parent that names a solution of a shared state name the same one.
            chosen[child] = run.solved[index].links[chosen[index], place]
    plays = tuple(run.solved[index].plays[chosen[index]] for index in range(len(chosen)))
    return certified(explored, Strategy(plays), run.method.valuation)


def _report(explored: Explored, equilibria: tuple[StagedEquilibrium, ...], run: Run) -> StagedSolution:
    code, message = StatusCode.COMPLETE, "every equilibrium was found, up to equal values"
    if not equilibria:
        code = StatusCode.FAILED
        message = "no equilibrium was found; " + (
            "raise max_kept and max_games" if run.thinned else "a stage game was left without any"
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
    elif open_ties := run.faces.open_ties(explored, run.method.valuation.risky):
        code = StatusCode.PARTIAL
        message = (
            f"in {_count(open_ties)} a tie on which earlier moves depend makes a continuum of equilibria that was not "
            "followed between its ends; play supported only by points in between is not listed. Indifferent: "
            f"{run.faces.named(explored, open_ties)}"
        )
    elif run.faces.between:
        message += (
            f"; in {_count(run.faces.between)} a tie makes a continuum of equilibria, covered by its ends and by the "
            "points at which an earlier move changes: each payoff and quantity is least and greatest at a listed one"
        )
    if not run.method.takes_all:
        # A rule leaves equilibria out on purpose: what is listed is a part of them.
        code = StatusCode.PARTIAL if code is StatusCode.COMPLETE else code
        message = f"under a selection ({run.method.selection.words}): {message}"
    worst = max((e.check.gain for e in equilibria), default=0.0)
    return StagedSolution(
        explored,
        equilibria,
        Status(code, message),
        Certificate(worst, code is StatusCode.COMPLETE, message),
        run.stage_games,
    )


def _count(found: Sized) -> str:
    return f"{len(found)} state{'s' * (len(found) != 1)}"


def _states(explored: Explored, found: list[int]) -> str:
    """How many states, and the first of them from the start."""
    distinct = sorted(set(found), reverse=True)
    return f"{_count(distinct)} (first: {explored.game.describe(explored.states[distinct[0]])})"
