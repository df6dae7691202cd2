"""Where blocks are computed: this thread, more threads, processes, a dask cluster, or any executor of the user.

All of them are ``concurrent.futures.Executor``; a sweep needs nothing else of them. Processes are spawned, never
forked: a fork of a process with running threads may hang.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib import import_module
from numbers import Integral
from typing import Any

from openrace.sweeps.blocks import whole_number
from openrace.sweeps.interrupts import left_to_parent
from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.words import shown

MAX_WORKERS = 4096

SCHEDULERS = ("tcp", "tls", "ucx", "inproc")
"""How the address of a dask scheduler begins."""

Workers = int | str | Executor
"""A number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor."""


class Inline(Executor):
    """Computes at once, in the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A finished future."""
        future: Future[Any] = Future()
        # What fails here fails in the caller's thread at once, where Ctrl-C and errors belong.
        future.set_result(fn(*args, **kwargs))
        return future


def check(workers: Workers) -> None:
    """Whether an executor is meant that exists, without starting it: before anything is stored.

    Raises:
        OpenraceError: it is none of the known ones.
    """
    if not isinstance(workers, Executor):
        _read(workers)


@contextmanager
def executor_of(workers: Workers) -> Iterator[tuple[Executor, int]]:
    """The executor that is meant, closed afterwards if it was made here, and how many blocks it can take at a time.

    Raises:
        OpenraceError: it is none of the known ones, the extra ``cluster`` is not installed, or no scheduler answers.
    """
    if isinstance(workers, Executor):
        yield workers, _width(workers)
        return
    kind, n = _read(workers)
    if kind == "dask":
        with _dask(str(workers).strip()) as found:
            yield found
    elif kind == "processes":
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(n, mp_context=context, initializer=_leave_interrupts_to_parent) as processes:
            yield processes, n
    elif n == 1:
        yield Inline(), 1
    else:
        with ThreadPoolExecutor(n) as threads:
            yield threads, n


@contextmanager
def _dask(text: str) -> Iterator[tuple[Executor, int]]:
    with extra("cluster"):
        distributed: Any = import_module("distributed")
    if text == "dask":
        with ExitStack() as stack:
            with left_to_parent():
                cluster = stack.enter_context(
                    distributed.LocalCluster(
                        processes=True, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                    )
                )
            client = stack.enter_context(distributed.Client(cluster))
            yield client.get_executor(), _cores(client)
        return
    try:
        client = distributed.Client(text, timeout="10s")
    except (OSError, TimeoutError) as error:
        raise OpenraceError(
            f"no dask scheduler answers at {text}", "a running scheduler", "start one, or use 'dask'"
        ) from error
    with client:
        yield client.get_executor(), _cores(client)


def _cores(client: Any) -> int:
    return max(1, sum(int(n) for n in client.nthreads().values()))


def _width(executor: Executor) -> int:
    known = getattr(executor, "_max_workers", None)
    return known if isinstance(known, int) else os.cpu_count() or 1


def _leave_interrupts_to_parent() -> None:
    """Ctrl-C reaches the whole group of processes; the parent decides what becomes of the blocks in flight."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(workers: int | str) -> tuple[str, int]:
    """Threads or processes, and how many; dask, of which a cluster knows how many."""
    text = workers.strip() if isinstance(workers, str) else ""
    if isinstance(workers, Integral) and not isinstance(workers, bool) and 0 < workers <= MAX_WORKERS:
        text = str(int(workers))
    kind, _, number = text.partition(":")
    if text == "dask" or kind in SCHEDULERS:
        return "dask", 0
    if kind not in ("threads", "processes"):
        kind, number = "threads", text
    elif not number:
        number = "1" if kind == "threads" else str(os.cpu_count() or 1)
    n = whole_number(number)
    if n is None or not 1 <= n <= MAX_WORKERS:
        raise OpenraceError(
            f"the executor is {shown(text if isinstance(workers, str) else workers)}",
            f"a number of threads, at most {MAX_WORKERS:,}, processes:N, dask, or tcp://host:port",
            "write for example --executor processes:8",
        )
    return kind, n
