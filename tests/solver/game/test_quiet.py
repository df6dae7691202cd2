"""Standard output stays the user's: what a library prints at the level of the file descriptor goes elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from solver.common.quiet import library_output_on_stderr

ROOT = Path(__file__).parents[3]

LOUD = """
import ctypes, os
c = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
def shout(word):
    c.printf(f"buffered {word}\\n".encode())
    os.write(1, f"written {word}\\n".encode())
"""

LOUD_HIGHS = (
    LOUD
    + """
import highspy
class Loud(highspy.Highs):
    def __init__(self):
        shout("banner")
        super().__init__()
highspy.Highs = Loud
"""
)

LOUD_LINPROG = (
    LOUD
    + """
import scipy.optimize
quiet = scipy.optimize.linprog
def loud(*arguments, **options):
    shout("banner")
    return quiet(*arguments, **options)
scipy.optimize.linprog = loud
"""
)

THREE_PLAYERS = """
import json, numpy, solver
game = solver.NormalForm.from_payoffs(numpy.random.default_rng(1).integers(0, 99, (3, 3, 3, 3)))
found = solver.solve(game, method="all")
assert found.complete
print(json.dumps({"equilibria": len(found.equilibria)}))
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    # With standard output into a pipe, the C library writes its buffer when the process ends.
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120
    )


DOMINANCE = """
import json, solver
# The third action is dominated by the even mixture of the first two.
game = solver.NormalForm.from_bimatrix([[10, 0], [0, 10], [4, 4.5]], [[1, 2], [3, 1], [1, 1]])
print(json.dumps({"equilibria": len(solver.solve(game, method="reduce").equilibria)}))
"""


@pytest.mark.parametrize(("library", "work"), [(LOUD_HIGHS, THREE_PLAYERS), (LOUD_LINPROG, DOMINANCE)])
def test_what_a_library_prints_while_it_solves_never_reaches_standard_output(library: str, work: str) -> None:
    done = run(library + work)
    assert json.loads(done.stdout)["equilibria"] > 0
    assert "written banner" in done.stderr
    assert "buffered banner" in done.stderr


def test_outside_of_a_block_standard_output_is_as_before() -> None:
    done = run(
        LOUD
        + """
from solver.common.quiet import library_output_on_stderr
print("before")
shout("out")
with library_output_on_stderr():
    with library_output_on_stderr():
        shout("in")
    shout("still in")
try:
    with library_output_on_stderr():
        raise ValueError
except ValueError:
    pass
print("after", flush=True)
shout("last")
"""
    )
    assert sorted(done.stdout.splitlines()) == [
        "after",
        "before",
        *["buffered last", "buffered out"],
        *["written last", "written out"],
    ]
    assert [line for line in done.stderr.splitlines() if line.startswith("written")] == [
        "written in",
        "written still in",
    ]


def test_blocks_of_many_threads_leave_the_descriptor_where_it_was() -> None:
    before, n_open = os.fstat(1), len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0

    def work() -> None:
        for _ in range(50):
            with library_output_on_stderr():
                assert os.fstat(1).st_ino == os.fstat(2).st_ino

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = os.fstat(1)
    assert (before.st_dev, before.st_ino) == (after.st_dev, after.st_ino)
    if n_open:
        assert len(os.listdir("/proc/self/fd")) == n_open


def test_a_process_without_standard_output_solves_as_well() -> None:
    script = "import os; os.close(1)\n" + THREE_PLAYERS.replace("print(json", "os.write(2, b'solved'); str(json")
    done = run(script)
    assert done.stderr == "solved"
    assert done.stdout == ""
