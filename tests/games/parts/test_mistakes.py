"""What is wrong with a user's numbers and names is said in a user's words, once each, with its place."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from games.catalog.files import FileError, game_from
from games.catalog.names import named
from games.parts.part import Part, PartError
from games.parts.paths import Setting, SettingError, with_settings
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Prestige

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


@pytest.mark.parametrize(
    ("part", "fields", "complaint"),
    [
        (Lab, {"name": "a", "growht": 1}, "Lab: growht: there is nothing of this name (did you mean 'growth'?)"),
        (Lab, {"nme": "a"}, "Lab: name: is missing; nme: there is nothing of this name (did you mean 'name'?)"),
        (Lab, {"name": "a", "terms": (3,)}, "Lab: terms.0: 3 came, expected a table of names and values"),
        (Prestige, {"weight": "x"}, "Prestige: weight: 'x' came, expected a number"),
        (Prestige, {"weight": 10**5000}, "Prestige: weight: "),
        (ReleaseGame, {"name": "g", "labs": ()}, "ReleaseGame: labs: () came, expected 1 or more entries"),
        (
            ReleaseGame,
            {"name": "g", "labs": ({"name": "a", "start": -1, "growht": 1},)},
            "ReleaseGame: labs.0.start: -1 came, expected 0 or more; "
            "labs.0.growht: there is nothing of this name (did you mean 'growth'?)",
        ),
    ],
)
def test_a_part_made_in_python_with_wrong_fields_gets_the_same_sentences(
    part: type[Part], fields: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(PartError) as caught:
        part(**fields)
    assert caught.value.what.startswith(complaint)
    assert not any(word in str(caught.value) for word in INTERNALS)


def test_a_part_is_not_changed_in_place() -> None:
    lab = Lab(name="alice")
    with pytest.raises(PartError, match=r"Lab\.start was set to 3"):
        lab.start = 3
    assert lab.start == 0.0


def test_parts_inside_of_parts_are_still_validated_by_the_library_which_collects_their_mistakes() -> None:
    assert issubclass(Lab, Part)
    with pytest.raises(ValidationError) as caught:
        ReleaseGame.model_validate({"name": "g", "labs": [{"name": "A"}, {"name": "b", "start": -1}]})
    places = {error["loc"] for error in caught.value.errors()}
    assert places >= {("labs", 0, "name"), ("labs", 1, "start")}
