"""Three and more players: reduce by dominance, finish exactly where that is possible, else search and say so.

Iterated strict dominance keeps every equilibrium (``solver.dominance``). When it leaves at most two players with a
choice, the rest is a game of one or two players whose complete solution, with zeros put back, is the complete solution
of the whole. Otherwise all pure equilibria are listed and one equilibrium is computed in mixed strategies, so that
there is always something to look at; nothing is then said about the other mixed ones.

Subsets of the reduced game that are more than a point become continua: each is a product, so every choice of one
mixture of its corners per player is an equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.dominance import IteratedDominance, Reduction
from solver.methods.pure import PureEquilibria
from solver.normal_form import NormalForm
from solver.points import distinct, points_solution
from solver.profile import expected_payoffs, regret
from solver.solution import (
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

FloatArray = NDArray[np.float64]

SUBSET_CORNERS_SHOWN = 64
"""Corners of a continuum listed at most; the subset is a product, so its corners multiply."""


@dataclass(frozen=True)
class ReduceThenSearch:
    """Dominance, then the complete solver if at most two players still choose, else pure and one mixed equilibrium.

    Attributes:
        seed: for the search of one mixed equilibrium.
        mixed_dominance: whether mixtures may dominate as well.
    """

    seed: int = 0
    mixed_dominance: bool = True

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``; complete when dominance leaves at most two players with a choice.

        Raises:
            TooLargeError: more undecided players than two and too many profiles left to compare.
        """
        left = IteratedDominance(mixed=self.mixed_dominance)(game)
        if len(left.undecided) > 2:
            return self.search(left)
        return _finish(left)

    def search(self, left: Reduction) -> Solution:
        """All pure equilibria of what is left and one mixed one, on the original actions."""
        from solver.methods.mixed import OneEquilibrium

        pure = PureEquilibria()(left.game)
        one = OneEquilibrium(seed=self.seed)(left.game)
        points = distinct(_lifted(left, e, 0) for e in (*pure.equilibria, *one.equilibria))
        n_mixed = sum(not e.is_pure for e in points)
        found = f"{len(points) - n_mixed:,} pure and {n_mixed:,} mixed equilibria"
        if points:
            message = f"{found} found; other mixed equilibria may exist. {SEARCH_ADVICE}"
        else:
            message = f"no equilibrium was found, though one exists. {SEARCH_ADVICE}"
        return points_solution(
            left.original,
            points,
            method="iterated dominance, all pure equilibria, one mixed equilibrium",
            status=Status(StatusCode.NOT_PROVEN if points else StatusCode.FAILED, message),
            reason=f"{_account(left)}; the list of pure equilibria is whole, mixed ones were not searched exhaustively",
            searched=f"{_account(left)}; {pure.searched}; then {one.searched}",
            truncated=pure.truncated,
        )


SEARCH_ADVICE = "Another seed may show another one; fewer plans per player may let dominance settle the game"


def _finish(left: Reduction) -> Solution:
    """The complete solution of a game in which at most two players still choose."""
    sub = _solve_small(left)
    game = left.original
    points = tuple(_lifted(left, e, e.component) for e in sub.equilibria) if sub else (_settled(left),)
    components = tuple(Component((), c.index) for c in sub.components) if sub else (Component((), 1),)
    account = _account(left)
    if sub is None:
        return Solution(
            game,
            "iterated dominance",
            None,
            points,
            components,
            Status(StatusCode.COMPLETE, f"{account}: the only equilibrium."),
            Certificate(max_regret(points), True, f"{account}, and dominance keeps every equilibrium"),
            f"{account}; nothing else can be an equilibrium",
        )
    return Solution(
        game,
        f"iterated dominance, then {sub.method}",
        None,
        points,
        components,
        Status(sub.status.code, f"{account}. {sub.status.message}"),
        Certificate(
            max_regret(points),
            sub.certificate.complete,
            f"{account}, which keeps every equilibrium; then {sub.certificate.reason}",
        ),
        f"{account}; then {sub.searched}",
        continua=_continua(left, sub),
        truncated=sub.truncated,
    )


def _solve_small(left: Reduction) -> Solution | None:
    """The undecided players' own game, solved; ``None`` when nobody has a choice."""
    if not left.undecided:
        return None
    from solver.methods.two_player import AllEquilibria, BestActions

    small = _undecided_game(left)
    return BestActions()(small) if small.n_players == 1 else AllEquilibria()(small)


def _undecided_game(left: Reduction) -> NormalForm:
    """The game of the undecided players; the others, left with one action, are no players any more."""
    who = list(left.undecided)
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


def _strategies(left: Reduction, own: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Strategies over the original actions, from those of all players of the reduced game or of the undecided only."""
    if len(own) == left.game.n_players:
        return left.lift(own)
    every = [np.ones(1) for _ in left.kept]
    for player, strategy in zip(left.undecided, own, strict=True):
        every[player] = strategy
    return left.lift(every)


def _lifted(left: Reduction, point: Equilibrium, component: int) -> Equilibrium:
    game = left.original
    strategies = _strategies(left, point.strategies)
    exact = None if point.exact is None else _exact(left, point.exact)
    return Equilibrium(
        strategies, expected_payoffs(game.payoffs, strategies), regret(game.payoffs, strategies), component, None, exact
    )


def _settled(left: Reduction) -> Equilibrium:
    """The one profile that is left when nobody has a choice."""
    alone = Equilibrium(tuple(np.ones(1) for _ in left.kept), left.game.payoffs.reshape(-1), 0.0, 0)
    exact = ExactPoint(tuple((Fraction(1),) for _ in left.kept), ())
    return _lifted(left, Equilibrium(alone.strategies, alone.payoffs, 0.0, 0, None, exact), 0)


def _exact(left: Reduction, point: ExactPoint) -> ExactPoint | None:
    """The exact point on the original actions, or ``None`` where some player's payoffs are not known exactly."""
    integers = left.game.integers()
    if not integers.exact:
        return None
    own: list[tuple[Fraction, ...]] = [(Fraction(1),)] * left.game.n_players
    who = range(left.game.n_players) if len(point.strategies) == left.game.n_players else left.undecided
    for player, strategy in zip(who, point.strategies, strict=True):
        own[player] = strategy
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
    if sub.vertices is None:
        return ()
    out = []
    for component in sub.components:
        for faces in component.subsets:
            dimension = sum(_dimension(v[list(f)]) for v, f in zip(sub.vertices, faces, strict=True))
            if dimension:
                out.append(Continuum(dimension, _corners(left, sub.vertices, faces), CONTINUUM_NOTE))
    return tuple(out)


CONTINUUM_NOTE = (
    "every mixture of the listed strategies of one player, together with any of the others', is an equilibrium"
)


def _dimension(corners: FloatArray) -> int:
    return int(np.linalg.matrix_rank(corners[1:] - corners[0])) if len(corners) > 1 else 0


def _corners(left: Reduction, vertices: Sequence[FloatArray], faces: Faces) -> tuple[tuple[FloatArray, ...], ...]:
    grids = np.meshgrid(*[np.array(f) for f in faces], indexing="ij")
    combinations = np.stack([g.ravel() for g in grids], axis=1)[:SUBSET_CORNERS_SHOWN]
    return tuple(_strategies(left, [v[k] for v, k in zip(vertices, row, strict=True)]) for row in combinations)


def _account(left: Reduction) -> str:
    size = " x ".join(str(len(k)) for k in left.kept)
    if not left.log:
        return f"no action is strictly dominated ({size} actions)"
    return f"iterated strict dominance leaves {size} actions ({len(left.log)} removed)"
