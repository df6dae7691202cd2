"""Effects of factors: they add up, do nothing where nothing is, and have the signs that their stories have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from games.catalog.names import named
from games.events.written import read_intervention
from games.markets import LimitPricing, Logit, Niches
from games.modifiers import CatchUp, DemandGrowth, Hiring, OpenDemand, Regulation, Survival, Talent
from games.parts.game import Game
from games.parts.metric import Sense
from games.parts.paths import get
from games.race.race_game import RaceGame
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import (
    EntryCost,
    GapPrize,
    GapUtility,
    Goal,
    MarketShare,
    Prestige,
    Revenue,
    Slowness,
    Term,
    TrainingCost,
)
from games.terms.standing import Among
from games.time.calendar import Calendar
from games.values import Linear
from openrace.isolate.effects import Effects, OnMetric, effects
from openrace.isolate.factors import FACTORS, factors_of, is_in, reshaped
from openrace.questions.shift import shift
from openrace.sweeps.prior import evidence, read_belief
from solver.common.errors import OpenraceError
from tests.openrace.cli.test_shell import ask, refuse

EVENT = "open:9@2"
SMALL = {"calendar.slots": 4, "calendar.horizon": 8.0}


def found(game: Game, event: str = EVENT, seed: int = 0) -> Effects:
    return effects(game, read_intervention(event), draws=0, seed=seed)


def bar(of: OnMetric, name: str) -> float:
    return next(e.value for e in of.effects if e.factor.name == name)


@pytest.mark.parametrize("name", ["alice-bob", "alice-bob-monopolist", "closed-monopolist"])
def test_bars_sum_to_the_total_and_the_total_is_what_shift_says(name: str) -> None:
    game = named(name).with_settings({"calendar.slots": 3})
    result = found(game, "open:12@2")
    whole = shift(game, "open:12@2")
    for of in result.metrics:
        scale = 1 + max(abs(e.value) for e in of.effects)
        assert sum(e.value for e in of.effects) == pytest.approx(of.total, abs=1e-9 * scale)
        before, after = whole.metric(of.metric).before, whole.metric(of.metric).after
        assert before is not None
        assert after is not None
        assert of.base + of.total == pytest.approx((sum(after) - sum(before)) / 2, abs=1e-6 * scale)


def test_factors_that_are_not_in_the_game_have_effect_0() -> None:
    result = found(named("alice-bob").with_settings(SMALL))
    assert {e.factor.name for e in result.main.effects} == {f.name for f in FACTORS}
    present = {f.name for f in FACTORS if is_in(f, result.game)}
    for effect in result.main.effects:
        if effect.factor.name not in present:
            assert (effect.value, effect.interval, effect.alone, effect.last) == (0.0, (0.0, 0.0), 0.0, 0.0)


def test_a_game_without_a_factor_has_no_effects_and_what_the_event_itself_does() -> None:
    found = effects(named("race-patent"), read_intervention("open:9@0"))
    assert {e.value for of in found.metrics for e in of.effects} == {0.0}
    assert {of.total for of in found.metrics} == {0.0}
    best = next(of for of in found.metrics if of.metric == "progress.best_open")
    assert best.base == pytest.approx(9.0)


def test_a_factor_that_is_in_the_game_and_changes_nothing_has_effect_0() -> None:
    # Nobody sells, so it does not matter whether sellers compete.
    result = found(named("alice-bob").with_settings(SMALL))
    assert is_in(next(f for f in FACTORS if f.name == "oligopoly"), result.game)
    for of in result.metrics:
        assert bar(of, "oligopoly") == pytest.approx(0.0, abs=1e-9 * (1 + abs(of.total)))


def test_two_copies_of_one_term_have_equal_bars() -> None:
    lab = Lab(
        name="alice",
        start=2,
        growth=1,
        terms=(Revenue(weight=3.0), TrainingCost(), GapUtility(weight=1.0, exponent=1.0), Goal(weight=0.0)),
    )
    calendar = Calendar(horizon=8, slots=4, days_per_period=1)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, market=LimitPricing(value=Linear()))
    same = game.with_settings({"alice.gap_utility": 3.0})
    # With one lab and linear values the gap is what customers pay: the two terms are the same payment.
    result = found(same, "open:4@2")
    for of in result.metrics:
        assert bar(of, "revenue") == pytest.approx(bar(of, "falling returns"), abs=1e-9)


@pytest.mark.parametrize("event", ["open:9@4", "open:12@2", "open:30@6"])
def test_on_the_posts_pure_model_revenue_alone_carries_everything(event: str) -> None:
    result = found(named("closed-monopolist").with_settings({"calendar.slots": 6}), event)
    for of in result.metrics:
        assert bar(of, "revenue") == pytest.approx(of.total, abs=1e-9 * (1 + abs(of.total)))
        assert all(e.value == 0 for e in of.effects if e.factor.name != "revenue")
    assert result.main.interactions == ()


def one(*terms: Term, **fields: Any) -> Lab:
    given: dict[str, Any] = {"name": "alice", "start": 6.0, "growth": 0.5, "terms": (*terms, TrainingCost())} | fields
    return Lab(**given)


def of_labs(*labs: Lab, **fields: Any) -> ReleaseGame:
    calendar = Calendar(horizon=10, slots=5, days_per_period=1)
    given: dict[str, Any] = {
        "name": "g",
        "labs": labs,
        "calendar": calendar,
        "market": LimitPricing(value=Linear()),
    } | fields
    return ReleaseGame(**given)


STORIES: dict[str, tuple[ReleaseGame, str, str]] = {
    # The better the open model, the less a customer pays a monopolist.
    "revenue": (of_labs(one(Revenue(weight=2.0), growth=2.0)), "open:14@0", "down"),
    # Alice wants to keep the best open model: a great one makes her answer.
    "prestige": (of_labs(one(Prestige(weight=3.0, among=Among.OPEN), release="open", growth=2.0)), "open:7@1", "up"),
    "market share": (
        of_labs(one(MarketShare(weight=40.0, among=Among.OPEN), release="open", growth=2.0)),
        "open:7@1",
        "up",
    ),
    # Utility that is sublinear in the gap: just a bit better than the open model.
    "falling returns": (of_labs(one(GapUtility(weight=4.0), growth=2.0)), "open:7@0", "up"),
    # A lead that wins is out of reach once open models are close.
    "strategic prize": (
        of_labs(one(GapPrize(weight=30.0, gap=4.0, head_start=False), growth=3.0)),
        "open:17@0",
        "down",
    ),
    # A state that is too far behind catches up with an open model.
    "easier training": (
        of_labs(one(Goal(weight=1.5, capability=8.0), growth=1.0), modifiers=(CatchUp(eta=1.0),)),
        "open:7@0",
        "up",
    ),
    # Open labs draw talent away, and training gets dearer.
    "talent": (
        of_labs(one(Goal(weight=9.0, capability=8.0), growth=1.0), modifiers=(Talent(drawn=0.1),)),
        "open:7@0",
        "down",
    ),
    # What is built on open models brings customers to better ones.
    "infrastructure": (
        of_labs(one(Revenue(weight=0.2), growth=2.0), modifiers=(OpenDemand(psi=0.5),)),
        "open:5@0",
        "up",
    ),
    # Open models make regulation less likely, so a race pays.
    "regulation": (
        of_labs(one(Revenue(weight=0.5), growth=2.0), modifiers=(Regulation(hazard=0.5, eta=1.0),)),
        "open:5@0",
        "up",
    ),
    # Fixed costs and less revenue: fewer closed labs.
    "entry": (of_labs(one(Revenue(weight=0.7), EntryCost(weight=18.0), growth=2.0)), "open:9@0", "down"),
}


@pytest.mark.parametrize("name", list(STORIES))
def test_a_factor_moves_the_race_the_way_its_story_says(name: str) -> None:
    game, event, way = STORIES[name]
    result = found(game, event)
    racing = [of for of in result.metrics if of.metric in ("response.first_release", "response.n_release")]
    signs = [np.sign(bar(of, name)) * (-1 if of.sense is Sense.EARLIER else 1) for of in racing]
    assert set(signs) - {0} == {1 if way == "up" else -1}, [(of.metric, bar(of, name), of.total) for of in racing]


def test_every_switch_takes_out_what_it_names() -> None:
    market = Niches(substitution=((1.0,),))
    game = of_labs(
        one(Revenue(), Slowness(), discount_rate=0.1),
        one(Revenue(), name="bob"),
        market=market,
        modifiers=(DemandGrowth(), Hiring(), Survival(minimum=1.0)),
    )
    off = reshaped(game, factors_of(game))
    assert isinstance(off, ReleaseGame)
    assert off.modifiers == ()
    assert off.labs[0].discount_rate is None
    assert isinstance(off.market, Niches)
    assert off.market.substitution == ()
    assert off.market.separate
    plain = reshaped(game.model_copy(update={"market": Logit(customers=3.0)}), factors_of(game))
    assert plain.market == LimitPricing(customers=3.0, value=Logit().value, separate=True)


def test_bars_of_a_race_sum_to_what_shift_says_of_effort() -> None:
    result = found(named("race-states"), "open:9@0")
    assert result.concept == "Markov-perfect"
    whole = shift(named("race-states"), "open:9@0")
    for of in result.metrics:
        scale = 1 + max(abs(e.value) for e in of.effects)
        assert sum(e.value for e in of.effects) == pytest.approx(of.total, abs=1e-9 * scale)
    before, after = whole.metric("response.effort").before, whole.metric("response.effort").after
    assert before is not None
    assert after is not None
    assert result.main.metric == "response.effort"
    assert result.main.base + result.main.total == pytest.approx((sum(after) - sum(before)) / 2, abs=1e-6)
    # The first to a lead wins, and a better open model puts the lead out of reach.
    assert bar(result.main, "strategic prize") < 0


def test_switches_of_a_race_take_out_what_they_name() -> None:
    game = named("race-reluctant")
    assert isinstance(game, RaceGame)
    off = reshaped(game, factors_of(game))
    assert isinstance(off, RaceGame)
    assert not any(lab.may_exit or lab.fixed_cost for lab in off.labs)
    assert off.market is not None
    assert off.market.separate
    open_race = named("race")
    assert isinstance(open_race, RaceGame)
    alone = next(f for f in FACTORS if f.name == "following").reshaped(open_race)
    assert isinstance(alone, RaceGame)
    assert alone.open.follow_rate == 0.0


def test_a_term_of_the_users_own_is_a_factor() -> None:
    class Whim(Slowness):
        kind: str = "whim"  # type: ignore[assignment]

    game = of_labs(one(Whim(weight=2.0)))
    assert factors_of(game)[-1].name == "whim"
    assert is_in(factors_of(game)[-1], game)


def test_intervals_over_a_prior_hold_the_bars_and_repeat_with_the_seed() -> None:
    game = named("closed-monopolist").with_settings({"calendar.slots": 4})
    event, beliefs = read_intervention("open:12@2"), [read_belief("market.customers=0.05:0.4")]
    first, again = (effects(game, event, beliefs=beliefs, draws=8, seed=3) for _ in range(2))
    assert first.to_dict() == again.to_dict()
    assert first.draws == 8
    welfare = next(of for of in first.metrics if of.metric == "welfare")
    assert [e.factor.name for e in welfare.effects if e.interval[0] < e.interval[1]] == ["revenue"]
    for of in first.metrics:
        assert all(e.interval[0] <= e.value <= e.interval[1] for e in of.effects)


def test_one_draw_of_a_quantity_moves_every_parameter_made_of_it() -> None:
    game = named("frontier-2026")
    believed = evidence(game)
    assert believed is not None
    draws = believed.numbers(game, 16)
    lag, growth, cost = (draws[p] for p in ("open.lag", "leader.growth_factor", "leader.start"))
    np.testing.assert_allclose(draws["open.capability"], cost * growth**-lag)
    np.testing.assert_array_equal(draws["leader.prestige"], draws["rival.prestige"])
    assert "calendar.slots" not in draws
    assert {"open_lag", "prestige", "open_share"} <= set(believed.names)
    assert "planning_horizon" not in believed.names
    assert evidence(named("alice-bob")) is None
    assert get(game, "open.lag") == 4.0


def test_with_more_factors_than_can_be_solved_whole_orders_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    game = named("alice-bob").with_settings(SMALL)
    whole = found(game)
    monkeypatch.setattr("openrace.isolate.effects.MOST_EXACT", 1)
    drawn = found(game, seed=1)
    assert (whole.exact, drawn.exact) == (True, False)
    for exact, some in zip(whole.metrics, drawn.metrics, strict=True):
        assert sum(e.value for e in some.effects) == pytest.approx(some.total, abs=1e-9 * (1 + abs(some.total)))
        for e in some.effects:
            low, high = e.interval
            assert low - (high - low) <= bar(exact, e.factor.name) + 1e-9
            assert bar(exact, e.factor.name) <= high + (high - low) + 1e-9


def test_the_shell_prints_effects_and_draws_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "effects.svg"
    words = ("effects", "alice-bob", "--open", "9@2", "--set", "calendar.slots=4", "--out", str(path))
    data = ask(capsys, *words)
    assert {"metric", "total", "effects", "interactions"} <= set(data)
    assert sum(e["value"] for e in data["effects"]) == pytest.approx(data["total"], abs=1e-9)
    assert all({"factor", "value", "low", "high"} <= set(e) for e in data["effects"])
    assert path.read_bytes().startswith(b"<?xml")


def test_questions_without_an_answer_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no assumptions to switch off" in refuse(capsys, "effects", "attrition", "--open", "9@1")["what"]
    assert "no metric is named" in refuse(capsys, "effects", "alice-bob", "--open", "9@2", "--metric", "speed")["what"]
    assert "number of draws is -1" in refuse(capsys, "effects", "alice-bob", "--open", "9@2", "--draws", "-1")["what"]
    endless = named("alice-bob").with_settings({"calendar.horizon": float("inf"), "calendar.discount_rate": 0.1})
    with pytest.raises(OpenraceError, match="no mean over an infinite horizon"):
        found(endless)
