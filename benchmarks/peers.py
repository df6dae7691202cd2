"""Other people's solvers behind one face: a game is made ready outside the clock, then solved inside it."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.game.nfg import format_nfg
from solver.game.normal_form import NormalForm

FloatArray = NDArray[np.float64]
Points = list[FloatArray]
"""Equilibria as ``x`` followed by ``y``."""


@dataclass(frozen=True)
class Peer:
    """A solver of one game at a time.

    Attributes:
        name: as the table shows it.
        largest: actions per player up to which it is asked; beyond, a game takes it seconds to hours.
        ready: turns payoffs ``(2, k, k)`` into a call without arguments, which returns what the solver returns.
        points: turns that into equilibria.
    """

    name: str
    largest: int
    ready: Callable[[FloatArray], Callable[[], Any]]
    points: Callable[[Any], Points]


def available() -> list[Peer]:
    """The peers that are installed here."""
    peers = []
    if _version("quantecon"):
        peers += [_quantecon("support_enumeration", 5), _quantecon("vertex_enumeration", 17)]
    if _version("nashpy"):
        peers += [_nashpy("support_enumeration", 4), _nashpy("vertex_enumeration", 8)]
    if _version("pygambit"):
        peers.append(_pygambit())
    if shutil.which("lrsnash"):
        peers.append(Peer("lrsnash", 4, _lrsnash, _lrsnash_points))
    return peers


def versions() -> dict[str, str]:
    """Versions of everything that takes part."""
    names = ("numpy", "numba", "quantecon", "nashpy", "pygambit")
    found = {name: _version(name) for name in names}
    return {name: number for name, number in found.items() if number}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _quantecon(name: str, largest: int) -> Peer:
    theory: Any = import_module("quantecon.game_theory")
    solve = getattr(theory, name)

    def ready(payoffs: FloatArray) -> Callable[[], Any]:
        players = [theory.Player(payoffs[0].copy()), theory.Player(np.ascontiguousarray(payoffs[1].T))]
        game = theory.NormalFormGame(players)
        return lambda: solve(game)

    return Peer(f"quantecon {name.split('_')[0]}", largest, ready, lambda found: [np.concatenate(p) for p in found])


def _nashpy(name: str, largest: int) -> Peer:
    nashpy: Any = import_module("nashpy")

    def ready(payoffs: FloatArray) -> Callable[[], Any]:
        game = nashpy.Game(payoffs[0], payoffs[1])

        def call() -> Any:
            with warnings.catch_warnings():
                # nashpy warns that an even number of equilibria is suspicious; the table counts what is missing.
                warnings.simplefilter("ignore")
                return list(islice(getattr(game, name)(), 10_000))

        return call

    return Peer(f"nashpy {name.split('_')[0]}", largest, ready, lambda found: [np.concatenate(p) for p in found])


def as_gambit(gambit: Any, game: NormalForm) -> Any:
    """A game as pygambit holds it, by way of the file format that all its versions read."""
    return gambit.read_nfg(io.BytesIO(format_nfg(game).encode()))


def strategies_of(game: NormalForm, profile: Any) -> tuple[FloatArray, ...]:
    """Mixed actions of one of pygambit's profiles."""
    return tuple(
        np.array([float(profile[player][action]) for action in own])
        for player, own in zip(game.players, game.actions, strict=True)
    )


def _pygambit() -> Peer:
    gambit: Any = import_module("pygambit")

    def ready(payoffs: FloatArray) -> Callable[[], Any]:
        form = NormalForm.from_payoffs(payoffs)
        game = as_gambit(gambit, form)
        return lambda: (form, gambit.nash.enummixed_solve(game, rational=False))

    def points(found: Any) -> Points:
        form, result = found
        return [np.concatenate(strategies_of(form, profile)) for profile in result.equilibria]

    return Peer("pygambit enummixed", 8, ready, points)


def _lrsnash(payoffs: FloatArray) -> Callable[[], Any]:
    _, m, n = payoffs.shape
    tables = "\n\n".join("\n".join(" ".join(str(Fraction(v)) for v in row) for row in own) for own in payoffs)
    with tempfile.NamedTemporaryFile("w", suffix=".lrs", delete=False) as file:
        file.write(f"{m} {n}\n\n{tables}\n")
    path = Path(file.name)

    def call() -> Any:
        return subprocess.run(["lrsnash", str(path)], capture_output=True, text=True, check=True).stdout, m, n

    return call


def _lrsnash_points(found: Any) -> Points:
    report, m, n = found
    points: Points = []
    second: list[list[float]] = []
    for line in report.splitlines():
        words = line.split()
        if not words:
            second = []
        elif words[0] in {"1", "2"} and len(words) == (m if words[0] == "1" else n) + 2:
            strategy = [float(Fraction(w)) for w in words[1:-1]]
            if words[0] == "2":
                second.append(strategy)
            else:
                points += [np.array([*strategy, *other]) for other in second]
    return points
