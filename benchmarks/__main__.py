"""``python -m benchmarks [--quick]``: speed and completeness side by side; JSON under ``benchmarks/results``.

A family's figures are written as soon as they are there. The full run also puts its table into the README; a quick one
takes small batches, prints, and leaves the committed figures alone.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from rich.console import Console

from benchmarks import families
from benchmarks.compare import compare
from benchmarks.peers import available
from benchmarks.report import COLUMNS, RESULTS, Report, put_into_readme, rows, save
from solver.kernels.loader import load


@dataclass(frozen=True)
class Family:
    """Games of ``k`` actions: how many for us, at most how many for a peer, and how many rounds."""

    name: str
    k: int
    games: int
    sample: int
    rounds: int


PLAN = (
    Family("random", 2, 1_000_000, 200, 7),
    Family("degenerate", 2, 1_000_000, 200, 7),
    Family("random", 3, 200_000, 100, 5),
    Family("random", 4, 200_000, 100, 5),
    Family("degenerate", 4, 20_000, 50, 5),
    Family("timing", 4, 20_000, 50, 7),
    Family("random", 8, 8_000, 50, 9),
    Family("timing", 8, 4_000, 50, 7),
    Family("timing", 12, 1_000, 20, 5),
    Family("random", 13, 400, 3, 5),
    Family("timing", 13, 1_000, 3, 5),
    Family("random", 17, 40, 1, 3),
    Family("timing", 53, 150, 1, 3),
)


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    console = Console(width=160)
    peers = available()
    report = Report()
    load()
    path = RESULTS / ("quick.json" if quick else "two_player.json")
    for family in PLAN:
        if quick and family.k > 8:
            continue
        count = max(family.games // 50, 20) if quick else family.games
        games = getattr(families, f"{family.name}_games")(family.k, count)
        line = compare(family.name, games, peers, min(family.sample, count), 3 if quick else family.rounds)
        shown = len(rows(report))
        report = report.with_line(line)
        save(report, path)
        for cells in rows(report)[shown:]:
            console.print("  ".join(f"{name}: {cell};" for name, cell in zip(COLUMNS, cells, strict=True)))
    if not quick:
        put_into_readme(report)
    console.print(f"written to {path.relative_to(RESULTS.parent.parent)}")


if __name__ == "__main__":
    main()
