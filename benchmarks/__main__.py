"""``python -m benchmarks [--quick]``: speed and completeness side by side, and JSON under ``benchmarks/results``."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import families
from benchmarks.compare import Line, compare
from benchmarks.peers import available, versions
from solver.batch import classify_2x2

RESULTS = Path(__file__).parent / "results"

PLAN = (
    # family, actions, games, games given to peers, rounds
    ("random", 2, 1_000_000, 200, 5),
    ("degenerate", 2, 1_000_000, 200, 5),
    ("random", 3, 200_000, 100, 5),
    ("random", 4, 200_000, 100, 5),
    ("degenerate", 4, 20_000, 50, 5),
    ("timing", 4, 500, 50, 9),
    ("random", 8, 2_000, 20, 5),
    ("timing", 8, 300, 20, 9),
    ("random", 13, 100, 3, 3),
    ("timing", 13, 200, 3, 5),
    ("random", 17, 20, 1, 1),
    ("timing", 53, 30, 0, 3),
)


def main() -> None:
    console = Console()
    quick = "--quick" in sys.argv[1:]
    peers = available()
    lines = []
    for family, k, count, sample, rounds in PLAN:
        if quick and k > 8:
            continue
        games = getattr(families, f"{family}_games")(k, max(count // 20, 20) if quick else count)
        extra = [p for p in peers if k != 17 or p.name == "quantecon vertex"]
        if k == 17:
            # Seconds per game: one peer, one game, and only because the ratio is asked for.
            extra = [type(p)(p.name, 17, p.ready, p.points) for p in extra]
        lines.append(compare(family, games, extra, min(sample, len(games)), rounds))
        console.print(table(lines[-1:]))
    console.print(table(lines))
    saved = save(lines, _classification(quick))
    console.print(f"written to {saved.relative_to(RESULTS.parent.parent)}")


def table(lines: list[Line]) -> Table:
    """Lines as a table; times per game."""
    out = Table("games", "ours", "2 workers", "best peer", "ratio", "equilibria missed, and wrong points, per peer")
    for line in lines:
        best = line.best_peer
        out.add_row(
            f"{line.family} {line.actions}x{line.actions}",
            _time(line.microseconds),
            f"{line.two_workers:.2f} x",
            f"{best.name} {_time(best.microseconds)}" if best else "-",
            f"{best.microseconds / line.microseconds:,.0f}" if best else "-",
            "; ".join(
                f"{p.name} {p.missed}/{p.missed + p.equilibria - p.wrong}" + (f", {p.wrong} wrong" if p.wrong else "")
                for p in line.peers
            ),
        )
    return out


def save(lines: list[Line], classification: float) -> Path:
    """Write the results with versions and processor."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "two_player.json"
    report = {
        "schema": 1,
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "python": platform.python_version(),
        "versions": versions(),
        "seed": families.SEED,
        "timing_box": asdict(families.TIMING),
        "classification_2x2_microseconds": classification,
        "lines": [asdict(line) for line in lines],
    }
    path.write_text(json.dumps(report, indent=1) + "\n")
    return path


def _classification(quick: bool) -> float:
    from time import process_time

    games = families.random_games(2, 50_000 if quick else 1_000_000)
    times = []
    for _ in range(7):
        started = process_time()
        classify_2x2(games)
        times.append(process_time() - started)
    return float(np.median(times)) / len(games) * 1e6


def _time(microseconds: float) -> str:
    if microseconds < 1e3:
        return f"{microseconds:.3g} us"
    return f"{microseconds / 1e3:.3g} ms" if microseconds < 1e6 else f"{microseconds / 1e6:.3g} s"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
