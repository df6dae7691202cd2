"""How one metric moved: each word and each digit, for shifts that are written down rather than computed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from games.parts.direction import Direction
from games.parts.metric import Sense
from games.release.setup import RELEASES
from openrace.questions.moves import Clock, moves, values
from openrace.questions.verdict import MetricShift
from openrace.show.cards.changes import change_text


def dated(before: tuple[float, float], after: tuple[float, float]) -> MetricShift:
    """A date's move from its mean if it comes and its chance of never, over a horizon of ten periods."""
    counted = [given * (1 - never) + 10.0 * never for given, never in (before, after)]
    way = Direction.UP if counted[1] < counted[0] else Direction.DOWN
    (then, p), (now, q) = before, after
    return MetricShift(
        metric="first_release.a",
        unit="periods",
        sense=Sense.EARLIER,
        before=(counted[0], counted[0]),
        after=(counted[1], counted[1]),
        direction=way,
        proven=True,
        p_never_before=(p, p),
        p_never_after=(q, q),
        given_before=(then, then) if p < 1 else None,
        given_after=(now, now) if q < 1 else None,
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((3, 0), (2, 0), "releases earlier (month 3 -> 2)"),
        ((3, 1), (2, 0), "releases earlier (never -> month 2)"),
        ((3, 0), (3, 0.5), "releases less surely (month 3 -> 3 on average, or never with 50 %)"),
        ((3, 0.5), (3, 0.25), "releases more surely (month 3 on average, or never with 50 % -> 3 on average, or"),
        ((3, 0.1), (1, 0.75), "releases earlier, but less surely (month 3 on average, or never with 10 % -> 1 "),
        ((1, 0.75), (3, 0.1), "releases later, but more surely"),
        ((3, 0.5), (2, 0.1), "releases earlier and more surely"),
        ((2, 0.1), (3, 0.5), "releases later and less surely"),
    ],
)
def test_when_a_date_comes_and_how_surely_are_said_apart(
    before: tuple[float, float], after: tuple[float, float], words: str
) -> None:
    m = dated(before, after)
    assert f"{moves(m, RELEASES)} ({values(m, Clock(30.0))})".startswith(words)


def test_a_move_of_both_ends_is_more_than_rounding_and_no_date_that_never_comes() -> None:
    never = (0.0, 1.0)
    date = MetricShift("x", "periods", Sense.EARLIER, (1.0, 3.0), (0.5, 4.0), Direction.UP, True, never, never)
    assert moves(date, RELEASES) == "may release earlier"
    sure = MetricShift("x", "periods", Sense.EARLIER, (1.0, 3.0), (0.5, 2.0), Direction.UP, True)
    assert moves(sure, RELEASES) == "releases earlier"
    rounded = MetricShift("x", "periods", Sense.EARLIER, (1.0, 3.0), (0.5, 3.0 - 1e-15), Direction.UP, True)
    assert moves(rounded, RELEASES) == "may release earlier"


def test_a_chance_of_never_that_differs_by_rounding_makes_no_move_sure() -> None:
    for chance, said in ((2e-16, "may release earlier"), (0.25, "releases earlier")):
        date = MetricShift(
            "x", "periods", Sense.EARLIER, (1.0, 3.0), (0.5, 3.0), Direction.UP, True, (chance, chance), (0.0, 0.0)
        )
        assert moves(date, RELEASES) == said
        assert change_text(date) == said.removeprefix("releases ").replace("release", "be")


def test_numbers_have_the_digits_that_tell_a_move_from_none() -> None:
    level = MetricShift("x", "", Sense.MORE, (10.91, 10.91), (10.9142, 10.9142), Direction.UP, True)
    assert values(level, Clock(0.0)) == "10.91 -> 10.914"
    still = MetricShift("x", "", Sense.MORE, (10.91, 10.91), (10.91, 10.91), Direction.NEUTRAL, True)
    assert values(still, Clock(0.0)) == "10.9 -> 10.9"


@pytest.mark.parametrize(
    ("never", "said"),
    [
        ((1.1e-14, 1.0), "0 to 100 %"),
        ((4e-5, 4e-5), "0.004 %"),
        ((0.5, 0.5), "50 %"),
        ((0.9975, 0.9975), "99.75 %"),
        ((0.999959, 0.999959), "99.9959 %"),
    ],
)
def test_a_chance_is_certain_only_if_it_is(never: tuple[float, float], said: str) -> None:
    date = (10.0, 10.0)
    m = MetricShift("x", "periods", Sense.EARLIER, date, date, Direction.UP, True, (0.0, 0.0), never, date, date)
    assert values(m, Clock(30.0)) == f"month 10 -> 10 on average, or never with {said}"


def test_dates_that_move_one_way_and_chances_that_move_the_other_are_said_apart_over_several_equilibria() -> None:
    m = MetricShift(
        "x", "periods", Sense.EARLIER, (6.9, 6.94), (5.4, 5.5), Direction.UP, True,
        (0.13, 0.14), (0.04, 0.05), (4.43, 4.49), (4.48, 4.53),
    )  # fmt: skip
    assert moves(m, RELEASES) == "releases later, but more surely"
    one_end = replace(m, p_never_after=(0.04, 0.14))
    assert moves(one_end, RELEASES) == "releases earlier"


def test_every_end_that_moves_is_seen_to_and_so_is_a_chance_that_is_spoken_of() -> None:
    one_end = MetricShift("x", "", Sense.MORE, (1.0, 2.0), (1.0004, 3.0), Direction.UP, True)
    assert values(one_end, Clock(0.0)) == "1 to 2 -> 1.0004 to 3"
    date = (4.0, 4.0)
    rarer = MetricShift(
        "x", "periods", Sense.EARLIER, date, date, Direction.UP, True, (0.1302, 0.1302), (0.1301, 0.1301), date, date
    )
    assert (
        values(rarer, Clock(30.0)) == "month 4 on average, or never with 13.02 % -> 4 on average, or never with 13.01 %"
    )
