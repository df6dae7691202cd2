"""Normal-form games as payoff tensors.

Axes, here and in every module of ``solver``: ``B`` games in a batch, ``N`` players, ``A_i`` actions of player ``i``.
``payoffs[i, a_0, ..., a_{N-1}]`` is what player ``i`` gets when profile ``(a_0, ..., a_{N-1})`` is played.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from numbers import Real
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.common.arrays import ExactArray, FloatArray, exact_array
from solver.common.errors import GameError, require
from solver.common.tolerances import COARSEST_RESOLUTION, RESOLUTION
from solver.common.words import shown
from solver.game.resolution import IntegerPayoffs, to_integers

Payoffs = ArrayLike | Sequence[Sequence[Fraction | int]]
"""Payoffs as a caller gives them."""

MAX_PROFILES = 20_000_000
"""Largest number of pure profiles a payoff tensor may have: N * 8 bytes each, half a gigabyte for three players."""


@dataclass(frozen=True, eq=False)
class NormalForm:
    """One finite game in normal form.

    Build it with :meth:`from_payoffs`, :meth:`from_bimatrix`, :meth:`from_fractions` or :meth:`from_nfg`, which
    validate.

    Attributes:
        payoffs: ``(N, A_0, ..., A_{N-1})`` float64, C-contiguous and read-only.
        players: ``N`` names.
        actions: ``A_i`` labels for each player.
        title: what the game is called, for humans.
        resolution: payoff differences below this fraction of the payoff range are ties (see
        ``solver.game.resolution``).
        fractions: the payoffs as exact rationals when they were given so (``.nfg`` files), shaped like ``payoffs``.
    """

    payoffs: FloatArray
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    title: str = ""
    resolution: float = RESOLUTION
    fractions: ExactArray | None = field(default=None, repr=False)

    @classmethod
    def from_payoffs(
        cls,
        payoffs: Payoffs,
        *,
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        title: str = "",
        resolution: float = RESOLUTION,
    ) -> NormalForm:
        """Validate a payoff tensor ``(N, A_0, ..., A_{N-1})`` and name its players and actions.

        Fractions stay exact.

        Raises:
            GameError: ragged, empty, wrongly shaped or non-finite payoffs, or labels that do not fit.
        """
        exact = _rationals(payoffs)
        if exact is not None:
            return cls.from_fractions(exact[0], players=players, actions=actions, title=title, resolution=resolution)
        tensor = _as_tensor(payoffs)
        n_players, shape = tensor.shape[0], tensor.shape[1:]
        names = _texts([f"player {i + 1}" for i in range(n_players)] if players is None else players, "player names")
        rows = [[str(a) for a in range(n)] for n in shape] if actions is None else actions
        require(rows, Iterable, "one list of labels for each player", "leave them out for numbers")
        labels = tuple(_texts(row, "action labels") for row in rows)
        _check_labels(names, labels, shape)
        if not isinstance(resolution, Real) or not 0 <= resolution < COARSEST_RESOLUTION:
            raise GameError(
                f"resolution is {shown(resolution)}",
                "a fraction of the payoff range between 0 and 0.001",
                f"leave it out for {RESOLUTION:g}",
            )
        tensor.setflags(write=False)
        return cls(tensor, names, labels, title, float(resolution))

    @classmethod
    def from_bimatrix(cls, row: Payoffs, column: Payoffs, **labels: Any) -> NormalForm:
        """Two players: ``row[i, j]`` and ``column[i, j]`` are their payoffs at actions ``(i, j)``."""
        exact = _rationals(row, column)
        if exact is not None:
            return cls.from_fractions(exact, **labels)
        first, second = _as_array(row, "row"), _as_array(column, "column")
        if first.shape != second.shape or first.ndim != 2:
            raise GameError(
                f"the two payoff matrices have shapes {first.shape} and {second.shape}",
                "two matrices of one shape (A_0, A_1)",
                "rows are player 1's actions and columns player 2's, in both matrices",
            )
        return cls.from_payoffs(np.stack([first, second]), **labels)

    @classmethod
    def from_fractions(cls, payoffs: ExactArray, **labels: Any) -> NormalForm:
        """A game whose payoffs are exact: an object array ``(N, A_0, ..., A_{N-1})`` of ``Fraction`` or ``int``.

        Raises:
            GameError: a payoff is no such number or too large for a float, or the shape or the labels do not fit.
        """
        exact = np.array(payoffs, dtype=object)
        try:
            flat = [v if type(v) is Fraction else Fraction(v) for v in exact.ravel()]
            floats = np.array([float(v) for v in flat])
        except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise GameError(
                f"the payoffs cannot be read as exact numbers ({error})",
                "fractions and whole numbers below 1e308",
                "choose smaller numbers: equilibria depend on ratios of differences only",
            ) from error
        game = cls.from_payoffs(floats.reshape(exact.shape), **labels)
        return replace(game, fractions=exact_array(flat, exact.shape))

    @classmethod
    def from_nfg(cls, source: str | PathLike[str]) -> NormalForm:
        """The game in a ``.nfg`` file, or in the text of one; payoffs exact.

        Args:
            source: a path, or the text itself, which begins with ``NFG``.

        Raises:
            GameError: the file cannot be read, or its text is not the format.

        Example:
            >>> import solver
            >>> solver.NormalForm.from_nfg('NFG 1 R "pennies" { "a" "b" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
            NormalForm(pennies: a, b; 2 x 2 actions)
        """
        from solver.game.nfg import read_nfg
        from solver.game.nfg_read import parse_nfg

        if isinstance(source, str) and source.lstrip().startswith("NFG"):
            return parse_nfg(source)
        return read_nfg(source)

    @property
    def n_players(self) -> int:
        """``N``."""
        return len(self.payoffs)

    @property
    def n_actions(self) -> tuple[int, ...]:
        """``(A_0, ..., A_{N-1})``."""
        return self.payoffs.shape[1:]

    @property
    def payoff_range(self) -> float:
        """Largest difference between two payoffs of one player: the unit in which regret is judged (1 if constant)."""
        flat = self.payoffs.reshape(self.n_players, -1)
        return float((flat.max(axis=1) - flat.min(axis=1)).max()) or 1.0

    def integers(self) -> IntegerPayoffs:
        """Integer payoffs of a strategically equal game, ties restored (see ``solver.game.resolution``)."""
        return self._integers

    @cached_property
    def _integers(self) -> IntegerPayoffs:
        return to_integers(self.payoffs, self.resolution, self.fractions)

    def restrict(self, kept: Sequence[Sequence[int]]) -> NormalForm:
        """The subgame in which player ``i`` keeps the actions ``kept[i]`` only."""
        window = np.ix_(range(self.n_players), *[list(k) for k in kept])
        labels = tuple(tuple(row[a] for a in k) for row, k in zip(self.actions, kept, strict=True))
        payoffs = np.ascontiguousarray(self.payoffs[window])
        payoffs.setflags(write=False)
        fractions = None if self.fractions is None else self.fractions[window]
        return NormalForm(payoffs, self.players, labels, self.title, self.resolution, fractions)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.n_actions)
        return f"NormalForm({self.title or 'untitled'}: {', '.join(self.players)}; {size} actions)"


def _rationals(*payoffs: Payoffs) -> ExactArray | None:
    """Arrays of one shape, stacked, if they hold fractions (or integers beyond 64 bits) and whole numbers only."""
    try:
        arrays = [np.asarray(given) for given in payoffs]
    except ValueError:
        return None  # ragged: refused, in words, by what reads floats
    kinds = {values.dtype.kind for values in arrays}
    if "O" not in kinds or not kinds <= set("Oiu") or len({values.shape for values in arrays}) > 1:
        return None
    stacked = np.stack([values.astype(object) for values in arrays])
    return stacked if stacked.size and all(isinstance(v, int | Fraction) for v in stacked.ravel()) else None


def _as_array(payoffs: Payoffs, name: str) -> FloatArray:
    try:
        if getattr(payoffs, "dtype", np.dtype(float)).kind == "c":
            raise TypeError("a complex number is no payoff")
        return np.array(payoffs, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError) as error:
        raise GameError(
            f"{name} cannot be read as an array of numbers ({error})",
            "a full rectangular array of numbers",
            "every player needs one payoff at every profile: look for a row that is too short, or for text",
        ) from error


def _as_tensor(payoffs: Payoffs) -> FloatArray:
    tensor = _as_array(payoffs, "payoffs")
    if tensor.ndim < 2 or tensor.shape[0] != tensor.ndim - 1:
        raise GameError(
            f"payoffs has shape {tensor.shape}",
            "(N, A_0, ..., A_{N-1}): one leading axis of N players, then one axis of actions per player",
            "stack the players' payoff arrays along a new first axis",
        )
    if tensor.size == 0:
        raise GameError(
            f"payoffs has shape {tensor.shape}",
            "at least one action per player",
            "a lab that cannot act has 1 action",
        )
    if tensor[0].size > MAX_PROFILES:
        raise GameError(
            f"the game has {tensor[0].size:,} profiles",
            f"at most {MAX_PROFILES:,}",
            "use fewer slots or fewer labs, or remove dominated plans first",
        )
    bad = np.argwhere(~np.isfinite(tensor))
    if len(bad):
        where = ", ".join(str(k) for k in bad[0])
        raise GameError(
            f"payoffs[{where}] is {tensor[tuple(bad[0])]}",
            "finite payoffs",
            "forbid a profile with a large finite penalty: solvers subtract payoffs, and inf - inf is nan",
        )
    return tensor


def _texts(given: Sequence[str], what: str) -> tuple[str, ...]:
    texts = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else None
    if texts is None or not all(isinstance(one, str) for one in texts):
        raise GameError(f"{what} came as {shown(given)}", "a list of texts", "put names in quotes")
    return texts


def _check_labels(players: tuple[str, ...], actions: tuple[tuple[str, ...], ...], shape: tuple[int, ...]) -> None:
    if len(players) != len(shape):
        raise GameError(f"{len(players)} player names came", f"{len(shape)}, one per player", "name every player once")
    counts = tuple(len(row) for row in actions)
    if counts != shape:
        raise GameError(
            f"action labels come as {counts}",
            f"{shape}, one per action",
            "give every action of every player a label",
        )
