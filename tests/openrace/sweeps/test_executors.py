import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from openrace.sweeps.executors import Workers, check, executor_of
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import QUESTION, contents, done_marks, small_game, small_grid

# It ships no types.
distributed: Any = import_module("distributed")


def run(path: Path, executor: Workers) -> None:
    sweep(small_game(), small_grid(8), QUESTION, out=path, metrics=("n_release",), executor=executor, block_cells=4)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("executors") / "s"
    run(path, 1)
    return contents(path)


@pytest.mark.parametrize("executor", [3, "threads:2", "processes:2"])
def test_any_number_of_threads_or_processes_gives_the_same_bytes(
    tmp_path: Path, reference: dict[str, bytes], executor: Workers
) -> None:
    run(tmp_path / "s", executor)
    assert contents(tmp_path / "s") == reference


def test_an_executor_of_the_users_is_used_and_left_open(tmp_path: Path, reference: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(2) as mine:
        run(tmp_path / "s", mine)
        assert mine.submit(int, 3).result() == 3
    assert contents(tmp_path / "s") == reference


def test_a_dask_worker_killed_in_the_middle_changes_nothing(tmp_path: Path, reference: dict[str, bytes]) -> None:
    path = tmp_path / "s"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        with distributed.Client(cluster) as client:
            victim = next(iter(client.run(os.getpid).values()))
        killed = threading.Event()

        def kill_after_the_first_block() -> None:
            until = time.monotonic() + 120
            while time.monotonic() < until:
                if done_marks(path):
                    os.kill(victim, signal.SIGKILL)
                    killed.set()
                    return
                time.sleep(0.005)

        killer = threading.Thread(target=kill_after_the_first_block)
        killer.start()
        run(path, cluster.scheduler_address)
        killer.join()
    assert killed.is_set()
    assert contents(path) == reference


@pytest.mark.parametrize("text", ["eight", "processes:0", "processes:x", "0", "-1", "udp://here"])
def test_an_unknown_executor_is_refused(text: str) -> None:
    with pytest.raises(OpenraceError, match="executor"), executor_of(text):
        pass


@pytest.mark.parametrize(("text", "width"), [("threads", 1), ("threads:", 1), ("1", 1), ("threads:2", 2), (" 2 ", 2)])
def test_what_passes_the_check_before_a_sweep_is_what_the_sweep_starts(text: str, width: int) -> None:
    check(text)
    with executor_of(text) as (_, found):
        assert found == width
