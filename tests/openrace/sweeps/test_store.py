import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import openrace.sweeps.store as store_module
from openrace.sweeps.axis import read_axis
from openrace.sweeps.blocks import Shard
from openrace.sweeps.design import Grid
from openrace.sweeps.layout import Layout
from openrace.sweeps.lock import writing
from openrace.sweeps.store import UNFINISHED, Store
from openrace.sweeps.sweep import SweepInterrupted, sweep
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import QUESTION, SETTINGS, contents, done_marks, small_game, small_grid

METRICS = ("first_release", "n_release")


def run(path: Path, n: int = 6, **options: object) -> None:
    sweep(small_game(), small_grid(n), QUESTION, out=path, metrics=METRICS, block_cells=6, **options)  # type: ignore[arg-type]  # options of one call


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "undisturbed"
    run(path)
    return path


def test_resuming_a_finished_sweep_changes_nothing(undisturbed: Path) -> None:
    before = contents(undisturbed)
    run(undisturbed, resume=True)
    assert contents(undisturbed) == before


def test_a_sweep_stopped_by_the_user_says_how_to_go_on_and_ends_in_the_same_bytes(
    tmp_path: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Store.write
    calls: list[int] = []

    def stop_at_the_third(self: Store, layout: object, k: int, summary: object) -> None:
        calls.append(k)
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(self, layout, k, summary)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Store, "write", stop_at_the_third)
    with pytest.raises(SweepInterrupted, match="openrace sweep --resume"):
        run(tmp_path / "s", command="openrace sweep --resume")
    monkeypatch.undo()
    assert len(done_marks(tmp_path / "s")) == 2
    run(tmp_path / "s", resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


def test_ctrl_c_while_a_store_is_made_leaves_a_whole_one(
    tmp_path: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = store_module._make

    def pressed(*arguments: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        make(*arguments)

    monkeypatch.setattr(store_module, "_make", pressed)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "s")
    monkeypatch.undo()
    assert Store(tmp_path / "s").exists
    assert not done_marks(tmp_path / "s")
    run(tmp_path / "s", resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


def test_ctrl_c_while_a_block_is_written_takes_effect_when_it_is_stored(
    tmp_path: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    array = Store._array

    def pressed(self: Store, layout: Layout, name: str) -> Any:
        signal.raise_signal(signal.SIGINT)
        return array(self, layout, name)

    monkeypatch.setattr(Store, "_array", pressed)
    with pytest.raises(SweepInterrupted):
        run(tmp_path / "s")
    monkeypatch.undo()
    assert len(done_marks(tmp_path / "s")) == 1
    run(tmp_path / "s", resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


KILLER = """
import os, signal, sys, time
from pathlib import Path
from openrace.sweeps.store import Store
from solver.kernels.loader import load
from tests.openrace.sweeps.sweeps import done_marks
from tests.openrace.sweeps.test_store import run

load()
path = Path(sys.argv[1])
write = Store.write

def slowly(self, layout, k, summary):
    time.sleep(0.02)
    write(self, layout, k, summary)

Store.write = slowly
for attempt in range(6):
    had = len(done_marks(path))
    # The parent runs no thread, so a fork is safe here; each child starts from what the last one left behind.
    child = os.fork()
    if child == 0:
        run(path, resume=True)
        os._exit(7)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if len(done_marks(path)) > had if attempt >= 2 else path.exists() and any(path.iterdir()):
            break
        time.sleep(0.001)
    time.sleep(0.004 * attempt)
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_six_kills_lose_only_blocks_in_flight_and_end_in_the_same_bytes(tmp_path: Path, undisturbed: Path) -> None:
    path = tmp_path / "s"
    told = subprocess.run(
        [sys.executable, "-c", KILLER, str(path)], cwd=Path(__file__).parents[3], capture_output=True, check=True
    )
    assert told.stdout.split() == [b"-9"] * 6
    run(path, resume=True)
    assert contents(path) == contents(undisturbed)


def test_a_store_of_another_sweep_is_not_gone_on_with(undisturbed: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path / "s")
    with pytest.raises(OpenraceError, match="design"):
        run(tmp_path / "s", n=5, resume=True)
    with pytest.raises(OpenraceError, match="intervention"):
        sweep(small_game(), small_grid(), "open:9@2", out=tmp_path / "s", metrics=METRICS, block_cells=6, resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


def test_a_store_in_the_way_is_kept(undisturbed: Path) -> None:
    before = contents(undisturbed)
    with pytest.raises(OpenraceError, match="--resume"):
        run(undisturbed)
    assert contents(undisturbed) == before


def test_a_directory_of_something_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(OpenraceError, match=r"thesis\.tex"):
        run(tmp_path)


@pytest.mark.parametrize("moved", [0, 3, 30])
def test_a_making_that_was_killed_is_taken_up_and_what_lies_beside_it_is_kept(
    tmp_path: Path, undisturbed: Path, moved: int
) -> None:
    store, made = tmp_path / "s", tmp_path / "s" / UNFINISHED
    made.mkdir(parents=True)
    # The group's own file is written last and moved last.
    arrays = sorted(p for p in undisturbed.iterdir() if p.is_dir())
    for k, array in enumerate(arrays):
        shutil.copytree(array, (store if k < moved else made) / array.name)
    if moved:
        shutil.copy(undisturbed / "zarr.json", made)
    (store / "thesis.tex").write_text("precious")
    with pytest.raises(OpenraceError, match=r"thesis\.tex"):
        run(store)
    (store / "thesis.tex").unlink()
    run(store)
    assert contents(store) == contents(undisturbed)


def test_two_writers_on_one_store_are_refused_and_a_dead_one_is_forgotten(tmp_path: Path, undisturbed: Path) -> None:
    path = tmp_path / "s"
    shutil.copytree(undisturbed, path)
    with writing(path, Shard()), pytest.raises(OpenraceError, match="written by another process"):
        run(path, resume=True)
    with writing(path, Shard()), pytest.raises(OpenraceError, match="written by another process"):
        run(path, shard="2/2")
    with writing(path, Shard(0, 2)), pytest.raises(OpenraceError, match="written by"):
        run(path, resume=True)
    (path / ".writing").write_text("process 1\n")
    run(path, resume=True)
    assert contents(path) == contents(undisturbed)


def test_shards_fill_one_store_to_the_same_bytes(tmp_path: Path, undisturbed: Path) -> None:
    for index in (2, 0, 1):
        run(tmp_path / "s", shard=f"{index + 1}/3")
    assert contents(tmp_path / "s") == contents(undisturbed)


def test_a_full_disk_gives_one_clear_message_and_loses_nothing_stored(
    tmp_path: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace
    written: list[Path] = []

    def replace_until_full(self: Path, target: Path) -> Path:
        if target.parent.name == "support" and target.name.startswith("c."):
            written.append(target)
            if len(written) == 3:
                raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    # zarr writes a file under another name and then renames it.
    monkeypatch.setattr(Path, "replace", replace_until_full)
    with pytest.raises(OpenraceError, match=r"disk .* is full.*--resume"):
        run(tmp_path / "s")
    monkeypatch.undo()
    assert len(done_marks(tmp_path / "s")) == 2
    assert not list((tmp_path / "s").rglob("*.partial"))
    run(tmp_path / "s", resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_place_gives_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(OpenraceError, match="cannot be written"):
        run(tmp_path / "closed" / "s")


def test_a_place_that_refuses_gives_one_clear_message(
    tmp_path: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(undisturbed, tmp_path / "s")

    def refuse(*_args: object, **_kwargs: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OpenraceError, match="cannot be written"):
        run(tmp_path / "s", resume=True)


def test_what_is_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(OpenraceError, match="holds no sweep"):
        Store(tmp_path).open()


def test_the_store_is_larger_than_what_is_read_of_it(tmp_path: Path) -> None:
    grid = Grid((read_axis("alice.prestige=0:4:2"),))
    dataset = sweep(small_game(), grid, QUESTION, out=tmp_path / "s", metrics=METRICS).dataset()
    assert not dataset["extent"]._in_memory
    assert SETTINGS


WITHOUT_FCNTL = """
import sys
from pathlib import Path
sys.modules["fcntl"] = None
from tests.openrace.sweeps.test_store import run
run(Path(sys.argv[1]))
run(Path(sys.argv[1]), resume=True)
"""


def test_systems_without_fcntl_write_the_same_bytes(tmp_path: Path, undisturbed: Path) -> None:
    words = [sys.executable, "-c", WITHOUT_FCNTL, str(tmp_path / "s")]
    done = subprocess.run(words, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "s") == contents(undisturbed)
