"""The sign map: over two assumptions, where an open release speeds the race up, slows it down, or changes nothing.

Others are fixed at the base point, or averaged out: with priors over further paths every cell is asked at the same
draws from them, and holds the share of draws with each sign; its sign is that of the most draws.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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
from openrace.analysis.shares import Share, shares
from openrace.concepts.choice import Choice
from openrace.concepts.equilibria import CellFlag
from openrace.concepts.result import Picture
from openrace.questions.about import About, about_game
from openrace.questions.question import Question
from openrace.questions.tables import Table
from openrace.sweeps.axis import Axis
from openrace.sweeps.design import Coordinate, Grid, Sample
from openrace.sweeps.executors import Workers
from openrace.sweeps.prior import Belief, Uniform
from openrace.sweeps.samplers import SOBOL, Sampler
from openrace.sweeps.sweep import Sweep, sweep
from solver.game.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

DRAWS = 16
"""Draws from the priors of further paths, per cell."""
ROBUSTNESS_DRAWS = 1024
"""Draws from the whole prior by which shares are told."""


@dataclass(frozen=True, eq=False, repr=False)
class SignMap(Picture):
    """Signs over two axes.

    Attributes:
        game: its name.
        intervention: as written in the shell.
        metric: whose direction.
        concept: what labs know and can do.
        x: first axis.
        y: second axis.
        codes: ``(X, Y)`` :class:`games.parts.direction.Code`.
        certainty: ``(X, Y)`` share of draws that agree with the code; 1 where nothing was averaged out.
        proven: ``(X, Y)`` whether all sets of equilibria behind a cell are proven complete.
        shares: signs over the cells of the map.
        about: the game, the axes and the metric, in words.
    """

    game: str
    intervention: str
    metric: str
    concept: str
    x: Axis
    y: Axis
    codes: NDArray[np.int8]
    certainty: FloatArray
    proven: NDArray[np.bool_]
    shares: tuple[Share, ...]
    about: About

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.codes.shape)
        axes = f"{self.x.path} and {self.y.path}"
        return f"SignMap({self.game}, {self.intervention}: {self.metric} over {axes}, {size} cells, {self.concept})"

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
            "proven": bool(self.proven.all()),
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
    x: Axis,
    y: Axis,
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
) -> SignMap:
    """Signs of a metric over two axes, under one concept.

    Arguments are those of :func:`sign_maps`; ``choice`` left out is open loop.
    """
    maps = sign_maps(
        game, x, y, intervention, metric=metric, beliefs=beliefs, draws=draws, sampler=sampler,
        concept=(choice or Choice(),), out=out, executor=executor, resume=resume,
    )  # fmt: skip
    return maps[0]


def sign_maps(
    game: Game,
    x: Axis,
    y: Axis,
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
) -> tuple[SignMap, ...]:
    """Signs of a metric over two axes, one map per concept, from one sweep.

    Args:
        game: the base point, where everything else stays.
        x: first axis; in pictures, to the right.
        y: second axis; in pictures, upwards.
        intervention: an object of :mod:`games.events.interventions` or its text.
        metric: whose direction; left out, the first release in response.
        beliefs: priors over further paths, averaged out.
        draws: from these priors, in every cell.
        sampler: how draws are spread.
        concept: what labs know and can do: a name, ``"all"``, or choices.
        out: where to keep the sweep; left out, it is thrown away.
        executor: see :mod:`openrace.sweeps.executors`.
        resume: whether to go on with the sweep in ``out``.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    metric = metric or Question(game, wanted).metric
    grid = Grid((x, y))
    design = Marginal(grid, Sample(tuple(beliefs), draws, sampler)) if beliefs else grid
    with ExitStack() as stack:
        place = Path(out) if out is not None else Path(stack.enter_context(tempfile.TemporaryDirectory())) / "map"
        done = sweep(
            game, design, wanted,
            out=place, metrics=(metric,), concept=concept, executor=executor, resume=resume,
        )  # fmt: skip
        about = about_game(Question(game, wanted), (x.path, y.path), metric)
        return tuple(_map_of_sweep(done, about, (x, y), metric, label) for label in done.concepts)


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
    name = f"{metric}.direction"
    if name not in dataset:
        kept = [m["name"] for m in held["metrics"]] if held["intervention"] else []
        raise OpenraceError(
            f"the sweep holds no direction of {metric!r}", f"one of {', '.join(kept)}" if kept else "an intervention",
            "sweep again with it",
        )  # fmt: skip
    axes = [str(d) for d in dataset[name].dims if d != "sample"]
    if len(axes) != 2:
        raise OpenraceError(f"the sweep varies {', '.join(held['paths'])}", "two axes", "sweep a grid of two axes")
    if not bool((dataset["done"] == 1).all()):
        raise OpenraceError("the sweep is unfinished", "a finished sweep", "go on with it: --resume")
    first, second = (Axis(a, dataset[a].values) for a in axes)
    game = game_from(tomllib.loads(held["game"]), "the sweep")
    about = about_game(Question(game, read_intervention(held["intervention"])), axes, metric)
    cells = _Cells(dataset[name].values, dataset["flags"].values)
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
    (column,) = [c for c in done.columns if c.name == metric]
    cells = _Cells(done.values(column.direction, concept), done.values("flags", concept))
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
    return SignMap(about.name, intervention, metric, concept, *axes, most, certainty, whole, shares(codes), about)


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
        out: where to keep the sweep; left out, it is thrown away.
        executor: see :mod:`openrace.sweeps.executors`.
    """
    with ExitStack() as stack:
        place = Path(out) if out is not None else Path(stack.enter_context(tempfile.TemporaryDirectory())) / "draws"
        done = sweep(
            game, Sample(tuple(beliefs), n, sampler), intervention,
            out=place, metrics=metrics, concept=(choice or Choice(),), executor=executor,
        )  # fmt: skip
        return tuple((c.name, shares(done.values(c.direction))) for c in done.columns)


def box_of(x: Axis, y: Axis, beliefs: Sequence[Belief]) -> tuple[Belief, ...]:
    """A prior over a map: uniform over its axes, and the others' own."""
    return (*(Belief(a.path, Uniform(float(a.values[0]), float(a.values[-1]))) for a in (x, y)), *beliefs)
