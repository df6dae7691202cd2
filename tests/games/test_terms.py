"""Every listed term, market, modifier and value function against its contract; then each new term by hand."""

import math
from typing import ClassVar, Literal

import numpy as np
import pytest

from games.markets import MARKETS, Hotelling, LimitPricing, Market
from games.modifiers import MODIFIERS, LabModifier, Modifier
from games.parts.docs import doc_of
from games.parts.part import FloatArray, KindedPart
from games.parts.paths import leaves, replaced, with_arrays
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.risk import RISKS, Additive, Deployment, Independent, OrderedUsers, Risk, Urn, Uses, WorldRisk
from games.terms import (
    TERMS,
    Complement,
    EntryCost,
    GapPrize,
    GapUtility,
    Goal,
    Liability,
    Prestige,
    Revenue,
    ScaleBenefit,
    ScaleHarm,
    SharedRuin,
    Slot,
    StayingOut,
    Subsidy,
    Term,
    TrainingCost,
)
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.time.timeline import Timeline
from games.values import VALUES, Linear, Value
from solver.common.errors import OpenraceError


def two_labs(*terms: Term, modifiers: tuple[Modifier, ...] = (), market: Market | None = None) -> ReleaseGame:
    labs = (
        Lab(name="alice", start=2, growth=1, release="either", terms=terms),
        Lab(name="bob", start=1, growth=2, release="closed", terms=terms),
    )
    return ReleaseGame(
        name="two",
        labs=labs,
        calendar=Calendar(horizon=4, slots=3, discount_rate=0.1, days_per_period=1),
        open=OpenPath(capability=1, releases=(OpenRelease(capability=3, date=1.5),)),
        modifiers=modifiers,
        market=market or LimitPricing(),
    )


def parts() -> list[type[KindedPart]]:
    return [*TERMS, *RISKS, *MARKETS, *MODIFIERS, *VALUES]


@pytest.mark.parametrize("part", parts(), ids=lambda p: p.__name__)
def test_every_part_says_what_it_is_with_formula_source_and_documented_numbers(part: type[KindedPart]) -> None:
    assert part.__doc__
    assert part.summary
    assert part.formula
    assert part.source
    instance = part()
    assert instance.kind == type(instance).model_fields["kind"].default
    for name in part.model_fields:
        assert name == "kind" or doc_of(part, name), f"{part.__name__}.{name} has no docstring"


@pytest.mark.parametrize("term", list(TERMS), ids=lambda t: t.__name__)
def test_every_term_is_linear_in_its_weight_and_spreads_over_profiles(term: type[Term]) -> None:
    assert isinstance(term.slot, Slot)
    assert term.unit
    game = two_labs(term(weight=1.0))
    shape = game.history().shape
    once, thrice, nothing = (two_labs(term(weight=w)).payoffs() for w in (1.0, -3.0, 0.0))
    assert once.shape == (2, *shape)
    assert np.isfinite(once).all()
    np.testing.assert_allclose(thrice, -3 * once, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(nothing, 0.0)


def numbers_of(part: KindedPart, prefix: str) -> list[str]:
    """Paths of the part's real numbers that may be swept."""
    found = leaves(part)
    values = {path: getattr(part, path, None) for path in found}
    return [f"{prefix}{path}" for path, v in values.items() if isinstance(v, float) and not isinstance(v, bool)]


def swept(game: ReleaseGame, path: str) -> None:
    """A batch of points along one number equals the games one by one."""
    low = 0.25
    values = np.array([low, 0.5])
    batch = with_arrays(game, {path: values}, len(game.labs))
    payoffs = np.broadcast_to(batch.payoffs(), (len(game.labs), 2, *game.history().shape))
    metrics = batch.metrics()
    for k, value in enumerate(values.tolist()):
        single = with_arrays(game, {path: np.array([value])}, len(game.labs))
        np.testing.assert_allclose(payoffs[:, k], single.payoffs()[:, 0], rtol=1e-13, atol=1e-13)
        plain = ReleaseGame.model_validate(put(game, path, value))
        np.testing.assert_allclose(payoffs[:, k], plain.payoffs(), rtol=1e-13, atol=1e-13)
        for many, one in zip(metrics, plain.metrics(), strict=True):
            shape = (2, *one.values.shape)
            np.testing.assert_allclose(np.broadcast_to(many.values, shape)[k], one.values, rtol=1e-13, atol=1e-13)


def put(game: ReleaseGame, path: str, value: float) -> dict[str, object]:
    return replaced(game, path, value).model_dump()


@pytest.mark.parametrize("term", list(TERMS), ids=lambda t: t.__name__)
def test_a_batch_of_every_number_of_a_term_equals_the_games_one_by_one(term: type[Term]) -> None:
    game = two_labs(term())
    for path in numbers_of(term(), f"alice.{term().label}."):
        swept(game, path.removesuffix(".weight"))


@pytest.mark.parametrize("modifier", list(MODIFIERS), ids=lambda m: m.__name__)
def test_a_batch_of_every_number_of_a_modifier_equals_the_games_one_by_one(modifier: type[Modifier]) -> None:
    game = two_labs(Revenue(), TrainingCost(), Prestige(), modifiers=(modifier(),))
    for path in numbers_of(modifier(), f"{modifier().label}."):
        swept(game, path)


@pytest.mark.parametrize("market", list(MARKETS), ids=lambda m: m.__name__)
def test_a_batch_of_every_number_of_a_market_equals_the_games_one_by_one(market: type[Market]) -> None:
    game = two_labs(Revenue(), market=market())
    for path in numbers_of(market(), "market."):
        if path != "market.high":  # below its partner's default at the points of the sweep
            swept(game, path)


@pytest.mark.parametrize("modifier", [m for m in MODIFIERS if issubclass(m, LabModifier)], ids=lambda m: m.__name__)
def test_a_modifier_restricted_to_one_lab_says_so_and_refuses_a_stranger(modifier: type[LabModifier]) -> None:
    two_labs(modifiers=(modifier(only=("bob",)),))
    with pytest.raises(ValueError, match="carol"):
        two_labs(modifiers=(modifier(only=("carol",)),))


@pytest.mark.parametrize("value", list(VALUES), ids=lambda v: v.__name__)
def test_a_value_function_rises_from_nothing(value: type[Value]) -> None:
    worth = value()(np.linspace(0, 50, 200))
    assert worth[0] == 0
    assert (np.diff(worth) > 0).all()


class Hurry(Term):
    """A user's own term: likes early releases, however good."""

    kind: Literal["hurry"] = "hurry"
    summary: ClassVar[str] = "likes to be early"
    formula: ClassVar[str] = "1 / (1 + t) at release"
    unit: ClassVar[str] = "early release"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Falls with the date."""
        return np.where(history.releases(lab), 1 / (1 + history.finite_date(lab)), 0.0)


def test_a_users_own_term_is_listed_read_from_a_table_and_paid() -> None:
    TERMS.add(Hurry)
    assert "hurry" in TERMS
    lab = {"name": "alice", "terms": [{"kind": "hurry", "weight": 6.0}]}
    game = ReleaseGame.model_validate({"name": "mine", "labs": [lab], "calendar": {"slots": 3, "horizon": 3.0}})
    np.testing.assert_allclose(game.payoffs()[0], [6, 3, 2, 0])
    assert ReleaseGame.model_validate(game.model_dump()) == game


def test_a_second_class_cannot_take_a_listed_kind() -> None:
    class Other(Goal):
        """Another goal."""

    with pytest.raises(OpenraceError, match="goal"):
        TERMS.add(Other)


def alone(*terms: Term) -> FloatArray:
    spec = Lab(name="alice", start=1, growth=2, terms=terms)
    calendar = Calendar(horizon=3, slots=2, discount_rate=0.1)
    game = ReleaseGame(name="one", labs=(spec,), calendar=calendar, open=OpenPath(capability=2))
    return np.asarray(game.payoffs()[0], dtype=np.float64)


def test_fixed_sums_fall_at_release() -> None:
    late = math.exp(-0.1)
    np.testing.assert_allclose(alone(EntryCost(weight=5)), [-5, -5 * late, 0])
    np.testing.assert_allclose(alone(Subsidy(weight=5)), [5, 5 * late, 0])


def test_staying_out_pays_a_lab_that_never_releases() -> None:
    np.testing.assert_allclose(alone(StayingOut(weight=4)), [0, 0, 4])


def test_a_goal_pays_a_release_that_is_good_enough() -> None:
    np.testing.assert_allclose(alone(Goal(weight=4, capability=3)), [0, 4 * math.exp(-0.1), 0])


def test_gap_utility_is_a_power_of_the_lead_over_everybody() -> None:
    lab = Lab(name="alice", start=11, terms=(GapUtility(weight=3, exponent=0.5),), dates=())
    game = ReleaseGame(
        name="g",
        labs=(lab,),
        calendar=Calendar(horizon=2, slots=1),
        open=OpenPath(capability=2),
        market=LimitPricing(value=Linear()),
    )
    np.testing.assert_allclose(game.payoffs()[0], [3 * 3 * 2])


def test_a_complement_earns_by_the_best_open_model() -> None:
    rate, horizon = 0.1, 3.0
    np.testing.assert_allclose(alone(Complement())[-1], 2 * (1 - math.exp(-rate * horizon)) / rate)


def ruin_game(term: Term, **deployment: float) -> ReleaseGame:
    labs = tuple(Lab(name=n, growth=g, terms=(term,)) for n, g in (("alice", 1.0), ("bob", 3.0)))
    risk = WorldRisk(deployment=Deployment(**deployment))
    return ReleaseGame(name="ruin", labs=labs, calendar=Calendar(horizon=3, slots=3, discount_rate=0.1), risk=risk)


def test_shared_ruin_falls_on_everybody_at_the_first_deployment() -> None:
    payoffs = ruin_game(SharedRuin(weight=10, share=0.5), safety_growth=0.4).payoffs()
    np.testing.assert_array_equal(payoffs[0], payoffs[1])
    np.testing.assert_allclose(payoffs[0][1, 2], -10 * 0.5 * math.exp(-0.5))
    assert payoffs[0][3, 3] == 0


def test_only_dangerous_models_ruin() -> None:
    payoffs = ruin_game(SharedRuin(weight=1), threshold=3).payoffs()[0]
    # Alice's model at t=2 is 2, below the threshold; Bob's at t=1 is 3.
    assert payoffs[2, 3] == 0
    np.testing.assert_allclose(payoffs[2, 1], -math.exp(-0.1))


def test_liability_falls_on_the_first_and_is_shared_by_equals() -> None:
    payoffs = ruin_game(Liability(weight=8)).payoffs()
    np.testing.assert_allclose(payoffs[:, 1, 2], [-8 * math.exp(-0.1), 0])
    np.testing.assert_allclose(payoffs[:, 1, 1], [-4 * math.exp(-0.1)] * 2)


def test_a_gap_prize_needs_the_gap_over_rivals_and_open_models() -> None:
    for x, wins in ((5.0, 1.0), (8.0, 0.0)):
        labs = (Lab(name="alice", start=10, dates=(), terms=(GapPrize(gap=3),)), Lab(name="bob", start=6, dates=()))
        game = ReleaseGame(name="g", labs=labs, open=OpenPath(capability=x))
        assert game.payoffs()[0, 0, 0] == wins


def test_half_the_fuzzy_prize_is_won_at_the_gap_itself() -> None:
    lab = Lab(name="alice", start=8, dates=(), terms=(GapPrize(weight=6, gap=3, softness=0.7),))
    game = ReleaseGame(name="g", labs=(lab,), open=OpenPath(capability=5))
    np.testing.assert_allclose(game.payoffs()[0], [3.0])


def test_uses_of_all_open_releases_add_up_to_one_chance_of_ruin() -> None:
    uses = Uses(open_uses=50, risk=Independent(p=0.01))
    terms = (ScaleHarm(weight=100), ScaleBenefit(weight=2))
    labs = tuple(Lab(name=n, release="open", terms=terms) for n in ("alice", "bob"))
    risk = WorldRisk(loss=200, uses=uses)
    game = ReleaseGame(name="post", labs=labs, calendar=Calendar(horizon=1, slots=1), risk=risk)
    payoffs = game.payoffs()[0]
    q = 0.99
    np.testing.assert_allclose(payoffs[0, 1], 2 * 50 * q**50 - 100 * (1 - q**50))
    np.testing.assert_allclose(payoffs[0, 0], 2 * 50 * q**100 - 100 * (1 - q**100))
    metrics = {m.name: m for m in game.metrics()}
    np.testing.assert_allclose(metrics["p_safe"].values, [[q**100, q**50], [q**50, 1]])
    np.testing.assert_allclose(metrics["harm"].values[0, 0], 200 * (1 - q**100))


def test_a_status_quo_of_uses_is_not_charged_to_releases() -> None:
    uses = Uses(open_uses=50, background=50, risk=Independent(p=0.01))
    lab = Lab(name="alice", release="open", terms=(ScaleHarm(weight=100),))
    risk = WorldRisk(uses=uses)
    payoffs = ReleaseGame(name="post", labs=(lab,), calendar=Calendar(horizon=1, slots=1), risk=risk).payoffs()[0]
    np.testing.assert_allclose(payoffs, [-100 * (0.99**50 - 0.99**100), 0], atol=1e-12)


def test_a_kept_benefit_survives_the_bad_outcome() -> None:
    uses = Uses(open_uses=50, risk=Independent(p=0.01))
    lab = Lab(name="alice", release="open", terms=(ScaleBenefit(weight=2, kept=True),))
    assert ReleaseGame(name="post", labs=(lab,), risk=WorldRisk(uses=uses)).payoffs()[0, 0] == 100


def expected_value(risk: Risk, uses: float, **rest: float) -> float:
    """One open releaser's EV: A = 2 a use, B = 100 if it goes wrong."""
    what = Uses(open_uses=uses, risk=risk)
    terms = (ScaleHarm(weight=100), ScaleBenefit(weight=2, exponent=rest.get("exponent", 1.0)))
    lab = Lab(name="alice", release="open", terms=terms)
    calendar, world = Calendar(horizon=1, slots=1), WorldRisk(uses=what)
    return float(ReleaseGame(name="ev", labs=(lab,), calendar=calendar, risk=world).payoffs()[0, 0])


def test_the_second_posts_numbers_come_out_of_the_terms() -> None:
    assert math.isclose(expected_value(Independent(p=0.01), 1), 0.98)
    assert math.isclose(expected_value(Independent(p=0.01), 1000), -99.909340, abs_tol=5e-7)
    assert math.isclose(expected_value(Independent(p=0.01), 49), expected_value(Independent(p=0.01), 50), abs_tol=1e-9)


def test_an_urn_without_replacement_is_best_at_a_quarter_of_its_balls() -> None:
    values = [expected_value(Urn(balls=100), k) for k in range(101)]
    assert int(np.argmax(values)) == 25
    assert math.isclose(values[25], 12.5)


def test_additive_harm_never_changes_sign_with_scale() -> None:
    per_use = expected_value(Additive(p=0.01), 1)
    assert math.isclose(per_use, 0.99 * 2 - 1)
    assert math.isclose(expected_value(Additive(p=0.01), 500), 500 * per_use)


def test_users_who_are_less_selected_turn_the_sign() -> None:
    values = [expected_value(OrderedUsers(p=(0.001, 0.01, 0.1)), k) for k in (1, 2, 3)]
    np.testing.assert_allclose(values, [1.898, 2.857040, -5.648446], atol=5e-7)


def test_benefits_may_grow_faster_than_uses() -> None:
    q = 0.99**10
    assert math.isclose(expected_value(Independent(p=0.01), 10, exponent=2.0), 2 * 100 * q - 100 * (1 - q))


def test_hotelling_wants_names_for_more_labs_than_ends() -> None:
    labs = tuple(Lab(name=n) for n in ("alice", "bob", "carol"))
    with pytest.raises(ValueError, match="two ends"):
        ReleaseGame(name="g", labs=labs, market=Hotelling())
    ReleaseGame(name="g", labs=labs, market=Hotelling(left="alice", right="carol"))
