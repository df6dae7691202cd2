"""Published models as games: what ``replicate`` computes of them, by the questions that every game is asked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import games
import openrace as orc
from games.classics.model import Channel, Classic
from games.classics.numbers import NumbersClassic
from games.classics.play.finite import FiniteClassic
from games.classics.published_game import PublishedGame, by_subject
from games.race.race_game import RaceGame
from openrace.concepts.concept import Answered
from openrace.concepts.race import RaceAnswer
from openrace.explore.presets import first_event
from openrace.questions.verdict import judge
from solver.common.errors import OpenraceError

PLAYABLE = [model for models in by_subject().values() for model in models]
FINITE = [model for model in PLAYABLE if issubclass(model, FiniteClassic)]
NUMBERS = [model for model in PLAYABLE if issubclass(model, NumbersClassic)]
RACES = [model for model in PLAYABLE if isinstance(model().strategic(), RaceGame)]
ASKED = [model for model in PLAYABLE if model.asked]
LABELS = ("safety", "patents", "contests", "pricing", "openness", "laboratory", "play", "examples")
BEYOND = {("armstrong-no-information", Channel.HAZARD)}
"""Open models by which a third player takes part, of whose choices there is no table."""


def name_of(model: type[Classic]) -> str:
    return model.name


def solved(model: type[Classic]) -> Answered:
    return orc.solve(model.name)


def intervals(answer: Answered) -> dict[str, tuple[float, float]]:
    return {m.metric: m.before for m in judge(answer, answer) if m.before is not None}


def test_more_than_forty_models_of_eight_subjects_are_games() -> None:
    assert tuple(by_subject()) == LABELS
    assert len(PLAYABLE) > 40
    assert len(NUMBERS) >= 10
    assert {model.name for model in RACES} == {
        "lee-wilde",
        "beath-katsoulacos-ulph",
        "delbono-denicolo",
        "reinganum-incumbent",
    }


@pytest.mark.parametrize("model", FINITE, ids=name_of)
def test_a_finite_model_has_the_equilibria_that_replicate_computes(model: type[FiniteClassic]) -> None:
    answer, paper = solved(model), model()
    found = {tuple(np.round(np.concatenate(play), 9)) for play in answer.plays}
    # Of Braess's network the paper has the pure equilibria alone.
    assert {tuple(np.round(np.concatenate(e.strategies), 9)) for e in paper.solution().equilibria} <= found
    asked: dict[str, str] = {one.metric: one.quantity for one in model.asked}
    for metric, (low, high) in intervals(answer).items():
        if asked.get(metric, metric) in model.quantities():
            value = paper.found(asked.get(metric, metric)).value
            assert low - 1e-9 <= value <= high + 1e-9, metric


@pytest.mark.parametrize("model", NUMBERS, ids=name_of)
def test_a_model_of_numbers_has_one_equilibrium_on_its_grid_which_is_the_continuous_one(
    model: type[NumbersClassic],
) -> None:
    answer, paper = solved(model), model()
    point = paper.equilibrium().point
    assert answer.complete
    (play,) = answer.plays
    # Where all are alike one player's numbers are both players'.
    players = paper.contestants()
    own = point if len(point) == players * paper.choices().numbers else np.tile(point, players)
    played = [
        float(v) for labels, p in zip(answer.labels, play, strict=True) for v in labels[int(np.argmax(p))].split(", ")
    ]
    np.testing.assert_allclose(played, own, rtol=1e-8, atol=1e-12)
    assert all(float(p.max()) == 1.0 for p in play)
    assert answer.grid is not None
    assert (answer.grid.epsilon, answer.grid.player) == (0.0, "")
    for one in model.asked:
        assert intervals(answer)[one.metric] == pytest.approx((paper.found(one.quantity).value,) * 2, abs=1e-8)


@pytest.mark.parametrize(
    ("name", "settings", "choice"),
    [
        ("tullock", {"players": 3}, 200 / 9),  # (n - 1) V / n^2
        ("kwa", {"labs": 3}, 0.6),  # q n / (q n + k (n - 1) e)
        ("cournot", {"costs": [0.1, 0.2, 0.3]}, 0.3),  # (a + sum c - 4 c) / 4
        ("loury", {"firms": 3}, 0.658191777),  # h (r + 3 h)^2 = V (r + 2 h)
        ("stein", {"values": [1.0, 1.0, 1.0]}, 2 / 9),
    ],
)
def test_three_players_have_one_equilibrium_and_that_is_proven(
    name: str, settings: dict[str, float], choice: float
) -> None:
    answer = orc.solve(name, settings=settings)
    assert answer.complete
    (play,) = answer.plays
    assert len(play) == 3
    assert float(answer.labels[0][int(np.argmax(play[0]))]) == pytest.approx(choice, rel=1e-8)


@pytest.mark.parametrize("model", RACES, ids=name_of)
def test_a_race_has_the_efforts_that_replicate_computes(model: type[Classic]) -> None:
    answer = solved(model)
    assert isinstance(answer, RaceAnswer)
    assert answer.complete
    first = intervals(answer)[f"effort.{answer.players[0]}"]
    assert first == pytest.approx((model().found(model.asked[0].quantity).value,) * 2, abs=1e-9)


def test_bids_on_a_grid_are_within_a_step_of_those_of_the_continuous_auction() -> None:
    """Baye, Kovenock and de Vries: v2 / 2 and v2^2 / (2 v1), at prizes of 1 and 1/2; the step is 1/34."""
    answer = orc.solve("all-pay")
    assert answer.grid is not None
    # Who bids just above one of the other's bids gains half of the chance that it is made.
    assert 0 < (answer.grid.epsilon or 0.0) < 1 / 17
    found = intervals(answer)
    assert found["effort"] == pytest.approx((0.25, 0.25), abs=1 / 34)
    assert found["second_bid"] == pytest.approx((0.125, 0.125), abs=1 / 34)


@pytest.mark.parametrize("model", ASKED, ids=name_of)
def test_an_open_model_moves_each_metric_as_the_sign_table_says(model: type[Classic]) -> None:
    rows = orc.open_question(model.name).rows
    assert rows
    for channel in dict.fromkeys(row.channel for row in rows):
        event = f"open:1@{str(channel).replace(' ', '-')}"
        if (model.name, channel) in BEYOND:
            with pytest.raises(OpenraceError, match=f"openrace replicate {model.name}"):
                orc.shift(model.name, event)
            continue
        found = orc.shift(model.name, event)
        directions = {m.metric: m.direction for m in found.metrics}
        for row in (row for row in rows if row.channel is channel):
            here = directions.get(f"response.{row.metric}", directions.get(row.metric))
            assert here is row.direction, (channel, row.metric)


def test_the_answer_says_which_way_the_race_goes_and_through_what() -> None:
    found = orc.shift("tullock", "open:1@win")
    assert found.answer.startswith("it slows the race down: effort is lower (25 -> 22.5)")
    assert found.sentence == "an open model of quality 1 acts through win: prize is 90 instead of 100"
    alike = orc.shift("tullock", "open:1@all-flows-alike")
    assert alike.answer == "nothing in the race moved; its equilibria and what they pay stay as they are."
    race = orc.shift("lee-wilde", "open:1")
    assert race.answer.startswith("it slows the race down: Firm 1 works less hard (0.696 -> 0.562)")


def test_without_a_channel_an_open_model_acts_through_all_of_them() -> None:
    before, after = games.read_intervention("open:1").pair(games.named("tullock"))
    assert [games.get(after, path) for path in ("prize", "lose", "cost")] == [90.0, 10.0, 0.9]
    assert games.get(before, "prize") == 100.0
    # Where the model itself says what all channels do, that holds.
    _, both = games.read_intervention("open:1@all").pair(games.named("hawk-dove"))
    assert (games.get(both, "value"), games.get(both, "cost")) == (1.8, 3.6)


@pytest.mark.parametrize("model", [m for m in PLAYABLE if m().opened(1.0)], ids=name_of)
def test_no_two_channels_of_a_model_move_one_number_to_different_places(model: type[Classic]) -> None:
    """Else acting through every channel would depend on their order."""
    by_channel = model().opened(1.0)
    if Channel.ALL in by_channel:
        return
    moved: dict[str, object] = {}
    for channel, after in by_channel.items():
        changes = {f: v for f, v in dict(after).items() if v != getattr(model(), f) and channel is not Channel.ALIKE}
        assert all(moved.get(field, value) == value for field, value in changes.items()), channel
        moved |= changes


def test_a_sweep_varies_the_papers_parameters() -> None:
    swept = orc.sweep("tullock", vary=["exponent=0.5:1:2"]).dataset()
    efforts = swept.extent.sel(metric="effort", side="game", bound="greatest").values
    np.testing.assert_allclose(efforts, [12.5, 25.0], rtol=1e-8)  # r V / 4
    events = orc.sweep("lee-wilde", "open:1", vary=["prize=0.5:2:2", "intervention.quality=0:1:2"]).dataset()
    moved = events.direction.sel(metric="response.effort").values
    # An open model of no quality moves nothing, whatever the prize.
    assert len(np.unique(moved[:, 0])) == len(np.unique(moved[:, 1])) == 1
    assert moved[0, 0] != moved[0, 1]


def test_a_flip_finds_where_the_first_order_condition_has_no_effort_left() -> None:
    """At a loser's value of 0.4 racing needs a discriminant of (r - (W - L))^2 >= -6 (r W - pi0)."""
    found = orc.flip("beath-katsoulacos-ulph", "open:1@lose", vary=["win=0.2:2"])
    (win,) = found.to_dict()["flips"][0]["at"]
    r, now, lose = 0.1, 0.08, 0.4
    assert (r - (win - lose)) ** 2 + 6 * (r * win - now) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("model", PLAYABLE, ids=name_of)
def test_a_game_is_written_and_read_back_with_its_model(model: type[Classic], tmp_path: Path) -> None:
    game = games.named(model.name)
    file = tmp_path / "game.toml"
    file.write_text(games.write_toml(game), encoding="utf-8")
    assert games.read_toml(file) == game


def test_a_file_with_a_wrong_model_or_parameter_is_refused(tmp_path: Path) -> None:
    text = games.write_toml(games.named("cournot"))
    file = tmp_path / "game.toml"
    for wrong, complaint in (("cournut", "did you mean 'cournot'"), ("stag", "known are")):
        file.write_text(text.replace('kind = "cournot"', f'kind = "{wrong}"'), encoding="utf-8")
        with pytest.raises(OpenraceError, match=complaint):
            games.read_toml(file)
    file.write_text(text.replace("slope = 1.0", "slope = -1.0"), encoding="utf-8")
    with pytest.raises(OpenraceError, match=r"slope: -1\.0 came, expected more than 0"):
        games.read_toml(file)


def test_points_of_a_grid_keep_apart() -> None:
    for numbers in games.named("tullock").normal_form().actions:
        values = [float(label) for label in numbers]
        assert all(b - a > 1e-3 for a, b in pairwise(values))


@pytest.mark.parametrize(
    ("name", "event", "complaint"),
    [
        ("tullock", "open:1@discount", "one of win, lose, cost, all-flows-alike, all"),
        ("tullock", "open:1@4", "open:QUALITY@CHANNEL"),
        ("tullock", "open:11@win", "no valid parameters .*prize.*more than 0"),
        ("tullock", "open:-1", "quality is -1"),
        ("tullock", "ban:alice", "an event that a published model knows: open, set"),
        ("nash", "open:1", "does not say what an open model does"),
        ("alice-bob", "open:1", "open:CAPABILITY@DATE"),
        ("alice-bob", "open:1@win", "open:CAPABILITY@DATE"),
        ("attrition", "open:1", "is no game of labs"),
    ],
)
def test_an_open_model_that_does_not_fit_is_refused(name: str, event: str, complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint):
        orc.shift(name, event)


@pytest.mark.parametrize(
    ("name", "settings", "complaint"),
    [
        ("fudenberg-tirole", {}, "openrace replicate fudenberg-tirole computes it"),
        ("motta", {}, "openrace replicate motta"),
        ("tullock", {"players": 4}, "openrace replicate tullock solves it with any number of players"),
        ("lee-wilde", {"firms": 4}, "at most 3 firms"),
        ("reinganum-incumbent", {"lose": 0.5}, "nothing or a loss"),
        ("tullock", {"prize": -1}, "prize: -1 came, expected more than 0"),
        ("tullock", {"price": 1}, "did you mean 'prize'"),
        ("tullok", {}, "[Dd]id you mean 'tullock'"),
    ],
)
def test_what_cannot_be_solved_says_what_can_be_done(name: str, settings: dict[str, float], complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint):
        orc.solve(name, settings=settings)


def test_models_that_are_no_game_are_shown_and_not_listed() -> None:
    listed = {model.name for model in PLAYABLE}
    assert games.get(games.named("fudenberg-tirole"), "p10") == 4.0
    assert "fudenberg-tirole" not in listed
    for model in PLAYABLE:
        assert isinstance(games.named(model.name).played(), PublishedGame | RaceGame)


def test_the_explorer_begins_with_the_models_own_open_model() -> None:
    assert [first_event(games.named(name)) for name in ("tullock", "lee-wilde", "nash")] == ["open:1", "open:1", ""]


@pytest.mark.parametrize("top", [0.1, 0.9, 0.95, 1.3, 1e6])
def test_points_that_rounding_alone_sets_apart_are_one(top: float) -> None:
    game = orc.load("armstrong-no-information", {"top": top})
    for labels in game.plan_labels():
        assert len(set(labels)) == len(labels)
    assert orc.solve(game).grid is not None


def test_every_channel_of_every_model_has_a_whole_answer_or_one_sentence() -> None:
    for channel in ("status-quo", "lose"):
        assert orc.shift("armstrong-no-information", f"open:1@{channel}").fragility is not None


def test_what_an_open_model_changes_is_said_without_rounding() -> None:
    assert "r is 0.045 instead of 0.05" in orc.shift("jensen", "open:1@cost").sentence
