"""Alice and Bob: how long proofs over boxes, the multiverse and rules take.

Run ``python -m benchmarks.isolate``. Wall time and processor time of each, and what each answers, so that a figure is
never of a wrong answer; JSON under ``benchmarks/results``.
"""

from __future__ import annotations

import json
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.report import RESULTS, processor
from openrace.isolate.multiverse import multiverse
from openrace.isolate.prove import prove
from openrace.isolate.rules import rules
from openrace.isolate.weight_box import read_box
from openrace.questions.load import load
from openrace.questions.shift import read_question
from openrace.sweeps.design import Sample
from openrace.sweeps.prior import read_belief
from openrace.sweeps.sweep import sweep

EVENT = read_question("9@4", None)
GAME = load("alice-bob")
BOXES = (
    ("alice.prestige=1:3", "alice.slowness=8:16"),
    ("alice.prestige=0:2", "alice.slowness=12:30"),
    ("alice.prestige=0:1", "bob.prestige=1:3", "alice.slowness=10:20"),
)
PRIORS = ("alice.prestige=0:5", "alice.slowness=0:30", "bob.prestige=0:4")


def timed(make: Callable[[], str]) -> dict[str, Any]:
    """What came out, in how many seconds."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    started = time.perf_counter()
    answer = make()
    wall = time.perf_counter() - started
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent = sum(b.ru_utime - a.ru_utime for a, b in zip((own, others), after, strict=True))
    return {"answer": answer, "wall_s": round(wall, 2), "processor_s": round(spent, 2)}


def proof(texts: Sequence[str]) -> str:
    return repr(prove(GAME, EVENT, read_box(texts)))


def whole_box() -> str:
    found = prove(GAME, EVENT, read_box(("alice.prestige=0:5", "alice.slowness=0:30")), whole=True, finest=0.002)
    return f"{found!r}, {100 * found.open_share:.3g} % open"


def main() -> None:
    found: dict[str, Any] = {}
    for texts in BOXES:
        found[f"prove {' '.join(texts)}"] = timed(partial(proof, texts))
    found["prove --whole --finest 0.002"] = timed(whole_box)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "many"
        for name in ("multiverse, two processes", "the same store again"):
            again = timed(lambda: repr(multiverse(GAME, EVENT, out=out, resume=True, executor="processes:2")))
            found[name] = again
    done = sweep(GAME, Sample(tuple(read_belief(p) for p in PRIORS), 2048), EVENT, metrics=("response.first_release",))
    found["rules of 2,048 cells, 128 fresh ones each"] = timed(lambda: repr(rules(done.dataset())))
    for name, row in found.items():
        print(f"{name}: {row['wall_s']:.2f} s ({row['processor_s']:.2f} s of processor): {row['answer']}")
    about = {"processor": processor(), "python": platform.python_version()}
    (RESULTS / "isolate.json").write_text(json.dumps({**about, "rows": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
