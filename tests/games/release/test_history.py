"""The vectorised history against plain loops, and the conventions that ``openrace show`` prints."""

import itertools
import math

import numpy as np
from hypothesis import given, settings

from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import (
    FrontierPenalty,
    GapPrize,
    MarketShare,
    Prestige,
    Revenue,
    Slowness,
    SlowProgress,
    Term,
    TrainingCost,
)
from games.terms.frontier_penalty import Form, Units
from games.terms.standing import Among, Ties
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from tests.games.release.plain_history import PlainHistory, Release, integral, plans_of
from tests.games.strategies import games


def profiles(game: ReleaseGame) -> list[tuple[int, ...]]:
    return list(itertools.product(*[range(len(plans_of(lab, game))) for lab in game.labs]))


@given(games())
@settings(deadline=None, max_examples=60)
def test_every_level_agrees_with_a_plain_loop_over_profiles(game: ReleaseGame) -> None:
    history = game.history()
    for profile in profiles(game):
        plain = PlainHistory(game, profile)
        for name, plainly in (
            ("best_open", plain.best_open),
            ("best_closed", plain.best_closed),
            ("frontier", plain.frontier),
            ("outside", plain.outside),
        ):
            levels = np.broadcast_to(getattr(history, name), (len(history.start), *history.shape))
            for cell, start in enumerate(history.start.ravel()):
                assert levels[(cell, *profile)] == plainly(float(start)), (name, profile, start)
        for i in range(len(game.labs)):
            for number, release in enumerate(plain.plans[i]):
                before = np.broadcast_to(history.frontier_before(i, number), history.shape)[profile]
                assert before == plain.before(release)


@given(games())
@settings(deadline=None, max_examples=60)
def test_every_terms_payoff_agrees_with_a_plain_loop_over_profiles(game: ReleaseGame) -> None:
    basis = game.basis()
    for profile in profiles(game):
        plain = PlainHistory(game, profile)
        for i, lab in enumerate(game.labs):
            for term, values in zip(lab.terms, basis.values[i], strict=True):
                want = plainly(term, plain, i)
                assert abs(values[profile] - want) <= 1e-9 * (1 + abs(want)), (
                    term.kind,
                    profile,
                    values[profile],
                    want,
                )


def plainly(term: Term, world: PlainHistory, lab: int) -> float:
    """One term's payoff at weight 1 to one lab in one profile."""
    if isinstance(term, Revenue):
        return revenue(world, lab)
    if isinstance(term, TrainingCost):
        return -sum(own.size * world.once(lab, own) for own in world.plans[lab])
    if isinstance(term, Slowness):
        return -sum((1 - own.date / world.game.calendar.horizon) * world.once(lab, own) for own in world.plans[lab])
    if isinstance(term, FrontierPenalty):
        return -sum(penalty(term, world, own) * world.once(lab, own) for own in world.plans[lab])
    if isinstance(term, Prestige):
        return sum(
            standing(term.among, term.ties, world, lab, a) * integral(world.rate(lab), a, b) for a, b in world.cells()
        )
    if isinstance(term, MarketShare):
        return base_at_the_end(term, world, lab)
    if isinstance(term, SlowProgress):
        return -sum(world.frontier(a) * integral(world.rate(lab), a, b) for a, b in world.cells())
    assert isinstance(term, GapPrize)
    return contest(term, world, lab)


def penalty(term: FrontierPenalty, world: PlainHistory, own: Release) -> float:
    """How much one release pushes the frontier."""
    above, base = own.size, world.before(own)
    if term.units is Units.VALUE:
        above, base = worth(world, above), worth(world, base)
    gap = max(above - base, 0.0)
    shapes = {
        Form.INDICATOR: float(gap > 0),
        Form.LINEAR: gap,
        Form.CONVEX: gap**2 / 2,
        Form.CONCAVE: math.sqrt(gap),
    }
    return shapes[term.form]


def contest(term: GapPrize, world: PlainHistory, lab: int) -> float:
    """What a lab gets of the prize, from cell to cell: who gets there now, if nobody has won before."""
    labs = range(len(world.labs))
    there, nobody, paid = [0.0 for _ in labs], 1.0, 0.0
    for a, _ in world.cells():
        now = []
        for j in labs:
            rule = next(t for t in world.labs[j].terms if isinstance(t, GapPrize)) if j != lab else term
            chance = chance_of_a_gap(rule, world, j, a)
            now.append((chance - there[j]) / (1 - there[j]) if chance > there[j] else 0.0)
            there[j] = max(there[j], chance)
        together = 1 - math.prod(1 - h for h in now)
        wins = [nobody * together * h / sum(now) if h else 0.0 for h in now]
        nobody *= 1 - together
        lost = term.loss * (sum(wins) - wins[lab])
        paid += (wins[lab] - lost) * math.exp(-world.rate(lab) * a)
    return paid


def chance_of_a_gap(rule: GapPrize, world: PlainHistory, lab: int, t: float) -> float:
    if not rule.head_start and world.first(lab) > t:
        return 0.0
    others = [world.capability(j, t) for j in range(len(world.labs)) if j != lab]
    lead = world.capability(lab, t) - max([*others, world.best_open(t)])
    if rule.softness == 0:
        return float(lead >= rule.gap)
    return 0.5 * (1 + math.tanh((lead - rule.gap) / rule.softness / 2))


def worth(world: PlainHistory, capability: float) -> float:
    return float(world.game.market.value(np.array(capability)))


def revenue(world: PlainHistory, lab: int) -> float:
    total = 0.0
    for start, end in world.cells():
        others = [worth(world, world.best_open(start))]
        others += [worth(world, world.models(j, start, False)) for j in range(len(world.labs)) if j != lab]
        lead = max(worth(world, world.models(lab, start, False)) - max(others), 0.0)
        total += lead * integral(world.rate(lab), start, end)
    return total * world.game.market.customers * world.game.calendar.days_per_period


def base_at_the_end(term: MarketShare, world: PlainHistory, lab: int) -> float:
    horizon = world.game.calendar.horizon
    if math.isinf(horizon):
        return 0.0
    share = 1 / len(world.labs)
    for a, b in world.cells():
        kept = (1 - term.churn) ** (b - a)
        share = kept * share + (1 - kept) * standing(term.among, term.ties, world, lab, a)
    return share * math.exp(-world.rate(lab) * horizon)


def standing(among: Among, ties: Ties, world: PlainHistory, lab: int, t: float) -> float:
    own = [world.models(j, t, True) if among is Among.OPEN else world.capability(j, t) for j in range(len(world.labs))]
    top = max([*own, world.outside(t)])
    if own[lab] < top or own[lab] == 0:
        return 0.0
    n_best = sum(m == top for m in own)
    return {Ties.SHARE: 1 / n_best, Ties.ALL: 1.0, Ties.NONE: float(n_best == 1)}[ties]


def one_lab(**changes: object) -> ReleaseGame:
    lab = Lab.model_validate({"name": "alice", "start": 1.0, "growth": 1.0, "terms": (Revenue(),), **changes})
    return ReleaseGame(name="one", labs=(lab,), calendar=Calendar(horizon=4, slots=4, days_per_period=1))


def test_a_release_is_on_the_market_from_the_start_of_its_slot() -> None:
    capability = one_lab().history().capability(0)
    # Plan t=2 (third row): 1 in the periods before, 1 + 2 from the start of the third.
    np.testing.assert_array_equal(np.broadcast_to(capability, (4, 5))[:, 2], [1, 1, 3, 3])


def test_time_is_cut_where_something_may_change_and_nowhere_else() -> None:
    game = one_lab().model_copy(update={"open": OpenPath(releases=(OpenRelease(capability=9, date=1.5),))})
    long = game.model_copy(update={"calendar": game.calendar.model_copy(update={"horizon": 1e6})})
    assert long.history().edges.ravel().tolist() == [0.0, 1.0, 1.5, 2.0, 3.0, 1e6]


def test_thirteen_plans_are_twelve_slots_and_never() -> None:
    game = ReleaseGame(name="g", labs=(Lab(name="alice"),))
    assert game.actions() == ((*[f"t={t}" for t in range(12)], "never"),)


def test_labs_that_release_together_face_the_same_frontier() -> None:
    labs = tuple(Lab(name=n, start=s, growth=1.0) for n, s in (("alice", 1.0), ("bob", 2.0)))
    game = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=3, slots=3))
    history = game.history()
    for lab in (0, 1):
        before = np.broadcast_to(history.frontier_before(lab), history.shape)
        assert before[1, 1] == 2.0
    assert np.broadcast_to(history.frontier_before(0), history.shape)[2, 1] == 3.0


def test_an_open_release_is_free_for_its_owners_customers_too() -> None:
    game = one_lab(release="open", start_open=False)
    revenue = game.basis().values[0][0]
    # Never releasing, it sells its closed starting model worth sqrt(1) over nothing in four periods of one day.
    assert revenue[-1] == 4.0
    # Releasing openly at once leaves it with a closed model that is no better than its own open one.
    assert revenue[0] == 0.0


def test_the_state_after_the_last_slot_stays_for_ever() -> None:
    lab = Lab(name="alice", start=0.0, path=(4.0,), terms=(Revenue(),))
    calendar = Calendar(horizon=math.inf, slots=1, discount_rate=0.5, days_per_period=1)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar)
    np.testing.assert_allclose(game.payoffs()[0], [2.0 / 0.5, 0.0])


def test_thirty_periods_at_a_tenth_are_worth_9_502129() -> None:
    lab = Lab(name="alice", start=1.0, dates=(), terms=(Prestige(),))
    game = ReleaseGame(name="g", labs=(lab,), calendar=Calendar(horizon=30, slots=1, discount_rate=0.1))
    assert abs(game.payoffs()[0, 0] - 9.502129) < 5e-7


def test_a_model_that_appears_at_the_same_date_is_not_part_of_the_frontier_before() -> None:
    game = one_lab().model_copy(update={"open": OpenPath(releases=(OpenRelease(capability=9, date=2),))})
    before = game.history().frontier_before(0)
    np.testing.assert_array_equal(before[:4], [1, 1, 1, 9])


@given(games(max_labs=2))
@settings(deadline=None, max_examples=40)
def test_finer_slots_that_nobody_uses_change_no_payoff(game: ReleaseGame) -> None:
    calendar = game.calendar
    dates = tuple(calendar.dates().tolist())
    if any(lab.path for lab in game.labs):
        return
    finer = calendar.model_copy(update={"slots": 2 * calendar.slots - 1, "step": calendar.step / 2})
    labs = tuple(lab.model_copy(update={"dates": dates}) for lab in game.labs)
    same = game.model_copy(update={"calendar": finer, "labs": labs})
    np.testing.assert_allclose(same.payoffs(), game.payoffs(), rtol=1e-12, atol=1e-12)
