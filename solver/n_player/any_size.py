"""Three and more players: reduce by dominance, prove completeness where that is quick, else search and say so.

Iterated strict dominance keeps every equilibrium (``solver.game.dominance``). When it leaves at most two players with a
choice, the rest is a game of one or two players whose complete solution, with zeros put back, is the complete solution
of the whole. Otherwise the branch and bound of ``solver.n_player.all_equilibria`` gets a fixed number of nodes,
enough for four in five release games of three labs with a dozen dates (``benchmarks/three_labs.py``). Where it is
not, all pure equilibria are listed and one equilibrium is computed in mixed strategies, so that there is always
something to look at, beside whatever the search has found.

Subsets of the reduced game that are more than a point become continua: each is a product, so every choice of one
mixture of its corners per player is an equilibrium. Corners of continua are listed among the equilibria.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from math import inf
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.game.dominance import IteratedDominance, Reduction
from solver.game.errors import SolverError, TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.points import certify, distinct, points_solution, same_point
from solver.game.profile import expected_payoffs, regret
from solver.game.solution import (
    Certificate,
    Component,
    Continuum,
    Equilibrium,
    ExactPoint,
    Faces,
    Solution,
    Status,
    StatusCode,
    max_regret,
)
from solver.n_player.pure import PureEquilibria

FloatArray = NDArray[np.float64]
T = TypeVar("T")

SUBSET_CORNERS_SHOWN = 64
"""Corners of a continuum listed at most; the subset is a product, so its corners multiply."""


@dataclass(frozen=True)
class ReduceThenSearch:
    """Dominance, then the complete solver of what is left if it is quick, else pure and one mixed equilibrium.

    Attributes:
        seed: for the search of one mixed equilibrium.
        mixed_dominance: whether mixtures may dominate as well.
        max_profiles: two undecided players with more profiles than this are refused.
        max_enumerated: two undecided players with more profiles than this are searched, not enumerated: their
            equilibria may double with every few actions. Release games of 3,100 profiles took half a minute, of 4,450
            two and more. ``AllEquilibria`` enumerates all the same.
        node_budget: for the search with three and more undecided players; 0 leaves it out. ``AllIsolated`` takes more.
        max_searched: more profiles than this after dominance, and that search is left out: its linear programs grow.
    """

    seed: int = 0
    mixed_dominance: bool = True
    max_profiles: int = 90_000
    max_enumerated: int = 3_500
    node_budget: int = 200
    max_searched: int = 2_500

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``; complete when dominance leaves at most two players with a choice, and mostly with three.

        Raises:
            TooLargeError: too many profiles are left after dominance.
        """
        left = IteratedDominance(mixed=self.mixed_dominance)(game)
        if len(left.undecided) > 2:
            return self.search(left)
        from solver.two_player.all_equilibria import AllEquilibria, BestActions

        small = _undecided_game(left)
        if small.payoffs[0].size > self.max_profiles:
            raise TooLargeError(
                f"{game.title or 'the game'} has {_sizes(left.kept)} actions after dominance",
                f"at most {self.max_profiles:,} profiles to find every equilibrium",
                "use PureEquilibria or OneEquilibrium, fewer slots, or raise max_profiles",
            )
        if small.n_players == 2 and small.payoffs[0].size > self.max_enumerated:
            return self.search(left)
        return _finish(left, BestActions()(small) if small.n_players == 1 else AllEquilibria()(small))

    def search(self, left: Reduction) -> Solution:
        """Every equilibrium if a few nodes prove it, else the pure ones, a mixed one and what the nodes have found."""
        from solver.n_player.all_equilibria import AllIsolated
        from solver.n_player.one_equilibrium import QuickestOne

        proof: Solution | None = None
        if len(left.undecided) > 2 and self.node_budget and left.game.payoffs[0].size <= self.max_searched:
            # Nodes are counted and time is not, so that every machine gives the same answer.
            proof = with_corners(AllIsolated(self.node_budget, inf, self.mixed_dominance).finish(left))
            if proof.complete:
                return proof
        pure = PureEquilibria()(left.game)
        one = QuickestOne(seed=self.seed)(_undecided_game(left))
        met = () if proof is None else proof.equilibria
        points = distinct([*(_lifted(left, e) for e in (*pure.equilibria, *one.equilibria)), *met])
        n_pure = sum(e.is_pure for e in points)
        if points:
            counts = f"{n_pure:,} pure and {len(points) - n_pure:,} mixed equilibria found"
            message = f"{counts}; other mixed equilibria may exist. {SEARCH_ADVICE}"
        else:
            message = f"no equilibrium was found, though one exists. {SEARCH_ADVICE}"
        found = points_solution(
            left.original,
            points,
            method="iterated dominance, all pure equilibria, one mixed equilibrium, a short complete search",
            status=Status(StatusCode.NOT_PROVEN if points else StatusCode.FAILED, message),
            reason=f"{_account(left)}; the list of pure equilibria is whole, that of mixed ones is not proven to be",
            searched="; ".join([_account(left), pure.searched, one.searched, *([proof.searched] if proof else [])]),
            truncated=pure.truncated,
        )
        return found if proof is None else replace(found, continua=proof.continua)


SEARCH_ADVICE = "The method 'all' looks for all of them and may take long; fewer plans per player help, too"


def with_corners(solution: Solution) -> Solution:
    """``solution`` with the corners of its continua among its equilibria; continua that share one are one component."""
    points = list(solution.equilibria)
    fresh = len(solution.components)
    for label, continuum in enumerate(solution.continua, start=fresh):
        for corner in (certify(solution.game, profile) for profile in continuum.points):
            known = next((e for e in points if corner is not None and same_point(e, corner)), None)
            if corner is not None and known is None:
                points.append(replace(corner, component=label))
            elif known is not None and known.component != label:
                points = [replace(e, component=label) if e.component == known.component else e for e in points]
    # Components that were joined to later ones are empty now; the others close up.
    used = sorted({e.component for e in points})
    points = [replace(e, component=used.index(e.component)) for e in points]
    components = tuple(solution.components[c] if c < fresh else Component(()) for c in used)
    certificate = replace(solution.certificate, max_regret=max_regret(points))
    return replace(solution, equilibria=tuple(points), components=components, certificate=certificate)


def _finish(left: Reduction, sub: Solution) -> Solution:
    """The complete solution of the game, from that of its undecided players."""
    game, account = left.original, _account(left)
    points = tuple(_lifted(left, e) for e in sub.equilibria)
    small = game.n_players <= 2
    return Solution(
        game,
        f"iterated dominance, then {sub.method}",
        _vertices(left, sub) if small else None,
        points,
        tuple(Component(_subsets(left, c) if small else (), c.index) for c in sub.components),
        Status(sub.status.code, f"{account}. {sub.status.message}"),
        Certificate(
            max_regret(points),
            sub.certificate.complete,
            f"{account}, which keeps every equilibrium. {sub.certificate.reason}",
        ),
        f"{account}; then {sub.searched}",
        continua=() if small else _continua(left, sub),
        truncated=sub.truncated,
    )


def _undecided_game(left: Reduction) -> NormalForm:
    """The game of the active players; the others, left with one action, are no players any more."""
    who = list(_active(left))
    shape = (len(who), *(len(left.kept[i]) for i in who))
    labels = [left.game.actions[i] for i in who]
    names = [left.game.players[i] for i in who]
    game = NormalForm.from_payoffs(
        left.game.payoffs[who].reshape(shape),
        players=names,
        actions=labels,
        title=left.game.title,
        resolution=left.game.resolution,
    )
    if left.game.fractions is None:
        return game
    rational = left.game.fractions[who].reshape(shape)
    return NormalForm(game.payoffs, game.players, game.actions, game.title, game.resolution, rational)


def _active(left: Reduction) -> tuple[int, ...]:
    """The undecided players, or the first player when all is decided: a game needs somebody."""
    return left.undecided or (0,)


def _strategies(left: Reduction, own: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Strategies over the original actions, from those of all players of the reduced game or of the active only."""
    if len(own) == left.game.n_players:
        return left.lift(own)
    return left.lift(_everybody(left, own, np.ones(1)))


def _lifted(left: Reduction, point: Equilibrium) -> Equilibrium:
    game = left.original
    strategies = _strategies(left, point.strategies)
    at = None
    if game.n_players <= 2 and point.at is not None:
        at = tuple(_everybody(left, point.at, 0))
    exact = None if point.exact is None else _exact(left, point.exact)
    payoffs, gap = expected_payoffs(game.payoffs, strategies), regret(game.payoffs, strategies)
    return Equilibrium(strategies, payoffs, gap, point.component, at, exact)


def _everybody(left: Reduction, own: Sequence[T], otherwise: T) -> list[T]:
    """One entry per player: the active players' own entries in order, ``otherwise`` for the decided."""
    entries = [otherwise] * len(left.kept)
    for player, entry in zip(_active(left), own, strict=True):
        entries[player] = entry
    return entries


def _vertices(left: Reduction, sub: Solution) -> tuple[FloatArray, ...]:
    """``Solution.vertices`` of the whole game: the active players' extreme strategies, the others' one action."""
    if sub.vertices is None:
        raise SolverError(f"{sub.method} gave no vertices for a game of {sub.game.n_players} players")
    rows = _everybody(left, sub.vertices, np.ones((1, 1)))
    return tuple(left.lift_one(player, own) for player, own in enumerate(rows))


def _subsets(left: Reduction, component: Component) -> tuple[Faces, ...]:
    return tuple(tuple(_everybody(left, faces, (0,))) for faces in component.subsets)


def _exact(left: Reduction, point: ExactPoint) -> ExactPoint | None:
    """The exact point on the original actions, or ``None`` where some player's payoffs are not known exactly."""
    integers = left.game.integers()
    if not integers.exact:
        return None
    own: list[tuple[Fraction, ...]] = list(point.strategies)
    if len(own) < left.game.n_players:
        own = _everybody(left, own, (Fraction(1),))
    payoffs = []
    for values, denominator in zip(integers.values, integers.denominators, strict=True):
        mean = values
        for strategy in own:
            # The first axis left is always the next player's.
            mean = np.tensordot(np.array(strategy, dtype=object), mean, axes=(0, 0))
        payoffs.append(Fraction(mean.item() if isinstance(mean, np.ndarray) else mean) / denominator)
    whole = []
    for player, strategy in enumerate(own):
        row = [Fraction(0)] * left.original.n_actions[player]
        for action, probability in zip(left.kept[player], strategy, strict=True):
            row[action] = probability
        whole.append(tuple(row))
    return ExactPoint(tuple(whole), tuple(payoffs))


def _continua(left: Reduction, sub: Solution) -> tuple[Continuum, ...]:
    vertices, out = _vertices(left, sub), []
    for component in sub.components:
        for faces in _subsets(left, component):
            corners = [own[list(face)] for own, face in zip(vertices, faces, strict=True)]
            dimension = sum(int(np.linalg.matrix_rank(own - own[0])) for own in corners)
            if dimension:
                points = tuple(islice(product(*corners), SUBSET_CORNERS_SHOWN))
                out.append(Continuum(dimension, points, CONTINUUM_NOTE))
    return tuple(out)


CONTINUUM_NOTE = "any mixture of one player's strategies shown here, against any of the others', is an equilibrium"


def _account(left: Reduction) -> str:
    size = _sizes(left.kept)
    if not left.log:
        return f"no action is strictly dominated ({size} actions)"
    return f"iterated strict dominance leaves {size} actions ({len(left.log)} removed)"


def _sizes(kept: Sequence[Sequence[int]]) -> str:
    return " x ".join(str(len(own)) for own in kept)
