"""Every equilibrium of a game of one or two players, with proof.

Two players: the payoffs are read as integers (``solver.resolution``), the complementarity tree is closed in integers
(``solver.exact``), and what it returns is checked once more from outside: the regret of every extreme equilibrium, from
the payoffs as they came. One player: every action that is best, and all mixtures of these.

What it does not do: large games. Time grows with the number of equilibria and, in the worst case, exponentially with
the number of actions; timing games of a dozen dates take a tenth of a second, random ones of 15 actions a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from solver.errors import GameError
from solver.exact import ExactBimatrix, solve_bimatrix
from solver.normal_form import NormalForm
from solver.profile import expected_payoffs, regret
from solver.resolution import IntegerPayoffs
from solver.solution import (
    MAX_EXTREMES,
    Certificate,
    Component,
    Equilibrium,
    ExactPoint,
    Solution,
    Status,
    StatusCode,
    max_regret,
)
from solver.ties import best_replies

FloatArray = NDArray[np.float64]
Strategy = tuple[Fraction, ...]


@dataclass(frozen=True)
class AllEquilibria:
    """All equilibria of a two-player game: maximal Nash subsets, components, indices, and a reason to believe it.

    Attributes:
        max_extremes: extreme equilibria listed at most; faces and components are complete all the same.
    """

    max_extremes: int = MAX_EXTREMES

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``.

        Raises:
            GameError: the game has not two players.
        """
        _need_players(game, 2, "a game of three or more players needs a method that searches products of simplices")
        integers = game.integers()
        first, second = integers.values
        exact = solve_bimatrix(first.tolist(), second.tolist(), max_extremes=self.max_extremes)
        equilibria = _equilibria(game, exact, integers)
        return Solution(
            game=game,
            method="complementarity tree in exact arithmetic",
            vertices=(_floats(exact.x_vertices), _floats(exact.y_vertices)),
            equilibria=equilibria,
            components=_components(exact),
            status=_status(exact),
            certificate=Certificate(max_regret(equilibria), exact.faces_complete, _reason(game, exact, integers.exact)),
            searched=f"All pairs of mixed strategies: {exact.nodes} nodes of the complementarity tree, all closed.",
            truncated=exact.truncated,
        )


@dataclass(frozen=True)
class BestActions:
    """All best actions of a single player, and with them all mixtures of best actions."""

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``; actions whose payoffs tie at the game's resolution are all best.

        Raises:
            GameError: the game has more than one player.
        """
        _need_players(game, 1, "use AllEquilibria for two players")
        best = [int(a) for a in np.flatnonzero(best_replies(game)[0])]
        vertices = np.eye(game.n_actions[0])[best]
        integers = game.integers()
        equilibria = tuple(
            Equilibrium(
                strategies=(vertices[k],),
                payoffs=expected_payoffs(game.payoffs, (vertices[k],)),
                regret=regret(game.payoffs, (vertices[k],)),
                component=0,
                at=(k,),
                exact=_exact_choice(integers, action) if integers.exact else None,
            )
            for k, action in enumerate(best)
        )
        return Solution(
            game=game,
            method="comparison of all actions",
            vertices=(vertices,),
            equilibria=equilibria,
            components=(Component(((tuple(range(len(best))),),), 1),),
            status=Status(StatusCode.COMPLETE, f"All {len(best)} best actions are listed."),
            certificate=Certificate(
                max_regret(equilibria),
                True,
                "Every action was compared; a mixture is best exactly when its actions are.",
            ),
            searched=f"All {game.n_actions[0]} actions.",
        )


def _need_players(game: NormalForm, n_players: int, hint: str) -> None:
    if game.n_players != n_players:
        raise GameError(f"the game has {game.n_players} players", f"a game of {n_players}", hint)


def _equilibria(game: NormalForm, exact: ExactBimatrix, integers: IntegerPayoffs) -> tuple[Equilibrium, ...]:
    x, y = _floats(exact.x_vertices), _floats(exact.y_vertices)
    if integers.exact:
        # At an equilibrium everybody earns the value of a best reply, which only the other's strategy decides.
        first, second = integers.values
        by_y = [_best_value(first.tolist(), v, integers.denominators[0]) for v in exact.y_vertices]
        by_x = [_best_value(second.T.tolist(), v, integers.denominators[1]) for v in exact.x_vertices]
    out = []
    for (i, j), component in zip(exact.extremes, exact.component_of, strict=True):
        profile = (x[i], y[j])
        point = ExactPoint((exact.x_vertices[i], exact.y_vertices[j]), (by_y[j], by_x[i])) if integers.exact else None
        out.append(
            Equilibrium(
                strategies=profile,
                payoffs=expected_payoffs(game.payoffs, profile),
                regret=regret(game.payoffs, profile),
                component=component,
                at=(i, j),
                exact=point,
            )
        )
    return tuple(out)


def _best_value(payoffs: list[list[int]], strategy: Strategy, denominator: int) -> Fraction:
    common = lcm(*(p.denominator for p in strategy))
    weights = [int(p * common) for p in strategy]
    best = max(sum(w * v for w, v in zip(weights, row, strict=True)) for row in payoffs)
    return Fraction(best, common * denominator)


def _exact_choice(integers: IntegerPayoffs, action: int) -> ExactPoint:
    values, denominator = integers.values[0].tolist(), integers.denominators[0]
    choice = tuple(Fraction(int(k == action)) for k in range(len(values)))
    return ExactPoint((choice,), (Fraction(values[action], denominator),))


def _floats(strategies: tuple[Strategy, ...]) -> FloatArray:
    """``(V, A)`` strategies in floats; rows are rescaled to sum to 1 after rounding."""
    table = np.array([[float(p) for p in strategy] for strategy in strategies])
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _components(exact: ExactBimatrix) -> tuple[Component, ...]:
    indices: tuple[int | None, ...] = exact.indices if exact.faces_complete else (None,) * len(exact.components)
    return tuple(
        Component(tuple(exact.subsets[s] for s in group), index)
        for group, index in zip(exact.components, indices, strict=True)
    )


def _status(exact: ExactBimatrix) -> Status:
    count, components = len(exact.extremes), len(exact.components)
    if not exact.faces_complete:
        return Status(
            StatusCode.PARTIAL,
            f"All {len(exact.subsets)} maximal Nash subsets were found, but one has more corners than fit into the list, "
            "so components may touch where none is shown. Fewer actions per player show them all.",
        )
    if exact.truncated:
        return Status(
            StatusCode.COMPLETE,
            f"All equilibria were found as {len(exact.subsets)} products of faces in {components} components; of their "
            f"extreme equilibria {count:,} are listed. Raise max_extremes to list more.",
        )
    return Status(
        StatusCode.COMPLETE,
        f"All equilibria were found: {count} extreme {_plural(count, 'equilibrium', 'equilibria')} in "
        f"{components} {_plural(components, 'component', 'components')}.",
    )


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _reason(game: NormalForm, exact: ExactBimatrix, integer_payoffs_exact: bool) -> str:
    argument = (
        "Every equilibrium has, for each action, probability zero or regret zero; each of the "
        f"{exact.nodes} branches of that choice was closed in exact arithmetic."
    )
    if not integer_payoffs_exact:
        argument += (
            f" The payoffs are no short decimals, so differences were rounded to {game.resolution:g} of their range: "
            "the proof is about the rounded game, in which payoffs closer than that tie."
        )
    if exact.faces_complete:
        return argument + " The indices of all components sum to 1, as they must."
    return argument + " Not all corners of one face fit into the list, so the description of that face is incomplete."
