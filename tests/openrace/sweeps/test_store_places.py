"""Places that take no more: the shell says so once, nothing stored is lost, and --resume ends in the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.layout import Layout
from openrace.sweeps.store import Store
from tests.openrace.sweeps.sweeps import contents

SWEEP = (
    *("sweep", "alice-bob", "--set", "calendar.slots=3", "--set", "calendar.horizon=6", "--open", "7@1"),
    *("--vary", "alice.prestige=0:4:250", "--vary", "alice.slowness=0:20:200", "--metric", "n_release"),
)

SHELL = """
import os, resource, sys
from openrace.cli.app import run

limit, drop, warm, *words = sys.argv[1:]
# Everything is imported and compiled by a sweep elsewhere: the limits below are to meet the store and nothing else.
assert run([*words[:-3], "--out", warm]) == 0
print("---", file=sys.stderr, flush=True)
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
if int(drop):
    os.setuid(65534)
sys.exit(run(words))
"""


def shell(store: Path, *words: str, limit: int = 0, drop: bool = False) -> tuple[int, str]:
    """Exit code and errors of a sweep into a store, with a limit on the size of files or without root's rights."""
    given = (str(limit), str(int(drop)), str(store.parent / f"{store.name}-warm"), *words)
    done = subprocess.run(
        [sys.executable, "-c", SHELL, *given],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(store.parent / f"{store.name}-warm")
    return done.returncode, done.stderr.split("---\n", 1)[-1]


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store with the first shard of two, and the whole."""
    from openrace.cli.app import run

    place = tmp_path_factory.mktemp("stores")
    assert run([*SWEEP, "--out", str(place / "whole"), "--json"]) == 0
    assert run([*SWEEP, "--out", str(place / "half"), "--shard", "1/2", "--json"]) == 0
    return place / "half", place / "whole"


def resumed(store: Path) -> dict[str, bytes]:
    from openrace.cli.app import run

    assert run([*SWEEP, "--out", str(store), "--resume", "--json"]) == 0
    return contents(store)


def test_files_that_may_not_grow_give_one_message_and_lose_nothing(tmp_path: Path, halves: tuple[Path, Path]) -> None:
    half, whole = halves
    store = tmp_path / "s"
    shutil.copytree(half, store)
    code, told = shell(store, *SWEEP, "--out", str(store), "--resume", limit=40)
    assert code == 2
    words = " ".join(told.split())
    assert "larger than this system lets a file be" in words
    assert "--resume; finished blocks are kept" in words
    assert words.count("error:") == 1
    assert "Traceback" not in told
    kept = contents(store)
    assert {name: kept.get(name) for name in contents(half)} == contents(half)
    assert resumed(store) == contents(whole)


@pytest.mark.slow
def test_a_store_that_may_only_be_read_gives_one_message_and_loses_nothing(
    tmp_path: Path, halves: tuple[Path, Path]
) -> None:
    half, whole = halves
    store = tmp_path / "s"
    shutil.copytree(half, store)
    # For somebody else than its owner, too: root, who may write everywhere, becomes nobody.
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(parent.stat().st_mode | 0o755)
    folders = [store, *(p for p in store.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    code, told = shell(store, *SWEEP, "--out", str(store), "--resume", drop=_is_root())
    for folder in folders:
        folder.chmod(0o755)
    assert code == 2, told
    words = " ".join(told.split())
    assert "cannot be written" in words
    assert "finished blocks are kept" in words
    assert words.count("error:") == 1
    assert contents(store) == contents(half)
    assert resumed(store) == contents(whole)


def test_ctrl_c_prints_the_command_that_goes_on(
    tmp_path: Path,
    halves: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from openrace.cli.app import run

    store, write = tmp_path / "s", Store.write
    written: list[int] = []

    def stop_at_the_second(self: Store, layout: Layout, k: int, summaries: tuple[CellSummary, ...]) -> None:
        written.append(k)
        if len(written) == 2:
            raise KeyboardInterrupt
        write(self, layout, k, summaries)

    monkeypatch.setattr(Store, "write", stop_at_the_second)
    monkeypatch.setattr(sys, "argv", ["openrace", *SWEEP, "--out", str(store)])
    assert run([*SWEEP, "--out", str(store)]) == 130
    monkeypatch.undo()
    told = " ".join(capsys.readouterr().err.split())
    assert told.count("error: stopped; finished blocks are stored.") == 1
    assert f"try: openrace {' '.join(SWEEP[:2])}" in told
    assert told.endswith("--resume")
    assert resumed(store) == contents(halves[1])


def _is_root() -> bool:
    import os

    return os.geteuid() == 0
