"""What is wrong with a user's numbers and names is said in a user's words, once each, with its place."""

from __future__ import annotations

from typing import Any

import pytest

from games.catalog.files import FileError, game_from
from games.catalog.names import named
from games.parts.paths import Setting, SettingError, with_settings

INTERNALS = ("constrained", "validation", "input", "tuple", "valid ", "Extra", "extra inputs", "pydantic", "ctx")


def told(data: dict[str, Any]) -> str:
    with pytest.raises(FileError) as caught:
        game_from(data, "mine.toml")
    what = caught.value.what
    assert not any(word in what for word in INTERNALS), what
    return what


def lab(**changes: Any) -> dict[str, Any]:
    return {"labs": [{"name": "alice", **changes}]}


def test_an_unknown_kind_of_term_is_told_once_with_the_known_ones() -> None:
    what = told(lab(terms=[{"kind": "prestigee"}]))
    assert what.startswith("mine.toml: labs.0.terms.0: unknown kind 'prestigee' of term")
    assert what.endswith("did you mean 'prestige'?")
    assert what.count("labs") == 1


def test_every_problem_of_a_file_is_a_clause_of_its_own() -> None:
    what = told(
        {
            "calendar": {"slots": "many", "horizn": 6.0},
            "labs": [{"name": "Alice B", "start": -1, "terms": [{"kind": "prestige", "weight": "x"}]}],
        }
    )
    assert what.removeprefix("mine.toml: ").split("; ") == [
        "labs.0.name: 'Alice B' came, expected lower-case letters, digits and _, a letter first",
        "labs.0.start: -1 came, expected 0 or more",
        "labs.0.terms.0.weight: 'x' came, expected a number",
        "calendar.slots: 'many' came, expected a whole number",
        "calendar.horizn: there is nothing of this name (did you mean 'horizon'?)",
    ]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({}, "labs: is missing"),
        ({"labs": []}, "labs: [] came, expected 1 or more entries"),
        ({"labs": 3}, "labs: 3 came, expected a list"),
        ({"labs": [3]}, "labs.0: 3 came, expected a table"),
        (lab(release="opened"), "labs.0.release: 'opened' came, expected 'open', 'closed' or 'either'"),
        (lab(may_wait="perhaps"), "labs.0.may_wait: 'perhaps' came, expected true or false"),
        (lab(efforts=[2.0]), "labs.0.efforts.0: 2.0 came, expected 1 or less"),
        (lab(path=[2, 1]), "labs.0.path: the capability path falls from 2 to 1 after slot 0"),
    ],
)
def test_a_mistake_says_what_came_and_what_was_expected(data: dict[str, Any], complaint: str) -> None:
    assert complaint in told(data)


def test_a_setting_is_named_by_its_path() -> None:
    with pytest.raises(SettingError) as caught:
        with_settings(named("alice-bob"), [Setting("market.customers", -1), Setting("calendar.horizon", "long")])
    assert caught.value.what == (
        "calendar.horizon: 'long' came, expected a number; market.customers: -1 came, expected 0 or more"
    )
