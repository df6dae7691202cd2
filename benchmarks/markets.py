"""Questions whose markets are dear to solve: logit prices and vertical quality, with random open releases.

Run ``python -m benchmarks.markets`` for the processor time of four commands, each in a process of its own: of the
question alone (both games solved and compared, at every point of a map), and of the whole command, with its start, how
fragile the answer is, cells that are solved again, and notes. ``--against CHECKOUT`` runs the same in another checkout
first and compares all numbers of the answers; a command that exceeds ``--limit`` seconds there is stopped and reported
as such. Source files are compiled beforehand, as where a package is installed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
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


QUESTION = """
import inspect, json, sys, time
from openrace.analysis import sign_map as maps
from openrace.questions.load import load
from openrace.questions.shift import shift
try:
    from openrace.sweeps.axis import read_axis
except ImportError:  # in older checkouts it is elsewhere
    from openrace.sweeps.design import read_axis
# In older checkouts a map under one concept has a function of its own.
sign_map = getattr(maps, "sign_map", None) or maps.sign_maps
kind, name, settings, vary, event = json.loads(sys.argv[1])
known = {"verify": 0} if "verify" in inspect.signature(sign_map).parameters else {}
before = time.process_time()
game = load(name, settings)
if kind == "shift":
    shift(game, event)
else:
    sign_map(game, *map(read_axis, vary), event, **known)
print(time.process_time() - before)
"""
"""The question of a command, without anything that the shell adds; prints processor seconds."""


@dataclass(frozen=True)
class Run:
    """One command in one checkout.

    Attributes:
        alone: processor seconds of the question alone; ``None`` if it was stopped.
        seconds: of the whole command, as far as it ran.
        answer: the JSON that it printed; ``None`` if it was stopped.
    """

    alone: float | None
    seconds: float
    answer: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, default=None, metavar="CHECKOUT")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds after which a command is stopped")
    given = parser.parse_args()
    checkouts = [HERE] if given.against is None else [given.against, HERE]
    with TemporaryDirectory() as compiled:
        for checkout in checkouts:
            python(checkout, compiled, given.limit, "-m", "compileall", "-q", "openrace", "games", "solver")
        for name, command in COMMANDS.items():
            runs = [run(checkout, compiled, command, given.limit) for checkout in checkouts]
            now = runs[-1]
            print(f"{name}: question alone {told(now.alone)}, command {told(now.seconds)}")
            for before in runs[:-1]:
                print(f"  before: {told(before.alone)} and {told(before.seconds)}", end="")
                print(
                    f"; {times(before.alone, now.alone)} and {times(before.seconds, now.seconds)}; {same(before, now)}"
                )


def told(seconds: float | None) -> str:
    return "stopped" if seconds is None else f"{seconds:.2f} s"


def times(before: float | None, now: float | None) -> str:
    return "unknown" if before is None or now is None else f"{before / now:.1f} times"


def run(checkout: Path, compiled: str, command: tuple[str, ...], limit: float) -> Run:
    kind, name, *options = command
    values = [option.partition("=")[::2] for option in options]
    settings, vary = ([value for key, value in values if key == wanted] for wanted in ("--set", "--vary"))
    (event,) = (f"open:{value}" if key == "--open" else value for key, value in values if key in ("--open", "--do"))
    text = json.dumps([kind, name, settings, vary, event])
    _, alone = python(checkout, compiled, limit, "-c", QUESTION, text)
    seconds, answer = python(checkout, compiled, limit, "-m", "openrace", *command, "--json")
    return Run(None if alone is None else float(alone), seconds, None if answer is None else json.loads(answer))


def python(checkout: Path, compiled: str, limit: float, *arguments: str) -> tuple[float, str | None]:
    """Processor seconds of Python in a checkout, and what it printed; ``None`` if it was stopped."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    written = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    try:
        printed = subprocess.run(
            [sys.executable, *arguments],
            cwd=checkout,
            env={**written, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": compiled},
            capture_output=True,
            timeout=limit,
            check=True,
            text=True,
        ).stdout
    except subprocess.TimeoutExpired:
        printed = None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


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
