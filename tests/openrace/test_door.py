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


BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: door.load({"name": "x"}), "the game is {'name': 'x'}"),
    (lambda: door.load(None), "the game is None"),
    (lambda: door.load("alicebob"), "Did you mean 'alice-bob'"),
    (lambda: door.load(Path("mine.csv")), "ends in .toml or .nfg"),
    (lambda: door.load("mine.toml"), "cannot be read"),
    (lambda: door.load("/dev"), "no game is named"),
    (lambda: door.load(Path("/dev/zero.toml")), "cannot be read"),
    (lambda: door.load("alice-bob", 3), "the settings are 3"),
    (lambda: door.load("alice-bob", [3]), "a setting is 3"),
    (lambda: door.load("alice-bob", {3: 3}), "a path is 3"),
    (lambda: door.load("alice-bob", {"alice.prestige": "much"}), "alice.prestige: 'much' came, expected a number"),
    (lambda: door.load("alice-bob", {"alice.prestige": {}}), "alice.prestige"),
    (lambda: door.load("alice-bob", {"alice.prestge": 1}), "did you mean 'alice.prestige'"),
    (lambda: door.load("alice-bob", "alice.prestige"), "expected path=value"),
    (lambda: door.solve(3), "the game is 3"),
    (lambda: door.solve("alice-bob", concept="reacton"), "open-loop, commitment or reaction"),
    (lambda: door.solve("alice-bob", concept=3), "3"),
    (lambda: door.solve("alice-bob", concept="all"), "several concepts came"),
    (lambda: door.solve("alice-bob", concept={"a": 1}), "{'a': 1}"),
    (lambda: door.solve("alice-bob", method="lemke"), "no method 'lemke'"),
    (lambda: door.solve("alice-bob", method=3), "the method 3 came"),
    (lambda: door.solve("alice-bob", concept="reaction", method="one"), "method came with"),
    (lambda: door.Choice("reaction", order=3), "labs in their order"),
    (lambda: door.shift("alice-bob", {"allow": "bob"}), "the intervention is {'allow': 'bob'}"),
    (lambda: door.shift("alice-bob", orc.Allow), "the intervention is <class"),
    (lambda: door.shift("alice-bob", "alow:bob"), "Did you mean allow:LAB"),
    (lambda: door.shift("alice-bob", orc.Allow("carol")), "no lab 'carol'"),
    (lambda: door.shift("bertrand", "allow:bob"), "no game of labs"),
    (lambda: door.OpenModel("8", 3), "the capability is '8'"),
    (lambda: door.OpenModel(8, float("nan")), "the date is nan"),
    (lambda: door.Allow({"a": 1}), "a lab is {'a': 1}"),
    (lambda: door.Merge("alice"), "two labs or more"),
    (lambda: door.story(3), "the story is 3"),
    (lambda: door.story("alice-answer"), "alice-answers"),
    (lambda: door.story("announced-date", sigma=3), "no parameter 'sigma'"),
    (lambda: door.story("announced-date", tau="soon"), "tau"),
    (lambda: door.story("announced-date", tau=-1), "tau"),
    (lambda: door.story("announced-date", without=3), "no assumption 3"),
    (lambda: door.diff("alice-bob", "bertrand"), "no game of labs"),
    (lambda: door.diff("alice-bob", "alice-bob", metric="x", intervention="allow:bob"), "x"),
    (lambda: door.verify({}), "the game is {}"),
    (lambda: door.export("alice-bob", "mine.csv"), "ends in .nfg"),
    (lambda: door.export("alice-bob", 3), "the file is 3"),
    (lambda: door.export("alice-bob", "/no/such/place.nfg"), "cannot be written"),
    (lambda: door.Axis("alice.prestige"), "the axis is"),
    (lambda: door.Axis(["alice.prestige"], [0, 1]), "the axis is"),
    (lambda: door.Axis("alice.prestige", [1, 0]), "the axis is"),
    (lambda: door.sign_map("alice-bob", 3, "alice.slowness=0:30:3", "open:8@3"), "the axis is 3"),
    (lambda: door.sign_map("alice-bob", "alice.prestige=0:4:2", "alice.prestige=0:4:2", "open:8@3"), "twice"),
    (lambda: door.flip("alice-bob", "open:9@4"), "no assumption may be changed"),
    (lambda: door.flip("alice-bob", "open:9@4", vary=3), "3 came"),
    (lambda: door.flip("alice-bob", "open:9@4", vary=[3]), "3 came; expected a path that may change"),
    (lambda: door.flip("alice-bob", "open:9@4", vary=["alice.prestige"], metric="x"), "no metric is named 'x'"),
    (lambda: door.flip("alice-bob", vary=["alice.prestige"]), "no intervention came"),
    (lambda: door.branches("announced-date", {"tau": 1}), "the axis is {'tau': 1}"),
    (lambda: door.branches("announced-date", "tau=1"), "goes from 1 to 1"),
    (lambda: door.regions("alice-bob", "open.date=0:5:2"), "open.date"),
    (lambda: door.sensitivity("alice-bob", "open:8@3", prior=[3]), "a prior is 3"),
    (lambda: door.sensitivity("alice-bob", "open:8@3", prior="alice.prestige=4:0"), "the prior"),
    (lambda: door.sweep("alice-bob", out="store"), "neither vary nor prior came"),
    (lambda: door.sweep("alice-bob", "open:8@3", vary="alice.prestige=0:1:2", out=5), "the directory is 5"),
    (lambda: door.sweep("alice-bob", "open:8@3", prior="alice.prestige=0:1", n="x"), "number of points is 'x'"),
    (lambda: door.multiverse("alice-bob", "open:8@3", out=3), "the directory is 3"),
    (lambda: door.sweep("alice-bob", "open:8@3", vary="alice.prestige=0:1:2", out="\0"), "a null character"),
    (lambda: door.export("alice-bob", "\0.nfg"), "a null character"),
    (lambda: door.rules(5), "the directory is 5"),
    (lambda: door.compose(5), "5 came; expected a game, or a list of games"),
    (lambda: door.compose("upgrade", 5), "5 came; expected a game, or a list of games"),
    (lambda: door.story_game(5), "the story is 5"),
    (lambda: door.classic(5), "the published model is 5"),
    (lambda: door.prove("alice-bob", "open:8@3", {"alice.prestige": 3}), "a side of the box is"),
    (lambda: door.effects("alice-bob", "open:8@3", draws="x"), "the number of draws is 'x'"),
    (lambda: door.effects("alice-bob", "open:8@3", budget="x"), "the budget is 'x'"),
    (lambda: door.effects("alice-bob", "open:8@3", seed=-1), "the seed is -1; expected a whole number, 0 or more"),
    (lambda: door.multiverse("alice-bob", "open:8@3", draws=10**9), "1,000,000,000 draws came; expected 0 to 10,000"),
    (lambda: door.card("alice-bob", "open:8@3", draws=2.5), "the number of draws is 2.5"),
    (lambda: door.flip("alice-bob", "open:8@3", vary="alice.prestige", together="x"), "at once is 'x'"),
    (lambda: door.sensitivity("alice-bob", "open:8@3", prior="alice.prestige=0:1", n="x"), "base sample is 'x'"),
    (lambda: door.solve("alice-bob", budget="x"), "the budget is 'x'"),
    (lambda: door.solve("alice-bob", concept=orc.Choice(answer="next"), method="all"), "--answer came with"),
    (lambda: door.shift("alice-bob", "open:8@3").metric(["a"]), "no metric is named"),
    (lambda: door.Lab(name="Alice", statr=3), "did you mean 'start'"),
    (lambda: door.Game(name="g", labs=[]), "labs: .. came, expected 1 or more entries"),
    (lambda: door.Game(name="g", labs=[3]), "labs.0"),
    (lambda: door.Calendar(horizon="long"), "horizon: 'long' came, expected a number"),
    (lambda: door.terms.Prestige(weight="x"), "weight: 'x' came"),
]


@pytest.mark.parametrize(("call", "said"), BAD)
def test_a_wrong_argument_is_answered_in_one_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(OpenraceError, match=said) as refused:
        call()
    assert "\n" not in str(refused.value)
    assert "For further information" not in str(refused.value)


@pytest.mark.parametrize("huge", [10**5000, -(10**5000), 10**400], ids=["5000", "-5000", "400"])
@pytest.mark.parametrize(
    "call",
    [
        lambda huge: door.load(huge),
        lambda huge: door.load("alice-bob", huge),
        lambda huge: door.load("alice-bob", {"alice.prestige": huge}),
        lambda huge: door.load("alice-bob", {huge: 1}),
        lambda huge: door.solve("alice-bob", concept=huge),
        lambda huge: door.solve("alice-bob", method=huge),
        lambda huge: door.shift("alice-bob", [huge]),
        lambda huge: door.OpenModel(huge, 3),
        lambda huge: door.Allow(huge),
        lambda huge: door.Fix("bob", huge),
        lambda huge: door.Merge([huge, "bob"]),
        lambda huge: door.story(huge),
        lambda huge: door.Axis("alice.prestige", 0, huge, 2),
        lambda huge: door.branches("announced-date", huge),
        lambda huge: door.prove("alice-bob", "open:8@3", {"alice.prestige": (0, huge)}),
        lambda huge: door.compose(huge),
        lambda huge: door.solve("alice-bob", budget=huge),
        lambda huge: door.effects("alice-bob", "open:8@3", draws=huge),
        lambda huge: door.effects("alice-bob", "open:8@3", seed=huge),
        lambda huge: door.card("alice-bob", "open:8@3", draws=huge),
        lambda huge: door.multiverse("alice-bob", "open:8@3", draws=huge),
        lambda huge: door.flip("alice-bob", "open:8@3", vary="alice.prestige", seed=huge),
        lambda huge: door.sweep("alice-bob", prior="alice.prestige=0:4", n=huge),
        lambda huge: door.sweep("alice-bob", prior="alice.prestige=0:4", seed=huge),
        lambda huge: door.sensitivity("alice-bob", "open:8@3", prior="alice.prestige=0:4", n=huge),
        lambda huge: door.rules(door.sweep("alice-bob", prior="alice.prestige=0:4", n=2), fresh=huge),
    ],
)
def test_a_number_of_thousands_of_digits_is_answered_in_one_sentence(call: Callable[[int], object], huge: int) -> None:
    with pytest.raises(OpenraceError) as refused:
        call(huge)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 2000


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
