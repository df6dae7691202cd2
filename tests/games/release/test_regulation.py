"""Regulation is an event with a date: simulated date by date, in the history and in the metrics."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.files import read_toml
from games.events.written import read_intervention
from games.markets import LimitPricing
from games.modifiers import Regulation, WorstCases
from games.modifiers.regulation import Effect
from games.parts.paths import Setting, with_arrays, with_settings
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Prestige, Revenue, TrainingCost
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.values import Linear
from openrace.concepts.choice import Choice
from openrace.concepts.open_loop import solve
from openrace.questions.load import load
from openrace.questions.shift import shift
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError

FILE = Path(__file__).parent / "regulation.toml"
FIRST = "response.first_release"
NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
small = st.integers(0, 3).map(float)


@st.composite
def regulated_games(draw: st.DrawFn) -> ReleaseGame:
    names = ("alice", "bob")
    labs = tuple(
        Lab(
            name=name,
            start=draw(small),
            growth=draw(small),
            release=draw(st.sampled_from(["open", "closed"])),
            discount_rate=draw(st.sampled_from([None, 0.25])),
            terms=(Prestige(weight=draw(small)), TrainingCost(weight=draw(small)), Revenue(weight=draw(small))),
        )
        for name in names
    )
    rule = Regulation(
        hazard=draw(st.sampled_from([0.125, 0.5])),
        eta=draw(st.sampled_from([0.0, 0.25])),
        effect=draw(st.sampled_from(list(Effect))),
        cap=draw(small),
        delay=draw(st.sampled_from([0.5, 1.0, 3.0])),
        only=draw(st.sampled_from([(), ("bob",)])),
    )
    return ReleaseGame(
        name="regulated",
        labs=labs,
        calendar=Calendar(horizon=4.0, slots=3, discount_rate=draw(st.sampled_from([0.0, 0.25]))),
        market=LimitPricing(value=Linear()),
        open=OpenPath(releases=(OpenRelease(capability=draw(small), date=1.5),)),
        modifiers=(rule,),
    )


def planned(game: ReleaseGame, profile: tuple[int, ...]) -> list[tuple[float, bool]]:
    return [
        (float(own.dates[0, a]), bool(own.is_open[0, a]))
        for own, a in ((lab.plans(game.calendar), a) for lab, a in zip(game.labs, profile, strict=True))
    ]


def best_open(game: ReleaseGame, plans: list[tuple[float, bool]], t: float) -> float:
    """Best open model at ``t`` while regulation has not come."""
    found = [step.capability for step in game.open.releases if step.date <= t]
    for lab, (date, is_open) in zip(game.labs, plans, strict=True):
        found += [lab.start] if lab.starts_open else []
        found += [lab.start + lab.growth * date] if is_open and date <= t else []
    return max(found, default=0.0)


def payoffs_if(game: ReleaseGame, plans: list[tuple[float, bool]], tau: float) -> list[float]:
    """What each lab gets if regulation comes at ``tau``: a walk through time with floats alone."""
    (rule,) = game.modifiers
    assert isinstance(rule, Regulation)
    horizon = game.calendar.horizon
    bound = [rule.applies_to(lab.name) for lab in game.labs]
    releases: list[tuple[float, float, bool]] = []
    for lab, (date, is_open), is_bound in zip(game.labs, plans, bound, strict=True):
        when, late = date, is_bound and tau <= date
        if late and rule.effect in (Effect.END, Effect.STOP):
            when = math.inf
        if late and rule.effect is Effect.DELAY:
            when = date + rule.delay if date + rule.delay < horizon else math.inf
        size = lab.start + lab.growth * when if math.isfinite(when) else 0.0
        if late and rule.effect is Effect.CAP:
            size = min(size, rule.cap)
        releases.append((when, size, is_open))
    cuts = {0.0, horizon, min(tau, horizon), 1.5, *[r[0] for r in releases if r[0] < horizon]}
    total = [0.0 for _ in game.labs]
    for begin, end in pairwise(sorted(cuts)):
        own_open, own_closed = [], []
        for lab, (when, size, is_open) in zip(game.labs, releases, strict=True):
            out = size if when <= begin else 0.0
            own_open.append(max(lab.start if lab.starts_open else 0.0, out if is_open else 0.0))
            own_closed.append(max(0.0 if lab.starts_open else lab.start, 0.0 if is_open else out))
        outside = max([s.capability for s in game.open.releases if s.date <= begin], default=0.0)
        x = max(outside, *own_open)
        models = [max(pair) for pair in zip(own_open, own_closed, strict=True)]
        for i, lab in enumerate(game.labs):
            if rule.effect is Effect.END and bound[i] and begin >= tau:
                continue
            rate = lab.discount_rate if lab.discount_rate is not None else game.calendar.discount_rate
            weight = (math.exp(-rate * begin) - math.exp(-rate * end)) / rate if rate else end - begin
            best = models[i] == max(models) and models[i] > 0 and outside <= models[i]
            share = 1 / models.count(models[i]) if best else 0.0
            price = max(own_closed[i] - max(own_closed[1 - i], x), 0.0) * game.calendar.days_per_period
            prestige, _, revenue = lab.terms
            total[i] += weight * (prestige.weight * share + revenue.weight * price)
    for i, (lab, (when, size, _)) in enumerate(zip(game.labs, releases, strict=True)):
        rate = lab.discount_rate if lab.discount_rate is not None else game.calendar.discount_rate
        if math.isfinite(when):
            total[i] -= lab.terms[1].weight * size * math.exp(-rate * when)
    return total


def simulated(game: ReleaseGame, profile: tuple[int, ...]) -> tuple[np.ndarray, float]:
    """Expected payoffs, and the chance that regulation comes, by integrating over its date."""
    (rule,) = game.modifiers
    assert isinstance(rule, Regulation)
    plans = planned(game, profile)
    delayed = [t + rule.delay for t in (0.0, 1.0, 2.0)]
    edges = sorted({0.0, 1.0, 1.5, 2.0, 4.0, *[t for t in delayed if t < 4.0]})
    expected, survived = np.zeros(2), 1.0
    for begin, end in pairwise(edges):
        hazard = rule.hazard * math.exp(-rule.eta * best_open(game, plans, begin))
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            tau = begin + (end - begin) * (node + 1) / 2
            density = hazard * math.exp(-hazard * (tau - begin)) * survived
            expected += weight / 2 * (end - begin) * density * np.array(payoffs_if(game, plans, tau))
        survived *= math.exp(-hazard * (end - begin))
    expected += survived * np.array(payoffs_if(game, plans, math.inf))
    return expected, 1 - survived


@given(regulated_games(), st.data())
@settings(deadline=None, max_examples=60)
def test_payoffs_are_those_of_a_walk_through_time_for_every_date_of_regulation(
    game: ReleaseGame, data: st.DataObject
) -> None:
    payoffs = game.payoffs()
    profile = tuple(data.draw(st.integers(0, n - 1)) for n in payoffs.shape[1:])
    expected, chance = simulated(game, profile)
    np.testing.assert_allclose([own[profile] for own in payoffs], expected, rtol=1e-8, atol=1e-8)
    found = {m.name: m.values for m in game.metrics()}
    assert found["p_regulated"][profile] == pytest.approx(chance, abs=1e-12)


@given(
    st.sampled_from([0.01, 0.1, 0.7]),
    st.sampled_from([0.5, 2.0, 7.25]),
    st.sampled_from([Effect.STOP, Effect.END, Effect.CAP]),
    st.sampled_from([math.inf, 12.0]),
)
@settings(deadline=None, max_examples=25)
def test_where_nobody_reacts_the_race_is_stopped_by_t_with_an_exponential_chance(
    hazard: float, t: float, effect: Effect, horizon: float
) -> None:
    lab = Lab(name="alice", start=2, growth=1, release="open", terms=(Prestige(),))
    game = ReleaseGame(
        name="one",
        labs=(lab,),
        calendar=Calendar(horizon=horizon, slots=5, discount_rate=0.1),
        modifiers=(Regulation(hazard=hazard, eta=0, effect=effect, by=(t,)),),
    )
    found = {m.name: m for m in game.metrics()}
    np.testing.assert_allclose(found[f"p_regulated.{t:g}"].values, 1 - math.exp(-hazard * t), rtol=1e-12)
    np.testing.assert_allclose(found["p_regulated"].values, 1 - math.exp(-hazard * horizon), rtol=1e-12)
    mean = (1 - math.exp(-hazard * horizon)) / hazard
    np.testing.assert_allclose(found["regulated"].values, mean, rtol=1e-9)
    stopped = found["first_release"].never
    assert stopped is not None
    if effect is not Effect.CAP:
        np.testing.assert_allclose(stopped, [*(1 - np.exp(-hazard * np.arange(5.0))), 1.0], rtol=1e-12, atol=1e-15)


def test_a_date_that_may_be_stopped_keeps_its_date_over_an_infinite_horizon() -> None:
    """The file's seller plans a date; over an infinite horizon the verdict sees that date, and the chance of never."""
    game = read_toml(FILE)
    assert isinstance(game, ReleaseGame)
    found = {m.name: m for m in game.metrics()}["first_release"]
    np.testing.assert_allclose(found.values[:-1], np.arange(40.0))
    assert found.never is not None
    np.testing.assert_allclose(found.never[:-1], 1 - np.exp(-0.1 * np.arange(40.0)), atol=1e-12)
    assert np.isinf(found.values[-1])
    result = shift(game, "open:12@5")
    regulated = result.metric("p_regulated")
    assert regulated.before == pytest.approx((1.0, 1.0))
    assert result.metric("regulated").before == pytest.approx((10.0, 10.0))
    first = result.metric("response.first_release")
    assert first.p_never_before is not None
    assert first.before is not None
    assert first.p_never_before[0] == pytest.approx(1 - math.exp(-0.1 * first.before[0]))


def test_a_batch_of_hazards_is_each_hazard_alone() -> None:
    game = read_toml(FILE)
    assert isinstance(game, ReleaseGame)
    hazards = np.array([0.05, 0.2])
    batch = with_arrays(game, {"regulation.hazard": hazards}, 1)
    for k, hazard in enumerate(hazards.tolist()):
        alone = with_settings(game, [Setting("regulation.hazard", hazard)])
        np.testing.assert_allclose(batch.payoffs()[:, k], alone.payoffs(), rtol=1e-12)
        for one, other in zip(batch.metrics(), alone.metrics(), strict=True):
            np.testing.assert_allclose(one.values[k], other.values, rtol=1e-9, err_msg=one.name)


def test_labs_that_react_are_not_asked_where_regulation_depends_on_them_and_leaves_something_to_decide() -> None:
    lab = Lab(name="alice", start=2, growth=1, release="open", terms=(Prestige(),))
    rival = Lab(name="bob", start=1, growth=2, release="open", terms=(Prestige(),))
    calendar = Calendar(horizon=4, slots=2, discount_rate=0.1)
    game = ReleaseGame(name="g", labs=(lab, rival), calendar=calendar, modifiers=(Regulation(effect=Effect.STOP),))
    assert Choice("reaction").solver()(game).complete
    capped = game.model_copy(update={"modifiers": (Regulation(effect=Effect.CAP, cap=1),)})
    with pytest.raises(OpenraceError, match="at a hazard that open releases change"):
        Choice("reaction").solver()(capped)
    fearful = game.model_copy(update={"modifiers": (*game.modifiers, WorstCases())})
    with pytest.raises(OpenraceError, match="minds the worst cases"):
        Choice("reaction").solver()(fearful)


def test_a_sweep_from_no_hazard_on_has_the_dates_of_each_hazard_alone() -> None:
    game = read_toml(FILE)
    assert isinstance(game, ReleaseGame)
    done = sweep(game, Grid((read_axis("regulation.hazard=0:0.2:3"),)), "open:12@5", metrics=("p_regulated", FIRST))
    for k, hazard in enumerate((0.0, 0.1, 0.2)):
        alone = shift(with_settings(game, [Setting("regulation.hazard", hazard)]), "open:12@5")
        for name in ("p_regulated", FIRST):
            found, expected = done.extents(name)[k], alone.metric(name)
            assert expected.before is not None
            assert expected.after is not None
            np.testing.assert_allclose(found, [expected.before, expected.after], rtol=1e-12)


def seller(*changed: Setting) -> ReleaseGame:
    game = with_settings(load(str(FILE)), changed)
    assert isinstance(game, ReleaseGame)
    return game


def test_the_threat_of_regulation_makes_a_seller_hurry() -> None:
    """Who may be stopped releases a worse model sooner; the greater the hazard, the sooner."""
    game = seller(Setting("regulation.hazard", 0.0))
    planned = []
    for hazard in (0.0, 0.02, 0.1, 0.5):
        _, after = read_intervention(f"regulate:{hazard:g}").pair(game)
        (play,) = solve(after).plays
        planned.append(int(play[0].argmax()))
    assert planned == sorted(planned, reverse=True)
    assert len(set(planned)) == len(planned)
    answer = shift(game, "regulate:0.1").answer
    assert answer.startswith("it depends on what is meant by racing: Monopolist releases earlier, but less surely (")
    # Whatever moved another way is said beside it.
    assert " and trains less (" in answer


def test_an_event_of_regulation_is_a_hazard_on_top_of_any_that_there_is() -> None:
    game = seller(Setting("calendar.slots", 12))
    before, after = read_intervention("regulate:0.2").pair(game)
    both = {m.name: m.values for m in after.metrics()}["p_regulated"]
    np.testing.assert_allclose(both, 1.0)
    result = shift(game, "regulate:0.2")
    assert result.metric("regulated").before == pytest.approx((10.0, 10.0))
    assert before.normal_form().payoffs == pytest.approx(game.normal_form().payoffs)
    assert {m.label for m in after.modifiers} == {"regulation", "regulation_2"}
    with pytest.raises(OpenraceError, match="hazard"):
        read_intervention("regulate:-1")
    with pytest.raises(OpenraceError, match="regulate:HAZARD"):
        read_intervention("regulate:soon")
