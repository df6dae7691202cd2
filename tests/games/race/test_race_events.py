"""Events in races: what each does to the game, what its books hold, and what a race does not know."""

from __future__ import annotations

import numpy as np
import pytest

from games.catalog.names import named
from games.events.base import Intervention
from games.events.interventions import Merge, OpenModel
from games.events.written import read_intervention
from games.markets import LimitPricing
from games.parts.metric import Metric, Sense
from games.parts.paths import Setting, with_settings
from games.race import OutsideModel, RaceGame, RaceLab, Regulation, Ruin
from games.race.accounts import race_lines, stakes
from games.race.metrics import race_metrics
from games.terms import EntryCost, FrontierPenalty, GapPrize, Prestige, Revenue, Subsidy
from solver.common.errors import OpenraceError
from solver.directional import solve_directional

LADDER = (4.0, 6.0, 9.0, 12.0, 16.0)


def ladder(**fields: object) -> RaceGame:
    labs = tuple(RaceLab(name=n, effort_cost=2.0, terms=(Revenue(),)) for n in ("alice", "bob"))
    return RaceGame.model_validate(
        {"name": "ladder", "rungs": LADDER, "labs": labs, "market": LimitPricing(), **fields}
    )


def sides(event: Intervention | str, game: RaceGame | None = None) -> tuple[RaceGame, RaceGame]:
    return (read_intervention(event) if isinstance(event, str) else event).pair(game or ladder())


def metrics(game: RaceGame) -> dict[str, Metric]:
    return {m.name: m for m in race_metrics(game, solve_directional(game.directional()))}


def value(game: RaceGame, name: str) -> float:
    (only,) = metrics(game)[name].values.tolist()
    return float(only)


@pytest.mark.parametrize("text", ["open:9@0", "open:7@0", "open:9@2", "fix:bob@1", "fix:bob@never", "subsidy:bob=4",
                                  "allow:bob", "merge:alice+bob", "regulate:0.5"])  # fmt: skip
def test_an_event_changes_a_race_and_says_how(text: str) -> None:
    event = read_intervention(text)
    before, after = event.pair(ladder())
    assert before != after
    assert event.text == text
    assert event.sentence(ladder())


def test_an_effort_may_be_fixed_after_an_equals_sign_too() -> None:
    assert read_intervention("fix:bob=1.5") == read_intervention("fix:bob@1.5")


def test_a_model_that_is_there_from_the_start_need_not_be_on_a_rung() -> None:
    assert sides("open:9@0")[1].open.capability == 9.0
    efforts = [value(sides(f"open:{q}@0")[1], "effort") for q in (9, 10, 11, 12)]
    assert efforts[0] == pytest.approx(2 * 1.218975, abs=1e-6)
    assert efforts == sorted(efforts, reverse=True)


def test_a_model_no_better_than_one_that_is_there_changes_nothing() -> None:
    game = ladder(open=OutsideModel(rung=2))
    for text in ("open:9@0", "open:5@0"):
        before, after = sides(text, game)
        assert before.open == after.open
        assert value(after, "contribution.best_open") == 0.0
    assert value(sides("open:12@0", game)[1], "contribution.best_open") == pytest.approx(3.0)


def test_a_model_at_a_date_comes_at_the_hazard_of_that_mean() -> None:
    _, after = sides("open:7@2")
    assert (after.open.arrival_rate, after.open.arrival_capability) == (0.5, 7.0)
    rare, soon = (value(sides(f"open:9@{t}")[1], "effort") for t in (1e6, 1e-6))
    assert rare == pytest.approx(2 * 3.178793, abs=1e-4)
    assert soon == pytest.approx(2 * 1.218975, abs=1e-4)
    with pytest.raises(OpenraceError, match="may arrive already"):
        sides("open:9@2", after)


def test_openness_is_taken_away_and_given() -> None:
    game = named("race")
    assert isinstance(game, RaceGame)
    before, after = sides("ban:follower", game)
    assert (before.labs[1].openness, after.labs[1].openness) == ((0,), ("closed",))
    assert sides("allow:follower", game) == (after, before)
    before, after = sides("allow:leader", game)
    assert (before.labs[0].openness, after.labs[0].openness) == (("closed",), ("closed", 0))


def test_a_fixed_effort_is_played_wherever_the_lab_can_climb() -> None:
    solution = solve_directional(sides("fix:bob@1.5")[1].directional())
    rungs = ladder().states.rungs[:, 1]
    assert np.array_equal(solution.efforts[0, :-1, 1], np.where(rungs < 4, 1.5, 0.0))
    never = solve_directional(sides("fix:bob@never")[1].directional())
    assert np.all(never.efforts[0, :, 1] == 0)


def test_a_subsidy_is_paid_at_every_climb_on_top_of_any_other() -> None:
    twice = sides("subsidy:bob=3", sides("subsidy:bob=2")[1])[1]
    assert [t.weight for t in twice.labs[1].terms if isinstance(t, Subsidy)] == [5.0]
    last_rung = ladder(rungs=LADDER[:2], market=None)
    free, paid = (value(game, "effort.bob") for game in sides("subsidy:bob=2", last_rung))
    # Alone: r V = c h**2 / 2 and c h = 2 - V.
    assert free == 0.0
    assert 0.1 * (2 - 2 * paid) == pytest.approx(paid**2)


def test_labs_that_merge_share_their_effort_at_the_least_cost() -> None:
    _, after = sides("merge:alice+bob")
    (lab,) = after.labs
    assert (lab.name, lab.effort_cost) == ("alice_and_bob", 1.0)
    uneven = with_settings(ladder(effort_exponent=3.0), [Setting("bob.effort_cost", 0.5)])
    cost, hazard = sides("merge:alice+bob", uneven)[1].labs[0].effort_cost, 1.7
    shares = np.linspace(0, 1, 100_001)
    least = ((2.0 * (hazard * shares) ** 3 + 0.5 * (hazard * (1 - shares)) ** 3) / 3).min()
    assert cost * hazard**3 / 3 == pytest.approx(least, rel=1e-9)
    books = metrics(after)
    assert not [name for name in books if name.startswith("response.")]
    assert "contribution.effort.alice_and_bob" in books
    different = with_settings(ladder(), [Setting("bob.revenue", 2.0)])
    with pytest.raises(OpenraceError, match="different terms revenue"):
        sides("merge:alice+bob", different)


@pytest.mark.parametrize(
    ("text", "words"),
    [("announce:9@1", "a race knows: open, fix"), ("release:bob@1", "a race knows"), ("ban:zoe", "no lab 'zoe'"),
     ("fix:bob@-1", "from 0 to"), ("merge:alice+zoe", "no lab 'zoe'")],
)  # fmt: skip
def test_what_a_race_does_not_know_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(OpenraceError, match=words):
        sides(text)


def test_the_response_is_the_effort_of_labs_that_are_not_treated() -> None:
    _, after = sides("subsidy:bob=2")
    books = metrics(after)
    assert books["response.effort"].values == books["effort.alice"].values == books["response.effort.alice"].values
    assert books["contribution.effort"].values == books["effort.bob"].values
    assert "response.effort.bob" not in books
    assert books["response.effort"].sense is Sense.MORE
    assert after.default_metric(responds=True) == "response.effort"


def test_progress_with_and_without_is_apart_by_what_the_event_and_treated_labs_brought() -> None:
    for event in ("open:9@0", "subsidy:bob=2", "open:9@2"):
        books = metrics(sides(event)[1])
        for name in ("frontier", "best_open"):
            owed = books[f"progress.{name}"].values - books[f"progress.without.{name}"].values
            assert books[f"contribution.{name}"].values == pytest.approx(owed)
    there = metrics(sides("open:9@0")[1])
    assert there["progress.reached.9"].values == [0.0]
    assert there["progress.without.reached.9"].values == there["reached.9"].values
    assert there["progress.frontier"].values > there["progress.without.frontier"].values


def costly() -> RaceGame:
    prize, terms = (
        GapPrize(weight=40.0, gap=3.0),
        (Revenue(), Prestige(), FrontierPenalty(weight=0.1), EntryCost(weight=0.1)),
    )
    labs = (
        RaceLab(name="alice", rung=1, terms=(*terms, prize), income=0.3, ruin_loss=2.0),
        RaceLab(name="bob", openness=("open",), terms=terms, fixed_cost=0.2),
    )
    return ladder(labs=labs, ruin=Ruin(hazard=0.02, open=0.001), regulation=Regulation(hazard=0.05), learn=0.1)


def test_the_lines_of_every_lab_add_up_to_its_payoff() -> None:
    for game in (ladder(), costly(), *(named(n) for n in ("race", "race-states", "race-patent", "race-reluctant"))):
        assert isinstance(game, RaceGame)
        solution = solve_directional(game.directional())
        lines, found = race_lines(game, solution), metrics(game)
        for lab in game.lab_names:
            total = sum(values for (own, _), values in lines.items() if own == lab)
            assert total == pytest.approx(found[f"payoff.{lab}"].values, abs=1e-8)
    names = {name for _, name in race_lines(costly(), solve_directional(costly().directional()))}
    assert names == {"revenue", "prestige", "frontier_penalty", "entry_cost", "gap_prize", "income", "fixed_cost",
                     "effort", "ruin_loss"}  # fmt: skip


def test_effort_follows_from_the_stakes() -> None:
    solution = solve_directional(ladder().directional())
    found = stakes(ladder(), solution, 0)
    # What a climb gains is what it costs at the margin: c h.
    gain = found.win - solution.values[:, 0, 0]
    assert gain == pytest.approx(2.0 * solution.efforts[:, 0, 0], abs=1e-9)
    assert found.status_quo < found.lose < found.win


def test_levels_average_over_time_between_where_they_start_and_end() -> None:
    game = ladder(open=OutsideModel(arrival_rate=0.1, arrival_rung=3))
    assert 4.0 < value(game, "frontier") < 16.0
    # One arrival at hazard 0.1, discounted at 0.1: half of the weight lies after it.
    assert value(game, "best_open") == pytest.approx(6.0)


def test_merging_and_opening_are_noted_in_both_games() -> None:
    before, after = sides(Merge(("alice", "bob")))
    assert before.event is not None
    assert after.event is not None
    assert after.event.treated == ("alice", "bob", "alice_and_bob")
    _, opened = sides(OpenModel(9.0, 0.0))
    assert opened.event is not None
    assert opened.event.model is not None
    assert ladder().event is None
