"""Why: lines that add up to what labs get, believed and true apart, and incentives that fit the number of players."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from games.release.release_game import ReleaseGame
from openrace.questions.load import load
from openrace.questions.sentence import incentive_sentence
from openrace.questions.shift import shift

SURVIVAL = {"kind": "survival", "minimum": 60.0, "exit": -3.0, "only": ["monopolist"]}
CONCAVE = {"kind": "concave_utility", "exponent": 0.5}
FEARFUL = {"kind": "worst_cases", "level": 0.3}
HOPEFUL = {"kind": "belief", "path": "alice.prestige", "value": 5.0}
SCENARIOS = {"scenarios": [{"probability": 0.4, "releases": [{"capability": 9.0, "date": 1.0}]}]}


def game(*modifiers: dict[str, Any], path: dict[str, Any] | None = None) -> ReleaseGame:
    base = load("alice-bob-monopolist", ["calendar.slots=3"])
    assert isinstance(base, ReleaseGame)
    data = base.model_dump() | {"modifiers": list(modifiers)} | ({} if path is None else {"open": path})
    return ReleaseGame.model_validate(data)


@pytest.mark.parametrize("believed", [True, False])
@pytest.mark.parametrize("modifiers", [(), (SURVIVAL,), (CONCAVE,), (SURVIVAL, CONCAVE, FEARFUL), (CONCAVE, SURVIVAL)])
def test_lines_add_up_to_payoffs_in_every_profile(modifiers: tuple[dict[str, Any], ...], believed: bool) -> None:
    world = game(*modifiers, path=SCENARIOS)
    lines, payoffs = world.term_payoffs(believed=believed), world.payoffs(believed=believed)
    for lab, own in zip(world.labs, payoffs, strict=True):
        together = sum((line.values for line in lines if line.lab == lab.name), np.zeros(()))
        np.testing.assert_allclose(together, own, atol=1e-9)


def test_a_wrapper_is_a_line_of_its_own() -> None:
    result = shift(game(SURVIVAL), "fix:monopolist@never")
    result = shift(result.after.game, "open:40@0")
    (line,) = [line for line in result.why if line.term == "survival"]
    assert line.lab == "monopolist"
    # After the open model the seller, who may not release, earns nothing and is left with its exit.
    paid = [own.after for own in result.why if own.lab == "monopolist"]
    assert sum(low for low, _ in paid) == pytest.approx(-3.0)


def test_what_a_lab_believes_and_what_it_gets_are_told_apart() -> None:
    result = shift(game(HOPEFUL), "release:bob@1")
    prestige = next(line for line in result.why if (line.lab, line.term) == ("alice", "prestige"))
    assert prestige.true is not None
    # She believes that prestige is worth 5 a period, and it is worth 2.
    assert prestige.before == pytest.approx(tuple(2.5 * end for end in prestige.true[0]))
    assert prestige.to_dict()["true"]["before"] == list(prestige.true[0])
    assert all(line.true is None for line in shift(game(), "release:bob@1").why)


def test_an_announcement_that_does_not_come_is_believed_and_not_true() -> None:
    result = shift(load("closed-monopolist", ["calendar.slots=3"]), "announce:40@0")
    revenue = next(line for line in result.why if line.term == "revenue")
    assert revenue.after[1] == 0.0
    assert revenue.true is not None
    assert revenue.true[1][1] > 0


def test_without_a_rival_there_is_no_competitive_threat() -> None:
    (alone,) = shift(load("closed-monopolist", ["calendar.slots=3"]), "open:40@0").incentives
    said = incentive_sentence(*alone)
    assert "threat" not in said
    assert "no rival" in said
    assert not alone[1].has_rivals
    for pair in shift(game(), "open:40@0").incentives:
        assert pair[0].has_rivals
        assert "no rival" not in incentive_sentence(*pair)


def test_incentives_are_the_same_whether_payoffs_are_at_hand_or_computed_again() -> None:
    free = shift(game(), "open:9@1")
    bound = shift(game().model_copy(update={"coalitions": ()}), "release:bob@1")
    payoffs = game().normal_form().payoffs
    for k, (then, _) in enumerate(free.incentives):
        assert then.status_quo == pytest.approx((float(payoffs[k, -1, -1, -1]),) * 2)
    # Bob, who is made to release, is given "never" in the thought experiment all the same.
    assert bound.incentives[0][1].win == pytest.approx(bound.incentives[0][0].win, rel=1.0)
