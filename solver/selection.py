"""Choosing one equilibrium by a named rule: logit branch, linear tracing from a prior, payoff and risk dominance.

A selection never replaces the set of equilibria; it is shown beside it under its name. What each rule misses is said
with it. Letters as in ``solver.nplayer.multilinear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.errors import GameError
from solver.normal_form import NormalForm
from solver.nplayer import logit, tracing
from solver.nplayer.multilinear import normalise, offsets, split
from solver.points import certify
from solver.solution import Equilibrium

FloatArray = NDArray[np.float64]

SETTLE_FROM = 100.0
"""Precision, per unit of the widest column, up to which the logit branch is followed in any case."""


@dataclass(frozen=True, eq=False)
class Selected:
    """What a rule selected.

    Attributes:
        rule: its name.
        equilibrium: the certified point, or ``None`` where the rule ended without one.
        note: how it went, in one sentence.
        bifurcations: brackets of the path parameter around points where other branches cross the one followed.
    """

    rule: str
    equilibrium: Equilibrium | None
    note: str
    bifurcations: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class LogitSelection:
    """The limit of the principal logit branch (McKelvey and Palfrey 1995), unique in almost every game.

    What it misses: in games with ties or symmetries the branch can meet others; such crossings are bracketed and
    reported, and the point selected then depends on which branch is followed. It depends on how payoffs are scaled
    between players (every player's widest column is one here).
    """

    max_precision: float = 1e6

    def __call__(self, game: NormalForm) -> Selected:
        """Follow the branch from the centroid."""
        # Below this precision an equilibrium may lie close to a branch that still turns elsewhere.
        path = logit.follow(normalise(game.payoffs), settle_from=SETTLE_FROM, max_precision=self.max_precision)
        crossings = f"; {len(path.bifurcations)} bifurcations were passed" if path.bifurcations else ""
        if path.limit is None:
            note = f"the branch was followed to precision {path.precisions[-1]:.4g} without a clear end{crossings}"
            return Selected("logit branch", None, note, path.bifurcations)
        note = f"the branch was followed to precision {path.precisions[-1]:.4g}{crossings}"
        point = certify(game, split(path.limit, offsets(game.n_actions)))
        return Selected("logit branch", point, note, path.bifurcations)


@dataclass(frozen=True)
class PayoffDominance:
    """The equilibrium of a list in which every player earns at least as much as in every other of the list.

    What it misses: usually there is none; and it looks only at the equilibria it is given.
    """

    def __call__(self, equilibria: Sequence[Equilibrium]) -> Equilibrium | None:
        """The dominant one, or ``None``."""
        for e in equilibria:
            others = [o for o in equilibria if o is not e]
            if all(np.all(e.payoffs >= o.payoffs) and np.any(e.payoffs > o.payoffs) for o in others):
                return e
        return None


@dataclass(frozen=True)
class RiskDominance:
    """Of two equilibria of a two-player game, the one with less at stake in deviating from the other.

    Harsanyi and Selten (1988): for two strict pure equilibria that differ in both players' actions, the one whose
    product of deviation losses, against the other one's actions, is larger.

    What it misses: games of more players, equilibria that share an action, and mixed ones, where the definition needs
    the tracing procedure.
    """

    def __call__(self, game: NormalForm, first: Equilibrium, second: Equilibrium) -> Equilibrium | None:
        """The risk-dominant one, ``None`` if the products are equal.

        Raises:
            GameError: not two players, or the equilibria are not pure or share an action.
        """
        pures = [e.support for e in (first, second)]
        if game.n_players != 2 or not (first.is_pure and second.is_pure):
            raise GameError("these equilibria", "two pure equilibria of a two-player game", "use LinearTracing")
        (a, b), (c, d) = ((p[0][0], p[1][0]) for p in pures)
        if a == c or b == d:
            raise GameError("two equilibria with a common action", "different actions of both", "use PayoffDominance")
        u, v = game.payoffs
        stake = (u[a, b] - u[c, b]) * (v[a, b] - v[a, d])
        other = (u[c, d] - u[a, d]) * (v[c, d] - v[c, b])
        if np.isclose(stake, other, rtol=1e-12, atol=0):
            return None
        return first if stake > other else second


@dataclass(frozen=True)
class LinearTracing:
    """The logarithmic tracing procedure of Harsanyi (1975) from a stated prior; see ``solver.nplayer.tracing``.

    What it misses: which prior is right. Another prior may select another equilibrium.
    """

    def __call__(self, game: NormalForm, prior: Sequence[FloatArray] | None = None) -> Selected:
        """Trace from ``prior``, one mixed action ``(A_i,)`` per player; from the centroid if it is not given.

        Raises:
            GameError: the prior is no profile of mixed actions of this game.
        """
        start = tuple(np.full(n, 1 / n) for n in game.n_actions) if prior is None else tuple(map(np.asarray, prior))
        shapes = tuple(own.shape for own in start)
        if shapes != tuple((n,) for n in game.n_actions) or any(
            own.min() < 0 or abs(own.sum() - 1) > 1e-9 for own in start
        ):
            raise GameError(
                "this prior", f"one probability vector per player, of lengths {game.n_actions}", "check its sums"
            )
        path = tracing.trace(normalise(game.payoffs), np.concatenate(start))
        point = None if path.limit is None else certify(game, split(path.limit, offsets(game.n_actions)))
        crossings = f", past {len(path.bifurcations)} bifurcations" if path.bifurcations else ""
        note = f"traced to t = {path.parameters[-1]:.6g} in {len(path.parameters)} steps{crossings}"
        return Selected("linear tracing", point, note, path.bifurcations)
