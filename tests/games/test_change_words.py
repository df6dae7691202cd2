"""Words for a change agree with the number that changed, whatever the change means for the race."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction, direction
from games.parts.metric import Sense

SMALLER = {"earlier", "cheaper", "lower", "fewer"}
LARGER = {"later", "dearer", "higher", "more"}


@given(
    st.integers(0, 3), st.integers(0, 3), st.sampled_from(Sense), st.sampled_from(["periods", "currency", "labs", "x"])
)
def test_a_word_agrees_with_the_number(before: int, after: int, sense: Sense, unit: str) -> None:
    way = direction((before, before), (after, after), sense, 3.0)
    word = change_word(way, sense, unit)
    assert (word in SMALLER) == (after < before)
    assert (word in LARGER) == (after > before)
    assert (word == "the same") == (after == before)


@pytest.mark.parametrize(
    ("sense", "unit", "words"),
    [
        (Sense.EARLIER, "periods", ("earlier", "later")),
        (Sense.EARLIER, "currency", ("cheaper", "dearer")),
        (Sense.MORE, "currency", ("higher", "lower")),
        (Sense.MORE, "labs", ("more", "fewer")),
    ],
)
def test_dates_costs_and_counts_have_their_own_words(sense: Sense, unit: str, words: tuple[str, str]) -> None:
    assert (change_word(Direction.UP, sense, unit), change_word(Direction.DOWN, sense, unit)) == words


def test_metrics_are_named_in_words() -> None:
    assert metric_words("first_release.alice") == "release of alice"
    assert metric_words("reached.12") == "first model of capability 12"
    assert metric_words("payoff.player 1") == "payoff of player 1"
    assert metric_words("some_new_metric") == "some new metric"
