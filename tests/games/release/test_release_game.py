"""Release games as wholes: units, neutrality, three signs from one game, size, bad assumptions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.markets import LimitPricing
from games.modifiers import Spillover
from games.parts.part import PartError
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import FrontierPenalty, GapPrize, Prestige, Revenue, Slowness, SlowProgress, Term, TrainingCost
from games.terms.frontier_penalty import Form, Units
from games.terms.standing import Among
from games.time.calendar import MAX_SLOTS, Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.values import Linear, SquareRoot, Value
from solver.common.errors import GameError
from tests.games.strategies import games


@given(games(max_labs=2), st.sampled_from([2.0, 0.25]))
@settings(deadline=None, max_examples=40)
def test_money_has_no_unit(game: ReleaseGame, scale: float) -> None:
    richer = tuple(
        lab.model_copy(update={"terms": tuple(t.model_copy(update={"weight": scale * t.weight}) for t in lab.terms)})
        for lab in game.labs
    )
    scaled = game.model_copy(update={"labs": richer})
    np.testing.assert_allclose(scaled.payoffs(), scale * game.payoffs(), rtol=1e-12, atol=1e-12)


def in_other_units(term: Term, k: float) -> Term:
    """The same preferences when capability is counted in units of ``1/k``."""
    if isinstance(term, TrainingCost | SlowProgress):
        return term.model_copy(update={"weight": term.weight / k})
    if isinstance(term, GapPrize):
        return term.model_copy(update={"gap": term.gap * k, "softness": term.softness * k})
    if isinstance(term, FrontierPenalty) and term.units is Units.CAPABILITY:
        power = {Form.INDICATOR: 0, Form.LINEAR: 1, Form.CONVEX: 2, Form.CONCAVE: 0.5}[term.form]
        return term.model_copy(update={"weight": term.weight / k**power})
    return term


@given(games(max_labs=2), st.sampled_from([4.0, 0.25]))
@settings(deadline=None, max_examples=40)
def test_capability_has_no_unit(game: ReleaseGame, k: float) -> None:
    value: Value = Linear(scale=1 / k) if isinstance(game.market.value, Linear) else SquareRoot(scale=1 / math.sqrt(k))
    labs = tuple(
        lab.model_copy(
            update={
                "start": k * lab.start,
                "growth": k * lab.growth,
                "path": tuple(k * y for y in lab.path),
                "terms": tuple(in_other_units(t, k) for t in lab.terms),
            }
        )
        for lab in game.labs
    )
    releases = tuple(r.model_copy(update={"capability": k * r.capability}) for r in game.open.releases)
    path = game.open.model_copy(update={"capability": k * game.open.capability, "releases": releases})
    market = game.market.model_copy(update={"value": value})
    scaled = game.model_copy(update={"labs": labs, "open": path, "market": market})
    np.testing.assert_allclose(scaled.payoffs(), game.payoffs(), rtol=1e-12, atol=1e-12)


@given(games(max_labs=3))
@settings(deadline=None, max_examples=30)
def test_labs_listed_in_another_order_get_the_same(game: ReleaseGame) -> None:
    order = list(range(len(game.labs)))[::-1]
    turned = game.model_copy(update={"labs": tuple(game.labs[i] for i in order)})
    moved = turned.payoffs()[order].transpose(0, *[1 + i for i in order])
    np.testing.assert_allclose(moved, game.payoffs(), rtol=1e-12, atol=1e-12)


def seller(
    x: float = 0.0, *, release: OpenRelease | None = None, q0: float = 2.0, g: float = 0.5, step: float = 0.25
) -> ReleaseGame:
    """A lab without a model that may sell one of capability q0 + g t from t on, for ever, at linear value."""
    slots = round(20 / step) + 1
    path = tuple(q0 + g * step * k for k in range(slots))
    calendar = Calendar(horizon=math.inf, slots=slots, step=step, discount_rate=0.1, days_per_period=1)
    return ReleaseGame(
        name="row30",
        labs=(Lab(name="alice", path=path, terms=(Revenue(),)),),
        calendar=calendar,
        open=OpenPath(capability=x, releases=() if release is None else (release,)),
        market=LimitPricing(value=Linear()),
    )


def best_date(game: ReleaseGame) -> float:
    return float(game.calendar.dates()[int(np.argmax(game.payoffs()[0]))])


def test_one_game_has_three_signs_by_the_date_of_the_open_release() -> None:
    """Alone at 6; an open model of 4 at tau: before 8.8475 delay to 14, until 12.6033 acceleration, then nothing."""
    assert best_date(seller()) == 6.0
    for tau, moves in ((7.0, "delayed"), (8.8, "delayed"), (8.9, "earlier"), (12.5, "earlier"), (12.7, "alone")):
        date = best_date(seller(release=OpenRelease(capability=4, date=tau)))
        assert {"delayed": date == 14.0, "earlier": date < 6.0, "alone": date == 6.0}[moves], (tau, date)


@given(st.integers(0, 8), st.integers(1, 4), st.sampled_from([0.25, 0.5]))
@settings(deadline=None, max_examples=25)
def test_a_constant_open_model_shifts_an_interior_date_by_x_over_g(steps: int, q0: int, g: float) -> None:
    x = steps * g * 0.5  # a whole number of slots, so that the grid does not round
    alone, against = seller(q0=q0, g=g), seller(x, q0=q0, g=g)
    assert math.isclose(best_date(alone), max(1 / 0.1 - q0 / g, 0.0))
    wanted = max(1 / 0.1 - q0 / g + x / g, 0.0)
    if wanted <= 20:
        assert math.isclose(best_date(against), wanted)


@given(st.integers(0, 9), st.integers(0, 3), st.sampled_from([1.0, 30.0]))
@settings(deadline=None, max_examples=25)
def test_an_open_model_below_both_leaves_the_gain_from_an_upgrade_alone(x: int, extra: int, days: float) -> None:
    """Row 2: the gain of 16 over 9 at sqrt value is n m, whatever x up to 9."""
    calendar = Calendar(horizon=1, slots=1, days_per_period=days)
    lab = Lab(name="alice", start=9, path=(16,), terms=(Revenue(),))
    market = LimitPricing(customers=1000)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, open=OpenPath(capability=x), market=market)
    upgrade, stay = game.payoffs()[0]
    assert math.isclose(upgrade - stay, 1000 * days)
    later = game.model_copy(update={"open": OpenPath(capability=9.0 + extra)})
    assert later.payoffs()[0][0] - later.payoffs()[0][1] <= 1000 * days + 1e-9


@pytest.mark.parametrize(("x2", "gain"), [(4.0, 30000), (6.25, 30000), (9.0, 30000), (16.0, 10000), (25.0, 10000)])
def test_an_announced_open_model_lowers_the_gain_once_it_passes_the_old_model(x2: float, gain: float) -> None:
    """Row 3: n = 1000, y = 9, z = 16, x = 4 for ten days, x2 for twenty more."""
    calendar = Calendar(horizon=30, slots=1, days_per_period=1, step=30)
    lab = Lab(name="alice", start=9, path=(16,), terms=(Revenue(),))
    path = OpenPath(capability=4, releases=(OpenRelease(capability=x2, date=10),))
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, open=path, market=LimitPricing(customers=1000))
    upgrade, stay = game.payoffs()[0]
    assert math.isclose(upgrade - stay, gain)


def alice_answers(bob: float | None, prestige: float = 1.0) -> list[str]:
    """Row 24: T = 10, prestige rho a period, slowness 6; Bob's release at tau is topped by hers from tau on."""
    tau = 0 if bob is None else bob
    lab = Lab(
        name="alice",
        release="open",
        start=1,
        path=(3,) * 10,
        terms=(Prestige(weight=prestige, among=Among.OPEN), Slowness(weight=6)),
    )
    releases = () if bob is None else (OpenRelease(capability=2, date=tau),)
    game = ReleaseGame(
        name="row24", labs=(lab,), calendar=Calendar(horizon=10, slots=10), open=OpenPath(releases=releases)
    )
    payoffs = game.payoffs()[0]
    return [label for label, v in zip(game.actions()[0], payoffs, strict=True) if v >= payoffs.max() - 1e-9]


def test_alice_answers_bob_at_once_and_waits_for_ever_without_him() -> None:
    assert alice_answers(None) == ["never"]
    assert alice_answers(2.0) == ["t=2"]
    # At rho T = sigma she loses as much prestige by waiting as slowness gains her: every date from tau on ties.
    assert alice_answers(2.0, prestige=0.6) == [*[f"t={k}" for k in range(2, 10)], "never"]


def test_the_payoff_tensor_is_read_only_floats_with_labels() -> None:
    form = seller().normal_form()
    assert form.payoffs.shape == (1, 82)
    assert form.players == ("alice",)
    assert form.actions[0][:2] == ("t=0", "t=0.25")


def test_labels_name_what_varies() -> None:
    lab = Lab(name="alice", growth=2, release="either", efforts=(0.5, 1.0))
    game = ReleaseGame(name="g", labs=(lab,), calendar=Calendar(horizon=2, slots=2))
    assert game.actions()[0][4:] == ("t=1 y=1 open", "t=1 y=1 closed", "t=1 y=2 open", "t=1 y=2 closed", "never")


def test_a_game_too_large_to_write_down_is_refused_with_what_to_change() -> None:
    labs = tuple(Lab(name=n) for n in ("alice", "bob", "carol"))
    game = ReleaseGame(name="huge", labs=labs, calendar=Calendar(horizon=400, slots=400))
    with pytest.raises(GameError, match=r"calendar\.slots"):
        game.normal_form()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"horizon": math.inf}, "discount_rate above 0"),
        ({"slots": 50, "horizon": 10.0}, "outside the calendar"),
        ({"slots": MAX_SLOTS + 1}, "less than or equal"),
        ({"step": 0}, "greater than 0"),
        ({"discount_rate": -0.1}, "greater than or equal to 0"),
        ({"horizon": math.nan}, "greater than 0"),
    ],
)
def test_calendars_that_make_no_sense_are_refused(change: dict[str, float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Calendar.model_validate(change)


def game_of(*labs: Lab, **rest: object) -> ReleaseGame:
    calendar = Calendar(horizon=3, slots=3)
    return ReleaseGame.model_validate({"name": "g", "labs": labs, "calendar": calendar, **rest})


def test_labs_that_make_no_sense_are_refused() -> None:
    with pytest.raises(PartError, match="must never fall"):
        Lab(name="alice", path=(3, 2))
    with pytest.raises(PartError, match="no plan"):
        Lab(name="alice", dates=(), may_wait=False)
    with pytest.raises(PartError, match="two terms named revenue"):
        Lab(name="alice", terms=(Revenue(), Revenue()))
    with pytest.raises(PartError, match="lower-case letters"):
        Lab(name="Alice B")


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: game_of(Lab(name="alice"), Lab(name="alice")), "two labs are named alice"),
        (lambda: game_of(Lab(name="market")), "part of every game"),
        (lambda: game_of(Lab(name="alice", dates=(0.5,))), "no slot"),
        (lambda: game_of(Lab(name="alice", path=(1, 2))), "3 slots"),
        (lambda: game_of(Lab(name="alice"), modifiers=(Spillover(), Spillover())), "two modifiers are named spillover"),
        (lambda: game_of(Lab(name="alice"), modifiers=(Spillover(name="alice"),)), "taken"),
        (lambda: game_of(), "at least 1 item"),
    ],
)
def test_games_that_make_no_sense_are_refused(build: object, complaint: str) -> None:
    assert callable(build)
    with pytest.raises(ValueError, match=complaint):
        build()


def test_a_lab_that_discounts_nothing_for_ever_is_refused() -> None:
    calendar = Calendar(horizon=math.inf, slots=1, discount_rate=0.1)
    with pytest.raises(PartError, match="payoffs are infinite"):
        ReleaseGame(name="g", labs=(Lab(name="alice", discount_rate=0.0),), calendar=calendar)


def test_finer_slots_approach_the_continuous_date_and_lose_nothing() -> None:
    """The continuous optimum 1/r - q0/g + x/g = 6.6 lies between slots; its value is (g/r) e^(-.66) / r."""
    best = 0.5 / 0.1**2 * math.exp(-0.66)
    short = []
    for step in (2.0, 1.0, 0.5, 0.25):
        game = seller(0.3, step=step)
        assert abs(best_date(game) - 6.6) <= step
        short.append(best - float(game.payoffs()[0].max()))
    assert short == sorted(short, reverse=True)
    assert 0 <= short[-1] < 0.01
