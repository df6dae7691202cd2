"""A process that holds the solver and answers one question at a time: one line of JSON in, one line out.

Run as ``python -m openrace.explore.worker``. The first line says which files hold games of the user's own. What the
libraries behind the solver print goes to stderr, so that stdout has answers only. The process ends with its stdin.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO


def main() -> None:
    """Answers questions until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin, answers)


def serve(questions: IO[str], answers: IO[str]) -> None:
    """Reads what is open here, then questions."""
    from openrace.explore.core import call
    from openrace.questions.load import load

    started = json.loads(questions.readline())
    own = {name: load(path) for name, path in started["own"].items()}
    # The first question of a process would wait for imports.
    call({"want": "answer", "state": "v=1&game=alice-bob&set=calendar.slots:3&do=open:9@1"})
    answers.write("ready\n")
    answers.flush()
    for line in questions:
        answers.write(json.dumps(call(json.loads(line), own), allow_nan=False) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
