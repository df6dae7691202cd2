"""A sweep: one question at many parameter points, on one core or many machines, in memory or stored and resumable.

``sweep(game, design, intervention)`` cuts the design into blocks and has an executor compute them. With ``out=...``
each worker writes its own block (see ``openrace.sweeps.store``). Nothing in a block depends on who computes it or on
what was computed before, so any executor, number of workers, shard or crash ends in the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from importlib import import_module
from itertools import islice
from pathlib import Path

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.game import Game
from openrace.concepts.choice import Choice, concepts_of, read_concept
from openrace.concepts.concept import Concept, spoken
from openrace.questions.question import Question
from openrace.sweeps.blocks import read_shard
from openrace.sweeps.cells.builder import Way
from openrace.sweeps.cells.games import CellGames
from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.design import Design
from openrace.sweeps.effort import PLANNED, announce
from openrace.sweeps.executors import Workers, executor_of
from openrace.sweeps.executors import check as check_executor
from openrace.sweeps.job import Job, compute, plan
from openrace.sweeps.layout import Layout
from openrace.sweeps.lock import creating, writing
from openrace.sweeps.memory import Memory
from openrace.sweeps.progress import timed, work
from openrace.sweeps.results import Sweep
from openrace.sweeps.store import Store
from solver.common.errors import OpenraceError
from solver.common.extras import extra

RETRIES = 3
"""Times a pool of processes is started anew after one of them died."""

Taken = Callable[[int, tuple[CellSummary, ...] | None, float], None]
"""Takes a block's number, its summaries where they are not stored, and the processor time that it took of workers."""


class SweepInterrupted(KeyboardInterrupt):
    """The user stopped a sweep; finished blocks are stored, and the text says how to continue."""


def sweep(
    game: Game,
    design: Design,
    intervention: Intervention | str | None = None,
    *,
    out: Path | str | None = None,
    metrics: Sequence[str] = (),
    concept: str | Sequence[Choice] = Concept.OPEN_LOOP,
    executor: Workers = 1,
    shard: str = "1/1",
    resume: bool = False,
    budget: float | None = None,
    block_cells: int | None = None,
    command: str = "",
) -> Sweep:
    """Solve a question at every point of a design.

    Arguments are those of :func:`openrace.sweep`, with what varies as a design. ``block_cells`` says how many cells are
    stored together and lost together in a crash (left out, about a second of work), and ``command`` is the line that
    continues the sweep, printed when the user stops it.

    Raises:
        OpenraceError: unknown paths, values or metrics; a store in the way or of another sweep; a full disk.
        TooLargeError: results too large for memory, or work too long for the budget.
        SweepInterrupted: the user pressed Ctrl-C.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    part = read_shard(shard)
    check_executor(executor)
    question = Question(game, wanted)
    announce(game, PLANNED, "first games", budget)
    job = Job(question, design, tuple(metrics), concepts_of(game, read_concept(concept)), block_cells)
    planned = plan(job)
    layout = planned.layout
    n_cells, n_blocks = math.prod(layout.design.shape), len(layout.blocks.windows)
    if any(way is not Way.WEIGHT for builder in planned.sides for way in builder.ways):
        announce(game, len(layout.sides) * n_cells, "games", budget)
    if out is None:
        if resume or not part.is_whole:
            raise OpenraceError("resume or shard without out", "a directory for the results", "name one: out=...")
        memory = Memory(layout)
        _compute(job, memory, range(n_blocks), executor, budget)
        return Sweep(question, layout, memory, n_cells)
    with extra("sweep"):
        # Before anything is written.
        import_module("zarr")
    store, again = Store(Path(out)), resume or not part.is_whole
    _check_place(store, layout, resume=again)
    with creating(store.path):
        if store.exists:
            _check_same(store, layout, resume=again)
        else:
            store.create(layout)
    with writing(store.path, part):
        if part.is_whole:
            store.remove_leftovers()
        own = [k for k in range(n_blocks) if part.owns(k)]
        try:
            _compute(job, store, own, executor, budget)
        except KeyboardInterrupt:
            how = command or f"sweep(..., out={str(out)!r}, resume=True)"
            raise SweepInterrupted(f"stopped; finished blocks are stored. Continue with: {how}") from None
    done = sum(layout.blocks.cells(k) for k in range(n_blocks) if store.is_done(layout, k))
    return Sweep(question, layout, store, done)


def _compute(job: Job, results: Memory | Store, own: Sequence[int], workers: Workers, budget: float | None) -> None:
    """Computes these blocks, but for those that are stored already."""
    planned = plan(job)
    layout = planned.layout
    cells = {k: layout.blocks.cells(k) for k in own}
    left = [k for k in own if not results.is_done(layout, k)]
    with work(sum(cells.values()), "cells", budget=budget) as bar:
        to_do = sum(cells[k] for k in left)
        bar.skip(bar.total - to_do)

        def take(k: int, summaries: tuple[CellSummary, ...] | None, took: float) -> None:
            if summaries is not None:
                results.write(layout, k, summaries)
            bar.advance(cells[k], took)

        if left and len(layout.players) == 2 and all(isinstance(builder, CellGames) for builder in planned.sides):
            from solver.kernels.loader import prepare

            # Compiles the kernels if that is to do and worth it; until then cells are solved without them.
            prepare(2 * to_do)
        _run(job, results.path, left, workers, take)


def _work(job: Job, path: Path | None, k: int) -> tuple[CellSummary, ...] | None:
    """Computes one block; stores it if there is a store, or returns it; runs in a worker."""
    summaries = compute(job, k)
    if path is None:
        return summaries
    Store(path).write(plan(job).layout, k, summaries)
    return None


def _run(job: Job, path: Path | None, left: list[int], workers: Workers, take: Taken) -> None:
    """Has an executor compute blocks; each leaves ``left`` when it is stored or taken."""
    deaths = 0
    while left:
        with executor_of(workers) as (executor, width):
            try:
                _drive(job, path, left, executor, width, take)
            except BrokenExecutor as error:
                # One of our own processes died (killed, or out of memory): its blocks are not done, all others are.
                deaths += 1
                if isinstance(workers, Executor) or deaths > RETRIES:
                    raise OpenraceError(
                        f"workers died {deaths} times", "workers that keep running", "take fewer of them, and --resume"
                    ) from error


def _drive(job: Job, path: Path | None, left: list[int], executor: Executor, width: int, take: Taken) -> None:
    """Keeps two blocks for each of ``width`` workers in flight."""
    running: dict[Future[tuple[tuple[CellSummary, ...] | None, float]], int] = {}
    queue = iter(list(left))
    try:
        while left:
            for k in islice(queue, 2 * width - len(running)):
                running[executor.submit(timed, _work, job, path, k)] = k
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                summaries, seconds = future.result()
                k = running.pop(future)
                left.remove(k)
                take(k, summaries, seconds / width)
    finally:
        for future in running:
            future.cancel()


def _check_place(store: Store, layout: Layout, *, resume: bool) -> None:
    if store.exists and not resume:
        raise OpenraceError(f"{store.path} holds a sweep already", "a new place", "add --resume to continue it")
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
        made, wanted = (", ".join(spoken(label) for label in own.get("concept", ())) for own in (there, here))
        raise OpenraceError(
            f"{store.path} was made under {made}, not {wanted}",
            "the same concept, since a cell holds one answer",
            "give the command that made it, or choose another --out; --concept all keeps every concept in one store",
        )
    if differing:
        raise OpenraceError(
            f"{store.path} was made with other {', '.join(differing)}",
            "the very same sweep",
            "give the command that made it, or choose another --out",
        )
