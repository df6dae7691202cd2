"""openrace evidence, and files of evidence beside any command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from games.evidence.register import forget_added
from openrace.cli.app import run
from tests.games.evidence.test_register import entry
from tests.openrace.cli.test_shell import ask, refuse


@pytest.fixture(autouse=True)
def _nothing_stays_added() -> Iterator[None]:
    yield
    forget_added()


def test_evidence_lists_every_quantity_with_source_address_date_and_quality(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = ask(capsys, "evidence")["quantities"]
    assert len({row["name"] for row in rows}) == len(rows) > 15
    for row in rows:
        assert {"name", "estimate", "low", "high", "source", "address", "date", "quality"} <= set(row)
        assert (row["estimate"] is None) == (row["quality"] == "none")
    assert run(["evidence"]) == 0
    out = capsys.readouterr().out
    assert "no estimate" in out
    assert "https://arxiv.org/abs/2405.21015v2" in out


def test_a_users_evidence_changes_the_calibrated_game(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use = '[[maps]]\ngame = "frontier-2026"\npath = "open.lag"\nfunction = "as_is"\nderivation = "mine"\n'
    path = entry(tmp_path, "open_lag", use, estimate=2.0)
    before = ask(capsys, "show", "frontier-2026")
    after = ask(capsys, "show", "frontier-2026", "--evidence", str(path))
    lag = [next(a for a in told["assumptions"] if a["path"] == "open.lag") for told in (before, after)]
    assert [a["value"] for a in lag] == [4.0, 2.0]
    assert before["hash"] != after["hash"]
    listed = {row["name"]: row for row in ask(capsys, f"--evidence={path}", "evidence")["quantities"]}
    assert listed["open_lag"]["source"] == "my notes"


def test_wrong_evidence_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evidence", "--evidence"]) == 2
    assert "--evidence came without a file" in capsys.readouterr().err
    assert "cannot be read" in refuse(capsys, "evidence", "--evidence", str(tmp_path / "none.toml"))["what"]
    assert "is no address" in refuse(capsys, "evidence", "--evidence", str(entry(tmp_path, address="here")))["what"]
