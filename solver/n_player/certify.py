"""Check a solution of a game of three and more players from its payoffs and a proof log alone.

Nothing here trusts the search. Regrets are computed from the original payoffs; removals by dominance are checked in
integers, in their order; the log of the branch and bound (``solver.n_player.tree.log``) is followed by
``solver.n_player.tree.replay``; and every equilibrium the log establishes must be among those listed. ``proof_of``
makes such a log. As everywhere, payoffs that are no short decimals are read at the game's stated resolution.

What is shared with the search: the test of roots, the routine that encloses them (in fractions here, in floats there),
exact algebra of whole supports, and the exact solver for what two players are left with.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

import numpy as np

from solver.common.clock import DEFAULT_BUDGET
from solver.common.tolerances import CHECKED_REGRET, SAME_LISTED
from solver.game.dominance import Reduction
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import UNFINISHED, Certificate, Solution
from solver.n_player.all_equilibria import NODE_BUDGET, Prepared, prepare
from solver.n_player.tree.log import Record
from solver.n_player.tree.replay import Replay, replay
from solver.n_player.tree.search import Search


def proof_of(game: NormalForm, node_budget: int = NODE_BUDGET, budget: float = DEFAULT_BUDGET) -> tuple[Record, ...]:
    """The log of a search such as that of ``AllIsolated``."""
    search = Search(prepare(game).core)
    search.run(node_budget, budget)
    return tuple(search.log)


def certify_log(solution: Solution, log: Sequence[Record]) -> Certificate:
    """Soundness and completeness of ``solution``, following ``log``."""
    game = solution.game
    points = [e.strategies for e in solution.equilibria] + [p for c in solution.continua for p in c.points]
    worst = max((regret(game.payoffs, p) for p in points), default=0.0)
    if worst > CHECKED_REGRET * game.payoff_range:
        return Certificate(worst, False, f"not proven: a listed point has regret {worst:.2g}, so it is no equilibrium")
    work = prepare(game)
    wrong = _wrong_removal(work.left)
    if wrong is not None:
        return Certificate(worst, False, f"not proven: {wrong}")
    followed = replay(work.core, log)
    missing = _unlisted(solution, work, followed)
    parts = sum(not p.resolved for products in followed.products.values() for p in products)
    unresolved = len(followed.unresolved) + parts
    for reason in (
        followed.fault and f"record {followed.n_records + 1} of {len(log):,} does not hold: {followed.fault}",
        followed.stack
        and f"{UNFINISHED}, {followed.n_records:,} records hold, then {len(followed.stack):,} parts are open",
        missing and f"{missing} of the equilibria that the log proves are not listed",
        unresolved and f"{UNFINISHED}, {unresolved:,} regions are unresolved; all else is proven",
    ):
        if reason:
            return Certificate(worst, False, f"not proven: {reason}")
    hold = "the only record of the proof holds" if len(log) == 1 else f"all {len(log):,} records of the proof hold"
    return Certificate(worst, True, f"{hold} in exact arithmetic")


def _wrong_removal(left: Reduction) -> str | None:
    """What is wrong with the removals by dominance, or ``None``; every round is judged against what it found."""
    kept = [list(range(n)) for n in left.original.n_actions]
    values = left.original.integers().values
    for _, steps in groupby(left.log, key=lambda step: step.round):
        gone: list[tuple[int, int]] = []
        for step in steps:
            window = np.moveaxis(values[step.player], step.player, 0)
            others = [own for i, own in enumerate(kept) if i != step.player]
            rows = {
                a: window[a][np.ix_(*others)].astype(object) for a in (step.action, *(b for b, _ in step.dominator))
            }
            own = rows[step.action]
            mixture = sum((w * rows[b] for b, w in step.dominator), np.zeros_like(own))
            weights: list[Fraction] = [w for _, w in step.dominator]
            if min(weights) < 0 or sum(weights) != 1 or not bool(np.all(mixture - own > 0)):
                return f"player {step.player + 1}'s action {step.action} is not dominated as the log says"
            gone.append((step.player, step.action))
        for player, action in gone:
            kept[player].remove(action)
    if tuple(map(tuple, kept)) != left.kept:
        return "what dominance left is not what its log leaves"
    return None


def _unlisted(solution: Solution, work: Prepared, followed: Replay) -> int:
    """How many isolated equilibria established by the log are neither listed nor in a continuum with freedom."""
    listed = [np.concatenate(e.strategies) for e in solution.equilibria]
    listed += [np.concatenate(p) for c in solution.continua for p in c.points]
    shape = work.core.payoffs[0].shape
    profiles = [root.strategies for root in followed.closed if root.feasible]
    solved = [found for found in followed.solved.values() if found is not None]
    profiles += [point.profile for found in solved for point in found.points]
    points = [p for products in followed.products.values() for p in products if p.resolved and p.is_point]
    profiles += [
        tuple(np.array([float(q) for q in own]) for own in point.profiles(shape)[0])
        for point in points
        if point.index is not None
    ]
    missing = 0
    for profile in profiles:
        whole = np.concatenate(work.left.lift(work.duplicates.corners(profile)[0]))
        missing += all(np.abs(whole - known).max() > SAME_LISTED for known in listed)
    return missing
