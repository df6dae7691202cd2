"""Every equilibrium of a game of one or two players, with proof.

Two players: the payoffs are read as integers (``solver.game.resolution``), the complementarity tree is closed in
integers (``solver.two_player.exact``), and what it returns is checked once more from outside: the regret of every
extreme equilibrium, from the payoffs as they came. One player: every action that is best, and all mixtures of these.

What it does not do: large games. Time grows with the number of equilibria and, in the worst case, exponentially with
the number of actions; timing games of a dozen dates take a tenth of a second, random ones of 15 actions a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm
from operator import mul

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.clock import Clock
from solver.common.errors import GameError
from solver.common.words import capital, count, every
from solver.game.normal_form import NormalForm
from solver.game.profile import expected_payoffs, regret
from solver.game.resolution import IntegerPayoffs
from solver.game.solution import (
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
from solver.game.ties import best_replies
from solver.two_player.exact import MAX_NODES, ExactBimatrix, floats, solve_bimatrix

Strategy = tuple[Fraction, ...]


@dataclass(frozen=True)
class AllEquilibria:
    """All equilibria of a two-player game: maximal Nash subsets, components, indices, and a reason to believe it.

    Attributes:
        max_extremes: extreme equilibria listed at most; faces and components are complete all the same.
        max_nodes: nodes of the tree at most; a search that ends there says so and claims nothing.
        budget: seconds after which the tree stops in the same way.
        keep_when_interrupted: whether Ctrl-C stops the tree in the same way, instead of raising ``KeyboardInterrupt``.
    """

    max_extremes: int = MAX_EXTREMES
    max_nodes: int = MAX_NODES
    budget: float = inf
    keep_when_interrupted: bool = False

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``.

        Raises:
            GameError: the game has not two players.
        """
        _need_players(game, 2, "leave the method out: the default fits the number of players")
        integers = game.integers()
        first, second = integers.values
        clock = Clock(self.budget, self.keep_when_interrupted)
        exact = solve_bimatrix(
            first.tolist(), second.tolist(), max_extremes=self.max_extremes, max_nodes=self.max_nodes, clock=clock
        )
        x, y = floats(exact.x_vertices, game.n_actions[0]), floats(exact.y_vertices, game.n_actions[1])
        equilibria = _equilibria(game, exact, integers, x, y)
        nodes = count(exact.nodes, "node")
        return Solution(
            game=game,
            method="complementarity tree in exact arithmetic",
            vertices=(x, y),
            equilibria=equilibria,
            components=_components(exact),
            status=_status(exact, clock),
            certificate=_certificate(game, exact, equilibria, integers.exact),
            searched=f"All pairs of mixed strategies; {nodes} searched, {exact.n_open:,} left open.",
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
        vertices = np.zeros((len(best), game.n_actions[0]))
        vertices[np.arange(len(best)), best] = 1.0
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
            status=Status(StatusCode.COMPLETE, f"{every(len(best), 'best action')} listed."),
            certificate=Certificate(
                max_regret(equilibria),
                True,
                "Every action was compared; a mixture is best exactly when its actions are.",
            ),
            searched="All actions.",
        )


def _need_players(game: NormalForm, n_players: int, hint: str) -> None:
    if game.n_players != n_players:
        raise GameError(f"the game has {game.n_players} players", f"a game of {n_players}", hint)


def _equilibria(
    game: NormalForm, exact: ExactBimatrix, integers: IntegerPayoffs, x: FloatArray, y: FloatArray
) -> tuple[Equilibrium, ...]:
    # What each action earns against each corner, from the payoffs as they came: the definition of solver.game.profile,
    # once per corner instead of once per pair of corners.
    row_values, column_values = game.payoffs[0] @ y.T, x @ game.payoffs[1]
    by_x, by_y = _exact_values(exact, integers)
    out = []
    for (i, j), component in zip(exact.extremes, exact.component_of, strict=True):
        payoffs = np.array([x[i] @ row_values[:, j], column_values[i] @ y[j]])
        gains = row_values[:, j].max() - payoffs[0], column_values[i].max() - payoffs[1]
        point = ExactPoint((exact.x_vertices[i], exact.y_vertices[j]), (by_y[j], by_x[i])) if integers.exact else None
        out.append(
            Equilibrium(
                strategies=(x[i], y[j]),
                payoffs=payoffs,
                regret=max(0.0, *map(float, gains)),
                component=component,
                at=(i, j),
                exact=point,
            )
        )
    return tuple(out)


def _exact_values(exact: ExactBimatrix, integers: IntegerPayoffs) -> tuple[list[Fraction], list[Fraction]]:
    """Per corner of the row player what the column player earns against it, and the reverse; empty if inexact.

    In equilibrium everybody earns the value of a best reply, which only the other's strategy decides.
    """
    if not integers.exact:
        return [], []
    row, column = integers.values[0].tolist(), integers.values[1].T.tolist()
    by_x = [_best_value(column, corner, integers.denominators[1]) for corner in exact.x_vertices]
    by_y = [_best_value(row, corner, integers.denominators[0]) for corner in exact.y_vertices]
    return by_x, by_y


def _best_value(payoffs: list[list[int]], strategy: Strategy, denominator: int) -> Fraction:
    common = lcm(*(p.denominator for p in strategy))
    weights = [p.numerator * (common // p.denominator) for p in strategy]
    best = max(sum(map(mul, weights, line)) for line in payoffs)
    return Fraction(best, common * denominator)


def _exact_choice(integers: IntegerPayoffs, action: int) -> ExactPoint:
    values, denominator = integers.values[0].tolist(), integers.denominators[0]
    choice = tuple(Fraction(int(k == action)) for k in range(len(values)))
    return ExactPoint((choice,), (Fraction(values[action], denominator),))


def _components(exact: ExactBimatrix) -> tuple[Component, ...]:
    indices: tuple[int | None, ...] = exact.indices or (None,) * len(exact.components)
    return tuple(
        Component(tuple(exact.subsets[s] for s in group), index)
        for group, index in zip(exact.components, indices, strict=True)
    )


def _status(exact: ExactBimatrix, clock: Clock) -> Status:
    n_extremes, n_components, n_subsets = len(exact.extremes), len(exact.components), len(exact.subsets)
    if exact.n_open:
        code = StatusCode.PARTIAL if n_extremes else StatusCode.FAILED
        ending, more = (
            ("the budget of nodes is spent", "max_nodes") if not clock.is_over else (clock.ending, "the budget")
        )
        return Status(
            code,
            f"{capital(ending)} with {count(exact.n_open, 'node')} open; "
            f"{count(n_extremes, 'extreme equilibrium')} found so far. Raise {more}, or remove dominated actions.",
        )
    if not exact.faces_complete:
        return Status(
            StatusCode.PARTIAL,
            f"All {n_subsets} maximal Nash subsets were found, but one has more corners than fit into the list, so "
            "components may touch where none is shown. Fewer actions per player show them all.",
        )
    if exact.truncated:
        return Status(
            StatusCode.COMPLETE,
            f"All equilibria were found, as {n_subsets} products of faces in {n_components} components; of their "
            f"extreme equilibria {n_extremes:,} are listed. Raise max_extremes to list more.",
        )
    return Status(
        StatusCode.COMPLETE,
        f"All equilibria were found: {count(n_extremes, 'extreme equilibrium')} in {count(n_components, 'component')}.",
    )


def _certificate(
    game: NormalForm, exact: ExactBimatrix, equilibria: Sequence[Equilibrium], payoffs: bool
) -> Certificate:
    """Soundness from the original payoffs, completeness from the tree; ``payoffs`` says whether they are exact."""
    worst = max_regret(equilibria)
    if exact.n_open:
        return Certificate(worst, False, f"{exact.n_open} branches of the search were left open.")
    reason = (
        "In equilibrium every action has probability zero or regret zero; each branch of that choice, "
        f"{exact.nodes} nodes, was closed in exact arithmetic."
    )
    if not payoffs:
        reason += (
            f" The payoffs are no short decimals, so differences were rounded to {game.resolution:g} of their range: "
            "the proof is about the rounded game, in which payoffs closer than that tie."
        )
    if not exact.faces_complete:
        return Certificate(worst, False, reason + " Not all corners of one face fit into the list.")
    if exact.indices:
        reason += " The indices of all components sum to 1, as they must."
    return Certificate(worst, True, reason)
