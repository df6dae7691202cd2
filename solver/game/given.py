"""What a caller may call a game, and a profile of it; inside the package both have one form only.

A game: a :class:`~solver.game.normal_form.NormalForm`; the payoff matrices of two players; one array of payoffs,
players first; a game of nashpy (or anything else with ``payoff_matrices``); or the path of a ``.nfg`` file.
A profile: for each player probabilities, the index of one action, or its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.common.words import shortened
from solver.game.nfg import read_nfg
from solver.game.normal_form import NormalForm, Payoffs
from solver.game.profile import regret as regret_of_arrays

SUM = 1e-9
"""Probabilities may miss a sum of 1 by this much."""


@runtime_checkable
class HasMatrices(Protocol):
    """A game of another library, such as ``nashpy.Game``."""

    @property
    def payoff_matrices(self) -> tuple[ArrayLike, ArrayLike]:
        """The two players' payoffs, rows being the first player's actions in both."""


GameLike = NormalForm | HasMatrices | Payoffs | PathLike[str]
Mixed = ArrayLike | str
"""One player's part of a profile: probabilities, the index of an action, or its label."""

_EXPECTED = "a NormalForm, two payoff matrices, an array (N, A_0, ..., A_{N-1}), a nashpy.Game or a .nfg file"


def as_game(game: GameLike, column: Payoffs | None = None) -> NormalForm:
    """The game that a caller means.

    Args:
        game: a game, see the top of this file; with ``column``, the first player's payoffs.
        column: the second player's payoffs ``(A_0, A_1)``, both matrices with player 1's actions in rows.

    Raises:
        GameError: it is no game.
    """
    if column is not None:
        if isinstance(game, NormalForm | HasMatrices | str | PathLike):
            raise GameError(
                f"a {type(game).__name__} and a second payoff matrix came",
                "a game, or two payoff matrices",
                "give the game alone",
            )
        return NormalForm.from_bimatrix(game, column)
    if isinstance(game, NormalForm):
        return game
    if isinstance(game, str | PathLike):
        if Path(game).suffix != ".nfg":
            raise GameError(f"the text {str(game)!r} came", _EXPECTED, "names of games belong to openrace.load")
        return read_nfg(game)
    if isinstance(game, HasMatrices):
        return NormalForm.from_bimatrix(*game.payoff_matrices)
    if game is None or isinstance(game, dict | set | bool):
        raise GameError(f"{_article(game)} came", _EXPECTED, "give the payoffs of every player")
    return NormalForm.from_payoffs(game)


def as_profile(game: NormalForm, profile: Sequence[Mixed] | FloatArray) -> tuple[FloatArray, ...]:
    """One probability vector ``(A_i,)`` for each player.

    Raises:
        GameError: it is no profile of that game.
    """
    given = isinstance(profile, Sequence | np.ndarray) and not isinstance(profile, str)
    parts = list(profile) if given else []
    if len(parts) != game.n_players:
        raise GameError(
            f"{len(parts)} strategies came" if given else f"{_article(profile)} came",
            f"a strategy for each of the {game.n_players} players",
            "each is a list of probabilities, the index of an action, or its label",
        )
    return tuple(_strategy(game, player, part) for player, part in enumerate(parts))


def regret(game: GameLike, profile: Sequence[Mixed] | FloatArray) -> float:
    """The most that a player could gain by deviating alone from a profile, in units of payoff; 0 at an equilibrium.

    Args:
        game: a game, in any of the forms that :func:`solver.solve` takes.
        profile: for each player probabilities, the index of an action, or its label.

    Raises:
        GameError: it is no game, or no profile of it.

    Example:
        >>> import solver
        >>> prisoners = solver.NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
        >>> solver.regret(prisoners, (0, 0))
        2.0
        >>> solver.regret(prisoners, ([0, 1], [0, 1]))
        0.0
    """
    known = as_game(game)
    return regret_of_arrays(known.payoffs, as_profile(known, profile))


def _strategy(game: NormalForm, player: int, part: Mixed) -> FloatArray:
    labels, name = game.actions[player], game.players[player]
    if isinstance(part, str):
        if part not in labels:
            near = get_close_matches(part, labels, 1)
            raise GameError(
                f"{name} has no action {part!r}",
                f"one of {', '.join(labels[:SHOWN])}" + (", ..." if len(labels) > SHOWN else ""),
                f"did you mean {near[0]!r}?" if near else "actions can be given by their index too",
            )
        return np.asarray(np.eye(len(labels))[labels.index(part)])
    if isinstance(part, int | np.integer) and not isinstance(part, bool):
        if not 0 <= part < len(labels):
            raise GameError(f"{name} has no action {part}", f"0 to {len(labels) - 1}", "actions are counted from 0")
        return np.asarray(np.eye(len(labels))[int(part)])
    try:
        chances = np.array(part, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        chances = np.zeros(0)
    if chances.shape != (len(labels),):
        raise GameError(
            f"the strategy of {name} is {shortened(repr(part))}",
            f"{len(labels)} probabilities, one for each action",
            "an action played for sure can be given by its index or its label",
        )
    if not np.isfinite(chances).all() or chances.min() < 0 or abs(chances.sum() - 1) > SUM:
        raise GameError(
            f"the strategy of {name} is {shortened(repr(part))}",
            "probabilities that sum to 1",
            "divide them by their sum",
        )
    return np.asarray(chances / chances.sum())


def _article(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


SHOWN = 12
"""Actions named in an error at most."""
