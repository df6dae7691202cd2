"""How long it takes to see which quantities of the evidence drive the sign in ``frontier-2026``, on one thread.

``python -m benchmarks.evidence`` prints the seconds of the second of two runs, after kernels are loaded, and checks
what was timed: shares add up, and every quantity has its bar.
"""

from __future__ import annotations

import math
import time

from games.catalog.names import named
from openrace.analysis.sensitivity import sensitivity
from openrace.sweeps.prior import evidence

EVENT = "open:500@2"
LEAST = 4096
"""Draws at least; Saltelli's sample has ``n (D + 2)`` points."""


def main() -> None:
    game = named("frontier-2026")
    believed = evidence(game)
    assert believed is not None
    width = len(believed.names) + 2
    n = 2 ** math.ceil(math.log2(LEAST / width))
    for size in (2, n):
        started, used = time.perf_counter(), time.process_time()
        found = sensitivity(game, (), EVENT, n=size, executor=1, budget=None)
        seconds, processor = time.perf_counter() - started, time.process_time() - used
    assert n * width >= LEAST
    assert math.isclose(sum(share.fraction for share in found.probability), 1.0)
    assert {bar.path for bar in found.bars} == set(believed.names)
    print(f"{n * width:,} draws over {width - 2} quantities: {seconds:.1f} s, {processor:.1f} s of processor time")


if __name__ == "__main__":
    main()
