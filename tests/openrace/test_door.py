"""What a user of openrace writes in Python, and what results show of themselves."""

from __future__ import annotations

import inspect
import pickle
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import openrace as orc
from openrace import results
from openrace.explore.notebook import explore
from solver.common.errors import OpenraceError

SMALL = {"calendar.slots": 4}
door: Any = orc
"""The same names, for arguments that a type checker refuses."""


def test_a_game_is_a_name_a_file_a_path_or_a_game(tmp_path: Path) -> None:
    from games.catalog.files import write_toml

    game = orc.load("alice-bob", SMALL)
    (tmp_path / "mine.toml").write_text(write_toml(game))
    orc.export(game, tmp_path / "mine.nfg")
    for form in (game, tmp_path / "mine.toml", str(tmp_path / "mine.toml")):
        assert orc.load(form).model_dump() == game.model_dump()
    for form in (tmp_path / "mine.nfg", str(tmp_path / "mine.nfg")):
        assert orc.solve(form).payoffs == pytest.approx(orc.solve(game).payoffs)
    assert orc.load("announced-date@0.5").name


def test_settings_are_a_dictionary_or_texts_in_every_place() -> None:
    wanted = orc.load("alice-bob", {"alice.prestige": 3, "calendar.slots": 6})
    forms: list[Any] = [
        ["alice.prestige=3", "calendar.slots=6"],
        ("alice.prestige = 3", "calendar.slots=6"),
        {"calendar.slots": 6, "alice.prestige": 3.0},
    ]
    for form in forms:
        assert orc.load("alice-bob", form) == wanted
        assert orc.load("alice-bob").with_settings(form) == wanted
    assert orc.load(wanted) is wanted
    assert orc.load("alice-bob", "calendar.slots=6").with_settings("alice.prestige=3") == wanted


def test_an_intervention_is_an_object_or_its_text() -> None:
    pairs: list[tuple[Any, str]] = [
        (orc.Allow("bob"), "allow:bob"),
        (orc.Ban("bob"), "ban:bob"),
        (orc.OpenModel(8, date=3), "open:8@3"),
        (orc.Announce(capability=8, date=3), "announce:8@3"),
        (orc.Fix("bob", 3), "fix:bob@3"),
        (door.Fix("bob", "never"), "fix:bob@never"),
        (orc.Subsidy("bob", 5), "subsidy:bob=5"),
        (orc.Merge(("alice", "bob")), "merge:alice+bob"),
    ]
    for made, written in pairs:
        assert made.text == written
        one, other = (orc.shift("alice-bob", x, settings=SMALL) for x in (made, written))
        assert one.to_dict() == other.to_dict()


def test_a_concept_has_names_and_options() -> None:
    for name in ("reaction", "preemption", "subgame-perfect", orc.Concept.REACTION):
        assert orc.solve("alice-bob", concept=name, settings=SMALL).concept is orc.Concept.REACTION
    assert orc.solve("alice-bob", concept="commitment", settings=SMALL).concept is orc.Concept.COMMITMENT
    assert orc.solve("alice-bob", concept="open-loop", settings=SMALL).concept is orc.Concept.OPEN_LOOP
    first = orc.solve("alice-bob", concept=orc.Choice("commitment", leader="bob"), settings=SMALL)
    assert first.to_dict()["concept"] == "announcement"
    assert orc.Choice("reaction", order="bob,alice").order == ("bob", "alice")


def test_a_method_is_an_object_or_a_name() -> None:
    import solver

    by_name, by_object = (
        orc.solve("alice-bob", method=m, settings=SMALL) for m in ("lemke-howson", solver.LemkeHowson())
    )
    assert by_name.to_dict() == by_object.to_dict()
    assert not by_name.complete


def test_a_story_takes_its_symbols_by_name() -> None:
    changed = orc.story("announced-date", tau=5)
    assert {p.symbol: p.value for p in changed.parameters}["tau"] == 5
    assert orc.story("announced-date", tau=1e12).claim_holds
    assert orc.story("alice-answers", without=None).holds


def test_questions_over_ranges_take_texts_and_objects() -> None:
    x, y = "alice.prestige=0:4:3", orc.Axis("alice.slowness", [0, 10, 30])
    signs = orc.sign_map("alice-bob", x, y, "open:8@3", settings=SMALL)
    assert signs.codes.shape == (3, 3)
    again = orc.sign_map("alice-bob", orc.Axis("alice.prestige", 0, 4, 3), y, orc.OpenModel(8, 3), settings=SMALL)
    assert (again.codes == signs.codes).all()
    one, several = (orc.flip("alice-bob", "open:9@4", vary=v, settings=SMALL) for v in ("bob.start", ["bob.start"]))
    assert one.to_dict() == several.to_dict()
    assert orc.regions("alice-bob", [x], settings=SMALL).paths == ("alice.prestige",)


def test_verify_takes_a_game_or_an_answer() -> None:
    answer = orc.solve("alice-bob", settings=SMALL)
    assert orc.verify(answer).confirmed
    assert orc.verify("alice-bob", settings=SMALL).complete
    with pytest.raises(OpenraceError, match="one about plans fixed at the start"):
        orc.verify(orc.solve("alice-bob", concept="reaction", settings=SMALL))


@cache
def one_of_each() -> tuple[Any, ...]:
    """One result of each kind, of a game whose summary is hostile."""
    game = orc.load("alice-bob", SMALL).model_copy(update={"summary": "<script>[red]x[/red]"})
    small = dict(SMALL)
    return (
        orc.solve(game),
        orc.solve(game, concept="reaction"),
        orc.solve(game, concept="commitment"),
        orc.shift(game, "open:8@3"),
        orc.story("bass"),
        orc.diff(game, "alice-bob-monopolist"),
        orc.catalog(),
        orc.stories(),
        orc.flip(game, "open:9@4", vary=["alice.prestige"]),
        orc.branches("announced-date", "tau=1:20:9"),
        orc.regions(game, "alice.prestige=0:5:2"),
        orc.sensitivity(game, "open:8@3", prior="alice.prestige=0:4", n=2),
        orc.sign_map("alice-bob", "alice.prestige=0:4:2", "alice.slowness=0:9:2", "open:8@3", settings=small),
        orc.verify(game),
    )


@pytest.mark.parametrize("k", range(14))
def test_every_result_shows_itself_and_survives_pickling(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = one_of_each()[k]
    assert "\n" not in repr(result)
    assert repr(result).startswith(f"{type(result).__name__}(")
    assert str(result) != repr(result)
    assert len(result.to_frame()) == len(result.table().rows)
    assert isinstance(result.to_dict(), dict)
    page = result._repr_html_()
    assert "<script>" not in page
    assert "x[/red]" in page or "script" not in page
    again = pickle.loads(pickle.dumps(result))
    assert repr(again) == repr(result)
    assert again.to_dict() == result.to_dict()
    assert str(again) == str(result)


def test_a_list_of_names_is_a_sequence() -> None:
    games = orc.catalog()
    assert f"{games[0]}\n    {orc.load(games[0]).summary[:20]}" in str(games)
    assert list(games) == list(games.names) == [games[k] for k in range(len(games))]
    assert games[:2] == games.names[:2]
    assert set(games.to_dict()) == set(games)
    for name in games:
        assert orc.load(name).name == name
    assert "alice-answers" in orc.stories()


def test_signatures_name_what_a_user_may_give() -> None:
    for value in functions():
        assert not any(p.startswith("_") for p in inspect.signature(value).parameters)
        assert all(p.kind is not p.VAR_POSITIONAL for p in inspect.signature(value).parameters.values())


def functions() -> list[Callable[..., object]]:
    # The folder of that name takes the function's place once it is imported.
    values = [explore if name == "explore" else getattr(orc, name) for name in dir(orc)]
    return [value for value in values if inspect.isfunction(value)]


def test_the_door_lists_what_is_called_and_the_classes_of_results_are_listed_apart() -> None:
    returned = {inspect.signature(value).return_annotation for value in functions()}
    assert returned - {"Game", "Path"} == set(dir(results)) - {"Direction"}
    assert not set(dir(orc)) & set(dir(results))
    assert len(dir(orc)) <= 55


def test_the_reference_lists_every_name_of_the_door_and_of_the_results() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "openrace.md").read_text(encoding="utf-8")
    listed = re.findall(r"^   (\w+)$", page, flags=re.MULTILINE)
    in_sentences = {"Game", "markets", "modifiers", "results", "terms", "values"}
    assert sorted(listed) == sorted({*dir(orc), *dir(results)} - in_sentences)
    assert all(f"`{name}`" in page for name in in_sentences)
