"""The sign map: over two assumptions, where an open release speeds the race up, slows it down, or changes nothing.

Others are fixed at the base point, or averaged out: with priors over further paths every cell is asked at the same
draws from them, and holds the share of draws with each sign; its sign is that of the most draws.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from games.catalog.files import game_from
from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.shares import Share, shares, shares_of
from openrace.concepts.choice import Choice
from openrace.concepts.equilibria import CellFlag
from openrace.concepts.result import Picture
from openrace.questions.about import About, about_game
from openrace.questions.question import Question
from openrace.questions.tables import Table
from openrace.sweeps.axis import Axis, as_axis
from openrace.sweeps.design import Coordinate, Grid, Sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.layout import DIRECTION, DONE
from openrace.sweeps.prior import Belief, Uniform
from openrace.sweeps.results import Sweep
from openrace.sweeps.samplers import SOBOL, Sampler
from openrace.sweeps.sweep import sweep
from solver.game.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

DRAWS = 16
"""Draws from the priors of further paths, per cell."""
ROBUSTNESS_DRAWS = 1024
"""Draws from the whole prior from which shares are estimated."""
VERIFIED = 8
"""Cells that are solved again, one by one, in exact arithmetic."""


@dataclass(frozen=True)
class Verified:
    """Cells of a map, drawn at random, that were solved again on their own in exact arithmetic.

    Attributes:
        cells: how many.
        agree: those with the sign that the map has there.
        proven: those whose sets of equilibria are proven complete, before and after.
    """

    cells: int
    agree: int
    proven: int

    def words(self, of: int) -> str:
        """How many of so many cells were solved again, and how many agree."""
        agree = "all agree" if self.agree == self.cells else f"only {self.agree} agree"
        proof = "all proven" if self.proven == self.cells else f"{self.proven} proven"
        cells = f"{self.cells:,} of {of:,} cells, drawn at random, were solved again"
        return f"{cells} in exact arithmetic: {agree}, {proof}"

    def to_dict(self) -> dict[str, int]:
        """The JSON of it."""
        return {"cells": self.cells, "agree": self.agree, "proven": self.proven}


@dataclass(frozen=True, eq=False, repr=False)
class SignMap(Picture):
    """Signs over two axes.

    A cell is *complete* if the solver, in floating point with exact arithmetic at ties, listed every equilibrium of
    both games. It is *proven* if both were solved again on their own in exact arithmetic and the verdict is the same,
    which is done for a random sample of cells.

    Attributes:
        game: its name.
        intervention: as written in the shell.
        metric: whose direction.
        concept: what labs know and can do.
        x: first axis.
        y: second axis.
        codes: ``(X, Y)`` :class:`games.parts.direction.Code`.
        certainty: ``(X, Y)`` share of draws that agree with the code; 1 where nothing was averaged out.
        complete: ``(X, Y)`` whether all sets of equilibria behind a cell are complete.
        shares: signs over the cells of the map.
        about: the game, the axes and the metric, in words.
        verified: the sample that was solved again; ``None`` where labs react, and for stored maps.
    """

    game: str
    intervention: str
    metric: str
    concept: str
    x: Axis
    y: Axis
    codes: NDArray[np.int8]
    certainty: FloatArray
    complete: NDArray[np.bool_]
    shares: tuple[Share, ...]
    about: About
    verified: Verified | None = None

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.codes.shape)
        axes = f"{self.x.path} and {self.y.path}"
        return f"SignMap({self.game}, {self.intervention}: {self.metric} over {axes}, {size} cells, {self.concept})"

    @property
    def proven(self) -> bool:
        """Whether every cell was solved again in exact arithmetic, with the same sign and a proof."""
        found = self.verified
        return found is not None and found.cells == found.agree == found.proven == self.codes.size

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace map``."""
        return {
            "game": self.game,
            "hash": self.about.hash or None,
            "intervention": self.intervention,
            "metric": self.metric,
            "concept": self.concept,
            "axes": [{"path": a.path, "values": a.values.tolist()} for a in (self.x, self.y)],
            "codes": self.codes.tolist(),
            "meanings": {c.word: int(c) for c in Code},
            "certainty": self.certainty.tolist(),
            "complete": bool(self.complete.all()),
            "verified": None if self.verified is None else self.verified.to_dict(),
            "proven": self.proven,
            "shares": [s.to_dict() for s in self.shares],
        }

    def table(self) -> Table:
        """One row per cell."""
        rows = tuple(
            (float(x), float(y), Code(int(self.codes[i, j])).word, float(self.certainty[i, j]))
            for i, x in enumerate(self.x.values)
            for j, y in enumerate(self.y.values)
        )
        return Table(f"direction of {self.metric}", (self.x.path, self.y.path, self.metric, "share of draws"), rows)


@dataclass(frozen=True, eq=False)
class Marginal:
    """A design: every cell of a grid asked at the same draws from priors of further paths."""

    grid: Grid
    sample: Sample

    @property
    def paths(self) -> tuple[str, ...]:
        """The grid's, then the sample's."""
        return (*self.grid.paths, *self.sample.paths)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The grid's, then the sample's."""
        return (*self.grid.dimensions, *self.sample.dimensions)

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells, then draws."""
        return (*self.grid.shape, *self.sample.shape)

    @property
    def sampled(self) -> bool:
        """No: draws are the same in every cell, so cells are not independent of each other."""
        return False

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)``, draws running fastest."""
        cells, draws = self.grid.points(window[:-1]), self.sample.points(window[-1:])
        return np.hstack([np.repeat(cells, len(draws), axis=0), np.tile(draws, (len(cells), 1))])

    def coordinates(self) -> tuple[Coordinate, ...]:
        """The grid's and the sample's."""
        return (*self.grid.coordinates(), *self.sample.coordinates())

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Of both."""
        (a, b), (c, d) = self.grid.ends(), self.sample.ends()
        return np.concatenate([a, c]), np.concatenate([b, d])

    def to_dict(self) -> dict[str, Any]:
        """Both."""
        return {"kind": "marginal", "grid": self.grid.to_dict(), "sample": self.sample.to_dict()}


def sign_map(
    game: Game,
    x: Axis | str,
    y: Axis | str,
    intervention: Intervention | str,
    *,
    metric: str | None = None,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    sampler: Sampler = SOBOL,
    choice: Choice | None = None,
    out: Path | str | None = None,
    executor: Workers = 1,
    resume: bool = False,
    verify: int = VERIFIED,
    budget: float | None = BUDGET,
) -> SignMap:
    """Signs of a metric over two axes, under one concept.

    Arguments are those of :func:`sign_maps`; ``choice`` left out is open loop.
    """
    maps = sign_maps(
        game, x, y, intervention, metric=metric, beliefs=beliefs, draws=draws, sampler=sampler,
        concept=(choice or Choice(),), out=out, executor=executor, resume=resume, verify=verify, budget=budget,
    )  # fmt: skip
    return maps[0]


def sign_maps(
    game: Game,
    x: Axis | str,
    y: Axis | str,
    intervention: Intervention | str,
    *,
    metric: str | None = None,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    sampler: Sampler = SOBOL,
    concept: str | Sequence[Choice] = "all",
    out: Path | str | None = None,
    executor: Workers = 1,
    resume: bool = False,
    verify: int = VERIFIED,
    budget: float | None = BUDGET,
) -> tuple[SignMap, ...]:
    """Signs of a metric over two axes, one map per concept, from one sweep.

    Args:
        game: the base point, where everything else stays.
        x: first axis, an object or a text such as ``"alice.prestige=0:4:50"``; in pictures, to the right.
        y: second axis; in pictures, upwards.
        intervention: an object of :mod:`games.events.interventions` or its text.
        metric: whose direction; left out, the first release in response.
        beliefs: priors over further paths, averaged out.
        draws: from these priors, in every cell.
        sampler: how draws are spread.
        concept: what labs know and can do: a name, ``"all"``, or choices.
        out: where to keep the sweep; left out, it stays in memory.
        executor: see :mod:`openrace.sweeps.executors`.
        resume: whether to continue the sweep in ``out``.
        verify: cells, drawn at random, that are solved again in exact arithmetic where labs fix their plans.
        budget: seconds that the map may take; ``None`` for no limit.

    Raises:
        OpenraceError: unknown paths or metric, or values out of range.
        TooLargeError: the map takes longer than its budget.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    metric = metric or Question(game, wanted).metric
    first, second = as_axis(x), as_axis(y)
    grid = Grid((first, second))
    design = Marginal(grid, Sample(tuple(beliefs), draws, sampler)) if beliefs else grid
    done = sweep(
        game, design, wanted,
        out=out, metrics=(metric,), concept=concept, executor=executor, resume=resume, budget=budget,
    )  # fmt: skip
    about = about_game(done.question, (first.path, second.path), metric)
    maps = [_map_of_sweep(done, about, (first, second), metric, label) for label in done.concepts]
    fixed = Choice().label
    return tuple(replace(m, verified=_verify(done, metric, verify)) if m.concept == fixed else m for m in maps)


def _verify(done: Sweep, metric: str, n: int) -> Verified:
    """Solves some points of the sweep again, one by one."""
    design, question = done.layout.design, done.question
    codes = done.directions(metric, Choice().label).ravel()
    chosen = np.sort(np.random.default_rng(0).choice(codes.size, min(n, codes.size), replace=False))
    agree = proven = 0
    for at in chosen.tolist():
        (point,) = design.points(tuple(slice(int(i), int(i) + 1) for i in np.unravel_index(at, design.shape)))
        found = GameLandscape(question).ground(question.settings(design.paths, point.tolist()), metric)
        same = int(found.sign) == int(codes[at])
        agree, proven = agree + same, proven + (same and found.proven)
    return Verified(len(chosen), agree, proven)


def read_sign_map(dataset: xr.Dataset, metric: str, concept: str | None = None) -> SignMap:
    """The map in a stored sweep of two axes, with or without draws of others.

    Args:
        dataset: the sweep.
        metric: whose direction.
        concept: under which concept, where the sweep holds several; left out, the first.

    Raises:
        OpenraceError: the sweep has no two axes, does not know the metric, the concept or any intervention, or is
            unfinished.
    """
    held = dataset.attrs["provenance"]
    label = held["concept"][0] if concept is None else concept
    dataset = under(dataset, label)
    kept = [m["name"] for m in held["metrics"]] if held["intervention"] else []
    if metric not in kept:
        raise OpenraceError(
            f"the sweep holds no direction of {metric!r}", f"one of {', '.join(kept)}" if kept else "an intervention",
            "sweep again with it",
        )  # fmt: skip
    codes = dataset[DIRECTION].sel(metric=metric)
    axes = [str(d) for d in codes.dims if d != "sample"]
    if len(axes) != 2:
        raise OpenraceError(f"the sweep varies {', '.join(held['paths'])}", "two axes", "sweep a grid of two axes")
    if DONE in dataset and not bool((dataset[DONE] == 1).all()):
        raise OpenraceError("the sweep is unfinished", "a finished sweep", "continue it with --resume")
    first, second = (Axis(a, dataset[a].values) for a in axes)
    game = game_from(tomllib.loads(held["game"]), "the sweep")
    about = about_game(Question(game, read_intervention(held["intervention"])), axes, metric)
    cells = _Cells(codes.values, dataset["flags"].values)
    return _map_of(cells, about, held["intervention"], (first, second), metric, label)


@dataclass(frozen=True, eq=False)
class _Cells:
    """What a map is made from.

    Attributes:
        codes: ``(X, Y)``, or ``(X, Y, draws)`` where further numbers are averaged out.
        flags: ``(X, Y, sides)`` or ``(X, Y, draws, sides)``.
    """

    codes: NDArray[np.int8]
    flags: NDArray[np.uint8]


def _map_of_sweep(done: Sweep, about: About, axes: tuple[Axis, Axis], metric: str, concept: str) -> SignMap:
    cells = _Cells(done.directions(metric, concept), done.values("flags", concept))
    return _map_of(cells, about, done.layout.provenance["intervention"], axes, metric, concept)


def _map_of(
    cells: _Cells, about: About, intervention: str, axes: tuple[Axis, Axis], metric: str, concept: str
) -> SignMap:
    codes = cells.codes
    whole = np.asarray(((cells.flags & int(CellFlag.COMPLETE)) > 0).all(axis=-1))
    most, certainty = codes, np.ones(codes.shape[:2])
    if codes.ndim == 3:
        counts = np.stack([(codes == code).sum(axis=2) for code in Code], axis=-1)
        most, certainty = counts.argmax(axis=-1).astype(np.int8), counts.max(axis=-1) / codes.shape[2]
        whole = np.asarray(whole.all(axis=-1))
    found = shares(codes, sampled=False)
    return SignMap(about.name, intervention, metric, concept, *axes, most, certainty, whole, found, about)


def under(dataset: xr.Dataset, concept: str) -> xr.Dataset:
    """A sweep's answers under one of its concepts.

    Raises:
        OpenraceError: it holds none under that one.
    """
    held = list(dataset.attrs["provenance"]["concept"])
    if concept not in held:
        raise OpenraceError(f"the sweep holds nothing under {concept!r}", f"one of {', '.join(held)}", "sweep again")
    return dataset.isel(concept=held.index(concept)) if len(held) > 1 else dataset


def robustness(
    game: Game,
    beliefs: Sequence[Belief],
    intervention: Intervention | str,
    *,
    metrics: Sequence[str] = (),
    n: int = ROBUSTNESS_DRAWS,
    sampler: Sampler = SOBOL,
    choice: Choice | None = None,
    out: Path | str | None = None,
    executor: Workers = 1,
    budget: float | None = BUDGET,
) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    """For each metric, the fraction of a prior with each sign, with its 95 % interval.

    Args:
        game: the base point.
        beliefs: the prior, independent over paths.
        intervention: an object of :mod:`games.events.interventions` or its text.
        metrics: whose directions; left out, those of racing.
        n: points drawn.
        sampler: how they are spread.
        choice: what labs know and can do; left out, each fixes its plan at the start.
        out: where to keep the sweep; left out, it stays in memory.
        executor: see :mod:`openrace.sweeps.executors`.
        budget: seconds that it may take; ``None`` for no limit.
    """
    done = sweep(
        game, Sample(tuple(beliefs), n, sampler), intervention,
        out=out, metrics=metrics, concept=(choice or Choice(),), executor=executor, budget=budget,
    )  # fmt: skip
    return tuple((c.name, shares_of(done, c.name)) for c in done.columns)


def box_of(x: Axis, y: Axis, beliefs: Sequence[Belief]) -> tuple[Belief, ...]:
    """A prior over a map: uniform over its axes, and the others' own."""
    return (*(Belief(a.path, Uniform(float(a.values[0]), float(a.values[-1]))) for a in (x, y)), *beliefs)
