"""Every word of an answer is carried by numbers, and the numbers are those of a recount profile by profile."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openrace as orc
from games.events.written import read_intervention
from games.markets import LimitPricing
from games.modifiers import Regulation, Survival
from games.parts.direction import Code
from games.parts.metric import Metric, Sense
from games.release.lab import Lab, Openness
from games.release.release_game import ReleaseGame
from games.terms import Prestige, Revenue, Slowness, TrainingCost
from games.terms.standing import Among
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from openrace.concepts.choice import Choice
from openrace.concepts.equilibria import CellFlag, of_profiles
from openrace.questions.sentence import incentive_sentence
from openrace.questions.shift import Shift, shift
from openrace.questions.verdict import Part, judge_cells

HORIZON = 4.0


def lab(name: str, start: float, growth: float, *terms: tuple[type, float]) -> Lab:
    release: Openness = "closed" if any(kind is Revenue for kind, _ in terms) else "open"
    # Prestige among open models alone, as closed ones would take it from everybody.
    own = tuple(kind(weight=w, **({"among": Among.OPEN} if kind is Prestige else {})) for kind, w in terms)
    return Lab(name=name, start=start, growth=growth, release=release, terms=own)


def world(*labs: Lab, x: float = 1.0, horizon: float = HORIZON, slots: int = 3, **parts: object) -> ReleaseGame:
    return ReleaseGame.model_validate(
        {
            "name": "world",
            "labs": labs,
            "calendar": Calendar(horizon=horizon, slots=slots, days_per_period=30),
            "market": LimitPricing(customers=0.2),
            "open": OpenPath(capability=x),
            **parts,
        }
    )


@st.composite
def duels(draw: st.DrawFn) -> ReleaseGame:
    alice = lab("alice", draw(st.integers(0, 4)), 1.0, (Prestige, draw(st.integers(0, 3))), (Slowness, 2.0))
    rival = draw(st.sampled_from([(Revenue, TrainingCost), (Prestige, Slowness)]))
    bob = lab("bob", draw(st.integers(0, 5)), draw(st.integers(0, 2)), (rival[0], 2.0), (rival[1], 1.0))
    return world(alice, bob, x=float(draw(st.integers(0, 3))))


EVENTS = ("open:5@1", "ban:bob", "allow:bob", "fix:bob@1", "release:bob@2", "subsidy:bob=3", "set:bob.start=3")


def recount(result: Shift, side: int, book: str) -> dict[str, tuple[float, float]]:
    """Metrics of one side, profile by profile with plain loops, then over all equilibria."""
    answer = (result.before, result.after)[side]
    game = answer.game
    assert isinstance(game, ReleaseGame)
    assert game.event is not None
    treated = set(game.event.treated)
    outside = [(s.date, s.capability) for s in game.open.steps(believed=False)]
    if book == "progress.without":
        gone = game.event.model
        outside = [step for step in outside if gone is None or step != (gone.date, gone.capability)]
    found: dict[str, list[float]] = {}
    for play in answer.plays:
        totals: dict[str, float] = {}
        for plans in itertools.product(*[range(len(own)) for own in play]):
            chance = math.prod(float(own[k]) for own, k in zip(play, plans, strict=True))
            if not chance:
                continue
            for name, value in once(game, answer.labels, plans, treated, outside, book).items():
                totals[name] = totals.get(name, 0.0) + chance * value
        for name, value in totals.items():
            found.setdefault(name, []).append(value)
    return {name: (min(each), max(each)) for name, each in found.items()}


def once(
    game: ReleaseGame,
    labels: tuple[tuple[str, ...], ...],
    plans: tuple[int, ...],
    treated: set[str],
    outside: list[tuple[float, float]],
    book: str,
) -> dict[str, float]:
    """One profile: who releases what when, and what is on the market at the end."""
    dates = {}
    for own, k, player in zip(labels, plans, game.labs, strict=True):
        dates[player.name] = math.inf if own[k] == "never" else float(own[k].removeprefix("t="))
    if book.startswith("progress"):
        kept = {n: t for n, t in dates.items() if book == "progress" or n not in treated}
        models = [player.start for player in game.labs] + [c for _, c in outside]
        models += [p.start + p.growth * kept[p.name] for p in game.labs if kept.get(p.name, math.inf) < math.inf]
        return {"frontier_end": max(models)}
    mine = [p for p in game.labs if (p.name in treated) == (book == "contribution")]
    counted = {p.name: min(dates[p.name], game.calendar.horizon) for p in mine}
    trained = {p.name: p.start + p.growth * dates[p.name] if dates[p.name] < math.inf else 0.0 for p in mine}
    each = {f"first_release.{n}": t for n, t in counted.items()}
    each |= {f"capability_trained.{n}": y for n, y in trained.items()}
    whole = {"first_release": min(counted.values()), "capability_trained": sum(trained.values())} if mine else {}
    return {**each, **whole}


@settings(deadline=None, max_examples=25)
@given(duels(), st.sampled_from(EVENTS), st.sampled_from(["open-loop", "commitment"]))
def test_before_after_and_direction_are_those_of_a_recount(game: ReleaseGame, event: str, concept: str) -> None:
    result = shift(game, event, Choice(concept).solver())
    for book in ("response", "contribution", "progress", "progress.without"):
        then, now = (recount(result, side, book) for side in (0, 1))
        for name in then:
            found = result.metric(f"{book}.{name}")
            assert found.before == pytest.approx(then[name], abs=1e-9), (book, name)
            assert found.after == pytest.approx(now[name], abs=1e-9), (book, name)
            ends = [b - a for a, b in zip(then[name], now[name], strict=True)]
            racing = [-e if found.sense is Sense.EARLIER else e for e in ends]
            up, down = any(e > 1e-7 for e in racing), any(e < -1e-7 for e in racing)
            way = {(True, True): "ambiguous", (True, False): "up", (False, True): "down", (False, False): "neutral"}
            assert str(found.direction) == way[up, down], (book, name)


def test_regulation_that_changes_no_plan_makes_a_release_less_sure_and_no_later() -> None:
    seller = lab("seller", 9.0, 1.0, (Revenue, 1.0), (TrainingCost, 0.1))
    result = shift(world(seller, x=2.0), "regulate:0.2")
    m = result.metric("response.first_release.seller")
    assert m.given_before == m.given_after
    chance = 100 * (1 - math.exp(-0.2 * 2))
    assert f"Seller releases less surely (month 2 -> 2 on average, or never with {chance:.0f} %)" in result.answer


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(1, 9), min_size=5, max_size=5), min_size=2, max_size=4), st.floats(0.1, 100))
def test_a_number_that_is_the_same_in_every_profile_does_not_move_by_rounding(
    rows: list[list[int]], number: float
) -> None:
    sides = []
    for row in (rows[0], rows[-1]):
        plays = [(np.array(own) / sum(own),) for own in (row, *rows)]
        constant = Metric("m", "periods", Sense.EARLIER, np.full(5, number))
        sides.append([Part(np.array([0]), of_profiles(plays, (5,), CellFlag(0)), (constant,), 1)])
    assert Code(int(judge_cells(sides, 1).direction[0, 0])) is Code.NEUTRAL


def test_a_lab_that_is_under_in_every_profile_is_not_said_to_move() -> None:
    seller = lab("seller", 9.0, 1.0, (Revenue, 1.0), (TrainingCost, 1.0))
    bob = lab("bob", 2.5, 0.5, (Prestige, 2.0), (Slowness, 2.0))
    game = world(seller, bob, x=2.0, horizon=12, slots=4, modifiers=(Survival(minimum=1.0, exit=-2.0),))
    answer = shift(game, "open:8@3", Choice("reaction").solver()).answer
    assert "never -> never" not in answer
    assert "Bob" not in answer


def test_a_verdict_names_what_it_rests_on_before_what_goes_against_it() -> None:
    seller = lab("seller", 9.0, 1.0, (Revenue, 1.0), (TrainingCost, 1.0))
    giver = Lab(name="giver", start=4.0, growth=0.5, release="open", terms=(Prestige(weight=5.0),))
    answer = shift(world(seller, giver, x=2.0, horizon=12, slots=4), "open:8@6", Choice("reaction").solver()).answer
    assert answer.startswith("it may speed the race up: Seller may train more (10 to 12 -> 11 to 12), but may ")


def test_where_measures_of_racing_disagree_each_is_said() -> None:
    twins = [lab(name, 3.0, 0.5, (Prestige, 2.0), (Slowness, 4.0)) for name in ("ann", "ben")]
    answer = shift(world(*twins, x=2.0, horizon=12, slots=4), "ban:ben").answer
    assert answer.startswith(
        "it depends on what is meant by racing: Ann releases earlier (month 3 -> 1) and trains less (4.5 -> 3.5)."
    )


def test_no_other_lab_is_named_only_where_there_is_one_that_the_event_treats() -> None:
    bob = lab("bob", 2.5, 0.6, (Prestige, 0.1), (Slowness, 9.0))
    ann = lab("ann", 1.0, 0.0, (Slowness, 1.0))
    assert "no lab changes" in shift(world(bob, ann), "open:9@2").answer
    assert "no other lab changes" in shift(world(bob, ann), "ban:ann").answer


def test_where_nobody_is_left_to_respond_the_answer_says_what_the_treated_do() -> None:
    answer = shift(world(lab("bob", 2.5, 0.6, (Slowness, 2.0))), "subsidy:bob=5").answer
    assert answer.startswith(
        "nobody is left to respond: the event treats every lab in the game. What it does to them: "
    )
    assert "Bob releases earlier (never -> month 2) and trains more (0 -> 3.7)." in answer


def test_a_frontier_that_moves_through_a_treated_lab_alone_is_said_to() -> None:
    seller = lab("seller", 9.0, 1.0, (Revenue, 1.0), (TrainingCost, 0.1))
    bob = lab("bob", 2.5, 0.6, (Slowness, 2.0))
    assert "(11 -> 9, through Seller alone)" in shift(world(seller, bob, x=2.0), "ban:seller").answer
    outside = shift(world(seller, x=2.0), "open:30@0").answer
    assert "(11 -> 30, which the event itself brings; without that it ends lower, 11 -> 9)" in outside


def test_a_huge_hazard_raises_no_warning() -> None:
    seller = lab("seller", 9.0, 1.0, (Revenue, 1.0))
    game = world(seller, modifiers=(Regulation(hazard=1000.0, eta=0.0),))
    assert shift(game, "open:2@1").metric("p_regulated").before == pytest.approx((1.0, 1.0))
    assert read_intervention("regulate:1000").pair(world(seller))[1].metrics()


def test_what_no_lab_does_by_itself_is_said_of_all_together() -> None:
    """Each of two labs may train or not, before and after; together they may train less."""
    game = orc.compose("training-cost", "linear-penalty").game
    result = shift(orc.load(game, {"open.capability": 0}), "open:0.25@0")
    assert str(result.metric("response.capability_trained").direction) == "down"
    assert "all labs together may train less (1.59 to 4 -> 1.5 to 4)" in result.answer
    assert "nothing in the race moved" not in result.answer


def test_three_labs_that_do_the_same_are_named_together() -> None:
    names = ("ann", "ben", "cid")
    own = [lab(name, 3.0, 0.5, (Prestige, 2.0), (Slowness, 4.0)) for name in names]
    for count, told in ((2, "Ann releases later ("), (3, "each of Ann, Ben and Cid releases later (")):
        game = world(*own[:count], x=2.0, horizon=12, slots=3)
        assert shift(game, "open:5@2").answer.startswith(f"it slows the race down: {told}")


def test_where_measures_disagree_what_labs_do_together_comes_first() -> None:
    alice = lab("alice", 3.0, 0.5, (Prestige, 2.0), (Slowness, 6.0), (TrainingCost, 1.0))
    bob = lab("bob", 2.5, 0.6, (Prestige, 2.0), (Slowness, 2.0), (TrainingCost, 1.0))
    answer = shift(world(alice, bob, x=2.0, horizon=12, slots=4), "open:9@6").answer
    assert answer.startswith(
        "it depends on what is meant by racing: the first lab releases earlier and more surely (month 1.9 on average, "
        "or never with 4.5 % -> 1.08), all labs together train less (5.56 -> 4.01), the number of labs that release is "
        "lower (1.41 -> 1.24); Alice releases earlier, but less surely ("
    )


def test_an_answer_depends_on_the_equilibrium_only_where_some_measure_does() -> None:
    """Alice plays one of two dates after, each earlier and with less: whichever it is, measures disagree alike."""
    settled = shift(orc.load("alice-bob", {"calendar.slots": 6}), "fix:bob@4", Choice("commitment").solver()).answer
    assert settled.startswith("it depends on what is meant by racing: Alice releases earlier (month 5 -> 3 to 4) and ")
    game = orc.load("race-prestige")
    assert shift(game, "fix:alice@2").answer.startswith("it depends on the equilibrium: Bob may work harder or less ")


def test_labs_that_merge_in_a_race_are_said_to_move_together() -> None:
    answer = shift(orc.load("race-patent"), "merge:first+second").answer
    assert "What it does to them: all labs together work less hard (" in answer


def test_an_event_that_changes_nobody_it_treats_says_so() -> None:
    answer = shift(orc.load("closed-monopolist"), "subsidy:monopolist=1").answer
    assert (
        answer == "nobody is left to respond: the event treats every lab in the game, and changes nothing that they do."
    )


def test_a_move_of_one_end_is_only_possible_in_games_without_labs_too() -> None:
    answer = shift(orc.load("hawk-dove"), "open:1@win").answer
    assert "effort may be lower (0.5 -> 0.45 to 0.5)" in answer
    prices = shift(orc.load("bertrand"), "set:firms=3").answer
    assert "price may be lower (0 to 2 -> 0 to 1)" in prices


def test_a_published_race_keeps_the_models_own_unit_of_time() -> None:
    answer = shift(orc.load("lee-wilde"), "open:1").answer
    assert "capability 2 is there later (t=0.719 -> t=0.89)" in answer
    assert "day" not in answer


def test_incentives_are_free_of_rounding() -> None:
    result = shift(orc.load("closed-monopolist"), "open:9@4")
    assert all("e-1" not in incentive_sentence(then, now) for then, now in result.incentives)


@pytest.mark.parametrize("game", ["alice-bob", "race-patent"])
def test_a_hazard_of_no_regulation_is_not_said_to_bring_any(game: str) -> None:
    said = read_intervention("regulate:0").sentence(orc.load(game))
    assert said.endswith("gets no likelier: its hazard rises by 0")
