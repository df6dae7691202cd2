"""Deviations off the grid: what an answer on a calendar says about the game whose dates are a continuum.

An equilibrium on a grid is one among the plans of the grid. Off it a player may do better: by releasing between two
slots, or by undercutting by less than a step. ``epsilon`` is the most that any player gains so, at any equilibrium, on
a grid of a quarter of the step, as a share of the range of its payoffs: the equilibrium is an epsilon-equilibrium of
that finer game, in which everybody else stays on the old grid.

Where plans are fixed at the start, everybody else keeps to them. A lab that commits first and deviates is answered
anew, from the old grid. Where labs react nothing is computed: a date off the grid is a history that nobody planned for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from solver.game.normal_form import NormalForm

PARTS = 4
"""Steps of the finer grid in one of the old."""
MOST_PLAYS = 1000
"""Equilibria whose deviations are looked at; with more of them nothing is said."""
MOST_PROFILES = 20_000
"""Profiles of a finer game, at most."""
MOST_CELLS = 8_000_000
"""Profiles times plans of who deviates, at most: with as many stretches of time as dates, a fraction of a second."""

SMALLEST = 1e-9
"""A gain below this share of the payoff range is rounding."""
KEPT = "the others keep to their plans"
ANSWERED = "the others answer on it"
NOT_COMPUTED = "what is gained off it was not computed"
UNKNOWN = "what is gained off it is computed for plans fixed at the start, not for labs that react"

Play = Sequence[FloatArray]


@dataclass(frozen=True)
class Grid(Plain):
    """The grid on which a game was solved.

    Attributes:
        step: distance between its plans.
        epsilon: the most that a player gains off the grid, as a share of the range of its payoffs; ``None`` where it is
            not known.
        player: who gains it; empty if nobody gains, or if it is not known.
        others: what the others do then, or why nothing is known, in words; empty where nobody gains.
    """

    step: float
    epsilon: float | None
    player: str = ""
    others: str = ""

    @property
    def sentence(self) -> str:
        """What to say of it."""
        if self.epsilon is None:
            return f"The answer is one on a grid of step {self.step:g}: {self.others}."
        if not self.player:
            return f"The answer is one on a grid of step {self.step:g}, off which nobody gains."
        how = f"{self.player} alone" if self.others == KEPT else f"{self.player}, whom {self.others},"
        return f"Off the grid of step {self.step:g} {how} gains {of_range(self.epsilon)}."

    def entries(self) -> dict[str, object]:
        """The JSON of ``grid``."""
        return {**super().entries(), "player": self.player or None, "parts": PARTS}


def of_range(share: float) -> str:
    """A share of a player's range of payoffs in words.

    Example:
        >>> of_range(0.00184), of_range(0.998)
        ('0.18 % of its payoff range', '100 % of its payoff range')
    """
    return f"{100 * share:{'.2g' if share < 0.1 else '.0f'}} % of its payoff range"


@dataclass(frozen=True)
class Leader:
    """Who commits first.

    Attributes:
        index: of the player.
        value: what it gets, the others answering; ties are decided in its favour.
        value_in: the same in another game.
    """

    index: int
    value: float
    value_in: Callable[[NormalForm], float]


def grid_of(game: Game, form: NormalForm, plays: Sequence[Play], leader: Leader | None = None) -> Grid | None:
    """The grid of a game, and what equilibria leave to gain off it; ``None`` where there is no grid.

    Args:
        game: what was solved.
        form: its normal form.
        plays: equilibria, a mixed action per player.
        leader: who commits first, if somebody does.
    """
    step = game.grid_step
    if step is None:
        return None
    if not 0 < len(plays) <= MOST_PLAYS:
        return Grid(step, None, others=NOT_COMPUTED)
    kept = [
        {label for a, label in enumerate(labels) if any(play[i][a] > 0 for play in plays)}
        for i, labels in enumerate(form.actions)
    ]
    gains = [
        _gain_of(leader, game, form) if leader is not None and i == leader.index else _gain(game, form, plays, kept, i)
        for i in range(len(form.players))
    ]
    known = [(gain, i) for i, gain in enumerate(gains) if gain is not None]
    if not known:
        return Grid(step, None, others=NOT_COMPUTED)
    most, who = max(known, key=lambda pair: pair[0])
    if most == 0:
        return Grid(step, 0.0)
    is_answered = leader is not None and who == leader.index and len(form.players) > 1
    return Grid(step, most, form.players[who], ANSWERED if is_answered else KEPT)


def _gain_of(leader: Leader, game: Game, form: NormalForm) -> float | None:
    """What who commits first gains by a plan off the grid, which the others answer on it."""
    own = form.n_actions[leader.index]
    if not _fits(own, prod(form.n_actions) // own):
        return None
    finer = game.refined(PARTS, leader.index, [set(labels) for labels in form.actions])
    if finer is None:
        return None
    size = float(np.ptp(form.payoffs[leader.index])) or 1.0
    gain = (leader.value_in(finer.normal_form()) - leader.value) / size
    return gain if gain > SMALLEST else 0.0


def _gain(game: Game, form: NormalForm, plays: Sequence[Play], kept: Sequence[set[str]], player: int) -> float | None:
    """The most that one player gains off the grid, as a share of its range; ``None`` where there is no finer grid."""
    counts = [len(labels) for i, labels in enumerate(kept) if i != player]
    if not _fits(len(form.actions[player]), prod(counts)):
        return None
    finer = game.refined(PARTS, player, kept)
    if finer is None:
        return None
    own = finer.payoffs_of(player)
    places = [{label: a for a, label in enumerate(labels)} for labels in finer.plan_labels()]
    size = float(np.ptp(form.payoffs[player])) or 1.0
    most = 0.0
    for play in plays:
        worth = own
        for i in reversed(range(len(places))):
            if i == player:
                continue
            mixed = np.zeros(len(places[i]))
            for a in np.flatnonzero(play[i]).tolist():
                mixed[places[i][form.actions[i][a]]] = play[i][a]
            worth = np.tensordot(worth, mixed, axes=(i, 0))
        old = [places[player][form.actions[player][a]] for a in np.flatnonzero(play[player]).tolist()]
        now = float(np.dot(play[player][play[player] > 0], worth[old]))
        most = max(most, (float(worth.max()) - now) / size)
    return most if most > SMALLEST else 0.0


def _fits(plans: int, others: int) -> bool:
    """Whether a finer game is small enough: from so many plans of who deviates, and profiles of the others."""
    finer = PARTS * plans
    return finer * others <= MOST_PROFILES and finer * others * finer <= MOST_CELLS
