"""A sweep: one question at many parameter points, stored, resumable, on one core or many machines.

``sweep(game, Grid(...), intervention, out=...)`` cuts the design into blocks, has an executor compute them, and each
worker writes its own block (see ``openrace.store``). Nothing in a block depends on who computes it or on what was
computed before, so any executor, number of workers, shard or crash ends in the same bytes.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games.files import write_toml
from games.game import Game
from games.interventions import Intervention, read_intervention
from games.metrics import Metric, Sense
from games.release_game import ReleaseGame
from openrace import __version__
from openrace.ask import Choice, read_concept
from openrace.cell_games import CellGames, cell_games
from openrace.cell_summary import CellSummary
from openrace.concept_cells import check_concepts, summarise_under
from openrace.concepts import Concept
from openrace.design import Design, blocks, default_block
from openrace.executors import Workers, executor_of
from openrace.executors import check as check_executor
from openrace.layout import Layout, MetricColumn
from openrace.load import game_hash
from openrace.lock import WHOLE, Shard, creating, writing
from openrace.progress import Progress
from openrace.provenance import source_hash, unit_at
from openrace.question import Question
from openrace.store import Store
from solver.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

SLOW_BLOCK = 16
"""Cells in a block when games are solved one by one, which takes a hundred times as long."""
PLANS_FIXED = (Choice(),)
"""The concept of a sweep that names none: precommitment."""
RETRIES = 3
"""Times a pool of processes is started anew after one of them died."""
FORMAT = 1
"""Version of the store's layout."""


class SweepInterrupted(KeyboardInterrupt):
    """The user stopped a sweep; finished blocks are stored, and the text says how to go on."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """A finished sweep, or a finished part of one.

    Attributes:
        path: the store's directory.
        n_cells: cells of the whole design.
        n_done: cells stored.
        columns: the metrics kept.
        concepts: the concepts under which cells were solved.
    """

    path: Path
    n_cells: int
    n_done: int
    columns: tuple[MetricColumn, ...]
    concepts: tuple[str, ...]

    def dataset(self) -> xr.Dataset:
        """The results with labelled axes; values are read when they are looked at."""
        return Store(self.path).open()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace sweep``."""
        return {
            "out": str(self.path),
            "cells": self.n_cells,
            "done": self.n_done,
            "metrics": [c.name for c in self.columns],
            "concepts": list(self.concepts),
        }


@dataclass(frozen=True, eq=False)
class Job:
    """Everything a worker needs for any block; jobs with the same key are the same.

    Attributes:
        question: the base point.
        design: where to look.
        metrics: names of the metrics kept.
        concepts: what labs know and can do, one or several answers per cell.
        block_cells: cells in a block, if the caller chose it.
        key: hash of the provenance.
    """

    question: Question
    design: Design
    metrics: tuple[str, ...]
    concepts: tuple[Choice, ...]
    block_cells: int | None
    key: str


def sweep(
    game: Game,
    design: Design,
    intervention: Intervention | str | None = None,
    *,
    out: Path | str,
    metrics: Sequence[str] = (),
    concept: str | Sequence[Choice] = Concept.PRECOMMITMENT,
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
        design: a :class:`openrace.design.Grid` or :class:`openrace.design.Sample`.
        intervention: what is compared with doing nothing; left out, the game alone is solved.
        out: directory of the store; workers must all see it.
        metrics: names of metrics to keep; left out, those of racing (see :func:`default_metrics`).
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
                _warm_up(layout)
            try:
                _run(job, store.path, open_, executor, lambda k: bar.advance(cells[k]))
            except KeyboardInterrupt:
                how = command or f"sweep(..., out={str(out)!r}, resume=True)"
                raise SweepInterrupted(f"stopped; finished blocks are stored. Go on with: {how}") from None
    done = sum(n for k, n in enumerate(cells) if store.is_done(layout, k))
    return Sweep(store.path, math.prod(design.shape), done, layout.metrics, layout.concepts)


def plan(
    question: Question,
    design: Design,
    metrics: tuple[str, ...] = (),
    block_cells: int | None = None,
    concepts: tuple[Choice, ...] = PLANS_FIXED,
) -> tuple[Job, Layout]:
    """What workers need, and what the store will look like.

    Raises:
        OpenraceError: unknown paths, values out of range at an end of the design, unknown metrics, or a concept that
            does not fit the game.
    """
    low, high = design.ends()
    ends: list[Game] = []
    if concepts != PLANS_FIXED:
        # First of all: a game that is refused for its size should be refused before it is built.
        ends = [g for end in (low, high) for g in question.at(question.settings(design.paths, end.tolist())).games()]
        check_concepts(concepts, ends)
    builders = cell_games(question, design.paths, low, high)
    built = [[batch for _, batch in b.build(np.stack([low, high]))] for b in builders]
    corners = [batch for side in built for batch in side]
    known = [{m.name: m for m in side[0].metrics} for side in built]
    names = metrics or default_metrics(tuple(known[0].values()))
    missing = [n for n in names if any(n not in side for side in known)]
    if missing:
        raise OpenraceError(
            f"no metric is named {missing[0]!r}", f"some of {', '.join(known[0])}", "name metrics that both games have"
        )
    most = max(n for batch in corners for n in batch.payoffs.shape[2:])
    reacting = any(choice.concept is not Concept.PRECOMMITMENT for choice in concepts)
    if reacting:
        # A plan more than the normal form's may join where labs react.
        most = max(most, *[n for game in ends for n in game.by_slot().normal_form().n_actions])
    players = max((_names_of_players(builder.base) for builder in builders), key=len)
    singly = reacting or any(batch.payoffs.shape[1] != 2 for batch in corners)
    columns = tuple(MetricColumn(n, known[0][n].unit, str(known[0][n].sense)) for n in names)
    wanted = block_cells or (SLOW_BLOCK if singly else default_block(math.prod(design.shape)))
    cut = blocks(design.shape, wanted)
    provenance = {
        "format": FORMAT,
        "version": __version__,
        "kernels": source_hash(),
        "game": write_toml(question.game),
        "game_hash": game_hash(question.game),
        "intervention": None if question.intervention is None else question.intervention.text,
        "concept": [choice.label for choice in concepts],
        "sides": list(question.sides),
        "design": design.to_dict(),
        "paths": list(design.paths),
        "block": list(cut.block),
        "units": {p: unit_at(question.game, p) for p in design.paths},
        "metrics": [{"name": c.name, "unit": c.unit, "sense": c.sense} for c in columns],
    }
    labels = tuple(choice.label for choice in concepts)
    layout = Layout(design, cut, question.sides, labels, players, columns, -(-most // 64), provenance)
    key = hashlib.sha256(repr(sorted(provenance.items())).encode()).hexdigest()
    job = Job(question, design, tuple(names), concepts, block_cells, key)
    _keep(job, (builders, layout))
    return job, layout


def _names_of_players(game: Game) -> tuple[str, ...]:
    # A release game knows them without its payoffs.
    return tuple(p.name for p in game.players) if isinstance(game, ReleaseGame) else tuple(game.normal_form().players)


def default_metrics(metrics: Sequence[Metric]) -> tuple[str, ...]:
    """Metrics of racing for the whole game; all metrics of a game that knows no racing."""
    racing = tuple(m.name for m in metrics if m.sense is not Sense.LEVEL and "." not in m.name)
    return racing or tuple(m.name for m in metrics)


def compute(job: Job, layout: Layout, k: int) -> tuple[CellSummary, ...]:
    """Block ``k``, under every concept."""
    points, sides = layout.design.points(layout.blocks.windows[k]), _prepared(job)[0]
    return tuple(summarise_under(choice, sides, job.metrics, points, layout.n_words) for choice in job.concepts)


Prepared = tuple[tuple[CellGames, ...], Layout]
_PREPARED: OrderedDict[str, Prepared] = OrderedDict()
"""Builders and layouts of the latest jobs by key: making them takes as long as solving a thousand cells."""
_KEPT = 4


def _keep(job: Job, prepared: Prepared) -> None:
    _PREPARED[job.key] = prepared
    while len(_PREPARED) > _KEPT:
        _PREPARED.popitem(last=False)


def _prepared(job: Job) -> Prepared:
    """Builders and layout, made once per process and sweep."""
    if job.key not in _PREPARED:
        plan(job.question, job.design, job.metrics, job.block_cells, job.concepts)
    return _PREPARED[job.key]


def _work(job: Job, path: Path, k: int) -> int:
    """Computes and stores one block; runs in a worker."""
    layout = _prepared(job)[1]
    Store(path).write(layout, k, compute(job, layout, k))
    return k


def _warm_up(layout: Layout) -> None:
    """Compiles the kernels, if that is still to do, before several workers would do it at the same time."""
    if len(layout.players) == 2:
        from solver.kernels.loader import load as load_kernels

        load_kernels()


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
