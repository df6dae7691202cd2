"""Assumptions are ranked as the tornado ranks them, for any number of labs, and no longer than is promised."""

from __future__ import annotations

import itertools

import pytest

from openrace.analysis.sensitivity import sensitivity
from openrace.explore import ranking
from openrace.explore.core import call
from openrace.explore.ranking import ends, ranked
from openrace.explore.state import read_state
from openrace.explore.subject import GameSubject, subject_of
from openrace.sweeps.prior import Belief, Uniform

TWO = "v=1&game=alice-bob&set=calendar.slots:4&do=open:8@2"
THREE = "v=1&game=alice-bob-monopolist&set=calendar.slots:4&do=allow:bob"


def subject(state: str) -> GameSubject:
    found = subject_of(read_state(state), {})
    assert isinstance(found, GameSubject)
    return found


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ranking ends by the clock; what it says of each assumption does not depend on how busy the machine is."""
    monkeypatch.setattr(ranking, "SECONDS", 600.0)
    monkeypatch.setattr(ranking, "EACH", 60.0)


def test_the_order_is_that_of_the_tornado_with_what_flips_the_sign_first() -> None:
    asked = subject(TWO)
    beliefs = [Belief(item.path, Uniform(*ends(item))) for item in ranked(asked.items)]
    assert asked.event is not None
    found = sensitivity(asked.game, beliefs, asked.event, n=2)
    lengths = {bar.path: max(abs(effect - found.base_effect) for effect in bar.effect) for bar in found.bars}
    flips = {bar.path: any(sign is not found.base for sign in bar.signs) for bar in found.bars}
    order = call({"want": "rank", "state": TWO})["rank"]
    assert set(order) == set(lengths)
    for one, other in itertools.pairwise(order):
        assert flips[one] or not flips[other]
        assert flips[one] != flips[other] or lengths[one] >= lengths[other] - 1e-9
    assert len({round(length, 6) for length in lengths.values()}) > 2
    assert len(set(flips.values())) == 2


@pytest.mark.parametrize("state", [THREE, f"{THREE}&concept=commitment", "v=1&game=race-patent&do=open:2@1"])
def test_games_of_three_labs_other_concepts_and_races_have_a_ranking(state: str) -> None:
    order = call({"want": "rank", "state": state})["rank"]
    assert set(order) == {item.path for item in ranked(subject(state).items)}


def test_what_there_was_no_time_for_is_not_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "SECONDS", -1.0)
    assert call({"want": "rank", "state": TWO})["rank"] == []


def test_nothing_is_ranked_where_nothing_happens() -> None:
    assert call({"want": "rank", "state": "v=1&game=alice-bob&do=none"})["rank"] == []
    assert call({"want": "rank", "state": "v=1&story=alice-answers"})["rank"] == []


def test_an_end_that_makes_no_game_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "ends", lambda item: (-1e6, -1e7) if item.path == "bob.start" else ends(item))
    order = call({"want": "rank", "state": TWO})["rank"]
    assert set(order) == {item.path for item in ranked(subject(TWO).items)}
    assert order.index("bob.start") > order.index("bob.prestige")
