"""Answers as plain data: fields by their names, and nothing that JSON lacks."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openrace as orc
from games.parts.direction import Code, Direction
from openrace.concepts.plain import Plain, plain


@dataclass(frozen=True)
class Point(Plain):
    at: float
    sign: Code


@dataclass(frozen=True)
class Line(Plain):
    points: tuple[Point, ...]
    length: float

    def entries(self) -> dict[str, object]:
        return {"long": self.length > 1, **super().entries()}


def test_a_class_that_says_nothing_else_has_its_fields_and_a_class_may_say_more() -> None:
    line = Line((Point(math.inf, Code.UP), Point(0.5, Code.NEUTRAL)), 2.0)
    assert line.to_dict() == {
        "long": True,
        "points": [{"at": None, "sign": "up"}, {"at": 0.5, "sign": "neutral"}],
        "length": 2.0,
    }


def test_directions_exact_numbers_paths_and_arrays_have_the_form_that_json_prints() -> None:
    data = {Code.DOWN: Fraction(1, 3), "way": Direction.LESS, "file": Path("a") / "b", "codes": np.array([1, 2])}
    assert plain(data) == {"down": "1/3", "way": "less", "file": str(Path("a", "b")), "codes": [1, 2]}
    assert plain(np.array([[1.0, np.nan], [np.inf, 2.0]])) == [[1.0, None], [None, 2.0]]
    assert plain(np.float64("nan")) is None
    assert plain(np.bool_(True)) is True
    assert plain(orc.load("alice-bob"))["labs"][0]["name"] == "alice"


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError, match="JSON has no object"):
        plain({"deep": [object()]})


nested = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(nested)
def test_json_holds_whatever_comes_out_and_plain_data_stays_as_it_is(value: object) -> None:
    once = plain(value)
    assert json.loads(json.dumps(once, allow_nan=False)) == once
    assert plain(once) == once


def test_the_data_of_an_answer_is_what_the_shell_prints() -> None:
    found = orc.shift("alice-bob", "open:8@3", settings={"calendar.slots": 3}).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
