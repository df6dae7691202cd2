"""The page of published models is what the models say now."""

from __future__ import annotations

import pytest

from docs.tools.replication_page import PAGE, page, part
from games.classics.listing import MODELS
from games.classics.model import Classic
from openrace.replication.rows import quantity_in_words


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_page_says_of_every_model_what_it_is_and_what_its_paper_says(model: type[Classic]) -> None:
    # What solvers find is in the last column, which the slow test computes.
    told = PAGE.read_text(encoding="utf-8")
    for one in model.published:
        value = f"{one.value:.7g}"
        line = f"| {quantity_in_words(model, one)} | {one.place} | {value} |"
        assert line in told, "run: python -m docs.tools.replication_page"
    frame = part(model, [])
    for line in frame.splitlines():
        assert line in told, "run: python -m docs.tools.replication_page"


@pytest.mark.slow
def test_the_whole_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.tools.replication_page"
