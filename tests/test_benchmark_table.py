"""The README's figures are those of the committed benchmark run."""

from __future__ import annotations

import json

from benchmarks.report import BEGIN, END, README, RESULTS, load, markdown


def test_the_readme_shows_the_table_of_the_committed_results() -> None:
    shown = README.read_text().split(BEGIN)[1].split(END)[0].strip()
    assert shown == markdown(load(RESULTS / "two_player.json"))


def test_no_point_found_in_the_committed_run_has_regret_beyond_rounding() -> None:
    assert all(line.max_regret < 1e-9 for line in load(RESULTS / "two_player.json").lines)


def test_the_readme_tells_the_committed_figures_of_the_map() -> None:
    found = json.loads((RESULTS / "sign_map.json").read_text())
    costs = sorted(map(int, found["processor_microseconds_per_cell"]))
    assert found["processes"]["number"] == 2
    text = " ".join(README.read_text().split())
    for claim in (
        f"A map of {found['cells']:,} cells",
        f"takes {found['seconds']:.0f} s on one thread and {found['peak_memory_gib']:.2f} GiB",
        f"{found['quantecon']['ratio']:,.0f} times the cells per second",
        f"within {100 * (found['dearest_by_cheapest'] - 1):.0f} % from {costs[0]:,} cells on",
        f"two processes take {found['processes']['times_faster']:.2f} times less",
    ):
        assert claim in text
