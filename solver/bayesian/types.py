"""Bayesian games with finitely many types, as normal forms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, TooLargeError
from solver.common.tolerances import OFF_ONE
from solver.game.normal_form import MAX_PROFILES, NormalForm


@dataclass(frozen=True, eq=False)
class BayesianGame:
    """A game whose players know their own types alone.

    Attributes:
        prior: ``(T_0, ..., T_{N-1})`` chances of profiles of types, which sum to 1.
        payoffs: ``(N, T_0, ..., T_{N-1}, A_0, ..., A_{N-1})``.

    Raises:
        GameError: shapes do not fit, the prior is none, or a type never occurs.

    Example:
        >>> import numpy as np, solver
        >>> from solver.bayesian import BayesianGame
        >>> # Player 2 likes to match (type 0) or to differ (type 1), equally likely; player 1 likes to match.
        >>> payoffs = np.zeros((2, 1, 2, 2, 2))
        >>> payoffs[0, 0, :] = np.eye(2)
        >>> payoffs[1, 0, 0], payoffs[1, 0, 1] = np.eye(2), 1 - np.eye(2)
        >>> game = BayesianGame(np.array([[0.5, 0.5]]), payoffs)
        >>> solver.solve(game.plans(), "pure").equilibria[0].support
        ((0,), (1,))
    """

    prior: FloatArray
    payoffs: FloatArray

    def __post_init__(self) -> None:
        n = self.prior.ndim
        if self.payoffs.ndim != 2 * n + 1 or self.payoffs.shape[: n + 1] != (n, *self.prior.shape):
            raise GameError(
                f"a prior of shape {self.prior.shape} and payoffs of shape {self.payoffs.shape}",
                "payoffs (N, types of each, actions of each)",
                "one payoff per player, profile of types and profile of actions",
            )
        if not abs(self.prior.sum() - 1.0) <= OFF_ONE or (self.prior < 0).any():
            raise GameError(f"a prior that sums to {self.prior.sum():g}", "chances that sum to 1", "divide by the sum")
        for i in range(n):
            if (self.chances(i) <= 0).any():
                raise GameError(f"player {i + 1} has a type that never occurs", "types with a chance", "leave it out")

    @property
    def n_players(self) -> int:
        """``N``."""
        return self.prior.ndim

    @property
    def n_actions(self) -> tuple[int, ...]:
        """``(A_0, ..., A_{N-1})``."""
        return self.payoffs.shape[self.n_players + 1 :]

    def chances(self, player: int) -> FloatArray:
        """``(T_i,)`` chances of a player's types."""
        return np.asarray(self.prior.sum(axis=tuple(j for j in range(self.n_players) if j != player)))

    def agents(self) -> NormalForm:
        """The normal form of the agents: one player per player and type, who expects the others' types by the prior.

        Raises:
            TooLargeError: more profiles than a payoff tensor may have.
        """
        owners = [(i, t) for i, count in enumerate(self.prior.shape) for t in range(count)]
        shape = tuple(self.n_actions[i] for i, _ in owners)
        if np.prod(shape, dtype=float) > MAX_PROFILES:
            raise TooLargeError(
                f"{len(owners)} agents with {shape} actions", f"{MAX_PROFILES:,} profiles", "fewer types"
            )
        out = np.zeros((len(owners), *shape))
        for types in product(*[range(count) for count in self.prior.shape]):
            seats = [owners.index((i, t)) for i, t in enumerate(types)]
            for seat, (i, _) in zip(seats, enumerate(types), strict=True):
                weight = self.prior[types] / self.chances(i)[types[i]]
                own = np.moveaxis(self.payoffs[(i, *types)], range(self.n_players), np.argsort(np.argsort(seats)))
                window = [self.n_actions[owners[k][0]] if k in seats else 1 for k in range(len(owners))]
                out[seat] += weight * own.reshape(window)
        players = [f"player {i + 1}, type {t}" for i, t in owners]
        return NormalForm.from_payoffs(out, players=players, title="agents")

    def plans(self) -> NormalForm:
        """The normal form of plans, an action for every type, in which players expect before they know their types.

        Plans are in order: the last type's action changes first.

        Raises:
            TooLargeError: more profiles than a payoff tensor may have.
        """
        lists = [list(product(range(a), repeat=t)) for a, t in zip(self.n_actions, self.prior.shape, strict=True)]
        shape = tuple(len(plans) for plans in lists)
        if np.prod(shape, dtype=float) > MAX_PROFILES:
            raise TooLargeError(f"plans {shape}", f"{MAX_PROFILES:,} profiles", "take fewer types or actions")
        out = np.zeros((self.n_players, *shape))
        for types in product(*[range(count) for count in self.prior.shape]):
            # What each plan does at these types picks the payoffs out of the actions' table.
            actions = [np.array([plan[t] for plan in plans]) for plans, t in zip(lists, types, strict=True)]
            for i in range(self.n_players):
                out[i] += self.prior[types] * self.payoffs[(i, *types)][np.ix_(*actions)]
        labels = [["".join(map(str, plan)) for plan in plans] for plans in lists]
        return NormalForm.from_payoffs(out, actions=labels, title="plans")
