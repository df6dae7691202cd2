"""The cells of a sweep as a list of points with signs, and how to draw and solve more of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from games.catalog.files import game_from
from games.events.written import read_intervention
from games.parts.part import FloatArray
from openrace.concepts.choice import Choice, choice_labelled
from openrace.concepts.concept import MAIN_NAMES, NAMES
from openrace.concepts.equilibria import CellFlag
from openrace.questions.about import About, about_game
from openrace.questions.question import Question
from openrace.sweeps.design import Listed
from openrace.sweeps.executors import Workers
from openrace.sweeps.layout import DIRECTION, DONE
from openrace.sweeps.prior import Belief, Uniform, read_belief
from openrace.sweeps.results import under
from openrace.sweeps.samplers import Sobol
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

Codes = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class StoredCells:
    """Cells of a finished sweep.

    Attributes:
        question: the base point.
        choice: the concept under which the signs are.
        metric: whose signs.
        paths: the ``D`` numbers that vary.
        points: ``(C, D)`` their values.
        codes: ``(C,)`` signs.
        beliefs: what further points are drawn from: the prior of a sample, or all values between the ends of a grid.
        about: the game, the paths and the metric, in words.
    """

    question: Question
    choice: Choice
    metric: str
    paths: tuple[str, ...]
    points: FloatArray
    codes: Codes
    beliefs: tuple[Belief, ...]
    about: About

    def draw(self, n: int, seed: int) -> FloatArray:
        """``(n, D)`` further points; whole numbers are taken from those that the sweep has."""
        shares = Sobol(seed)(n, len(self.paths))
        columns = []
        for k, belief in enumerate(self.beliefs):
            if self.question.is_whole(belief.path):
                known = np.unique(self.points[:, k])
                columns.append(known[np.minimum((shares[:, k] * len(known)).astype(int), len(known) - 1)])
            else:
                columns.append(belief.prior.quantile(shares[:, k]))
        return np.stack(columns, axis=1)

    def solve(self, points: FloatArray, executor: Workers = 1) -> tuple[Codes, NDArray[np.bool_]]:
        """Signs at points ``(n, D)``, each solved anew, and whether all equilibria of both games are listed there."""
        done = sweep(
            self.question.game,
            Listed(self.paths, points),
            self.question.intervention,
            metrics=(self.metric,),
            concept=[self.choice],
            executor=executor,
        )
        complete = (done.values("flags") & int(CellFlag.COMPLETE)) != 0
        return done.directions(self.metric), np.asarray(complete.all(axis=1))


def stored_cells(dataset: xr.Dataset, metric: str | None = None, concept: str | None = None) -> StoredCells:
    """The cells of a sweep.

    Args:
        dataset: the sweep, finished, of a game with an intervention.
        metric: whose signs; left out, what the question is about, or the first that the sweep keeps.
        concept: a concept's name, where the sweep holds several; left out, the first.

    Raises:
        OpenraceError: the sweep compares nothing, is unfinished, or lacks the metric or the concept.
    """
    held = dataset.attrs["provenance"]
    if not held["intervention"]:
        raise OpenraceError("the sweep compares nothing", "a sweep with signs", "sweep again with --open or --do")
    if DONE in dataset and not bool((dataset[DONE] == 1).all()):
        raise OpenraceError("the sweep is unfinished", "a finished sweep", "continue it with --resume")
    label = _label(held["concept"], concept)
    question = Question(game_from(tomllib.loads(held["game"]), "the sweep"), read_intervention(held["intervention"]))
    kept = [m["name"] for m in held["metrics"]]
    wanted = metric or (question.metric if question.metric in kept else kept[0])
    if wanted not in kept:
        raise OpenraceError(f"the sweep keeps no metric {wanted!r}", f"one of {', '.join(kept)}", "sweep again with it")
    codes = under(dataset, label)[DIRECTION].sel(metric=wanted)
    paths = tuple(held["paths"])
    points = np.stack([dataset[path].broadcast_like(codes).values.ravel() for path in paths], axis=1)
    return StoredCells(
        question,
        choice_labelled(label),
        wanted,
        paths,
        points.astype(np.float64),
        codes.values.ravel().astype(np.int8),
        _beliefs(held["design"], paths, points),
        about_game(question, paths, wanted),
    )


def _label(held: list[str], concept: str | None) -> str:
    """The label of a concept that a user names, among those that a sweep holds."""
    if concept is None:
        return held[0]
    word = str(NAMES.get(concept, ""))
    for label in held:
        if concept == label or label.partition(" ")[0] == word:
            return label
    raise OpenraceError(
        f"the sweep holds nothing under {concept!r}",
        f"one of {', '.join(n for n in MAIN_NAMES if any(label.startswith(str(NAMES[n])) for label in held))}",
        "sweep again with --concept all",
    )


def _beliefs(design: dict[str, object], paths: tuple[str, ...], points: FloatArray) -> tuple[Belief, ...]:
    known = {}
    priors = design.get("priors")
    for row in priors if isinstance(priors, list) else ():
        known[row["path"]] = read_belief(f"{row['path']}={row['prior']}")
    ends = {path: (float(points[:, k].min()), float(points[:, k].max())) for k, path in enumerate(paths)}
    return tuple(known.get(path) or Belief(path, Uniform(*ends[path])) for path in paths)
