"""A sweep: one question at many parameter points, stored, resumable, on one core or many machines.

``sweep(game, Grid(...), intervention, out=...)`` cuts the design into blocks, has an executor compute them, and each
worker writes its own block (see ``openrace.sweeps.store``). Nothing in a block depends on who computes it or on what
was computed before, so any executor, number of workers, shard or crash ends in the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.game import Game
from openrace.concepts.choice import Choice, read_concept
from openrace.concepts.concept import Concept
from openrace.questions.question import Question
from openrace.sweeps.design import Design
from openrace.sweeps.executors import Workers, executor_of
from openrace.sweeps.executors import check as check_executor
from openrace.sweeps.job import Job, compute, plan, prepared
from openrace.sweeps.layout import Layout, MetricColumn
from openrace.sweeps.lock import WHOLE, Shard, creating, writing
from openrace.sweeps.progress import Progress
from openrace.sweeps.store import Store
from solver.game.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

RETRIES = 3
"""Times a pool of processes is started anew after one of them died."""


class SweepInterrupted(KeyboardInterrupt):
    """The user stopped a sweep; finished blocks are stored, and the text says how to go on."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """A finished sweep, or a finished part of one.

    Attributes:
        path: the store's directory.
        n_cells: cells of the whole design.
        n_done: cells stored.
        layout: what is stored.
    """

    path: Path
    n_cells: int
    n_done: int
    layout: Layout

    @property
    def columns(self) -> tuple[MetricColumn, ...]:
        """The metrics kept."""
        return self.layout.metrics

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts under which cells were solved."""
        return self.layout.concepts

    def dataset(self) -> xr.Dataset:
        """The results with labelled axes; values are read when they are looked at."""
        return Store(self.path).open()

    def values(self, name: str, concept: str | None = None) -> NDArray[Any]:
        """All values of one variable under one concept, the first if none is named; no library is needed to read it."""
        read = Store(self.path).read(self.layout, name)
        if len(self.concepts) == 1:
            return read
        at = 0 if concept is None else self.concepts.index(concept)
        return np.asarray(np.take(read, at, axis=len(self.layout.design.shape)))

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace sweep``."""
        return {
            "out": str(self.path),
            "cells": self.n_cells,
            "done": self.n_done,
            "metrics": [c.name for c in self.columns],
            "concepts": list(self.concepts),
        }


def sweep(
    game: Game,
    design: Design,
    intervention: Intervention | str | None = None,
    *,
    out: Path | str,
    metrics: Sequence[str] = (),
    concept: str | Sequence[Choice] = Concept.OPEN_LOOP,
    executor: Workers = 1,
    shard: Shard = WHOLE,
    resume: bool = False,
    progress: bool | None = None,
    block_cells: int | None = None,
    command: str = "",
) -> Sweep:
    """Solve a question at every point of a design and store what came out.

    Args:
        game: the base point.
        design: a :class:`openrace.sweeps.design.Grid` or :class:`openrace.sweeps.design.Sample`.
        intervention: what is compared with doing nothing; left out, the game alone is solved.
        out: directory of the store; workers must all see it.
        metrics: names of metrics to keep; left out, those of racing (see :func:`openrace.sweeps.job.default_metrics`).
        concept: what labs know and can do: a name, ``"all"`` for every concept in every cell, or choices; several make
            a dimension ``concept`` of the store.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.
        shard: which part of the blocks this call computes.
        resume: whether a store may exist already; only one made from the very same question is gone on with.
        progress: whether to show progress; left out, if stderr is a terminal.
        block_cells: cells stored together, and lost together in a crash; left out, about a second of work.
        command: the command line that goes on with it, printed when the user stops it.

    Raises:
        OpenraceError: unknown paths, values or metrics; a store in the way or of another sweep; a full disk.
        SweepInterrupted: the user pressed Ctrl-C.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    concepts = read_concept(concept)
    check_executor(executor)
    job, layout = plan(Question(game, wanted), design, tuple(metrics), block_cells, concepts)
    store = Store(Path(out))
    _check_place(store, layout, resume=resume or not shard.is_whole)
    with creating(store.path):
        if store.exists:
            _check_same(store, layout, resume=resume or not shard.is_whole)
        else:
            store.create(layout)
    with writing(store.path, shard):
        if shard.is_whole:
            store.sweep_up()
        own = [k for k in range(len(layout.blocks.windows)) if shard.owns(k)]
        open_ = [k for k in own if not store.is_done(layout, k)]
        cells = [math.prod(s.stop - s.start for s in w) for w in layout.blocks.windows]
        with Progress(sum(cells[k] for k in own), "cells", shown=progress) as bar:
            bar.skip(sum(cells[k] for k in own) - sum(cells[k] for k in open_))
            if open_:
                _warm_up(layout, sum(cells[k] for k in open_))
            try:
                _run(job, store.path, open_, executor, lambda k: bar.advance(cells[k]))
            except KeyboardInterrupt:
                how = command or f"sweep(..., out={str(out)!r}, resume=True)"
                raise SweepInterrupted(f"stopped; finished blocks are stored. Go on with: {how}") from None
    done = sum(n for k, n in enumerate(cells) if store.is_done(layout, k))
    return Sweep(store.path, math.prod(design.shape), done, layout)


def _work(job: Job, path: Path, k: int) -> int:
    """Computes and stores one block; runs in a worker."""
    layout = prepared(job)[1]
    Store(path).write(layout, k, compute(job, layout, k))
    return k


def _warm_up(layout: Layout, cells: int) -> None:
    """Starts to compile the kernels if that is to do and worth it; until then cells are solved without them."""
    from solver.kernels.loader import prepare

    if len(layout.players) == 2:
        prepare(2 * cells)


def _run(job: Job, path: Path, todo: list[int], workers: Workers, report: Any) -> None:
    left, deaths = list(todo), 0
    while left:
        with executor_of(workers) as (executor, width):
            try:
                _drive(job, path, left, executor, 2 * width, report)
            except BrokenExecutor as error:
                # One of our own processes died (killed, or out of memory): its blocks are not done, all others are.
                deaths += 1
                if isinstance(workers, Executor) or deaths > RETRIES:
                    raise OpenraceError(
                        f"workers died {deaths} times", "workers that live", "take fewer of them, and --resume"
                    ) from error


def _drive(job: Job, path: Path, left: list[int], executor: Executor, ahead: int, report: Any) -> None:
    """Keeps ``ahead`` blocks in flight; takes a block out of ``left`` when it is stored."""
    running: dict[Future[int], int] = {}
    queue = iter(list(left))
    try:
        while True:
            while len(running) < ahead:
                k = next(queue, None)
                if k is None:
                    break
                running[executor.submit(_work, job, path, k)] = k
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                future.result()
                left.remove(running.pop(future))
                report(future.result())
    finally:
        for future in running:
            future.cancel()


def _check_place(store: Store, layout: Layout, *, resume: bool) -> None:
    if store.exists and not resume:
        raise OpenraceError(f"{store.path} holds a sweep already", "a new place", "add --resume to go on with it")
    strange = store.strange(layout)
    if not store.exists and strange:
        raise OpenraceError(f"{store.path} holds {strange[0]}", "an empty or a new directory", "choose another --out")
    if store.path.exists() and not store.path.is_dir():
        raise OpenraceError(f"{store.path} is a file", "a directory", "choose another --out")


def _check_same(store: Store, layout: Layout, *, resume: bool) -> None:
    _check_place(store, layout, resume=resume)
    there, here = store.provenance(), dict(layout.provenance)
    differing = [name for name in here if there.get(name) != here[name]]
    if differing == ["concept"]:
        raise OpenraceError(
            f"{store.path} was made under {', '.join(there.get('concept', ()))}, not {', '.join(here['concept'])}",
            "the same concept, since a cell holds one answer",
            "give the command that made it, or choose another --out; --concept all keeps every concept in one store",
        )
    if differing:
        raise OpenraceError(
            f"{store.path} was made with other {', '.join(differing)}",
            "the very same sweep",
            "give the command that made it, or choose another --out",
        )
