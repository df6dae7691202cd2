"""Every published value comes out of our solvers, and the tables say so honestly."""

from __future__ import annotations

import pytest

import openrace as orc
from games.classics.listing import MODELS
from games.classics.model import Classic, Found, Published, quantity
from openrace.replication.rows import quantity_in_words, replicate_at, row_of
from solver.common.errors import OpenraceError

VALUES = [
    pytest.param(model, one, id=f"{model.name}-{k}-{one.quantity}")
    for model in MODELS
    for k, one in enumerate(model.published)
]


@pytest.mark.parametrize(("model", "one"), VALUES)
def test_every_published_value_comes_out(model: type[Classic], one: Published) -> None:
    row = row_of(model, one)
    assert row.ok, f"{row.quantity}: published {row.published}, ours {row.ours}, {row.how}"
    assert row.tolerance < max(0.05, 0.05 * abs(one.value)) or one.place


def test_a_quantity_that_the_parameters_rule_out_is_left_out_and_said_why() -> None:
    found = replicate_at("salop", {"transport": 0.005})
    assert [row.quantity for row in found.rows] == ["price, money", "sellers at which transport and entry cost least"]
    ((model, text),) = found.findings
    assert model == "salop"
    assert text.startswith("left out, sellers that enter until none earns anything: entry = 0.01 and transport = 0.005")


def test_every_model_says_what_it_is_and_what_it_computes() -> None:
    assert len({model.name for model in MODELS}) == len(MODELS)
    for model in MODELS:
        assert model.source
        assert model.concept
        assert model.published
        assert model.__doc__
        known = model.quantities()
        assert {one.quantity for one in model.published} | {a.quantity for a in model.asked} <= set(known)
        for one in model.published:
            assert set(one.settings) <= set(model.model_fields), model.name
            assert quantity_in_words(model, one)


class Wrong(Classic):
    """A model whose paper prints another value, and whose formula is wrong."""

    name = "wrong"
    source = "nobody"
    concept = "none"

    @quantity("one")
    def one(self) -> Found:
        """One."""
        return Found(1.0, "by definition")

    @quantity("two")
    def two(self) -> Found:
        """Two, by a formula that says three."""
        return Found(2.0, "by definition", formula=3.0)


def test_a_value_that_differs_is_said_to_differ() -> None:
    assert not row_of(Wrong, Published("one", 1.1, 0.05, "table 1")).ok
    assert row_of(Wrong, Published("one", 1.04, 0.05, "table 1")).ok


def test_a_formula_that_disagrees_with_the_solver_is_an_error_even_where_the_paper_agrees() -> None:
    row = row_of(Wrong, Published("two", 2.0, 0.01, "table 1"))
    assert row.difference == 0
    assert not row.ok


def test_a_quantity_that_a_model_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(OpenraceError, match="one of one, two"):
        Wrong().found("three")


def test_other_parameters_give_other_values_beside_the_formula() -> None:
    (row,) = replicate_at("lee-wilde", {"firms": 5, "prize": 2.0}).rows
    assert row.ok
    assert row.published == pytest.approx(row.ours, abs=1e-9)
    assert row.ours == orc.classic("lee-wilde", firms=5, prize=2.0).found("effort").value


@pytest.mark.parametrize("settings", [{"firm": 2}, {"firms": 0}, {"r": -1}])
def test_parameters_that_do_not_exist_or_fit_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(OpenraceError):
        replicate_at("lee-wilde", settings)


def test_results_are_tables_data_and_cards() -> None:
    result = orc.replicate("lee-wilde")
    assert list(result.to_dict()["rows"][0]) == [
        "model", "source", "quantity", "published", "ours", "tolerance", "ok", "how",
    ]  # fmt: skip
    assert len(result.table().rows) == len(result.rows)
    assert "all agree" in str(result)
    assert result.holds
