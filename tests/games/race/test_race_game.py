"""Races from files: published values, properties of the incentive to race, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from games.catalog.files import read_toml, write_toml
from games.catalog.names import CATALOG, named
from games.markets import LimitPricing, Logit
from games.parts.paths import Setting, with_arrays, with_settings
from games.race import Finish, OutsideModel, RaceGame, RaceLab, Regulation, Ruin
from games.race.metrics import race_metrics
from games.race.payments import ONE_OFF
from games.terms import TERMS, FrontierPenalty, GapPrize, Prestige, Revenue, Term
from games.terms.base import FlowTerm
from games.terms.frontier_penalty import Form
from games.terms.standing import Among
from solver.common.errors import OpenraceError
from solver.directional import DirectionalEquilibrium, solve_directional

LADDER = (4.0, 6.0, 9.0, 12.0, 16.0)
FILE = """
name = "ladder"
kind = "race"
rungs = [4.0, 6.0, 9.0, 12.0, 16.0]
discount_rate = 0.1
effort_exponent = 2.0
days_per_period = 1.0
[market]
kind = "limit-pricing"
customers = 1.0
[[labs]]
name = "alice"
rung = 0
effort_cost = 2.0
openness = ["closed"]
[[labs.terms]]
kind = "revenue"
[[labs]]
name = "bob"
effort_cost = 2.0
[[labs.terms]]
kind = "revenue"
"""


def solved(game: RaceGame) -> tuple[DirectionalEquilibrium, ...]:
    solution = solve_directional(game.directional())
    assert solution.complete[0], solution.status()
    for equilibrium in solution.of():
        assert equilibrium.gain < 1e-8
    return solution.of()


def start(game: RaceGame) -> list[float]:
    (found,) = solved(game)
    return [float(h) for h in found.play.efforts[found.start]]


def pair(*terms: Term, ladder: tuple[float, ...] = LADDER, **fields: object) -> RaceGame:
    labs = tuple(RaceLab(name=n, effort_cost=2.0, terms=terms) for n in ("alice", "bob"))
    return RaceGame.model_validate({"name": "pair", "rungs": ladder, "labs": labs, **fields})


def test_a_ladder_from_a_file_gives_the_published_efforts(tmp_path: Path) -> None:
    path = tmp_path / "ladder.toml"
    path.write_text(FILE)
    game = read_toml(path)
    assert isinstance(game, RaceGame)
    (found,) = solved(game)
    number = {p.rungs: k for k, p in enumerate(game.states.places)}
    for rungs, efforts in (((0, 0), (3.178793,) * 2), ((1, 0), (3.016541, 1.227901)), ((2, 2), (2.037465,) * 2)):
        assert found.play.efforts[number[rungs]] == pytest.approx(efforts, abs=1e-6)
    path.write_text(write_toml(game))
    assert read_toml(path) == game
    path.write_text(FILE + "\n[open]\nrung = 2\n")
    with_model = read_toml(path)
    assert isinstance(with_model, RaceGame)
    assert start(with_model) == pytest.approx([1.218975] * 2, abs=1e-6)
    assert start(with_settings(with_model, [Setting("open.rung", 0)])) == pytest.approx([3.178793] * 2, abs=1e-6)


def test_prestige_answers_an_open_model_and_profit_yields_to_it() -> None:
    prestige = Prestige()
    assert len(solved(pair(prestige))) == 3
    assert start(pair(prestige, open=OutsideModel(rung=1))) == pytest.approx([1.045244] * 2, abs=1e-6)
    sells = [start(pair(Revenue(), market=LimitPricing(), open=OutsideModel(rung=k)))[0] for k in range(4)]
    assert all(a > b for a, b in pairwise(sells))


def race_for_a_prize(winner: float, loser: float, income: float) -> RaceGame:
    labs = tuple(RaceLab(name=n, income=income) for n in ("alice", "bob"))
    return RaceGame(name="prize", rungs=(1.0, 2.0), labs=labs, finish=Finish(rung=1, winner=winner, loser=loser))


@pytest.mark.parametrize(
    ("winner", "loser", "income", "effort"),
    [(1, 0, 0, 0.695811), (2, 0.6, 0.08, 0.950806), (2, 0.6, 0.05, 0.950806 + 0.018977), (1.7, 0.6, 0.08, 0.746989),
     (2, 0.9, 0.08, 0.770496), (2, 0.3, 0.08, 1.137026), (1.7, 0.3, 0.05, 0.950806)],
)  # fmt: skip
def test_races_for_a_prize(winner: float, loser: float, income: float, effort: float) -> None:
    # Lee and Wilde 1980; Beath, Katsoulacos and Ulph 1989.
    assert start(race_for_a_prize(winner, loser, income)) == pytest.approx([effort] * 2, abs=1e-6)


@pytest.mark.parametrize(
    ("game", "starts"),
    [
        (pair(Prestige(), finish=Finish(rung=2, winner=2.0)), 1),
        (pair(Prestige(), GapPrize(weight=3.0, gap=2.0)), 3),
    ],
)
def test_equilibria_that_differ_only_where_play_cannot_be_are_listed_once(game: RaceGame, starts: int) -> None:
    """Behind a finish or a won gap these labs would have up to three ways to go on, in every state."""
    solution, where = solve_directional(game.directional()), game.states
    assert solution.complete[0]
    assert len({tuple(np.round(h, 9)) for h in solution.efforts[:, 0]}) == solution.counts[0] == starts
    # A state in which the race ends is listed, and nothing leads out of it unless play can also go on there.
    ended, on = ({c.target for c in where.climbs if (c.cause != "climb") == ends} for ends in (True, False))
    assert ended | on == set(range(1, len(where.places)))
    assert {c.source for c in where.climbs} <= {0} | on


def test_a_flow_that_every_state_lowers_alike_changes_no_effort() -> None:
    for income in (-3.0, 0.0, 2.0):
        game = pair(Revenue(), Prestige(weight=0.3), market=LimitPricing())
        changed = with_settings(game, [Setting("alice.income", income)])
        assert start(changed) == pytest.approx(start(game), abs=1e-9)


def test_erosion_of_the_winner_lowers_effort_and_of_the_loser_raises_it() -> None:
    base = start(race_for_a_prize(2, 0.6, 0.08))[0]
    assert start(race_for_a_prize(1.9, 0.6, 0.08))[0] < base < start(race_for_a_prize(2, 0.5, 0.08))[0]


def test_learning_from_open_models_raises_the_effort_of_laggards_whose_prize_is_near() -> None:
    prize = GapPrize(weight=5.0, gap=5.0)
    labs = (RaceLab(name="leader", rung=1, top=1), RaceLab(name="laggard", effort_cost=4.0, terms=(prize,)))
    efforts = []
    for learn in (0.0, 1.0):
        game = RaceGame(name="catch-up", rungs=LADDER, labs=labs, learn=learn, open=OutsideModel(rung=1))
        efforts.append(start(game)[1])
    assert efforts[1] > 0
    assert efforts[0] != pytest.approx(efforts[1], abs=1e-3)


def test_cheaper_training_raises_effort_below_the_open_model() -> None:
    hard, easy = (pair(Prestige(), open=OutsideModel(rung=2), ease=e) for e in (1.0, 0.25))
    assert start(easy)[0] > start(hard)[0]


def test_a_frontier_penalty_is_paid_by_whoever_advances() -> None:
    free, penalised = (
        pair(Revenue(), FrontierPenalty(weight=w, form=Form.INDICATOR), market=LimitPricing()) for w in (0.0, 2.0)
    )
    assert start(penalised)[0] < start(free)[0]
    # With an open model far ahead nobody advances the frontier on the first rungs.
    ahead = [pair(Prestige(), FrontierPenalty(weight=w), open=OutsideModel(rung=4)) for w in (0.0, 2.0)]
    assert start(ahead[0]) == pytest.approx(start(ahead[1]), abs=1e-9)


def test_an_open_release_raises_the_open_level_for_everybody() -> None:
    labs = (
        RaceLab(name="opener", openness=("open",), terms=(Prestige(),)),
        RaceLab(name="seller", rung=1, terms=(Revenue(),)),
    )
    game = RaceGame(name="two", rungs=LADDER, labs=labs, market=LimitPricing())
    for place in game.states.places:
        assert game.states.levels[place.level] == LADDER[place.rungs[0]]
    behind = RaceLab.model_validate({**labs[0].model_dump(), "openness": (1,)})
    later = game.model_copy(update={"labs": (behind, labs[1])})
    levels = {p.rungs[0]: p.level for p in later.states.places}
    assert levels == {0: -1, 1: 0, 2: 1, 3: 2, 4: 3}


def test_a_lab_chooses_how_open_it_is_at_every_climb() -> None:
    openly = RaceLab.model_validate(
        {"name": "a", "openness": ("closed", "open"), "terms": (Prestige(among=Among.OPEN), Revenue())}
    )
    game = RaceGame(name="choice", rungs=LADDER[:3], labs=(openly,), market=LimitPricing(customers=0.01))
    (found,) = solved(game)
    climbs = game.states.climbs
    first = climbs[int(found.play.choices[found.start, 0])]
    # Being the best open model is worth more than the customers.
    assert game.labs[0].openness[first.openness] == 0
    richer = with_settings(game, [Setting("market.customers", 100.0)])
    (found,) = solved(richer)
    assert game.labs[0].openness[climbs[int(found.play.choices[found.start, 0])].openness] == "closed"


def test_a_lab_that_loses_money_leaves() -> None:
    poor = RaceLab(name="poor", fixed_cost=5.0, may_exit=True, terms=(Revenue(),))
    rich = RaceLab(name="rich", rung=1, terms=(Revenue(),))
    game = RaceGame(name="exit", rungs=LADDER, labs=(poor, rich), market=LimitPricing())
    (found,) = solved(game)
    assert game.states.places[found.start].left == (True, False)


@pytest.mark.parametrize("term_type", list(TERMS))
def test_flow_terms_and_payments_at_a_release_work_in_a_race_and_others_are_refused(term_type: type[Term]) -> None:
    term = term_type()
    lab = {"name": "a", "terms": (term,)}
    if isinstance(term, (FlowTerm, *ONE_OFF, GapPrize)):
        game = RaceGame.model_validate({"name": "g", "rungs": (1.0, 2.0), "labs": (lab,), "market": Logit()})
        assert len(solved(game)) >= 1
    else:
        with pytest.raises(ValidationError, match="uses dates"):
            RaceGame.model_validate({"name": "g", "rungs": (1.0, 2.0), "labs": (lab,)})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rungs": (4.0, 3.0)}, "rungs fall"),
        ({"effort_exponent": 1.0}, "greater than 1"),
        ({"discount_rate": 0.0}, "greater than 0"),
        ({"learn": -1.0}, "greater than or equal to 0"),
        ({"open": {"arrival_rate": 0.1}}, "belong together"),
        ({"open": {"rung": 7}}, "above the ladder"),
        ({"finish": {"rung": 9}}, "above the ladder"),
        ({"regulation": {"hazard": -0.1}}, "greater than or equal to 0"),
    ],
)
def test_what_is_no_race_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        RaceGame.model_validate({**pair(Prestige()).model_dump(), **fields})


def test_more_states_than_fit_are_refused_with_what_to_do() -> None:
    ladder = tuple(float(k) for k in range(1, 61))
    labs = tuple(RaceLab(name=f"lab{k}") for k in range(4))
    with pytest.raises(OpenraceError, match="fewer rungs"):
        RaceGame(name="huge", rungs=ladder, labs=labs).directional()


def test_a_race_has_no_payoff_table() -> None:
    with pytest.raises(OpenraceError, match="no finite list of plans"):
        pair(Prestige()).normal_form()


@pytest.mark.parametrize("name", [n for n in CATALOG if n.startswith("race")])
def test_every_race_of_the_catalogue_has_certified_equilibria(name: str) -> None:
    game = named(name)
    assert isinstance(game, RaceGame)
    solution = solve_directional(game.directional())
    assert solution.counts[0] >= 1
    assert max(e.gain for e in solution.of()[:3]) < 1e-7


def test_numbers_may_be_arrays_with_one_value_per_game() -> None:
    game = pair(Revenue(), Prestige(), FrontierPenalty(), market=LimitPricing())
    weights = np.array([0.0, 0.5, 2.0])
    batch = solve_directional(with_arrays(game, {"alice.prestige": weights}, 1).directional())
    for k, weight in enumerate(weights):
        alone = solve_directional(with_settings(game, [Setting("alice.prestige", float(weight))]).directional())
        assert np.array_equal(batch.efforts[batch.branches.games == k], alone.efforts)


def test_ruin_and_regulation_come_at_their_hazards() -> None:
    game = pair(Prestige(), regulation=Regulation(hazard=0.2), ruin=Ruin(hazard=0.1), open=OutsideModel(rung=1))
    solution = solve_directional(game.directional())
    metrics = {m.name: m.values[0] for m in race_metrics(game, solution)}
    assert metrics["p_regulated"] == pytest.approx(2 / 3)
    assert metrics["p_ruin"] == pytest.approx(1 / 3)
