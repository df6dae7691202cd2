"""Every isolated equilibrium of a game of three and more players, with proof, or an honest account of what is missing.

Strict dominance and duplicates go first (both keep every equilibrium). What is left is searched by branch and bound on
the joint distribution of play (``solver.nplayer.search``): parts of the game are dropped only with a proof in integers,
every equilibrium is enclosed in a box in which it is the only one, and what resists is listed. Gambit's methods for
three players neither prove completeness nor notice when equilibria are lost.

What it misses: nothing without saying so. Continua of equilibria are recognised and located, not described completely:
the regions they fill stay unresolved and the status counts them. For games whose payoffs were rounded to integers the
proofs hold for the rounded game (``solver.resolution``). Four and more players are searched in the same way, more
slowly: all but two players' mixes have to be subdivided at the leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.dominance import IteratedDominance, Reduction
from solver.errors import GameError
from solver.normal_form import NormalForm
from solver.nplayer.duality import IntegerGame
from solver.nplayer.duplicates import Duplicates, find_duplicates
from solver.points import certify, distinct
from solver.solution import (
    Certificate,
    Component,
    Continuum,
    Equilibrium,
    Solution,
    Status,
    StatusCode,
    max_regret,
)

if TYPE_CHECKING:
    from solver.nplayer.clusters import Cluster
    from solver.nplayer.search import Search

FloatArray = NDArray[np.float64]
Profile = tuple[FloatArray, ...]

NODE_BUDGET = 100_000
SECONDS = 60.0
"""Defaults: release games of three labs with a dozen dates each need some hundred nodes and a second."""


@dataclass(frozen=True)
class AllIsolated:
    """All equilibria of a game of two or more players by the complementarity branch and bound.

    Attributes:
        node_budget: nodes and leaf cells looked at before giving up.
        seconds: time before giving up; a run that ends this way may end elsewhere on another machine.
        mixed_dominance: whether mixtures may dominate before the search.
    """

    node_budget: int = NODE_BUDGET
    seconds: float = SECONDS
    mixed_dominance: bool = True

    def __call__(self, game: NormalForm) -> Solution:
        """Search ``game``; complete, or with the status of what is left.

        Raises:
            GameError: a game of one player.
        """
        if game.n_players < 2:
            raise GameError("a game of one player", "two or more players", "use BestActions")
        from solver.nplayer.search import Search

        work = prepare(game, self.mixed_dominance)
        search = Search(work.core)
        search.run(self.node_budget, self.seconds)
        return report(work, search)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A game ready to be searched: dominated actions gone, duplicates merged."""

    left: Reduction
    duplicates: Duplicates
    core: IntegerGame

    def lift(self, profile: Sequence[FloatArray]) -> Profile:
        """A profile of the reduced game with duplicates (not of the core) over the original actions."""
        return self.left.lift(profile)


def prepare(game: NormalForm, mixed_dominance: bool = True) -> Prepared:
    """Reduce ``game`` by dominance and merge duplicates; a ``Search`` of ``core`` can then be run in portions."""
    left = IteratedDominance(mixed=mixed_dominance)(game)
    whole = IntegerGame.of(left.game.integers().values)
    duplicates = find_duplicates(whole)
    core = whole
    if duplicates.n_merged:
        window = np.ix_(*[list(own) for own in duplicates.kept])
        core = IntegerGame.of([own[window].astype(np.object_) for own in whole.payoffs])
    return Prepared(left, duplicates, core)


def report(work: Prepared, search: Search) -> Solution:
    """What a search, finished or not, has found in ``work``."""
    from solver.nplayer.clusters import cluster

    game = work.left.original
    clusters = cluster(search.regions)
    points: list[tuple[Profile, int | None, float | None]] = []
    doubtful = 0
    for root in search.closed:
        if root.feasible is False:
            continue
        if root.feasible is None:
            doubtful += 1
            if any(c.dimension > 0 and c.holds(root.strategies) for c in clusters):
                continue
        points.append((root.strategies, root.index if root.feasible else None, root.radius))
    points.extend((p, None, None) for c in clusters if c.dimension == 0 for p in c.points)
    equilibria: list[Equilibrium] = []
    indices: list[int | None] = []
    continua: list[Continuum] = []
    for profile, index, radius in points:
        found = certify(game, work.lift(work.duplicates.corners(profile)[0]))
        if found is None:
            continue
        if work.duplicates.freedom(profile):
            continua.append(_shared(work, profile))
        elif len(distinct([*equilibria, found])) > len(equilibria):
            equilibria.append(replace(found, component=len(equilibria), radius=radius))
            indices.append(index)
    continua.extend(_continuum(work, c.points, c.dimension) for c in clusters if c.dimension > 0)
    status, reason = _status(search, clusters, indices, bool(continua) or doubtful > 0)
    if not equilibria and not continua:
        equilibria, indices = _at_least_one(game)
    return Solution(
        game=game,
        method="complementarity branch and bound on the joint distribution of play",
        vertices=None,
        equilibria=tuple(equilibria),
        components=tuple(Component((), index) for index in indices),
        status=status,
        certificate=Certificate(max_regret(equilibria), status.code == StatusCode.COMPLETE, reason),
        searched=_account(work, search),
        continua=tuple(continua),
    )


def _shared(work: Prepared, profile: Profile) -> Continuum:
    """An isolated equilibrium of the core in which duplicates are played."""
    return Continuum(
        work.duplicates.freedom(profile),
        tuple(work.lift(p) for p in work.duplicates.corners(profile)),
        "some actions played are the same in every respect; their probability may be shared among them in any way",
    )


def _continuum(work: Prepared, points: Sequence[Profile], dimension: int) -> Continuum:
    lifted = tuple(work.lift(work.duplicates.corners(p)[0]) for p in points)
    return Continuum(
        dimension,
        lifted,
        "different equilibria with the same actions in play were met side by side where the equations are singular; "
        "the points are examples, not corners",
    )


def _status(
    search: Search, clusters: Sequence[Cluster], indices: Sequence[int | None], irregular: bool
) -> tuple[Status, str]:
    proof = (
        "every part of the game that was dropped has a proof of emptiness checked in integers, and every equilibrium "
        "lies in a box proven by Krawczyk's test in ball arithmetic to hold no other"
    )
    if search.stack:
        reason = f"budget spent, {len(search.stack):,} nodes open; in what was searched {proof}"
        advice = "raise node_budget or seconds, or use fewer plans per player"
        return Status(StatusCode.NOT_PROVEN, f"{reason}. To finish, {advice}"), reason
    if clusters:
        seen = sum(c.dimension > 0 for c in clusters)
        reason = (
            f"complete except {len(clusters)} unresolved region{'s' * (len(clusters) > 1)}, "
            f"a continuum witnessed in {seen} of them; elsewhere {proof}"
        )
        advice = "ties between payoffs usually cause such regions: change a parameter slightly to see which ones"
        return Status(StatusCode.PARTIAL, f"{reason}. {advice}"), reason
    total = sum(index or 0 for index in indices)
    if not irregular and None not in indices and total != 1:
        # Indices of regular equilibria sum to one (Shapley 1974): some proof above must be wrong.
        reason = f"alarm: the indices of the equilibria found sum to {total} instead of 1"
        return Status(StatusCode.NOT_PROVEN, f"{reason}. Please report this game; treat the list as incomplete"), reason
    return Status(StatusCode.COMPLETE, f"every equilibrium was found: {proof}"), proof


def _at_least_one(game: NormalForm) -> tuple[list[Equilibrium], list[int | None]]:
    """Something to look at when a budget ended before the first equilibrium."""
    from solver.methods.mixed import OneEquilibrium

    return list(OneEquilibrium()(game).equilibria), [None]


def _account(work: Prepared, search: Search) -> str:
    sizes = " x ".join(str(n) for n in work.core.payoffs[0].shape)
    return (
        f"dominance removed {len(work.left.log)} actions, {work.duplicates.n_merged} duplicates were merged, "
        f"{sizes} are left; {search.n_nodes:,} nodes and {search.n_cells:,} leaf cells were judged by "
        f"{search.n_programs:,} linear programs, {len(search.stack):,} are open"
    )
