"""Speed of two-player batches in this checkout and in another one, in turns.

Run ``python -m benchmarks.before_after ../other [family ...]``, where ``../other`` is a second checkout, such as a git
worktree at an earlier commit. Each checkout gets a process with warm kernels; both solve the same games in turns, so
that a busy moment of the machine meets both. Prints, per family, the median processor time per game in microseconds
of the other checkout and of this one, their ratio (above 1: this one is faster), and whether both list the same
equilibria.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks import families
from benchmarks.maps import box, builders_of
from games.parts.part import FloatArray
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import read_question

SIZES = {
    "random2": 300_000, "degenerate2": 300_000, "random3": 60_000, "random4": 30_000, "degenerate4": 4_000,
    "timing4": 4_000, "timing8": 2_000, "random8": 2_000, "timing12": 1_000, "timing13": 1_000, "random13": 150,
    "random17": 20, "timing53": 40, "cells13": 4_000,
}  # fmt: skip
"""Games per family; ``cells13`` are cells of the sign map of ``benchmarks.sign_map``."""
ROUNDS = 9

_WORKER = """
import sys, time
import numpy as np
from solver import solve_batch
for line in sys.stdin:
    games = np.load(line.strip())
    started = time.process_time()
    solved = solve_batch(games)
    regrets = solved.regret
    print(time.process_time() - started, len(regrets), int((solved.flags & 2 > 0).sum()), flush=True)
"""


class Checkout:
    """A process that solves batches with the code of one checkout."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WORKER], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def solve(self, games: Path) -> tuple[float, tuple[str, ...]]:
        """Processor seconds, and how many equilibria were found and games settled exactly."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(games, file=self._process.stdin, flush=True)
        seconds, *found = self._process.stdout.readline().split()
        return float(seconds), tuple(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("family", nargs="*", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    both = Checkout(given.other.resolve()), Checkout(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as folder:
        for name in given.family:
            path = Path(folder) / f"{name}.npy"
            games = _games(name, SIZES[name])
            np.save(path, games)
            times: tuple[list[float], list[float]] = ([], [])
            found = [checkout.solve(path)[1] for checkout in both]
            for _ in range(given.rounds):
                for checkout, own in zip(both, times, strict=True):
                    own.append(checkout.solve(path)[0] / len(games) * 1e6)
            before, after = (median(own) for own in times)
            same = "same" if found[0] == found[1] else f"{found[0]} -> {found[1]} equilibria, exact"
            print(f"{name:12} {before:10.4g} {after:10.4g} us  ratio {before / after:5.2f}  {same}", flush=True)


def _games(name: str, count: int) -> FloatArray:
    family, k = name.rstrip("0123456789"), int(name.lstrip("abcdefghijklmnopqrstuvwxyz"))
    return _cells(count) if family == "cells" else getattr(families, f"{family}_games")(k, count)


def _cells(count: int) -> FloatArray:
    """The games before the intervention in the cells of a map."""
    grid = box(count)
    question = Question(load("alice-bob"), read_question(None, "fix:bob@2"))
    points = np.stack([axis.ravel() for axis in np.meshgrid(*(a.values for a in grid.axes))], axis=1)
    return builders_of(question, grid)[0].build(points)[0][1].payoffs


if __name__ == "__main__":
    main()
