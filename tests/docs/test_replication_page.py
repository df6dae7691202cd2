"""The page of published models is what the models say now."""

from __future__ import annotations

import pytest

from docs.tools.replication_page import PAGE, page, part
from games.classics.listing import MODELS
from games.classics.model import Classic
from openrace.replication.rows import row_of


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_page_says_of_every_model_what_its_values_parameters_and_quantities_are(model: type[Classic]) -> None:
    # Values are computed once in a process; the tests of rows compute all of them.
    rows = [row_of(model, one) for one in model.published]
    assert part(model, rows) in PAGE.read_text(encoding="utf-8"), "run: python -m docs.tools.replication_page"


@pytest.mark.slow
def test_the_whole_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.tools.replication_page"
