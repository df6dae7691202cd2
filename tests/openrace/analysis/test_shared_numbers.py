"""One number that several labs share, ``*.prestige``, varies under every question as the labs' own numbers do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from games.events.written import read_intervention
from games.parts.paths import Setting
from games.release.release_game import ReleaseGame
from openrace.analysis.flip import flip
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.levers import read_levers
from openrace.analysis.regions import regions
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis
from openrace.sweeps.cells.builder import Way
from openrace.sweeps.design import Listed
from openrace.sweeps.sweep import sweep
from solver.answer.solving import solve
from solver.common.errors import OpenraceError
from solver.n_player.pure import PureEquilibria
from tests.openrace.sweeps.sweeps import cells_of_plans

SMALL = ("calendar.slots=4", "calendar.horizon=8")


def small(*settings: str) -> ReleaseGame:
    game = load("alice-bob", [*SMALL, *settings])
    assert isinstance(game, ReleaseGame)
    return game


@pytest.mark.parametrize(("path", "way"), [("*.prestige", Way.WEIGHT), ("*.growth", Way.ARRAY), ("*.start", Way.ARRAY)])
def test_the_fast_ways_of_building_games_build_those_of_each_point(path: str, way: Way) -> None:
    question = Question(small())
    values = np.array([[0.0], [1.5], [6.0]])
    (builder,) = cells_of_plans(question, (path,), values[0], values[-1])
    assert builder.ways == (way,)
    ((_, batch),) = builder.build(values)
    for k, value in enumerate(values[:, 0]):
        game = question.at([Setting(path, float(value))]).games()[0]
        np.testing.assert_array_equal(batch.payoffs[k], game.normal_form().payoffs)


def test_a_sweep_over_a_shared_number_finds_what_the_same_number_in_every_lab_finds(tmp_path: Path) -> None:
    values = [0.0, 1.0, 3.0, 9.0]
    shared = Listed(("*.prestige",), np.array(values)[:, None])
    apart = Listed(("alice.prestige", "bob.prestige"), np.array([values, values]).T)
    stores = [
        sweep(small(), design, "open:8@2", out=tmp_path / str(k), metrics=("first_release",)).dataset()
        for k, design in enumerate((shared, apart))
    ]
    for name in set(stores[0].data_vars) & set(stores[1].data_vars):
        np.testing.assert_array_equal(stores[0][name].values, stores[1][name].values)
    units = [
        store.coords[path].attrs["units"] for store, path in zip(stores, ("*.prestige", "bob.prestige"), strict=True)
    ]
    assert units[0] == units[1]


def test_the_regions_of_a_shared_weight_that_hold_at_a_point_are_its_pure_equilibria() -> None:
    found = regions(small(), (Axis("*.prestige", np.array([0.0, 5.0])),))
    assert len(found.regions) > 1
    for value in (0.3, 1.1, 2.7, 4.6):
        game = small(f"alice.prestige={value}", f"bob.prestige={value}")
        assert {r.actions for r in found.at((value,))} == set(solve(game.normal_form(), PureEquilibria()).pure())


def test_a_flip_starts_at_the_number_that_all_labs_have() -> None:
    landscape = GameLandscape(Question(small(), read_intervention("open:8@3")))
    found = flip(landscape, read_levers(landscape, ["*.prestige=0:30"]), "first_release")
    assert found.found
    apart = GameLandscape(Question(small("alice.prestige=3"), read_intervention("open:8@3")))
    with pytest.raises(OpenraceError, match=r"--set '\*\.prestige=3\.0'"):
        read_levers(apart, ["*.prestige=0:30"])
