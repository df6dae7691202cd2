"""What a sweep returns: arrays over its cells, in memory or in a store."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from games.parts.part import FloatArray
from openrace.concepts.result import Picture
from openrace.questions.about import Measured
from openrace.questions.question import Question
from openrace.sweeps.layout import DIRECTION, EXTENT, Layout
from openrace.sweeps.memory import Memory
from openrace.sweeps.store import Store
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False, repr=False)
class Sweep(Picture):
    """A finished sweep, or a finished part of one.

    Attributes:
        question: the game and the intervention at the base point.
        layout: what is kept, and where its cells are.
        results: the numbers.
        n_done: cells computed.
    """

    question: Question
    layout: Layout
    results: Memory | Store
    n_done: int

    def __repr__(self) -> str:
        where = "in memory" if self.path is None else f"in {self.path}"
        varied = ", ".join(self.layout.design.paths)
        return f"Sweep({self.question.game.name}: {self.n_done:,} of {self.n_cells:,} cells over {varied}, {where})"

    @property
    def path(self) -> Path | None:
        """Directory of the store; ``None`` where results are in memory."""
        return self.results.path

    @property
    def n_cells(self) -> int:
        """Cells of the whole design."""
        return math.prod(self.layout.design.shape)

    @property
    def columns(self) -> tuple[Measured, ...]:
        """The metrics kept."""
        return self.layout.metrics

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts under which cells were solved."""
        return self.layout.concepts

    def values(self, name: str, concept: str | None = None) -> NDArray[Any]:
        """All values of one array, such as ``"flags"``, under one concept, the first if none is named."""
        read = self.results.read(self.layout, name)
        if not self.layout.has_concepts:
            return read
        at = 0 if concept is None else self.concepts.index(concept)
        return np.asarray(np.take(read, at, axis=len(self.layout.design.shape)))

    def directions(self, metric: str, concept: str | None = None) -> NDArray[np.int8]:
        """Direction codes of a metric, in the shape of the design."""
        return np.asarray(self.values(DIRECTION, concept)[..., self.layout.metric(metric)], dtype=np.int8)

    def extents(self, metric: str, concept: str | None = None) -> FloatArray:
        """Least and greatest values of a metric ``(..., side, 2)``, in the shape of the design."""
        return np.asarray(self.values(EXTENT, concept)[..., self.layout.metric(metric), :, :], dtype=np.float64)

    def dataset(self) -> xr.Dataset:
        """The results as :class:`xarray.Dataset` with labelled axes; those of a store are read when they are used."""
        return self.results.open()

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace sweep``."""
        return {
            "out": self.path,
            "cells": self.n_cells,
            "done": self.n_done,
            "metrics": [c.name for c in self.columns],
            "concepts": self.concepts,
        }

    def table(self) -> Table:
        """One row per cell and concept: its numbers, and the direction and extents of every metric."""
        layout = self.layout
        points = layout.design.points(tuple(slice(0, n) for n in layout.design.shape)).tolist()
        header = [*layout.design.paths, "concept"]
        for metric in layout.metrics:
            header += [f"{metric.name} direction"] if len(layout.sides) == 2 else []
            header += [f"{metric.name} {side}, {end}" for side in layout.sides for end in ("least", "greatest")]
        rows: list[tuple[Entry, ...]] = []
        for concept in self.concepts:
            columns: list[list[Entry]] = []
            for metric in layout.metrics:
                if len(layout.sides) == 2:
                    columns.append([Code(int(c)).word for c in self.directions(metric.name, concept).flat])
                extents = self.extents(metric.name, concept).reshape(len(points), -1)
                columns += [[v if np.isfinite(v) else None for v in column] for column in extents.T.tolist()]
            rows += [(*point, concept, *own) for point, own in zip(points, zip(*columns, strict=True), strict=True)]
        return Table(f"{self.question.game.name}, cell by cell", tuple(header), tuple(rows))


def under(dataset: xr.Dataset, concept: str) -> xr.Dataset:
    """A sweep's answers under one of its concepts.

    Raises:
        OpenraceError: it holds none under that one.
    """
    held = list(dataset.attrs["provenance"]["concept"])
    if concept not in held:
        raise OpenraceError(f"the sweep holds nothing under {concept!r}", f"one of {', '.join(held)}", "sweep again")
    return dataset.isel(concept=held.index(concept)) if len(held) > 1 else dataset
