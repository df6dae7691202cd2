"""Classes of parts are built when they are first used, once, by whichever thread uses them, and all of them can be."""

from __future__ import annotations

import inspect
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier
from typing import Any, ClassVar

import pytest
from pydantic.errors import PydanticSchemaGenerationError

import games
from games.parts.part import NonNegative, Part
from games.terms import TERMS
from games.terms.base import Slot, Term
from games.terms.revenue import Revenue

N_THREADS = 8


def a_class() -> type[Part]:
    """A part that nothing has used yet."""

    class Fresh(Part):
        size: NonNegative = 1.0

    return Fresh


def below(model: type[Part]) -> list[type[Part]]:
    return [model, *(one for own in model.__subclasses__() for one in below(own))]


def test_a_class_is_built_at_its_first_use_and_not_before() -> None:
    fresh = a_class()
    assert not fresh.__pydantic_complete__
    assert fresh.model_validate({"size": 2}).model_dump() == {"size": 2.0}
    assert fresh.__pydantic_complete__


def test_a_class_that_is_not_built_shows_its_fields_in_its_signature() -> None:
    fresh = a_class()
    assert list(inspect.signature(fresh).parameters) == ["size"]
    # A class whose base is built is asked for its own fields.
    fresh(size=2)

    class Wider(fresh):  # type: ignore[misc, valid-type]
        colour: str = "red"

    assert list(inspect.signature(Wider).parameters) == ["size", "colour"]


def test_threads_that_use_a_class_first_at_the_same_time_get_parts_of_it() -> None:
    with ThreadPoolExecutor(N_THREADS) as threads:
        for _ in range(20):
            fresh, start = a_class(), Barrier(N_THREADS)

            def use(size: int, kind: type[Part] = fresh, start: Barrier = start) -> Any:
                start.wait()
                return kind(size=size).model_dump()

            assert list(threads.map(use, range(N_THREADS))) == [{"size": float(k)} for k in range(N_THREADS)]


def test_every_class_of_a_game_can_be_built() -> None:
    for module in pkgutil.walk_packages(games.__path__, "games."):
        import_module(module.name)
    classes = [model for model in below(Part) if model.__module__.startswith("games.")]
    assert Revenue in classes
    for model in classes:
        model.model_rebuild()
    assert [model.__name__ for model in classes if not model.__pydantic_complete__] == []


def test_a_class_that_cannot_be_built_is_refused_where_it_is_listed() -> None:
    class Wrong(Term):
        kind: str = "wrong"
        summary: ClassVar[str] = "no sum"
        formula: ClassVar[str] = "0"
        unit: ClassVar[str] = "none"
        slot: ClassVar[Slot] = Slot.FLOW
        thing: Barrier

    with pytest.raises(PydanticSchemaGenerationError, match="Barrier"):
        TERMS.add(Wrong)
    assert "wrong" not in TERMS
