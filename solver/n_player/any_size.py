"""Three and more players: reduce by dominance, prove completeness where that is quick, else search and say so.

Iterated strict dominance keeps every equilibrium (``solver.game.dominance``). When it leaves at most two players with a
choice, the rest is solved completely (``solver.n_player.undecided``). Otherwise the branch and bound of
``solver.n_player.all_equilibria`` gets a fixed number of nodes, enough for four in five release games of three labs
with a dozen dates (``benchmarks/three_labs.py``). Where it is not, all pure equilibria are listed and one equilibrium
is computed in mixed strategies, so that there is always something to look at, beside whatever the search has found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from solver.common.clock import DEFAULT_BUDGET
from solver.common.errors import TooLargeError
from solver.game.dominance import IteratedDominance, Reduction, untouched
from solver.game.normal_form import NormalForm
from solver.game.points import distinct, points_solution, same_point
from solver.game.solution import Certificate, Component, Solution, Status, StatusCode, max_regret
from solver.n_player.listing import in_order
from solver.n_player.pure import PureEquilibria
from solver.n_player.undecided import account_of, lifted, sizes_of, solve_undecided, undecided_game

QUICK_NODES = 200
"""Nodes after which the search ends where no time is given: a second for random games, and enough for
four in five release games of three labs."""

SEARCH_ADVICE = "The method 'all' looks for all of them and may take long; fewer actions per player help as well"


@dataclass(frozen=True)
class ReduceThenSearch:
    """Dominance, then the complete solver of what is left if it is quick, else pure and one mixed equilibrium.

    Attributes:
        seed: for the search of one mixed equilibrium.
        dominance: whether dominated actions are removed at all; players with one action are put aside in any case.
        mixed_dominance: whether mixtures may dominate as well.
        max_profiles: two undecided players with more profiles than this are refused.
        max_enumerated: two undecided players with more profiles than this are searched, not enumerated: their
            equilibria may double with every few actions. Release games of 3,100 profiles took half a minute, of 4,450
            two and more. ``AllEquilibria`` enumerates all the same.
        node_budget: for the search with three and more undecided players; 0 leaves it out. Without a number it is
            ``QUICK_NODES``, or that of ``AllIsolated`` where a finite ``budget`` is given.
        max_searched: more profiles than this after dominance, and that search is left out, since its linear programs
            grow; unless a finite ``budget`` is given.
        budget: seconds that the complete solver or that search may take before what is known is returned; ``None`` for
            30 s. Make it infinite where every machine must give the same answer.
        keep_when_interrupted: whether Ctrl-C ends them as a spent budget does, instead of raising
            ``KeyboardInterrupt``.
    """

    seed: int = 0
    dominance: bool = True
    mixed_dominance: bool = True
    max_profiles: int = 90_000
    max_enumerated: int = 3_500
    node_budget: int | None = None
    max_searched: int = 2_500
    budget: float | None = None
    keep_when_interrupted: bool = False

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``; complete when dominance leaves at most two players with a choice, and mostly with three.

        Raises:
            TooLargeError: too many profiles are left after dominance.
        """
        left = IteratedDominance(mixed=self.mixed_dominance)(game) if self.dominance else untouched(game)
        n_profiles, n_undecided = left.game.payoffs[0].size, len(left.undecided)
        if n_undecided <= 2 and n_profiles > self.max_profiles:
            raise TooLargeError(
                f"{game.title or 'the game'} has {sizes_of(left.kept)} actions after dominance",
                f"at most {self.max_profiles:,} profiles to find every equilibrium",
                "use PureEquilibria or QuickestOne, fewer slots, or raise max_profiles",
            )
        seconds = DEFAULT_BUDGET if self.budget is None else self.budget
        if n_undecided < 2 or (n_undecided == 2 and n_profiles <= self.max_enumerated):
            return solve_undecided(left, seconds, self.keep_when_interrupted)
        from solver.n_player.all_equilibria import NODE_BUDGET, AllIsolated

        is_patient = self.budget is not None and self.budget < inf
        nodes = (NODE_BUDGET if is_patient else QUICK_NODES) if self.node_budget is None else self.node_budget
        if n_undecided == 2 or not nodes or (n_profiles > self.max_searched and not is_patient):
            return self._samples(left)
        every = AllIsolated(nodes, seconds, self.mixed_dominance, self.keep_when_interrupted)
        found = every.finish(left)
        return found if found.complete else self._with_samples(left, found)

    def _samples(self, left: Reduction) -> Solution:
        """All pure equilibria and one in mixed strategies; no other was searched for."""
        from solver.n_player.one_equilibrium import QuickestOne

        small = undecided_game(left)
        pure, one = PureEquilibria()(small), QuickestOne(seed=self.seed)(small)
        points = distinct(lifted(left, e) for e in (*pure.equilibria, *one.equilibria))
        n_pure = sum(e.is_pure for e in points)
        if points:
            counts = f"{n_pure:,} pure and {len(points) - n_pure:,} mixed equilibria found"
            message = f"{counts}; other mixed equilibria may exist. {SEARCH_ADVICE}"
        else:
            message = f"no equilibrium was found, though one exists. {SEARCH_ADVICE}"
        account = account_of(left)
        return points_solution(
            left.original,
            points,
            method="iterated dominance, all pure equilibria, one mixed equilibrium",
            status=Status(StatusCode.NOT_PROVEN if points else StatusCode.FAILED, message),
            reason=f"{account}; the list of pure equilibria is whole, that of mixed ones is not proven to be",
            searched=f"{account}; {pure.searched}; {one.searched}",
            truncated=pure.truncated,
        )

    def _with_samples(self, left: Reduction, found: Solution) -> Solution:
        """What a search that is not complete has found, and the samples it has not."""
        samples = self._samples(left)
        fresh = [e for e in samples.equilibria if not any(same_point(e, known) for known in found.equilibria)]
        n_known = len(found.components)
        points = in_order([*found.equilibria, *(replace(e, component=n_known + k) for k, e in enumerate(fresh))])
        n_pure = sum(e.is_pure for e in points)
        counts = f"{n_pure:,} pure and {len(points) - n_pure:,} mixed equilibria found"
        message, reason = found.status.message, found.certificate.reason
        if found.status.code is StatusCode.NOT_PROVEN:
            message = f"{counts}; other mixed equilibria may exist: {reason}. {SEARCH_ADVICE}"
        return replace(
            found,
            method=f"iterated dominance, all pure equilibria, one mixed equilibrium, {found.method}",
            equilibria=points,
            components=(Component(()),) * (n_known + len(fresh)),
            status=Status(found.status.code, message),
            certificate=Certificate(max_regret(points), False, reason),
            searched=f"{samples.searched}; {found.searched}",
            truncated=samples.truncated,
        )
