"""Cards of questions that isolate assumptions say signs and metrics in words; their JSON keeps the codes."""

from __future__ import annotations

import re

import pytest

from games.events.written import read_intervention
from games.parts.direction import Code
from openrace.concepts.result import Picture
from openrace.isolate.effects import effects
from openrace.isolate.multiverse import multiverse
from openrace.isolate.prove import prove
from openrace.isolate.rules import rules
from openrace.isolate.weight_box import read_box
from openrace.show.cards.isolate.effects import effects_share
from openrace.show.cards.isolate.multiverse import multiverse_share, shares_words
from openrace.show.cards.isolate.proof import proof_share
from openrace.show.cards.isolate.rules import rules_share
from openrace.show.cards.share import Share
from openrace.sweeps.sweep import sweep
from tests.openrace.sweeps.sweeps import small_game, small_grid

EVENT = read_intervention("open:7@1")
CODES = re.compile(
    r"(?<!race )\b(up|down)\b(?! to )|\b(neutral|ambiguous|unknown|(response|progress|contribution)\.\w+)"
)
"""Words of the JSON that no card has; up and down are said of the race."""


def _multiverse() -> tuple[Picture, Share]:
    found = multiverse(small_game(), EVENT, draws=1, kept=("market",))
    assert found.to_dict()["leading"] in {code.word for code in Code}
    assert {Code.UP, Code.DOWN} <= {code for code, share in found.curve.shares.items() if share}
    return found, multiverse_share(found)


def _proof(*sides: str) -> tuple[Picture, Share]:
    found = prove(small_game(), EVENT, read_box(sides))
    assert found.to_dict()["direction"] == "down"
    return found, proof_share(found)


def _rules() -> tuple[Picture, Share]:
    found = rules(sweep(small_game(), small_grid(8), EVENT, metrics=("response.first_release",)).dataset(), fresh=0)
    assert set(found.to_dict()["shares"]) <= {code.word for code in Code}
    return found, rules_share(found)


def _effects() -> tuple[Picture, Share]:
    found = effects(small_game(), EVENT)
    return found, effects_share(found)


@pytest.mark.parametrize(
    "asked", [_multiverse, lambda: _proof("alice.prestige=1:3"), lambda: _proof("alice.prestige=0:5"), _rules, _effects]
)
def test_signs_and_metrics_are_words(asked: object) -> None:
    assert callable(asked)
    found, share = asked()
    for text in (str(found), share.paragraph, share.verdict):
        assert CODES.search(" ".join(text.split())) is None, text


def test_the_most_frequent_sign_is_said_first() -> None:
    said = shares_words({Code.UP: 0.25, Code.DOWN: 0.0, Code.NEUTRAL: 0.75})
    assert said == "it changes nothing in 75 %, speeds the race up in 25 %"
