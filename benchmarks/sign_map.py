"""A map of Alice and Bob, 13 plans each, prestige by frontier penalty: cells per second, ours and the peers'.

Run ``python -m benchmarks.sign_map --cells 1000000``. One run, one thread: our sweep with every equilibrium of the game
with and without the intervention, five metrics, stored; then the same loop written with QuantEcon's and nashpy's vertex
enumeration on our payoffs, on sampled cells (games built beforehand, outside their clock). Prints how our time splits
between building, solving, metrics and storing, the largest memory held, and what a cell costs in smaller maps;
``--processes 2`` makes the large one again by so many, their start included.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

import openrace.sweeps.cells.games
import openrace.sweeps.store
import openrace.sweeps.sweep
from benchmarks.maps import METRICS, Between, box, builders_of, make, microseconds_per_cell, start
from benchmarks.report import RESULTS, processor
from games.parts.part import FloatArray
from openrace.concepts.choice import Choice
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import read_question
from openrace.sweeps.cells.concepts import summarise_under
from openrace.sweeps.design import Grid
from openrace.sweeps.job import Job, plan

SAMPLED = 200
NASHPY_SAMPLED = 2
LIMIT = 30.0
SEED = 7


class Clock:
    """Time spent in some functions, by replacing them with timed ones for a while."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._stands = False

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Has it stand still."""
        self._stands = True
        try:
            yield
        finally:
            self._stands = False

    @contextmanager
    def wrapping(self) -> Iterator[None]:
        """Has the steps of a sweep timed."""
        steps: tuple[tuple[Any, str, str], ...] = (
            (openrace.sweeps.cells.games.CellGames, "build", "building"),
            (openrace.sweeps.cells.games, "solve_many", "solving"),
            (openrace.sweeps.store.Store, "write", "storing"),
            (openrace.sweeps.sweep, "plan", "setting up"),
            (openrace.sweeps.store.Store, "create", "setting up"),
        )
        plain = [getattr(owner, name) for owner, name, _ in steps]
        for owner, name, label in steps:
            setattr(owner, name, self._timed(getattr(owner, name), label))
        try:
            yield
        finally:
            for (owner, name, _), function in zip(steps, plain, strict=True):
                setattr(owner, name, function)

    def _timed(self, whole: Callable[..., Any], label: str) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return whole(*args, **kwargs)
            finally:
                if not self._stands:
                    self.spent[label] = self.spent.get(label, 0.0) + time.perf_counter() - started

        return timed


def main() -> None:
    given = arguments()
    asked = read_question(given.open, None if given.open else given.do)
    question, grid = Question(load("alice-bob"), asked), box(given.cells)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "map"
        to_start = start(question, place)
        clock = Clock()
        between = Between(question, Path(folder) / "smaller", given.cells, clock.standing)
        with clock.wrapping():
            made = make(question, grid, given.keep or place, between, kept=given.keep is not None)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        several = make(question, grid, place, f"processes:{given.processes}") if given.processes else None
    costs = microseconds_per_cell([*between.made, made])
    result = {
        "cells": made.cells,
        "intervention": asked.text,
        "seconds": made.seconds,
        "cells_per_second": made.cells / made.seconds,
        "seconds_once_a_process": to_start,
        "seconds_to_set_up": clock.spent.get("setting up"),
        "processor_microseconds_per_cell": costs,
        "dearest_by_cheapest": max(costs.values()) / min(costs.values()),
        "split": split(clock.spent, made.seconds),
        "megabytes_stored": made.stored / 1e6,
        "peak_memory_gib": held,
        "processor": processor(),
        "python": platform.python_version(),
    }
    if several is not None:
        times = made.seconds / several.seconds
        result["processes"] = {"number": given.processes, "seconds": several.seconds, "times_faster": times}
    if given.sampled:
        result |= compare(question, grid, given.sampled, given.nashpy, made.cells / made.seconds)
    text = json.dumps(result, indent=2)
    print(text)
    if given.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "sign_map.json").write_text(text + "\n")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--open", default=None)
    parser.add_argument("--do", default="fix:bob@2")
    parser.add_argument("--sampled", type=int, default=SAMPLED)
    parser.add_argument("--nashpy", type=int, default=NASHPY_SAMPLED)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--save", action="store_true", help="also write the figures under benchmarks/results")
    return parser.parse_args()


def split(spent: dict[str, float], whole: float) -> dict[str, float]:
    """Shares of the whole; metrics and what surrounds them are what is left."""
    if not spent:
        return {}
    shares = {label: seconds / whole for label, seconds in spent.items()}
    return shares | {"metrics and rest": 1 - sum(shares.values())}


def compare(question: Question, grid: Grid, sampled: int, for_nashpy: int, ours: float) -> dict[str, Any]:
    """The peers' cells per second on sampled cells of the map, and what they miss."""
    draws = np.random.default_rng(SEED)
    layout = plan(Job(question, grid, METRICS)).layout
    builders = builders_of(question, grid)
    points = np.stack([draws.choice(a.values, sampled) for a in grid.axes], axis=1)
    sides = [builder.build(points)[0][1].payoffs for builder in builders]
    counts = summarise_under(Choice(), builders, METRICS, points, layout.n_words).n_equilibria
    solve = quantecon()
    solve(sides[0][0])
    started = time.perf_counter()
    found = np.array([[solve(side[k]) for side in sides] for k in range(sampled)])
    rate = sampled / (time.perf_counter() - started)
    out: dict[str, Any] = {
        "quantecon": {
            "cells": sampled,
            "cells_per_second": rate,
            "ratio": ours / rate,
            "missed": int((counts - found.clip(0)).clip(0).sum()),
            "gave_up_on": int((found < 0).sum()),
            "of": int(counts.sum()),
        }
    }
    if for_nashpy:
        seconds = [with_limit(sides, k) for k in range(for_nashpy)]
        out["nashpy"] = {
            "cells": for_nashpy,
            "cells_per_second": for_nashpy / sum(seconds),
            "ratio": ours * sum(seconds) / for_nashpy,
            "stopped": sum(s >= LIMIT for s in seconds),
            "note": f"a cell is stopped after {LIMIT:g} s and counted with that: the ratio is then a lower bound",
        }
    return out


def with_limit(sides: list[FloatArray], k: int) -> float:
    """Seconds that nashpy takes for one cell, at most ``LIMIT``; the process's start is outside the clock."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    worker = context.Process(target=solve_by_nashpy, args=(theirs, [side[k] for side in sides]))
    worker.start()
    mine.recv()
    seconds = float(mine.recv()) if mine.poll(LIMIT) else LIMIT
    worker.kill()
    worker.join()
    return seconds


def solve_by_nashpy(pipe: Any, games: list[FloatArray]) -> None:
    """Tells when it is ready, then how long both games of a cell took."""
    solve = nashpy()
    solve(np.array([[[1.0, 0.0], [0.0, 1.0]]] * 2))
    pipe.send("ready")
    started = time.perf_counter()
    for game in games:
        solve(game)
    pipe.send(time.perf_counter() - started)


def quantecon() -> Callable[[FloatArray], int]:
    """Run QuantEcon's vertex enumeration, as a count of the equilibria it finds; -1 where it gives up."""
    from quantecon.game_theory import NormalFormGame, Player, vertex_enumeration
    from scipy.spatial import QhullError

    def solve(game: FloatArray) -> int:
        first, second = np.ascontiguousarray(game[0]), np.ascontiguousarray(game[1].T)
        # With one action there is no polytope to enumerate, and the peer gives up.
        if 1 in game.shape[1:]:
            return best_replies(game)
        try:
            return len(vertex_enumeration(NormalFormGame([Player(first), Player(second)])))
        except QhullError:
            # Its polytopes are nearly degenerate where plans tie, and the hull code gives up; the time counts.
            return -1

    return solve


def nashpy() -> Callable[[FloatArray], int]:
    """Run nashpy's vertex enumeration, as a count of the equilibria it finds."""
    from nashpy import Game

    def solve(game: FloatArray) -> int:
        if 1 in game.shape[1:]:
            return best_replies(game)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return len(list(Game(game[0], game[1]).vertex_enumeration()))

    return solve


def best_replies(game: FloatArray) -> int:
    """Best actions of the player who has a choice, where the other has none; the peers are given this for free."""
    own = game[0, :, 0] if game.shape[2] == 1 else game[1, 0, :]
    return int((own >= own.max() - 1e-9).sum())


if __name__ == "__main__":
    main()
