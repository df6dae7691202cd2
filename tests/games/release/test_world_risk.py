"""The world's risk: simulated profile by profile, the same whoever minds, and read from files of old."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.files import FileError, game_from, write_toml
from games.parts.paths import Setting, with_arrays, with_settings
from games.parts.reading import read_toml_text
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.risk import Additive, Deployment, Independent, Urn, Uses, WorldRisk
from games.terms import Liability, ScaleBenefit, ScaleHarm, SharedRuin, Term, WorldHarm
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease

RISKS = ("harm", "p_safe")
MINDING: tuple[type[Term], ...] = (ScaleHarm, ScaleBenefit, SharedRuin, Liability, WorldHarm)

small = st.integers(0, 3).map(float)


@st.composite
def worlds(draw: st.DrawFn) -> WorldRisk:
    uses = Uses(
        open_uses=draw(st.integers(0, 4)),
        closed_uses=draw(st.integers(0, 2)),
        background=draw(st.integers(0, 2)),
        risk=draw(st.sampled_from([Independent(p=0.25), Urn(balls=12), Additive(p=0.25)])),
    )
    deployment = Deployment(
        chance=draw(st.sampled_from([None, 0.0, 0.5, 1.0])),
        safety_growth=draw(st.sampled_from([0.0, 0.5])),
        threshold=draw(st.integers(0, 6)),
    )
    return WorldRisk(
        loss=draw(st.integers(1, 3)),
        hazard=draw(st.sampled_from([0.0, 0.125])),
        frontier=draw(st.sampled_from([0.0, 0.0625])),
        open=draw(st.sampled_from([0.0, 0.0625])),
        leak=draw(st.sampled_from([0.0, 0.25, 1.0])),
        uses=uses,
        deployment=deployment,
    )


@st.composite
def risky_games(draw: st.DrawFn) -> ReleaseGame:
    labs = tuple(
        Lab(
            name=name,
            start=draw(small),
            growth=draw(small),
            release=draw(st.sampled_from(["open", "closed", "either"])),
            terms=tuple(kind(weight=draw(st.integers(-2, 3))) for kind in MINDING),
        )
        for name in ("alice", "bob")[: draw(st.integers(1, 2))]
    )
    endless = draw(st.booleans())
    return ReleaseGame(
        name="risky",
        labs=labs,
        calendar=Calendar(
            horizon=math.inf if endless else 4.0,
            slots=3,
            discount_rate=draw(st.sampled_from([0.125, 0.5] if endless else [0.0, 0.5])),
        ),
        open=OpenPath(
            capability=draw(small), releases=(OpenRelease(capability=5, date=draw(st.sampled_from([0, 1.5]))),)
        ),
        risk=draw(worlds()),
    )


def simulated(game: ReleaseGame, plans: tuple[int, ...]) -> tuple[float, float]:
    """Harm and the chance of no harm of one profile, date by date, with nothing but floats and ``math``."""
    risk = game.risk
    assert risk is not None
    assert risk.uses is not None
    assert risk.deployment is not None
    uses, rate = risk.uses, game.calendar.discount_rate
    releases = []
    for lab, plan in zip(game.labs, plans, strict=True):
        own = lab.plans(game.calendar)
        for date, opened in zip(own.dates[:, plan].tolist(), own.is_open[:, plan].tolist(), strict=True):
            if math.isfinite(date):
                releases.append((date, lab.start + lab.growth * date, opened))
    releases += [(step.date, step.capability, True) for step in game.open.releases if step.date > 0]
    standing = [(lab.start, lab.starts_open) for lab in game.labs]
    standing += [(game.open.capability, True), *[(s.capability, True) for s in game.open.releases if s.date <= 0]]
    cuts = sorted({0.0, game.calendar.horizon, *[float(d) for d in game.calendar.dates()], *[r[0] for r in releases]})
    dangerous = [r[0] for r in releases if r[1] >= risk.deployment.threshold]
    first = min(dangerous, default=math.inf)
    wipes = not isinstance(uses.risk, Additive)

    def survives(count: float) -> float:
        return float(uses.risk.survival(np.array(count)))

    def lost(count: float) -> float:
        return float(uses.risk.losses(np.array(count)))

    harm, calm, before = 0.0, 1.0, lost(uses.background)
    safe = survives(uses.background)
    for begin, end in pairwise(cuts):
        count = uses.background
        for date, _, is_open in releases:
            if date <= begin:
                closed = (1 - risk.leak) * uses.closed_uses + risk.leak * uses.open_uses
                count += uses.open_uses if is_open else closed
        chance = risk.deployment.chance
        most = 1.0 if chance is None else chance
        ruined = most * math.exp(-risk.deployment.safety_growth * first) if first <= begin else 0.0
        left = survives(count) if wipes else 1.0
        now = lost(count) + left * ruined
        harm += (now - before) * calm * math.exp(-rate * begin)
        before = now
        models = standing + [(y, is_open) for date, y, is_open in releases if date <= begin]
        x = max([y for y, is_open in models if is_open], default=0.0)
        closed_best = max([y for y, is_open in models if not is_open], default=0.0)
        out = (1 - risk.leak) * x + risk.leak * max(x, closed_best)
        hazard = risk.hazard + risk.frontier * max(x, closed_best) + risk.open * out
        total = hazard + rate
        if math.isinf(end):
            stretch = 1 / total
        else:
            stretch = (1 - math.exp(-total * (end - begin))) / total if total else end - begin
        harm += left * (1 - ruined) * hazard * calm * math.exp(-rate * begin) * stretch
        safe = survives(count) * (1.0 if chance is None else 1 - ruined)
        calm *= math.exp(-hazard * (end - begin)) if hazard else 1.0
    return risk.loss * harm, safe * calm


@given(risky_games(), st.data())
@settings(deadline=None, max_examples=60)
def test_harm_and_safety_are_those_of_a_simulation_of_single_profiles(game: ReleaseGame, data: st.DataObject) -> None:
    found = {m.name: m.values for m in game.metrics()}
    shape = found["harm"].shape
    plans = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    harm, safe = simulated(game, plans)
    np.testing.assert_allclose(found["harm"][plans], harm, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found["p_safe"][plans], safe, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found["welfare_with_harm"][plans], found["welfare"][plans] - harm, rtol=1e-9, atol=1e-9)


@given(risky_games(), st.data())
@settings(deadline=None, max_examples=40)
def test_risk_is_the_same_whatever_any_lab_minds(game: ReleaseGame, data: st.DataObject) -> None:
    weights = [
        Setting(f"{lab.name}.{term.label}", data.draw(st.integers(-9, 9))) for lab in game.labs for term in lab.terms
    ]
    before = {m.name: m.values for m in game.metrics()}
    after = {m.name: m.values for m in with_settings(game, weights).metrics()}
    bare = game.model_copy(update={"labs": tuple(lab.model_copy(update={"terms": ()}) for lab in game.labs)})
    without = {m.name: m.values for m in bare.metrics()}
    for name in RISKS:
        np.testing.assert_array_equal(after[name], before[name])
        np.testing.assert_array_equal(without[name], before[name])


@given(risky_games())
@settings(deadline=None, max_examples=30)
def test_a_lab_that_minds_what_a_planner_minds_loses_the_harm(game: ReleaseGame) -> None:
    lab = game.labs[0].model_copy(update={"terms": (WorldHarm(weight=1),)})
    alone = game.model_copy(update={"labs": (lab, *game.labs[1:])})
    assert game.risk is not None
    harm = {m.name: m.values for m in alone.metrics()}["harm"]
    np.testing.assert_allclose(-alone.payoffs()[0] * game.risk.loss, harm, rtol=1e-9, atol=1e-12)


@given(risky_games(), st.lists(st.sampled_from([0.0, 0.125, 0.5]), min_size=2, max_size=3))
@settings(deadline=None, max_examples=20)
def test_a_batch_of_hazards_is_each_hazard_alone(game: ReleaseGame, hazards: list[float]) -> None:
    batch = {m.name: m.values for m in with_arrays(game, {"risk.hazard": np.array(hazards)}, len(game.labs)).metrics()}
    for k, hazard in enumerate(hazards):
        alone = {m.name: m.values for m in with_settings(game, [Setting("risk.hazard", hazard)]).metrics()}
        for name in RISKS:
            np.testing.assert_allclose(batch[name][k], alone[name], rtol=1e-12, atol=1e-12)


def test_the_same_open_model_is_as_risky_from_a_lab_as_from_outside() -> None:
    risk = WorldRisk(uses=Uses(open_uses=20, risk=Independent(p=0.01)), open=0.01)
    calendar = Calendar(horizon=6, slots=3, discount_rate=0.1)
    bob = Lab(name="bob", start=7, release="open", start_open=False, dates=(2,), may_wait=False)
    alice = Lab(name="alice", start=4, release="closed", terms=(WorldHarm(weight=1),))
    within = ReleaseGame(name="w", labs=(alice, bob), calendar=calendar, risk=risk)
    idle = bob.model_copy(update={"dates": (), "may_wait": True})
    path = OpenPath(releases=(OpenRelease(capability=7, date=2),))
    outside = within.model_copy(update={"labs": (alice, idle), "open": path})
    np.testing.assert_allclose(within.payoffs()[0], outside.payoffs()[0])
    for name in RISKS:
        one, other = ({m.name: m.values for m in game.metrics()}[name] for game in (within, outside))
        np.testing.assert_allclose(one, other)


# Files ----------------------------------------------------------------------------------------------------------------


def file(*terms: dict[str, Any], **rest: Any) -> dict[str, Any]:
    labs = [
        {"name": name, "release": "open", "terms": [term]} for name, term in zip(("alice", "bob"), terms, strict=False)
    ]
    return {"labs": labs, "calendar": {"horizon": 2, "slots": 2}, **rest}


def test_a_file_whose_terms_state_the_world_is_read_as_one_that_states_it_once() -> None:
    uses = {"open_uses": 30, "risk": {"kind": "urn", "balls": 90}}
    old = file(
        {"kind": "scale_harm", "weight": 5, "uses": uses}, {"kind": "shared_ruin", "weight": 2, "safety_growth": 0.5}
    )
    new = file(
        {"kind": "scale_harm", "weight": 5},
        {"kind": "shared_ruin", "weight": 2},
        risk={"uses": uses, "deployment": {"safety_growth": 0.5}},
    )
    assert game_from(old, "game.toml") == game_from(new, "game.toml")
    game = game_from(old, "game.toml")
    assert game_from(read_toml_text(write_toml(game)), "game.toml") == game
    metrics = {m.name: m.values for m in game.metrics()}
    # Nobody has said how likely the ruin is that the first model brings, only what is lost in expectation.
    np.testing.assert_allclose(metrics["p_safe"][1, 2], 1 - 30 / 90)
    np.testing.assert_allclose(metrics["harm"][1, 2], 1 / 3 + 2 / 3 * math.exp(-0.5))


def test_terms_that_state_two_worlds_are_refused() -> None:
    one, other = ({"kind": "scale_harm", "uses": {"open_uses": n}} for n in (30, 40))
    with pytest.raises(FileError, match=r"bob\.scale_harm and alice\.scale_harm state two different worlds"):
        game_from(file(one, other), "game.toml")
    with pytest.raises(FileError, match=r"alice\.scale_harm and risk\.uses state two different worlds"):
        game_from(file(one, risk={"uses": {"open_uses": 10}}), "game.toml")
    # 50 is the usual number, stated or not.
    same = {"kind": "scale_harm", "uses": {"open_uses": 50}}
    game_from(file(same, {"kind": "scale_harm", "uses": {"closed_uses": 0}}), "game.toml")


def test_what_a_lab_minds_and_nobody_states_has_the_usual_numbers() -> None:
    game = game_from(file({"kind": "scale_harm", "weight": 0}), "game.toml")
    metrics = {m.name: m.values for m in game.metrics()}
    np.testing.assert_allclose(metrics["p_safe"], [0.99**50, 0.99**50, 1])
    ruin = game_from(file({"kind": "shared_ruin", "weight": 0}), "game.toml")
    assert "p_safe" not in {m.name for m in ruin.metrics()}
    plain = game_from(file({"kind": "prestige"}), "game.toml")
    assert {m.name for m in plain.metrics()}.isdisjoint({*RISKS, "welfare_with_harm"})
