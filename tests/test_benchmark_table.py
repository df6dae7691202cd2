"""The README's figures are those of the committed benchmark run."""

from __future__ import annotations

from benchmarks.report import BEGIN, END, README, RESULTS, load, markdown


def test_the_readme_shows_the_table_of_the_committed_results() -> None:
    shown = README.read_text().split(BEGIN)[1].split(END)[0].strip()
    assert shown == markdown(load(RESULTS / "two_player.json"))


def test_no_point_found_in_the_committed_run_has_regret_beyond_rounding() -> None:
    assert all(line.max_regret < 1e-9 for line in load(RESULTS / "two_player.json").lines)
