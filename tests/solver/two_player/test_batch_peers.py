"""The batch against other people's solvers, on games where those answer completely."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import quantecon.game_theory as gt

from solver.two_player.batch.solving import solve_batch


def test_vertex_enumeration_of_quantecon_finds_the_same_equilibria() -> None:
    games = np.random.default_rng(11).normal(size=(25, 2, 5, 4))
    solved = solve_batch(games)
    for g, payoffs in enumerate(games):
        peer = gt.NormalFormGame([gt.Player(payoffs[0]), gt.Player(np.ascontiguousarray(payoffs[1].T))])
        theirs = {tuple(np.round(np.concatenate(point), 6)) for point in gt.vertex_enumeration(peer)}
        ours = {tuple(np.round(np.concatenate(e.strategies), 6)) for e in solved[g].equilibria}
        assert ours == theirs


@pytest.mark.skipif(shutil.which("lrsnash") is None, reason="lrsnash is not installed")
def test_lrsnash_lists_the_same_extreme_equilibria_of_degenerate_games(tmp_path: Path) -> None:
    rng = np.random.default_rng(12)
    for number in range(200):
        m, n = rng.integers(2, 5, size=2)
        game = rng.integers(0, 3, size=(2, m, n))
        path = tmp_path / f"{number}.lrs"
        tables = ["\n".join(" ".join(str(v) for v in row) for row in own) for own in game]
        path.write_text(f"{m} {n}\n\n" + "\n\n".join(tables) + "\n")
        done = subprocess.run(["lrsnash", str(path)], capture_output=True, text=True, check=True)
        solution = solve_batch(game[None].astype(np.float64))[0]
        ours = {tuple(np.round(np.concatenate(e.strategies), 6) + 0.0) for e in solution.equilibria}
        assert ours == _pairs(done.stdout, int(m), int(n))


def _pairs(report: str, m: int, n: int) -> set[tuple[float, ...]]:
    """lrsnash prints one or more strategies of player 2, each ending in a payoff, and then one of player 1."""
    found = set()
    second: list[list[float]] = []
    for line in report.splitlines():
        words = line.split()
        if not words or words[0] not in {"1", "2"} or not re.fullmatch(r"[-\d/ ]+", line.strip()):
            if not words:
                second = []
            continue
        strategy = [float(Fraction(w)) for w in words[1:-1]]
        if words[0] == "2" and len(strategy) == n:
            second.append(strategy)
        elif words[0] == "1" and len(strategy) == m:
            found |= {tuple(np.round([*strategy, *other], 6) + 0.0) for other in second}
    return found
