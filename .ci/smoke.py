"""What users run first, with an installed openrace: every command prints one JSON object, and the demo its answer.

Run by ``make test-lowest`` and ``make test-newest``, outside the checkout, by the Python that has it installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SMALL = ("--set", "calendar.slots=3", "--set", "calendar.horizon=6")
OPEN = ("--open", "7@1")
PRIOR = ("--prior", "alice.prestige=0.5:4", "--prior", "alice.slowness=1:20")
AXES = ("--vary", "alice.prestige=0.5:4:3", "--vary", "alice.slowness=1:20:3")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("games",),
    ("show", "alice-bob"),
    ("evidence",),
    ("parts",),
    ("solve", "alice-bob", *SMALL),
    ("shift", "alice-bob-monopolist", "--do", "allow:bob"),
    ("diff", "alice-bob", "alice-bob-monopolist"),
    ("verify", "alice-bob", *SMALL),
    ("graph", "alice-bob", *SMALL),
    ("story", "alice-answers"),
    ("stories",),
    ("map", "alice-bob", *SMALL, *OPEN, *AXES, "--out", "map.png"),
    ("flip", "alice-bob", *SMALL, *OPEN, "--vary", "alice.prestige"),
    ("branches", "announced-date", "--vary", "tau=1:20:9"),
    ("regions", "alice-bob", *SMALL, "--vary", "alice.prestige=0:5:2"),
    ("sensitivity", "alice-bob", *SMALL, *OPEN, *PRIOR, "--n", "8"),
    ("sweep", "alice-bob", *SMALL, *OPEN, "--vary", "alice.prestige=0:4:3", "--out", "store"),
    ("replicate", "lee-wilde"),
    ("prove", "alice-bob", *SMALL, *OPEN, "--box", "alice.prestige=1:2"),
    ("card", "alice-bob", *SMALL, *OPEN, "--draws", "8", "--out", "card.svg"),
    ("effects", "alice-bob", *SMALL, *OPEN, "--draws", "0"),
    ("multiverse", "alice-bob", *SMALL, *OPEN, "--draws", "1", "--keep", "market"),
    ("rules", "store"),
    ("plot", "alice-bob", *SMALL, *OPEN, "--out", "race.png"),
    ("export", "alice-bob", *SMALL, "--out", "game.nfg"),
    ("compose", "catch-up", "alice-answers"),
    ("explore", "alice-bob", *SMALL, *OPEN, *AXES, "--out", "page.html"),
)
DEMO = ("shift", "alice-bob-monopolist", "--do", "allow:bob")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """One command line, here."""
    return subprocess.run([sys.executable, "-m", "openrace", *words], capture_output=True, text=True, check=False)


def fault(words: tuple[str, ...]) -> str:
    """What is wrong with a command's answer; nothing if all is well."""
    done = run(*words, "--json")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return f"no JSON on stdout: {done.stdout[:300]!r}\n{done.stderr[-2000:]}"
    fine = done.returncode == 0 and answer.get("schema") == 1
    return "" if fine else f"exit code {done.returncode}: {json.dumps(answer)[:300]}\n{done.stderr[-2000:]}"


def main() -> int:
    """Runs all of it; the exit code says whether all is well."""
    import openrace

    sys.stdout.write(f"openrace {openrace.__version__} in {Path(openrace.__file__).parent}\n")
    faults = {words[0]: found for words in COMMANDS if (found := fault(words))}
    demo = run(*DEMO)
    if demo.returncode or "bob" not in demo.stdout.lower():
        faults["demo"] = demo.stdout + demo.stderr
    for name, found in faults.items():
        sys.stdout.write(f"{name}: {found}\n")
    sys.stdout.write(f"{len(COMMANDS) + 1 - len(faults)} of {len(COMMANDS) + 1} fine\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
