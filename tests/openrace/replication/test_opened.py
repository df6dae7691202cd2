"""What an open model does in every published model, by channel."""

from __future__ import annotations

import pytest

import openrace as orc
from games.classics.listing import MODELS
from games.classics.model import Channel
from games.parts.direction import Direction

FAST = ("lee-wilde", "beath-katsoulacos-ulph", "reinganum", "tullock", "harris-vickers")


@pytest.mark.parametrize("name", FAST)
def test_effort_and_dates_are_neutral_exactly_where_all_flows_fall_alike(name: str) -> None:
    for row in orc.open_question(name).rows:
        if row.channel is Channel.ALIKE:
            assert row.direction is Direction.NEUTRAL
        elif row.metric == "effort":
            assert row.direction is not Direction.NEUTRAL


@pytest.mark.slow
def test_dates_with_preemption_are_neutral_where_all_flows_fall_alike_and_a_shared_ruin_is_too() -> None:
    rows = orc.open_question(["fudenberg-tirole", "tan", "katz-shapiro"]).rows
    neutral = {(row.model, row.channel) for row in rows if row.direction is Direction.NEUTRAL}
    assert {(name, Channel.ALIKE) for name in ("fudenberg-tirole", "tan", "katz-shapiro")} <= neutral
    assert ("tan", Channel.HAZARD) in neutral
    assert {row.direction for row in rows if row.channel is Channel.WIN} == {Direction.DOWN}


def test_at_least_twelve_models_answer_with_effort_a_date_or_risk() -> None:
    answering = {model.name for model in MODELS if model.asked and model(**model.asked_at).opened(1.0)}
    assert len(answering) >= 12
    assert {asked.metric for model in MODELS for asked in model.asked} == {"effort", "date", "risk"}


def test_the_operator_is_stated_in_every_model_that_is_asked() -> None:
    for model in MODELS:
        if model.asked:
            assert model().opened(1.0), model.name
            assert model.changes.__doc__, model.name


def test_rows_have_the_fields_of_the_contract() -> None:
    (row,) = orc.open_question("lee-wilde").to_dict()["rows"]
    assert {"model", "metric", "direction", "channel"} <= set(row)
    assert (row["metric"], row["channel"], row["direction"]) == ("effort", "win", "down")
