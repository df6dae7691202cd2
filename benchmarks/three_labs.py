"""Three labs: how often, and how fast, every equilibrium of the default cast is found with proof.

``python -m benchmarks.three_labs`` draws parameter points from a box around the default game with a fixed seed, and
reports for each: actions left by dominance, nodes and linear programs, time for dominance, time from there to one
certified equilibrium, time to all of them with proof (dominance included), and the status. Games are built outside the
clock; every answer is checked by its regret. ``--slots 24 --seconds 60`` asks the same of two years of months.

Expected before rows were generated on demand: linear programs take nine tenths of the time, mostly in pivots of rows
that never bind. Found: 75 to 85 %, 130 to 250 pivots a program among 430 to 640 rows, of which 60 to 90 bind. With
rows on demand the trees are the same and 12-slot games are solved two to three times faster. No help: other pivot
rules, scaling, larger or smaller fixed costs, five other branching rules, stored proofs tried on other nodes (4 hits
in 158), conditional dominance inside nodes, branching twice per program.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import RESULTS, processor
from games.catalog.names import named
from games.parts.paths import Setting, with_settings
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution
from solver.n_player.all_equilibria import AllIsolated, prepare, report
from solver.n_player.one_equilibrium import QuickestOne
from solver.n_player.tree.search import Search

GAME = "alice-bob-monopolist"
SEED = 20260101
BOX: tuple[tuple[str, float, float], ...] = (
    ("alice.start", 5.0, 7.0),
    ("alice.growth", 0.4, 0.8),
    ("alice.prestige", 0.5, 4.0),
    ("alice.slowness", 2.0, 20.0),
    ("alice.training_cost", 0.5, 1.5),
    ("alice.market_share", 0.0, 10.0),
    ("alice.frontier_penalty", 0.0, 10.0),
    ("bob.start", 4.0, 6.0),
    ("bob.growth", 0.4, 0.8),
    ("bob.prestige", 0.5, 4.0),
    ("bob.slowness", 0.0, 10.0),
    ("bob.training_cost", 0.5, 1.5),
    ("bob.market_share", 0.0, 10.0),
    ("bob.frontier_penalty", 0.0, 10.0),
    ("monopolist.frontier_penalty", 0.0, 20.0),
    ("monopolist.prestige", 0.0, 4.0),
    ("monopolist.start", 5.0, 9.0),
    ("monopolist.growth", 0.5, 1.5),
    ("monopolist.revenue", 0.5, 1.5),
    ("market.customers", 0.1, 0.5),
)
"""Paths and the ranges they are drawn from, uniformly and independently."""


@dataclass(frozen=True)
class Line:
    """What was measured at one parameter point; times in seconds."""

    left: str
    nodes: int
    programs: int
    dominance: float
    one: float
    all: float
    solution: Solution


def draw(n_points: int, slots: int) -> list[NormalForm]:
    """The games at ``n_points`` points of the box, with ``slots`` monthly slots and never."""
    rng = np.random.default_rng(SEED)
    games = []
    for _ in range(n_points):
        settings = [Setting(path, float(rng.uniform(low, high))) for path, low, high in BOX]
        settings += [Setting("calendar.slots", slots), Setting("calendar.horizon", 2 * slots)]
        games.append(with_settings(named(GAME), settings).normal_form())
    return games


def measure(game: NormalForm, seconds: float) -> Line:
    """Solve one game both ways and check what comes out."""
    start = time.perf_counter()
    work = prepare(game)
    dominance = time.perf_counter() - start
    first = QuickestOne()(work.left.game)
    one = time.perf_counter() - start - dominance
    for e in first.equilibria:
        assert regret(work.left.game.payoffs, e.strategies) <= 1e-10 * game.payoff_range
    assert first.equilibria
    start = time.perf_counter()
    work = prepare(game)
    search = Search(work.core)
    search.run(AllIsolated().node_budget, seconds)
    solution = report(work, search)
    spent = time.perf_counter() - start
    for e in solution.equilibria:
        assert regret(game.payoffs, e.strategies) <= 1e-10 * game.payoff_range
    left = " x ".join(str(n) for n in work.core.payoffs[0].shape)
    return Line(left, search.n_nodes, search.n_programs, dominance, one, spent, solution)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table with a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--slots", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=120.0)
    options = parser.parse_args(arguments)
    print("point  left            nodes  programs  dominance  one      all      equilibria  continua  status")
    lines = []
    games = draw(options.points, options.slots)
    # What is imported on first use is no part of anybody's time.
    measure(games[0], 1.0)
    for number, game in enumerate(games):
        line = measure(game, options.seconds)
        lines.append(line)
        print(
            f"{number:5d}  {line.left:14s}  {line.nodes:5d}  {line.programs:8d}  {line.dominance:8.3f}s  "
            f"{line.one:6.3f}s  {line.all:6.3f}s  "
            f"{len(line.solution.equilibria):10d}  {len(line.solution.continua):8d}  {line.solution.status.code}",
            flush=True,
        )
    times = np.array([line.all for line in lines])
    proven = sum(line.solution.complete for line in lines)
    print(f"proven complete: {proven} of {len(lines)}")
    print(f"all: median {np.median(times):.3f}s, 90 % {np.quantile(times, 0.9):.3f}s, worst {times.max():.3f}s")
    print(f"nodes: {sum(line.nodes for line in lines):,}, linear programs: {sum(line.programs for line in lines):,}")
    print(f"dominance: worst {max(line.dominance for line in lines):.3f}s")
    print(f"one, after dominance: worst {max(line.one for line in lines):.3f}s")
    print(f"one, with dominance: worst {max(line.one + line.dominance for line in lines):.3f}s")
    print(f"written to {save(options.slots, options.seconds, lines).relative_to(RESULTS.parent.parent)}")


def save(slots: int, seconds: float, lines: Sequence[Line]) -> Path:
    """The lines as JSON under ``benchmarks/results``."""
    RESULTS.mkdir(exist_ok=True)
    where = RESULTS / f"three_labs_{slots}.json"
    points = [
        {
            "left": line.left,
            "nodes": line.nodes,
            "programs": line.programs,
            "dominance": line.dominance,
            "one": line.one,
            "all": line.all,
            "equilibria": len(line.solution.equilibria),
            "continua": len(line.solution.continua),
            "status": str(line.solution.status.code),
        }
        for line in lines
    ]
    record = {
        "processor": processor(),
        "python": platform.python_version(),
        "seed": SEED,
        "box": BOX,
        "seconds": seconds,
        "points": points,
    }
    where.write_text(json.dumps(record, indent=1) + "\n")
    return where


if __name__ == "__main__":
    main()
