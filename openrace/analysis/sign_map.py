"""The sign map: over two assumptions, where an open release speeds the race up, slows it down, or changes nothing.

Others are fixed at the base point, or averaged out: with priors over further paths every cell is solved at the same
draws from them, and holds the share of draws with each sign; its sign is that of the most draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.analysis.refine import Boundary
from openrace.analysis.regions import Regions
from openrace.analysis.shares import Share, shares
from openrace.analysis.verified import VERIFIED, Verified
from openrace.analysis.verified import verify as verified_sample
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.concepts.equilibria import CellFlag
from openrace.concepts.result import Picture
from openrace.questions.about import About, about_game
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis, as_axis
from openrace.sweeps.design import Grid, Marginal, Sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.layout import CODES
from openrace.sweeps.prior import Belief
from openrace.sweeps.results import Sweep
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.table import Table

if TYPE_CHECKING:
    import xarray as xr

DRAWS = 16
"""Draws from the priors of further paths, per cell."""


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
        over_prior: shares of the signs over a whole prior; empty if they are not estimated.
        boundary: where signs change, finer than the cells; ``None`` if it is not refined.
        exact: regions of pure equilibria without and with the event, whose sides are exact lines; empty if not wanted.
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
    over_prior: tuple[Share, ...] = ()
    boundary: Boundary | None = None
    exact: tuple[Regions, ...] = ()

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.codes.shape)
        axes = f"{self.x.path} and {self.y.path}"
        return f"SignMap({self.game}, {self.intervention}: {self.metric} over {axes}, {size} cells, {self.concept})"

    @property
    def proven(self) -> bool:
        """Whether every cell was solved again in exact arithmetic, with the same sign and a proof."""
        found = self.verified
        return found is not None and found.cells == found.agree == found.proven == self.codes.size

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace map`` under one concept."""
        besides = {"robustness": self.over_prior, "boundary": self.boundary, "exact": self.exact}
        return {
            "game": self.game,
            "hash": self.about.hash or None,
            "intervention": self.intervention,
            "metric": self.metric,
            "concept": self.concept,
            "axes": [{"path": a.path, "values": a.values} for a in (self.x, self.y)],
            "codes": self.codes,
            "meanings": {c.word: int(c) for c in Code},
            "certainty": self.certainty,
            "complete": bool(self.complete.all()),
            "verified": self.verified,
            "proven": self.proven,
            "shares": self.shares,
            **{name: found for name, found in besides.items() if found},
        }

    def dataset(self) -> xr.Dataset:
        """The map as :class:`xarray.Dataset` over its two axes, with units and the meanings of codes.

        Raises:
            MissingExtraError: xarray is not installed.
        """
        with extra("sweep"):
            import xarray as xr
        axes = {}
        for axis in (self.x, self.y):
            place = self.about.place(axis.path)
            axes[axis.path] = (axis.path, axis.values, {"long_name": place.words, "units": place.unit or "1"})
        # Attributes in the convention of a sweep's own arrays (CF).
        codes = {**CODES, "long_name": f"direction of {self.metric}"}
        share = {"long_name": "share of draws that agree with the direction", "units": "1"}
        complete = {"long_name": "whether every equilibrium of both games is listed"}
        arrays = {
            "direction": (tuple(axes), self.codes, codes),
            "certainty": (tuple(axes), self.certainty, share),
            "complete": (tuple(axes), self.complete, complete),
        }
        about = {"game": self.game, "intervention": self.intervention, "metric": self.metric, "concept": self.concept}
        return xr.Dataset(arrays, coords=axes, attrs=about)

    def table(self) -> Table:
        """One row per cell."""
        rows = tuple(
            (float(x), float(y), self.about.word(Code(int(self.codes[i, j]))), float(self.certainty[i, j]))
            for i, x in enumerate(self.x.values)
            for j, y in enumerate(self.y.values)
        )
        return Table(f"direction of {self.metric}", (self.x.path, self.y.path, self.metric, "share of draws"), rows)


def sign_maps(
    game: Game,
    x: Axis | str,
    y: Axis | str,
    intervention: Intervention | str,
    *,
    metric: str | None = None,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    concept: str | Sequence[Choice] = Concept.OPEN_LOOP,
    out: Path | str | None = None,
    executor: Workers = 1,
    resume: bool = False,
    verify: int = VERIFIED,
    budget: float | None = BUDGET,
) -> tuple[SignMap, ...]:
    """Signs of a metric over two axes, one map per concept, from one sweep.

    Arguments are those of :func:`openrace.sign_map`; ``out`` and ``resume`` are those of :func:`openrace.sweep`.

    Raises:
        OpenraceError: unknown paths or metric, or values out of range.
        TooLargeError: the map takes longer than its budget.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    metric = metric or Question(game, wanted).metric
    first, second = as_axis(x), as_axis(y)
    grid = Grid((first, second))
    design = Marginal(grid, Sample(tuple(beliefs), draws)) if beliefs else grid
    done = sweep(
        game, design, wanted,
        out=out, metrics=(metric,), concept=concept, executor=executor, resume=resume, budget=budget,
    )  # fmt: skip
    maps = [sign_map_of(done, metric, label) for label in done.concepts]
    fixed = Choice().label_in(game)
    return tuple(replace(m, verified=verified_sample(done, metric, verify)) if m.concept == fixed else m for m in maps)


def sign_map_of(done: Sweep, metric: str | None = None, concept: str | None = None) -> SignMap:
    """The map in a sweep of two axes, with or without draws of others.

    Args:
        done: a finished sweep with an intervention.
        metric: whose direction; left out, the first that is kept.
        concept: under which concept, the first if left out.

    Raises:
        OpenraceError: the sweep has no two axes or no intervention, is unfinished, or keeps no such metric.
    """
    axes = [Axis(s.name, s.values()[:, 0]) for s in done.layout.design.spans if s.paths == (s.name,)]
    if done.question.intervention is None or len(axes) != 2 or done.n_done < done.n_cells:
        varied = ", ".join(done.layout.design.paths)
        raise OpenraceError(
            f"the sweep varies {varied}, and {done.n_done:,} of {done.n_cells:,} cells are done",
            "a finished sweep of two axes with an intervention",
            "sweep a grid of two axes, or continue this one with resume",
        )
    name = metric or done.columns[0].name
    about = about_game(done.question, [a.path for a in axes], name)
    codes = done.directions(name, concept)
    complete = np.asarray(((done.values("flags", concept) & int(CellFlag.COMPLETE)) > 0).all(axis=-1))
    most, certainty = codes, np.ones(codes.shape[:2])
    if codes.ndim == 3:
        # Of draws, the sign that most of them have.
        counts = np.stack([(codes == code).sum(axis=2) for code in Code], axis=-1)
        most, certainty = counts.argmax(axis=-1).astype(np.int8), counts.max(axis=-1) / codes.shape[2]
        complete = np.asarray(complete.all(axis=-1))
    return SignMap(
        about.name,
        done.question.intervention.text,
        name,
        concept or done.concepts[0],
        axes[0],
        axes[1],
        most,
        certainty,
        complete,
        shares(codes, about.measured, sampled=False),
        about,
    )
