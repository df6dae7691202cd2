"""Sign maps of sweeps that were made before."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from games.catalog.files import game_from
from games.events.written import read_intervention
from openrace.analysis.sign_map import Cells, SignMap, map_of
from openrace.questions.about import about_game
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis
from openrace.sweeps.layout import DIRECTION, DONE
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr


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
    cells = Cells(codes.values, dataset["flags"].values)
    return map_of(cells, about, held["intervention"], (first, second), metric, label)


def under(dataset: xr.Dataset, concept: str) -> xr.Dataset:
    """A sweep's answers under one of its concepts.

    Raises:
        OpenraceError: it holds none under that one.
    """
    held = list(dataset.attrs["provenance"]["concept"])
    if concept not in held:
        raise OpenraceError(f"the sweep holds nothing under {concept!r}", f"one of {', '.join(held)}", "sweep again")
    return dataset.isel(concept=held.index(concept)) if len(held) > 1 else dataset
