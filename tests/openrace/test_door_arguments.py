"""What a user of openrace may write in Python by mistake: every argument of every question."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import openrace as orc
from solver.common.errors import OpenraceError
from tests.openrace.test_door import functions

door: Any = orc
"""The same names, for arguments that a type checker refuses."""


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
    (lambda: door.Choice("reaction", order=["alice", 3]), "int 3; expected the name of a lab"),
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
    (lambda: door.story("announced-date", without=3), "the assumption is 3; expected the name of an assumption"),
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


GOOD: dict[str, dict[str, Any]] = {
    "load": {"game": "alice-bob"},
    "solve": {"game": "alice-bob"},
    "shift": {"game": "alice-bob", "intervention": "open:8@3"},
    "diff": {"first": "alice-bob", "second": "alice-bob-monopolist", "intervention": "open:8@3"},
    "compose": {"games": "upgrade", "others": "training-cost"},
    "verify": {"game": "alice-bob"},
    "export": {"game": "alice-bob", "path": "game.nfg"},
    "effects": {"game": "closed-monopolist", "intervention": "open:12@2", "draws": 0},
    "card": {"game": "alice-bob", "intervention": "open:8@3", "draws": 1},
    "prove": {"game": "alice-bob", "intervention": "open:8@3", "box": {"alice.prestige": (1, 2)}},
    "multiverse": {"game": "alice-bob", "intervention": "open:8@3", "draws": 1},
    "branches": {"game": "announced-date", "vary": "tau=1:20:5"},
    "flip": {"game": "alice-bob", "intervention": "open:8@3", "vary": "alice.prestige"},
    "regions": {"game": "alice-bob", "vary": "alice.prestige=0:5:2"},
    "sensitivity": {"game": "alice-bob", "intervention": "open:8@3", "prior": "alice.prestige=0:4", "n": 2},
    "sign_map": {"game": "alice-bob", "x": "bob.prestige=0:4:2", "y": "bob.start=0:9:2", "intervention": "open:8@3"},
    "sweep": {"game": "alice-bob", "intervention": "open:8@3", "prior": "alice.prestige=0:4", "n": 2},
    "replicate": {"models": "lee-wilde"},
    "open_question": {"models": "lee-wilde"},
}
"""Arguments of each question, all good; those of one word are looked at below."""


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize(
    "wrong",
    [object(), 10**5000, np.array([1, 2]), [[]], float("nan"), b"x"],
    # The words for an object are its address, which no two processes share.
    ids=["object", "huge", "array", "list", "nan", "bytes"],
)
def test_every_argument_of_a_wrong_kind_is_answered_in_one_sentence(
    name: str, wrong: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    question = getattr(orc, name)
    for parameter in inspect.signature(question).parameters:
        with pytest.raises(OpenraceError) as refused:
            question(**{**GOOD[name], parameter: wrong})
        assert "\n" not in str(refused.value), parameter
        assert len(str(refused.value)) < 2500, parameter


def test_every_question_is_among_them() -> None:
    one_word = {"story", "story_game", "classic", "rules", "explore", "catalog", "stories", "evidence"}
    assert {f.__name__ for f in functions()} == {*GOOD, *one_word}
