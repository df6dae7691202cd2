"""Questions whose markets are dear to solve: logit prices and vertical quality, with random open releases.

Run ``python -m benchmarks.markets`` for the processor time of four commands, each in a process of its own, start
included. ``--against CHECKOUT`` runs the same commands in another checkout first and compares all numbers of the
answers; a command that exceeds ``--limit`` seconds there is stopped and reported as such.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
TOLERANCE = 1e-8
"""Relative difference at which two numbers count as different."""

_SELLERS = tuple(f"--set={lab}.{field}" for lab in ("alice", "bob") for field in ("release=closed", "revenue=1"))
_ARRIVAL = ("--set=open.arrival_rate=0.1", "--set=open.arrival_capability=8")
_TWO_SELLERS = (
    "alice-bob",
    "--set=market.kind=logit",
    *_SELLERS,
    *_ARRIVAL,
    "--set=calendar.horizon=30",
    "--set=calendar.slots=16",
    "--open=9@6",
)
COMMANDS = {
    "shift, two logit sellers, an arrival rate": ("shift", *_TWO_SELLERS),
    "12 x 10 map of it": (
        "map",
        *_TWO_SELLERS,
        "--vary=open.arrival_rate=0:0.5:12",
        "--vary=alice.training_cost=0.2:2:10",
    ),
    "8 x 8 map, three sellers, vertical market": (
        "map",
        "alice-bob-monopolist",
        "--set=market.kind=vertical",
        *_SELLERS,
        *_ARRIVAL,
        "--vary=alice.growth=0.2:2:8",
        "--vary=monopolist.growth=0.2:2:8",
        "--do=allow:bob",
    ),
    "shift, three logit sellers": (
        "shift",
        "alice-bob-monopolist",
        "--set=market.kind=logit",
        *_SELLERS,
        *_ARRIVAL,
        "--do=allow:bob",
    ),
}


@dataclass(frozen=True)
class Run:
    """One command in one checkout: processor seconds, and its answer unless it was stopped."""

    seconds: float
    answer: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, default=None, metavar="CHECKOUT")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds after which a command is stopped")
    given = parser.parse_args()
    for name, command in COMMANDS.items():
        before = None if given.against is None else run(given.against, command, given.limit)
        now = run(HERE, command, given.limit)
        print(f"{name}: {told(now, given.limit)}", end="" if before else "\n")
        if before is not None:
            print(
                f"; before {told(before, given.limit)}, {before.seconds / now.seconds:.1f} times; {same(before, now)}"
            )


def told(run: Run, limit: float) -> str:
    return f"{run.seconds:.2f} s" + ("" if run.answer is not None else f" (stopped after {limit:g} s)")


def run(checkout: Path, command: tuple[str, ...], limit: float) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "openrace", *command, "--json"],
            cwd=checkout,
            capture_output=True,
            timeout=limit,
            check=True,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        answer = None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, answer)


def same(before: Run, now: Run) -> str:
    """Whether the answers agree, in words; names and sentences may change, numbers and directions may not."""
    if before.answer is None or now.answer is None:
        return "nothing to compare"
    wrong = list(differences(before.answer, now.answer, ""))
    return "equal answers" if not wrong else f"{len(wrong)} differences, the first at {wrong[0]}"


def differences(before: Any, now: Any, place: str) -> list[str]:
    """Places whose numbers, truth values or lengths differ."""
    if isinstance(before, dict) and isinstance(now, dict):
        return [d for key in before.keys() & now.keys() for d in differences(before[key], now[key], f"{place}.{key}")]
    if isinstance(before, list) and isinstance(now, list):
        if len(before) != len(now):
            return [place]
        return [d for k, pair in enumerate(zip(before, now, strict=True)) for d in differences(*pair, f"{place}.{k}")]
    if isinstance(before, str) and isinstance(now, str):
        return [place] if place.endswith("direction") and before != now else []
    if isinstance(before, int | float) and isinstance(now, int | float):
        return [] if math.isclose(before, now, rel_tol=TOLERANCE, abs_tol=TOLERANCE) else [place]
    return [] if before == now else [place]


if __name__ == "__main__":
    main()
