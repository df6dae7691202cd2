"""Races as answers: the JSON of every state, sets of equilibria for verdicts, and what does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from games.catalog.names import named
from openrace.concepts.choice import Choice
from openrace.concepts.expectations import extents
from openrace.concepts.race import RaceAnswer, race
from solver.common.errors import OpenraceError


def test_every_state_of_every_equilibrium_is_in_the_json() -> None:
    answer = race(named("race-prestige"))
    data = answer.to_dict()
    assert data["concept"] == "markov-perfect"
    assert data["complete"] is True
    assert len(data["equilibria"]) == 3
    for equilibrium in data["equilibria"]:
        assert len(equilibrium["states"]) == 25
        first = equilibrium["states"][0]
        assert first["rungs"] == [0, 0]
        assert first["open"] is None
        assert first["effort"] == equilibrium["start"]["effort"]
        assert first["openness"] == ["closed", "closed"]
        assert equilibrium["regret"] < 1e-9
        path = equilibrium["over_time"]
        assert path["dates"][0] == 0.0
        assert path["frontier"][0] == 4.0
        assert set(path["reached"]) == {"6", "9", "12", "16"}
        assert all(0 <= chance <= 1 + 1e-9 for own in path["reached"].values() for chance in own)
    assert data["equilibria"][0]["metrics"].keys() >= {"effort", "effort.alice", "reached.6", "welfare"}


def test_each_equilibrium_is_a_point_of_its_own_in_the_set() -> None:
    answer = race(named("race-prestige"))
    effort = next(m for m in answer.metrics if m.name == "effort")
    low, high = extents(answer.found, effort.values[None, None])[0, 0]
    assert (low, high) == (effort.values.min(), effort.values.max())
    assert low == pytest.approx(0.0)
    assert high > 1.7


def test_a_race_is_solved_for_its_own_concept_and_takes_no_method() -> None:
    game = named("race-patent")
    answer = Choice().solver()(game)
    assert isinstance(answer, RaceAnswer)
    assert np.allclose(answer.payoffs, 1.0491941767913326)
    with pytest.raises(OpenraceError, match="Leave it out"):
        Choice(method="pure").solver()(game)
    with pytest.raises(OpenraceError, match="whose plans are not dates"):
        Choice("reaction").solver()(game)


def test_a_game_of_plans_is_no_race() -> None:
    with pytest.raises(OpenraceError, match="is no race"):
        race(named("alice-bob"))
