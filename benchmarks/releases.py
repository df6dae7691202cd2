"""How long all equilibria take of two labs that release twice each, in twelve slots: 79 by 79 plans.

``python -m benchmarks.releases`` builds and solves each game twice, prints the second time, and checks what it timed:
every equilibrium listed is one, and each pure one is found by looking at single profiles.
"""

from __future__ import annotations

import time

import numpy as np

from games.catalog.names import named
from solver.answer.solving import solve

GAMES: dict[str, dict[str, float]] = {
    "alice-bob": {"alice.releases": 2, "bob.releases": 2},
    "frontier-2026": {"calendar.slots": 12, "calendar.step": 1.0},
}


def main() -> None:
    for name, numbers in GAMES.items():
        game = named(name).with_settings(numbers)
        for _ in range(2):
            started = time.perf_counter()
            form = game.normal_form()
            built = time.perf_counter()
            found = solve(form)
            solved = time.perf_counter()
        assert form.n_actions == (79, 79)
        assert found.complete
        assert found.certificate.max_regret < 1e-9 * float(np.ptp(form.payoffs))
        best = np.logical_and(
            form.payoffs[0] >= form.payoffs[0].max(axis=0, keepdims=True),
            form.payoffs[1] >= form.payoffs[1].max(axis=1, keepdims=True),
        )
        pure = {e.support for e in found.equilibria if all(len(own) == 1 for own in e.support)}
        assert {((int(a),), (int(b),)) for a, b in np.argwhere(best)} <= pure
        n = len(found.equilibria)
        print(f"{name}: built in {built - started:.2f} s, {n} extreme equilibria in {solved - built:.2f} s")


if __name__ == "__main__":
    main()
