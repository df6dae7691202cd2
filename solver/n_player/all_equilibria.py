"""Every equilibrium of a game of three and more players, with proof, or an honest account of what is missing.

``solver.n_player`` has the idea. Gambit's methods for three players neither prove completeness nor notice when
equilibria are lost.

What it misses: nothing without saying so. Continua in which at most two players mix are described completely, as
products of faces or parts of them; so are curves in which three mix and one of them has two actions in play. Other
continua are recognised and located: the regions they fill stay unresolved and the status counts them. For games whose
payoffs were rounded to integers the proofs hold for the rounded game (``solver.game.resolution``). Four and more
players are searched in the same way, more slowly: all but two players' mixes have to be subdivided at the leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from solver.common.clock import DEFAULT_BUDGET
from solver.common.errors import GameError
from solver.game.dominance import IteratedDominance, Reduction
from solver.game.normal_form import NormalForm
from solver.game.points import certify, same_point
from solver.game.solution import (
    Certificate,
    Component,
    Continuum,
    Equilibrium,
    ExactPoint,
    Solution,
    Status,
    StatusCode,
    max_regret,
)
from solver.n_player.listing import CORNERS_SHOWN, listed
from solver.n_player.relaxation.integers import IntegerGame, RationalProfile
from solver.n_player.tree.duplicates import Duplicates, find_duplicates
from solver.n_player.tree.spread import Spread
from solver.n_player.undecided import exact_point, solve_undecided

if TYPE_CHECKING:
    from solver.n_player.tree.clusters import Cluster
    from solver.n_player.tree.search import Search

NODE_BUDGET = 100_000
"""The default: release games of three labs with a dozen dates each need some hundred nodes and a second."""


@dataclass(frozen=True)
class AllIsolated:
    """All equilibria of a game of two or more players by the complementarity branch and bound.

    Attributes:
        node_budget: nodes looked at before giving up; four leaf cells count as one.
        budget: seconds before giving up; a run that ends this way may end elsewhere on another machine. One linear
            program of a game with two dozen actions per player can take seconds more.
        mixed_dominance: whether mixtures may dominate before the search.
        keep_when_interrupted: whether Ctrl-C ends the search as a spent budget does, instead of raising
            ``KeyboardInterrupt``.
    """

    node_budget: int = NODE_BUDGET
    budget: float = DEFAULT_BUDGET
    mixed_dominance: bool = True
    keep_when_interrupted: bool = False

    def __call__(self, game: NormalForm) -> Solution:
        """Search ``game``; complete, or with the status of what is left.

        Raises:
            GameError: a game of one player.
        """
        if game.n_players < 2:
            raise GameError("a game of one player", "two or more players", "use BestActions")
        return self.finish(IteratedDominance(mixed=self.mixed_dominance)(game))

    def finish(self, left: Reduction) -> Solution:
        """Solve what dominance has left of a game."""
        from solver.n_player.tree.search import Search

        if len(left.undecided) <= 2:
            return solve_undecided(left, self.budget, self.keep_when_interrupted)
        work = merged(left)
        search = Search(work.core)
        search.run(self.node_budget, self.budget, self.keep_when_interrupted)
        return report(work, search)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A game ready to be searched: dominated actions gone, duplicates merged."""

    left: Reduction
    duplicates: Duplicates
    core: IntegerGame


def prepare(game: NormalForm, mixed_dominance: bool = True) -> Prepared:
    """Reduce ``game`` by dominance and merge duplicates; a ``Search`` of ``core`` can then be run in portions."""
    return merged(IteratedDominance(mixed=mixed_dominance)(game))


def merged(left: Reduction) -> Prepared:
    """Merge duplicates in what dominance has left."""
    whole = IntegerGame.of(left.game.integers().values)
    duplicates = find_duplicates(whole)
    window = np.ix_(*duplicates.kept)
    return Prepared(left, duplicates, IntegerGame.of([own[window].astype(np.object_) for own in whole.payoffs]))


def report(work: Prepared, search: Search) -> Solution:
    """What a search, finished or not, has found in ``work``."""
    from solver.n_player.tree.findings import gather

    game, found = work.left.original, gather(search)
    isolated: list[Equilibrium] = []
    indices: list[int | None] = []
    spreads = list(found.continua)
    for point in found.points:
        if work.duplicates.freedom(point.profile):
            spreads.append(Spread((point.profile,), 0, DUPLICATES_NOTE))
            continue
        certified = certify(game, work.left.lift(work.duplicates.corners(point.profile)[0]))
        if certified is not None and not any(same_point(certified, known) for known in isolated):
            exact = None if point.exact is None else _exact(work, point.exact)
            isolated.append(replace(certified, radius=point.radius, exact=exact))
            indices.append(point.index)
    status, reason = _status(work, search, found.clusters, indices, bool(spreads))
    continua = [_continuum(work, spread) for spread in spreads]
    equilibria = listed(isolated, [_corners(work, *pair) for pair in zip(spreads, continua, strict=True)])
    if not equilibria:
        from solver.n_player.one_equilibrium import QuickestOne

        # Something to look at when a budget ended before the first equilibrium.
        equilibria = QuickestOne()(game).equilibria
    return Solution(
        game=game,
        method="complementarity branch and bound on the joint distribution of play",
        vertices=None,
        equilibria=equilibria,
        components=(Component(()),) * len({e.component for e in equilibria}),
        status=status,
        certificate=Certificate(max_regret(equilibria), status.code == StatusCode.COMPLETE, reason),
        searched=_account(work, search),
        continua=tuple(continua),
    )


DUPLICATES_NOTE = (
    "some actions played are the same in every respect; their probability may be shared among them in any way"
)


def _continuum(work: Prepared, spread: Spread) -> Continuum:
    """A continuum of the core over the original actions; duplicates that are played add to its dimension."""
    freedom = max(work.duplicates.freedom(p) for p in spread.points)
    points = tuple(work.left.lift(q) for p in spread.points for q in work.duplicates.corners(p))
    return Continuum(spread.dimension + freedom, points[:CORNERS_SHOWN], spread.note)


def _corners(work: Prepared, spread: Spread, continuum: Continuum) -> list[Equilibrium]:
    """The points shown of a continuum, as equilibria; in rationals where each point of the core is one of them."""
    rational = spread.exact if len(spread.exact) == len(continuum.points) else ()
    exact = [_exact(work, p) for p in rational] or [None] * len(continuum.points)
    corners = zip((certify(work.left.original, p) for p in continuum.points), exact, strict=True)
    return [replace(corner, exact=point) for corner, point in corners if corner is not None]


def _exact(work: Prepared, profile: RationalProfile) -> ExactPoint | None:
    """A rational equilibrium over the original actions, where the payoffs are known exactly."""
    strategies = []
    for own, n, kept in zip(profile, work.left.game.n_actions, work.duplicates.kept, strict=True):
        row = [Fraction(0)] * n
        for action, p in zip(kept, own, strict=True):
            row[action] = p
        strategies.append(tuple(row))
    return exact_point(work.left, strategies)


def _status(
    work: Prepared, search: Search, clusters: Sequence[Cluster], indices: Sequence[int | None], irregular: bool
) -> tuple[Status, str]:
    proof = _argument(search)
    clock = search.clock
    if search.stack:
        ending, more = (
            ("the budget of nodes is spent", "node_budget") if not clock.is_over else (clock.ending, "the budget")
        )
        reason = f"{ending}, {len(search.stack):,} parts of the game are open; in what was searched {proof}"
        return Status(
            StatusCode.NOT_PROVEN, f"{reason}. To finish, raise {more}, or use fewer actions per player"
        ), reason
    if clusters:
        seen = sum(c.dimension > 0 for c in clusters)
        reason = (
            f"complete except {len(clusters)} unresolved region{'s' * (len(clusters) > 1)}, "
            f"a continuum witnessed in {seen} of them ({_whereabouts(work, clusters)}); elsewhere {proof}"
        )
        advice = "Ties between payoffs usually cause such regions: change a parameter slightly to see which ones"
        return Status(StatusCode.PARTIAL, f"{reason}. {advice}"), reason
    total = sum(index or 0 for index in indices)
    if not irregular and None not in indices and total != 1:
        # Indices of regular equilibria sum to one (Shapley 1974): some proof above must be wrong.
        reason = f"alarm: the indices of the equilibria found sum to {total} instead of 1"
        return Status(StatusCode.NOT_PROVEN, f"{reason}. Please report this game; treat the list as incomplete"), reason
    return Status(StatusCode.COMPLETE, f"every equilibrium was found: {proof}"), proof


def _whereabouts(work: Prepared, clusters: Sequence[Cluster]) -> str:
    """Which actions are in play in the unresolved regions, in words, each combination once."""
    game, kept = work.left.game, work.duplicates.kept
    places = dict.fromkeys(region.support for own in clusters for region in own.regions)
    words = [
        " x ".join("{" + ", ".join(game.actions[i][kept[i][a]] for a in own) + "}" for i, own in enumerate(support))
        for support in places
    ]
    more = f" and {len(words) - PLACES_SHOWN:,} more" if len(words) > PLACES_SHOWN else ""
    return f"actions in play there: {'; '.join(words[:PLACES_SHOWN])}{more}"


PLACES_SHOWN = 3
"""Combinations of actions named at most for the unresolved regions."""


def _argument(search: Search) -> str:
    """Why nothing is missing in what was searched."""
    parts = ["every part of the game that was dropped has a proof of emptiness that rounding cannot upset"]
    if search.products:
        parts.append("parts in which at most two players still choose were solved in exact arithmetic")
    if any(found is not None for found in search.leaves.solved.values()):
        parts.append("supports whose equations leave one probability free were solved in exact algebra")
    if search.leaves.closed:
        rest = "every equilibrium" if len(parts) == 1 else "every other equilibrium"
        parts.append(f"{rest} lies in a box proven by Krawczyk's test, rounding included, to hold no other")
    return ", and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _account(work: Prepared, search: Search) -> str:
    sizes = " x ".join(str(n) for n in work.core.payoffs[0].shape)
    return (
        f"dominance removed {len(work.left.log)} actions, {work.duplicates.n_merged} duplicates were merged, {sizes} "
        f"are left; {search.n_nodes:,} nodes and {search.n_cells:,} leaf cells were judged by {search.n_programs:,} "
        f"linear programs, {len(search.stack):,} are open"
    )
