"""Cards show every move that their words say, and no name that only the code has."""

from __future__ import annotations

from dataclasses import replace

from rich.console import RenderableType

import openrace as orc
from games.parts.direction import Direction
from games.parts.metric import Sense
from openrace.questions.shift import Shift
from openrace.questions.verdict import MetricShift
from openrace.show.cards.assumptions import assumptions_card
from openrace.show.cards.changes import sides
from openrace.show.cards.verdict import shift_card
from openrace.show.cards.words import both, moved
from openrace.show.screen import card_text

LEVEL = MetricShift("x", "", Sense.MORE, (10.91, 10.91), (10.91, 10.91), Direction.NEUTRAL, proven=True)


def test_an_end_that_moves_has_the_digits_that_show_it() -> None:
    assert both((1.2341, 2.0), (1.23414, 3.0)) == ("1.2341 to 2", "1.23414 to 3")
    assert moved((1.0, 1.0), (1.0, 1.0)) == "1"
    assert sides(replace(LEVEL, after=(10.9104, 10.9104), direction=Direction.UP)) == ("10.91", "10.9104")
    assert sides(replace(LEVEL, after=(10.9100000001, 10.9100000001))) == ("10.91", "10.91")


def test_a_chance_that_alone_moves_has_the_digits_that_show_it() -> None:
    date = (3.0, 3.0)
    m = MetricShift(
        "x", "periods", Sense.EARLIER, date, date, Direction.UP, True, (0.1302, 0.1302), (0.1301, 0.1301), date, date
    )
    assert sides(m) == ("3 (never 13.02%)", "3 (never 13.01%)")
    assert sides(replace(m, p_never_after=(0.05, 0.05))) == ("3 (never 13%)", "3 (never 5%)")


def test_a_state_in_which_a_firm_has_left_is_told_from_one_in_which_it_stays() -> None:
    result = orc.shift("race-reluctant", "open:7@2")
    card = card_text(_card(result), 120)
    assert "left" in card
    assert "0 -> 0" not in card
    states = result.to_dict()["states"]
    assert any(state.get("left") == [True, False] for state in states)


def test_labs_that_merge_have_columns_of_their_own_before() -> None:
    lines = card_text(_card(orc.shift("race-states", "merge:ahead+behind")), 100).splitlines()
    head = next(line for line in lines if line.strip().startswith("ahead_and_behind"))
    before = next(line for line in lines if line.startswith("before  "))
    assert head.split() == ["ahead_and_behind", "ahead", "behind"]
    assert before.index("effort") == head.index(" ahead ") + 1


def test_what_is_left_out_for_one_reason_is_said_once() -> None:
    card = " ".join(card_text(_card(orc.shift("race-states", "merge:ahead+behind")), 100).split())
    assert card.count("the labs that merge have different terms gap_prize") == 1


def test_terms_are_words() -> None:
    assert "training cost 0 ->" in card_text(_card(orc.shift("alice-bob", "allow:bob")), 120)


def _card(result: Shift) -> RenderableType:
    return shift_card(result)


def test_a_game_without_dates_is_not_said_to_move_at_any() -> None:
    assert "what each player does" in card_text(shift_card(orc.shift("tullock", "open:1")), 80)
    assert "who moves when" in card_text(shift_card(orc.shift("alice-bob", "allow:bob")), 80)


def test_marks_of_the_sites_pages_are_not_on_the_screen() -> None:
    assert "``" not in card_text(assumptions_card(orc.load("tullock"), "tullock"), 80)
