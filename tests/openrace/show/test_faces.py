"""Results are shown by functions that are there, and what has none says so."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from openrace import results
from openrace.concepts.result import Picture, Result
from openrace.show import faces

LOOKS: Any = faces._LOOKS


class Bare(Result):
    """A result that nothing shows."""

    def to_dict(self) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize("name", LOOKS)
def test_what_a_look_names_is_there(name: str) -> None:
    look = LOOKS[name]
    cards = import_module(f"openrace.show.cards.{look.module}")
    assert callable(getattr(cards, f"{look.name}_card"))
    if look.picture:
        module, function = look.picture.split(".")
        assert callable(getattr(import_module(f"openrace.show.{module}"), function))


def test_every_published_result_has_a_look_or_rows_and_every_picture_one_to_draw() -> None:
    shown = [kind for name in dir(results) if issubclass(kind := getattr(results, name), Result)]
    assert len(shown) > 15
    for kind in shown:
        look = next((LOOKS[k.__name__] for k in kind.__mro__ if k.__name__ in LOOKS), None)
        own_rows = kind.table is not Result.table
        assert look is not None or own_rows, kind
        if look is not None:
            cards = import_module(f"openrace.show.cards.{look.module}")
            assert own_rows or callable(getattr(cards, f"{look.name}_table")), kind
            assert bool(look.picture) == issubclass(kind, Picture), kind


def test_a_result_without_a_look_is_refused() -> None:
    for shown in (faces.table, faces.share):
        with pytest.raises(TypeError, match="Bare"):
            shown(Bare())
    with pytest.raises(TypeError, match="Bare has no picture"):
        faces.draw(Bare(), None)
