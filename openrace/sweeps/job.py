"""A sweep's job: what every worker needs for any block, planned once a process.

Planning builds the games at the ends of the design, finds how their numbers are varied (see
``openrace.sweeps.cells.games``), and says what the store will look like. It takes as long as solving a thousand cells,
so a process keeps its latest plans.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import uuid4

import numpy as np

from games.catalog.files import write_toml
from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.lab_game import LabGame
from games.parts.metric import Metric, Sense
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.questions.about import Measured
from openrace.questions.question import Question
from openrace.sweeps.blocks import blocks, default_block
from openrace.sweeps.cells.builder import Builder
from openrace.sweeps.cells.concepts import check_concepts, summarise_under
from openrace.sweeps.cells.making import cells_of
from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.design import Design
from openrace.sweeps.layout import Layout
from openrace.version import version
from solver.common.errors import OpenraceError

SLOW_BLOCK = 16
"""Cells in a block when games are solved one by one, which takes a hundred times as long."""
PLANS_FIXED = (Choice(),)
"""The concept of a sweep that names none: open loop."""
FORMAT = 3
"""Version of the store's layout."""


@dataclass(frozen=True)
class Job:
    """What a sweep computes, as workers are given it.

    Attributes:
        question: the base point.
        design: where to look.
        metrics: names of the metrics kept; empty for those of racing.
        concepts: what labs know and can do, one or several answers per cell.
        block_cells: cells in a block, if the caller chose it.
        key: by which a process knows its plan again.
    """

    question: Question = field(compare=False)
    design: Design = field(compare=False)
    metrics: tuple[str, ...] = field(default=(), compare=False)
    concepts: tuple[Choice, ...] = field(default=PLANS_FIXED, compare=False)
    block_cells: int | None = field(default=None, compare=False)
    key: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, eq=False)
class Plan:
    """How a job is done: what builds and solves the games of each side, and what is kept."""

    sides: tuple[Builder, ...]
    layout: Layout


@lru_cache(maxsize=4)
def plan(job: Job) -> Plan:
    """How a job is done.

    Raises:
        OpenraceError: unknown paths, values out of range at an end of the design, unknown metrics, or a concept that
            does not fit the game.
    """
    question, design, concepts = job.question, job.design, job.concepts
    low, high = design.ends()
    ends: list[Game] = []
    if concepts != PLANS_FIXED:
        # First of all: a game that is refused for its size should be refused before it is built.
        ends = [g for end in (low, high) for g in question.at(question.settings(design.paths, end.tolist())).games()]
        check_concepts(concepts, ends)
    builders = cells_of(question, design.paths, low, high)
    looks = [builder.look(np.stack([low, high])) for builder in builders]
    known = [{m.name: m for m in look.metrics} for look in looks]
    names = job.metrics or default_metrics(question.game.played(), tuple(known[0].values()))
    missing = [n for n in names if any(n not in side for side in known)]
    if missing:
        raise OpenraceError(
            f"no metric is named {missing[0]!r}", f"some of {', '.join(known[0])}", "name metrics that both games have"
        )
    most = max(look.most_plans for look in looks)
    reacting = any(choice.concept is not Concept.OPEN_LOOP for choice in concepts)
    if reacting:
        # A plan more than the normal form's may join where labs react.
        most = max(most, *[n for game in ends for n in game.by_slot().normal_form().n_actions])
    players = max((_names_of_players(builder.base) for builder in builders), key=len)
    singly = reacting or any(look.singly for look in looks)
    columns = tuple(Measured(n, known[0][n].sense, known[0][n].unit) for n in names)
    work = max(look.work for look in looks)
    wanted = job.block_cells or (SLOW_BLOCK if singly else default_block(math.prod(design.shape), work))
    cut = blocks(design.shape, wanted)
    labels = tuple(choice.label_in(question.game) for choice in concepts)
    provenance = {
        "format": FORMAT,
        "version": version(),
        "kernels": source_hash(),
        "game": write_toml(question.game),
        "game_hash": game_hash(question.game),
        "intervention": None if question.intervention is None else question.intervention.text,
        "concept": list(labels),
        "sides": list(question.sides),
        "design": design.to_dict(),
        "paths": list(design.paths),
        "block": list(cut.block),
        "units": {p: question.unit(p) for p in design.paths},
        "metrics": [{"name": c.name, "unit": c.unit, "sense": str(c.sense)} for c in columns],
    }
    layout = Layout(design, cut, question.sides, labels, players, columns, max(1, -(-most // 64)), provenance)
    return Plan(builders, layout)


def _names_of_players(game: Game) -> tuple[str, ...]:
    # A game of labs knows them without its payoffs.
    return game.player_names if isinstance(game, LabGame) else tuple(game.normal_form().players)


def default_metrics(game: Game, metrics: Sequence[Metric]) -> tuple[str, ...]:
    """The response's totals and the metrics of racing for the whole game; all metrics of a game without any."""
    names = [m.name for m in metrics]
    racing = tuple(m.name for m in metrics if m.sense is not Sense.LEVEL and "." not in m.name)
    responses = game.responses if isinstance(game, LabGame) else ()
    return (*[name for name in responses if name in names], *racing) or tuple(names)


def compute(job: Job, k: int) -> tuple[CellSummary, ...]:
    """Block ``k``, under every concept."""
    planned = plan(job)
    layout = planned.layout
    names, points = tuple(m.name for m in layout.metrics), layout.design.points(layout.blocks.windows[k])
    return tuple(summarise_under(choice, planned.sides, names, points, layout.n_words) for choice in job.concepts)


@lru_cache(maxsize=1)
def source_hash() -> str:
    """Hash of the kernels' sources, on which the last bits of results depend."""
    from solver.kernels.loader import digest_of, own_sources

    return digest_of(own_sources()).hexdigest()[:16]
