"""A map of Alice and Bob, 13 plans each, prestige by frontier penalty: cells per second, ours and the peers'.

Run ``python -m benchmarks.sign_map --cells 1000000``. One run, one thread: our sweep with every equilibrium of the game
with and without the intervention, five metrics, stored; then the same loop written with QuantEcon's and nashpy's vertex
enumeration on our payoffs, on sampled cells (games built beforehand, outside their clock). Prints how our time splits
between building, solving, metrics and storing, and the largest memory held.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import openrace.cell_games
import openrace.cell_summary
import openrace.store
import openrace.sweep
from benchmarks.report import RESULTS, processor
from games.part import FloatArray
from openrace.design import Grid, read_axis
from openrace.load import load
from openrace.question import Question
from openrace.shift import read_question
from openrace.sweep import plan, sweep

METRICS = ("first_release", "frontier_area", "frontier_end", "training_spend", "n_release")
SAMPLED = 200
NASHPY_SAMPLED = 2
LIMIT = 30.0
SEED = 7


class Clock:
    """Time spent in some functions, by replacing them with timed ones."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def wrap(self, owner: Any, name: str, label: str) -> None:
        """Have ``owner.name`` timed under ``label``."""
        whole: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return whole(*args, **kwargs)
            finally:
                self.spent[label] = self.spent.get(label, 0.0) + time.perf_counter() - started

        setattr(owner, name, timed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--open", default=None)
    parser.add_argument("--do", default="fix:bob@2")
    parser.add_argument("--sampled", type=int, default=SAMPLED)
    parser.add_argument("--nashpy", type=int, default=NASHPY_SAMPLED)
    parser.add_argument("--executor", default="1")
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--save", action="store_true", help="also write the figures under benchmarks/results")
    given = parser.parse_args()
    question = read_question(given.open, None if given.open else given.do)
    n = round(given.cells**0.5)
    grid = Grid((read_axis(f"alice.prestige=0.01:4:{n}"), read_axis(f"alice.frontier_penalty=0.01:4:{n}")))
    game = load("alice-bob")
    warm = Grid((read_axis("alice.prestige=1:2:4"), read_axis("alice.frontier_penalty=1:2:4")))
    with tempfile.TemporaryDirectory() as place:
        sweep(game, warm, question, out=Path(place) / "warm", metrics=METRICS)
        clock = Clock()
        if given.executor == "1":
            clock.wrap(openrace.cell_games.CellGames, "build", "building")
            clock.wrap(openrace.cell_summary, "solve_grid", "solving")
            clock.wrap(openrace.store.Store, "write", "storing")
            clock.wrap(openrace.sweep, "plan", "setting up")
            clock.wrap(openrace.store.Store, "create", "setting up")
        out = given.keep or Path(place) / "map"
        started = time.perf_counter()
        sweep(game, grid, question, out=out, metrics=METRICS, executor=given.executor, progress=True)
        whole = time.perf_counter() - started
        size = sum(p.stat().st_size for p in out.rglob("*") if p.is_file())
        shutil.rmtree(Path(place) / "map", ignore_errors=True)
    cells = n * n
    result = {
        "cells": cells,
        "intervention": question.text,
        "executor": given.executor,
        "seconds": whole,
        "cells_per_second": cells / whole,
        "seconds_to_set_up": clock.spent.get("setting up"),
        "microseconds_per_further_cell": 1e6 * (whole - clock.spent.get("setting up", 0.0)) / cells,
        "split": split(clock.spent, whole),
        "megabytes_stored": size / 1e6,
        "peak_memory_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "processor": processor(),
        "python": platform.python_version(),
    }
    if given.sampled:
        result |= compare(Question(game, question), grid, given.sampled, given.nashpy, cells / whole)
    text = json.dumps(result, indent=2)
    print(text)
    if given.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "sign_map.json").write_text(text + "\n")


def split(spent: dict[str, float], whole: float) -> dict[str, float]:
    """Shares of the whole; metrics and what surrounds them are what is left."""
    if not spent:
        return {}
    shares = {label: seconds / whole for label, seconds in spent.items()}
    return shares | {"metrics and rest": 1 - sum(shares.values())}


def compare(question: Question, grid: Grid, sampled: int, for_nashpy: int, ours: float) -> dict[str, Any]:
    """The peers' cells per second on sampled cells of the map, and what they miss."""
    draws = np.random.default_rng(SEED)
    job, layout = plan(question, grid, METRICS)
    low, high = grid.ends()
    builders = openrace.cell_games.cell_games(job.question, grid.paths, low, high)
    points = np.stack([draws.choice(a.values, sampled) for a in grid.axes], axis=1)
    sides = [builder.build(points)[0][1].payoffs for builder in builders]
    counts = openrace.cell_summary.summarise(builders, METRICS, points, layout.n_words).n_equilibria
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
