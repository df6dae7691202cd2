"""Labs that see regulation come and plan anew, against a recursion from slot to slot that knows no tensor."""

from __future__ import annotations

import math
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.markets import LimitPricing
from games.modifiers import Belief, Regulation
from games.modifiers.regulation import Effect
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Prestige, Revenue, TrainingCost
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Answered
from openrace.concepts.nature import resolve
from openrace.concepts.open_loop import solve
from openrace.questions.shift import shift
from solver.common.errors import OpenraceError

HORIZON, SLOTS, OPEN = 8.0, 6, 2.0


def seller(name: str, start: int, growth: int, cost: float) -> Lab:
    return Lab(name=name, start=start, growth=growth, terms=(Revenue(), TrainingCost(weight=cost)))


def world(*labs: Lab, regulation: Regulation, separate: bool = False) -> ReleaseGame:
    return ReleaseGame(
        name="world",
        labs=labs,
        calendar=Calendar(horizon=HORIZON, slots=SLOTS, days_per_period=1),
        market=LimitPricing(customers=1, value=Linear(), separate=separate),
        open=OpenPath(capability=OPEN),
        modifiers=(regulation,),
    )


def reacting(game: ReleaseGame) -> Answered:
    return Choice("reaction").solver()(game)


def best(lab: Lab, rule: Regulation, share: float = 1.0) -> float:
    """What one lab gets, that sees at every slot whether regulation has come; money is not discounted."""
    cost = lab.terms[1].weight
    stay = math.exp(-rule.hazard)

    def lead(y: float) -> float:
        return share * max(0.0, y - OPEN)

    def gain(y: float, date: float) -> float:
        """What a release adds; nothing if it comes too late."""
        return 0.0 if date >= HORIZON else (HORIZON - date) * (lead(max(y, lab.start)) - lead(lab.start)) - cost * y

    def bound(slot: int) -> float:
        y = lab.start + lab.growth * slot
        if rule.effect is Effect.CAP:
            return gain(min(y, rule.cap), slot)
        late = slot + rule.delay
        return gain(lab.start + lab.growth * late, late) if rule.effect is Effect.DELAY else 0.0

    @cache
    def free(slot: int) -> float:
        if slot == SLOTS:
            return 0.0
        later = max([0.0, *[bound(k) for k in range(slot + 1, SLOTS)]])
        wait = stay * free(slot + 1) + (1 - stay) * later
        return max(gain(lab.start + lab.growth * slot, slot), wait)

    return HORIZON * lead(lab.start) + free(0)


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 5),
    st.integers(0, 3),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    st.sampled_from([0.05, 0.3, 2.0]),
    st.sampled_from([Effect.CAP, Effect.DELAY]),
    st.integers(1, 6),
)
def test_one_lab_gets_what_the_recursion_gives(
    start: int, growth: int, cost: float, hazard: float, effect: Effect, size: int
) -> None:
    lab = seller("seller", start, growth, cost)
    rule = Regulation(hazard=hazard, eta=0.0, effect=effect, cap=float(size), delay=float(size))
    answer = reacting(world(lab, regulation=rule))
    assert float(answer.payoffs[0, 0]) == pytest.approx(best(lab, rule), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("effect", [Effect.CAP, Effect.DELAY, Effect.STOP])
def test_regulation_of_one_lab_leaves_the_other_as_it_was(effect: Effect) -> None:
    """Customers are shared out, so that neither lab minds the other."""
    ann, ben = seller("ann", 3, 2, 1.0), seller("ben", 4, 1, 0.5)
    rule = Regulation(hazard=0.3, eta=0.0, effect=effect, cap=6.0, delay=2.0, only=("ann",))
    payoffs = reacting(world(ann, ben, regulation=rule, separate=True)).payoffs
    alone = [best(ann, rule, 0.5), best(ben, rule.model_copy(update={"hazard": 0.0}), 0.5)]
    assert [list(own) for own in payoffs] == [pytest.approx(alone)] * len(payoffs)


def test_seeing_regulation_come_is_worth_something_and_the_chances_are_those_of_its_hazard() -> None:
    rule = Regulation(hazard=0.2, eta=0.0, effect=Effect.CAP, cap=6.0)
    game = world(seller("seller", 3, 2, 1.0), regulation=rule)
    assert float(reacting(game).payoffs[0, 0]) >= float(solve(game).payoffs[0, 0]) - 1e-9
    found = resolve(game).scenarios
    assert found.probabilities.sum() == pytest.approx(1.0)
    assert found.probabilities[-1] == pytest.approx(math.exp(-0.2 * HORIZON))
    for slot in range(1, SLOTS):
        come = sum(p for p, seen in zip(found.probabilities, found.reveal, strict=True) if seen <= slot)
        assert come == pytest.approx(1 - math.exp(-0.2 * slot))


def test_an_event_is_asked_about_under_such_regulation() -> None:
    rule = Regulation(hazard=0.2, eta=0.0, effect=Effect.DELAY, delay=2.0)
    result = shift(world(seller("seller", 5, 2, 0.5), regulation=rule), "open:30@3", Choice("reaction").solver())
    assert result.proven
    assert result.metric("p_regulated").before == pytest.approx((1 - math.exp(-0.2 * HORIZON),) * 2)


def test_what_labs_cannot_be_asked_under_is_refused_in_a_sentence() -> None:
    lab = seller("seller", 3, 1, 1.0)
    rule = Regulation(hazard=0.2, eta=0.0, effect=Effect.CAP, cap=6.0)
    open_dependent = world(lab, regulation=rule.model_copy(update={"eta": 0.1}))
    with pytest.raises(OpenraceError, match="a hazard that open releases change"):
        reacting(open_dependent)
    twice = world(lab, regulation=rule)
    twice = twice.model_copy(update={"modifiers": (rule, rule.model_copy(update={"name": "second"}))})
    with pytest.raises(OpenraceError, match="one regulation of that kind"):
        reacting(twice)
    unsure = world(lab, regulation=rule)
    unsure = unsure.model_copy(update={"open": OpenPath(capability=OPEN, arrival_rate=0.1, arrival_capability=5.0)})
    with pytest.raises(OpenraceError, match="open models are uncertain too"):
        reacting(unsure)
    denied = world(lab, regulation=rule)
    denial = Belief(path="regulation.hazard", value=0.0)
    with pytest.raises(OpenraceError, match="rules it out"):
        reacting(denied.model_copy(update={"modifiers": (*denied.modifiers, denial)}))


def test_labs_may_be_wrong_about_its_hazard() -> None:
    """One that fears it more than it should takes what it can before."""
    rule = Regulation(hazard=0.02, eta=0.0, effect=Effect.STOP, only=("seller",))
    lab, rival = seller("seller", 3, 2, 0.1), Lab(name="idle", start=1, release="open", terms=(Prestige(weight=0.0),))
    calm = world(lab, rival.model_copy(update={"dates": ()}), regulation=rule)
    afraid = calm.model_copy(update={"modifiers": (rule, Belief(path="regulation.hazard", value=3.0))})
    dates = [
        next(m for m in reacting(game).metrics if m.name == "first_release.seller").values for game in (calm, afraid)
    ]
    plans = [reacting(game).plays[0][0].argmax() for game in (calm, afraid)]
    assert plans[1] < plans[0]
    assert dates[0].shape == dates[1].shape
