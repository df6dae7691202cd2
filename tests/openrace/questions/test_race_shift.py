"""What an event does to a race: the answer, the books, every state, and how fragile it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from games.catalog.names import named
from games.markets import LimitPricing
from games.parts.direction import Direction
from games.race import RaceGame, RaceLab
from games.terms import Prestige, Revenue, Term
from openrace.cli.app import run
from openrace.concepts.race import RaceAnswer, race
from openrace.questions.race_states import state_shifts
from openrace.questions.shift import Shift, shift
from solver.directional import DirectionalSolution, recheck


def pair(*terms: Term) -> RaceGame:
    labs = tuple(RaceLab(name=n, effort_cost=2.0, terms=terms) for n in ("alice", "bob"))
    return RaceGame(name="pair", rungs=(4.0, 6.0, 9.0, 12.0, 16.0), labs=labs, market=LimitPricing())


def test_an_open_model_slows_a_race_for_profit_and_speeds_one_for_prestige_up() -> None:
    profit, prestige = shift(pair(Revenue()), "open:9@0"), shift(pair(Prestige()), "open:6@0")
    assert profit.metric("response.effort").direction is Direction.DOWN
    assert profit.metric("response.effort.alice").before == pytest.approx((3.178793,) * 2, abs=1e-6)
    assert profit.metric("response.effort.alice").after == pytest.approx((1.218975,) * 2, abs=1e-6)
    assert "slows the race down: Alice works less hard (3.18 -> 1.22)" in profit.answer
    answer = prestige.metric("response.effort.alice")
    assert answer.before is not None
    assert answer.before[0] == 0.0
    assert answer.after == pytest.approx((1.045244,) * 2, abs=1e-6)
    assert answer.direction is Direction.UP
    assert prestige.default == "response.effort"
    assert profit.proven


def test_the_shell_prints_the_contract_of_release_games_and_every_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shift", "race-prestige", "--open", "6@0", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["metric"] == "response.effort"
    assert data["concept"] == "markov-perfect"
    assert set(data["books"]) == {"response", "progress", "contribution"}
    assert data["books"]["response"]["effort"]["direction"] == "up"
    assert data["books"]["contribution"]["best_open"]["after"] == pytest.approx([6.0, 6.0])
    assert data["certificate"]["complete_before"] is data["certificate"]["complete_after"] is True
    assert data["fragility"]["nearest"] is None
    start = data["states"][0]
    assert (start["rungs"], start["open"]) == ([0, 0], {"before": None, "after": 6.0})
    assert start["effort"]["after"][0] == pytest.approx([1.045244] * 2, abs=1e-6)
    assert {(line["lab"], line["term"]) for line in data["why"]} >= {("alice", "prestige"), ("bob", "effort")}
    assert data["incentives"][0].keys() == {"lab", "before", "after"}
    assert run(["shift", "race-prestige", "--open", "6@0"]) == 0
    assert "in every state" in capsys.readouterr().out


def test_a_race_from_a_file_is_shifted_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from games.catalog.files import write_toml

    path = tmp_path / "ladder.toml"
    path.write_text(write_toml(pair(Revenue())))
    assert run(["shift", str(path), "--do", "fix:bob=4", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["books"]["contribution"]["effort"]["direction"] == "up"
    assert list(data["books"]["response"])[:2] == ["effort", "effort.alice"]


def test_states_are_those_in_which_labs_stand_where_they_stood() -> None:
    result = shift(pair(Revenue()), "open:9@0")
    states = state_shifts(result.before, result.after)
    assert len(states) == 25
    assert {s.open_after for s in states} == {9.0}
    assert isinstance(result.after, RaceAnswer)
    at = [p.rungs for p in result.after.game.states.places].index((1, 0))
    own = next(s for s in states if s.rungs == (1, 0))
    assert own.after[0] == pytest.approx([result.after.solution.efforts[0, at, 0]] * 2)
    assert state_shifts(result.before, shift(pair(Revenue()), "merge:alice+bob").after) == ()


@pytest.mark.parametrize("event", ["allow:leader", "ban:follower", "fix:follower@0.3", "subsidy:leader=1", "open:10@3"])
def test_every_event_on_the_default_race_has_an_answer(event: str) -> None:
    result = shift(named("race"), event)
    assert isinstance(result, Shift)
    assert result.answer
    assert result.proven
    assert result.books.response


def duel(
    term: Term, learn: float = 0.05, rungs: tuple[int, int] = (3, 1), cost: float = 4.0, event: str = "open:12@0"
) -> Shift:
    """A leader and a laggard with one motive, before and after an open model, from which the laggard may learn."""
    labs = (
        RaceLab(name="leader", rung=rungs[0], effort_cost=2.0, terms=(term,)),
        RaceLab(name="laggard", rung=rungs[1], effort_cost=cost, terms=(term,)),
    )
    game = RaceGame(name="duel", rungs=(4.0, 6.0, 9.0, 12.0, 16.0), labs=labs, market=LimitPricing(), learn=learn)
    return shift(game, event)


def test_one_open_model_lowers_a_leaders_effort_for_profit_raises_it_for_prestige_and_a_laggards_who_learns() -> None:
    profit, prestige = duel(Revenue(weight=2.0)), duel(Prestige(weight=2.0))
    for result, lab, direction, before, after in (
        (profit, "leader", Direction.DOWN, 1.287502, 1.067665),
        (profit, "laggard", Direction.UP, 0.062158, 0.074181),
        (prestige, "leader", Direction.UP, 0.438482, 0.440612),
    ):
        effort = result.metric(f"response.effort.{lab}")
        assert effort.direction is direction
        assert effort.before == pytest.approx((before,) * 2, abs=1e-6)
        assert effort.after == pytest.approx((after,) * 2, abs=1e-6)


@pytest.mark.parametrize(("learn", "direction"), [(0.0, Direction.UP), (0.1, Direction.UP), (0.2, Direction.DOWN)])
def test_a_laggard_works_more_because_the_leader_works_less_until_it_learns_so_fast_that_waiting_pays(
    learn: float, direction: Direction
) -> None:
    assert duel(Revenue(weight=2.0), learn).metric("response.effort.laggard").direction is direction


def test_what_a_laggard_soon_gets_for_nothing_it_does_not_work_for_and_once_it_has_caught_up_it_works_more() -> None:
    assert duel(Revenue(), 0.0, (2, 0), 6.0, "open:6@0").metric("response.effort.leader").direction is Direction.DOWN
    learning = duel(Prestige(), 1.0, (2, 0), 6.0, "open:6@0")
    assert learning.metric("response.effort.leader").direction is Direction.UP
    assert learning.metric("response.effort.laggard").direction is Direction.DOWN
    spend = learning.metric("response.spend.laggard")
    assert spend.before == pytest.approx((0.739219,) * 2, abs=1e-5)
    assert spend.after == pytest.approx((1.060151,) * 2, abs=1e-5)
    assert learning.metric("response.reached.12").direction is Direction.UP


@pytest.mark.parametrize("name", ["race-prestige", "race-patent"])
def test_a_race_is_verified_by_a_second_method(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", name, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["confirmed"] is data["sound"] is data["complete"] is True
    assert run(["verify", name]) == 0
    assert "confirmed" in capsys.readouterr().out


def test_an_equilibrium_that_is_left_out_is_found_by_the_second_method() -> None:
    solution = race(named("race-prestige")).solution
    kept = np.array([True, False, True])
    short = DirectionalSolution(solution.game, solution.branches[kept], solution.proven, solution.whole)
    found = recheck(short)
    assert found.contradicted
    assert "finds 1 that are not" in found.certificate.reason


def test_a_race_is_drawn_before_and_after(tmp_path: Path) -> None:
    axes = shift(named("race-prestige"), "open:6@0").plot()
    assert "capability of alice" in axes.get_xlabel()
    legend = axes.figure.get_axes()[1].get_legend()
    assert legend is not None
    assert legend.get_texts()[0].get_text() == "frontier, before"
    assert "effort at the start" in shift(pair(Revenue()), "merge:alice+bob").plot().get_xlabel()
    out = tmp_path / "race.png"
    assert run(["plot", "race", "--open", "9@0", "--out", str(out)]) == 0
    assert out.exists()


def test_the_game_after_an_event_is_solved_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "race-prestige", "--open", "6@0", "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)["equilibria"]
    assert only["start"]["effort"] == pytest.approx([1.045244] * 2, abs=1e-6)
    assert {state["open"] for state in only["states"]} == {1}


def test_the_answer_on_a_race_says_in_how_many_changes_of_one_number_it_holds() -> None:
    found = shift(pair(Revenue()), "open:9@0").fragility
    assert found is not None
    kept = found.changes["response.effort"]
    assert kept.of >= 12
    assert kept.kept == kept.of - sum("response.effort" in b.directions for b in found.breaks)
    assert found.nearest is None
    assert found.concepts == {}


def test_changes_that_a_race_refuses_are_named_in_one_sentence() -> None:
    firm = shift(named("race"), "open:9@0").firm("response.effort")
    assert firm is not None
    assert firm.line.endswith("Left out: effort_exponent=1 and ease=2, which the game refuses.")


def test_chances_of_never_are_written_in_whole_percents_up_to_a_hundred() -> None:
    assert "never with 0 to 100 %" in shift(named("race-prestige"), "open:6@0").answer


def test_mean_dates_that_differ_by_rounding_are_one_date() -> None:
    # A third equilibrium, in which labs hardly work, appears before the model comes; neither end of the set moves.
    found = shift(named("race-prestige"), "open:0.001@1")
    assert {m.direction for m in found.books.response} == {Direction.NEUTRAL}
    assert found.answer.startswith("nothing in the race moved")


def test_what_differs_by_rounding_alone_has_not_moved() -> None:
    # The leader would not open anything, so that nothing changes but the number of options that are worth the same.
    found = shift(named("race"), "allow:leader")
    assert len(found.before.plays) < len(found.after.plays)
    whole = [m for m in (*found.verdict, *found.books.response, *found.books.progress) if ".without." not in m.metric]
    assert {m.direction for m in whole} == {Direction.NEUTRAL}
    assert found.answer == "nothing in the race moved: no other lab changes how hard it works at the start."
