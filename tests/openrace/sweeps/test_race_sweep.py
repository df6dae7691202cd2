"""Sweeps, maps, flips, branches and sensitivity of races: batches agree with single solutions, signs are found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from games.events.written import read_intervention
from games.markets import LimitPricing
from games.parts.direction import Code
from games.parts.paths import Setting, with_settings
from games.race import OutsideModel, RaceGame, RaceLab
from games.terms import Prestige, Revenue
from openrace.analysis.branches import EventKind, branches
from openrace.analysis.flip import flip
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.levers import read_levers
from openrace.analysis.sensitivity import sensitivity
from openrace.cli.app import run
from openrace.concepts.race import race
from openrace.questions.question import Question
from openrace.questions.shift import shift
from openrace.sweeps.cells.builder import Way
from openrace.sweeps.cells.making import cells_of
from openrace.sweeps.prior import read_belief
from openrace.sweeps.store import Store
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.directional import solve_directional
from tests.openrace.sweeps.sweeps import grid, sign_map

EVENT = "open:6@0"


def duel(prestige: float = 1.0, revenue: float = 1.0, ladder: tuple[float, ...] = (4.0, 6.0, 9.0)) -> RaceGame:
    """Two sellers on a short ladder who like to be best."""
    terms = (Prestige(weight=prestige), Revenue(weight=revenue))
    labs = tuple(RaceLab(name=n, effort_cost=2.0, terms=terms) for n in ("alice", "bob"))
    return RaceGame(name="duel", rungs=ladder, labs=labs, market=LimitPricing())


def response(game: RaceGame) -> float:
    """By how much the model raises the labs' effort at the start, by the solver alone."""
    efforts = []
    for side in (game, game.opened(6.0, 0.0).after):
        (found,) = solve_directional(side.directional()).of()
        efforts.append(float(found.play.efforts[0].sum()))
    return efforts[1] - efforts[0]


def test_every_cell_of_a_batch_has_the_bits_of_its_game_alone() -> None:
    done = sweep(
        duel(), grid("*.prestige=0.1:2:4", "bob.effort_cost=1:3:3"), EVENT, metrics=("effort", "response.effort")
    )
    assert done.concepts == ("markov-perfect",)
    for i, p in enumerate(np.linspace(0.1, 2, 4)):
        for j, c in enumerate(np.linspace(1, 3, 3)):
            game = with_settings(duel(), [Setting("*.prestige", float(p)), Setting("bob.effort_cost", float(c))])
            alone = shift(game, EVENT).metric("response.effort")
            assert done.extents("response.effort")[i, j].tolist() == [list(alone.before or ()), list(alone.after or ())]
            assert Code(int(done.directions("response.effort")[i, j])).word == str(alone.direction)
    assert np.all(done.values("n_equilibria") >= 1)


def test_numbers_vary_in_arrays_but_for_those_that_change_the_graph() -> None:
    question = Question(duel().model_copy(update={"open": OutsideModel(capability=5.0)}))
    paths = ("alice.prestige", "discount_rate", "market.customers", "effort_exponent", "open.capability")
    low, high = np.array([0.5, 0.05, 1, 1.5, 4.5]), np.array([1.0, 0.2, 2, 3, 7])
    (builder,) = cells_of(question, paths, low, high)
    assert builder.ways == (Way.ARRAY, Way.ARRAY, Way.ARRAY, Way.REBUILT, Way.REBUILT)


def test_cells_with_several_equilibria_keep_the_extent_of_each() -> None:
    game = duel(revenue=0.0, ladder=(4.0, 6.0, 9.0, 12.0, 16.0))
    done = sweep(game, grid("*.prestige=0.5:1:3"), metrics=("effort",))
    counts = done.values("n_equilibria")[:, 0]
    assert counts.max() == 3
    for k, weight in enumerate(np.linspace(0.5, 1, 3)):
        answer = race(with_settings(game, [Setting("*.prestige", float(weight))]))
        effort = next(m for m in answer.metrics if m.name == "effort").values
        assert counts[k] == len(effort)
        assert done.extents("effort")[k, 0].tolist() == [effort.min(), effort.max()]


def test_a_map_over_prestige_and_profit_shows_both_signs_of_the_response() -> None:
    found = sign_map(duel(), "*.revenue=0:1:5", "*.prestige=0:1:5", EVENT, verify=3)
    assert found.metric == "response.effort"
    assert found.concept == "markov-perfect"
    # Profit alone slows down, prestige alone speeds up.
    assert found.codes[-1, 0] == Code.DOWN
    assert found.codes[0, -1] == Code.UP
    assert found.complete.all()
    assert found.verified is not None
    assert found.verified.agree == 3


def test_a_flip_is_where_bisection_with_the_solver_finds_the_boundary() -> None:
    game = duel(0.01, 0.4, ladder=(4.0, 6.0))
    landscape = GameLandscape(Question(game, read_intervention(EVENT)))
    (nearest, *_) = flip(landscape, read_levers(landscape, ["*.prestige=0.01:1"])).found
    low, high = 0.01, 1.0
    assert response(duel(low, 0.4, (4.0, 6.0))) < 0 < response(duel(high, 0.4, (4.0, 6.0)))
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if response(duel(middle, 0.4, (4.0, 6.0))) < 0 else (low, middle)
    assert nearest.at[0] == pytest.approx(low, abs=1e-6)
    # On the boundary itself the response is 0, up to rounding.
    assert nearest.same.sign is Code.DOWN
    assert nearest.flipped.sign in (Code.UP, Code.NEUTRAL)
    assert nearest.same.proven


def test_branches_are_born_and_die_where_efforts_do() -> None:
    game = duel(revenue=0.0, ladder=(4.0, 6.0, 9.0, 12.0, 16.0))
    landscape = GameLandscape(Question(game))
    found = branches(landscape, "alice.prestige", 0.9, 1.0, metric="effort", cells=4, tolerance=1e-2)
    born = next(event for event in found.events if event.kind is EventKind.BIRTH)
    counts = [len(race(with_settings(game, [Setting("alice.prestige", at)])).equilibria) for at in born.bracket]
    assert counts == [1, 3]


def test_what_drives_the_sign_is_found_over_a_prior() -> None:
    beliefs = [read_belief("*.prestige=0:0.6"), read_belief("*.revenue=0.1:1")]
    found = sensitivity(duel(), beliefs, EVENT, n=8)
    assert {bar.path for bar in found.bars} == {"*.prestige", "*.revenue"}
    assert len({share.sign for share in found.probability if share.fraction > 0}) > 1


def test_stores_hold_races_and_are_continued(tmp_path: Path) -> None:
    first = sweep(duel(), grid("alice.prestige=0.5:1:4"), EVENT, out=tmp_path / "s", block_cells=2)
    again = sweep(duel(), grid("alice.prestige=0.5:1:4"), EVENT, out=tmp_path / "s", block_cells=2, resume=True)
    assert again.n_done == first.n_done == 4
    data = Store(tmp_path / "s").open()
    assert data["extent"].sel(metric="response.effort", side="before", bound="least").shape == (4,)
    assert data.attrs["provenance"]["concept"] == ["markov-perfect"]


def test_other_concepts_and_metrics_of_other_games_are_refused_in_one_sentence() -> None:
    with pytest.raises(OpenraceError, match="no finite list of plans"):
        sweep(duel(), grid("alice.prestige=0.5:1:2"), EVENT, concept="commitment")
    with pytest.raises(OpenraceError, match="no metric is named 'first_release'"):
        sweep(duel(), grid("alice.prestige=0.5:1:2"), EVENT, metrics=("first_release",))
    with pytest.raises(OpenraceError, match="expected more than 0"):
        sweep(duel(), grid("discount_rate=0:1:2"), EVENT)
    assert sweep(duel(), grid("alice.prestige=0.5:1:2"), EVENT, concept="all").concepts == ("markov-perfect",)


def test_the_shell_maps_a_race(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    axes = ["--vary", "alice.prestige=0.5:1:2", "--vary", "bob.prestige=0.5:1:2"]
    out = tmp_path / "map.png"
    assert run(["map", "race-prestige", *axes, "--open", "6@0", "--out", str(out), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["metric"] == "response.effort"
    assert data["codes"] == [[int(Code.UP)] * 2] * 2
    assert out.exists()
