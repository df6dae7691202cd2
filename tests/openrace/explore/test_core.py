"""What is shown is what the shell answers, and nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from games.catalog.names import CATALOG
from games.parts.memory import Latest
from openrace.claims.story_list import story_names
from openrace.explore import space, wishes
from openrace.explore.core import WANTS, call
from openrace.explore.space import CELLS
from openrace.explore.state import read_state
from openrace.explore.subject import GameSubject, subject_of
from tests.openrace.explore.shell import random_states, shell, shift_of

STATE = "v=1&game=alice-bob&set=calendar.slots:5&do=open:8@3"
NOT_SHOWN = ("schema", "version", "before", "after", "fragility", "notes")


def check_against_the_shell(state: str) -> None:
    found = call({"want": "answer", "state": state})
    theirs = shift_of(state)
    if "error" in theirs:
        assert found["error"] == theirs["error"]
        return
    shown = found["shown"]["json"]
    own = {key: value for key, value in theirs.items() if key not in NOT_SHOWN}
    assert {key: shown[key] for key in own} == own
    assert found["shown"]["sentence"].lower() == theirs["answer"].lower()


@pytest.mark.parametrize("state", random_states(6, 1, "alice-bob", 4))
def test_the_numbers_are_those_of_the_shell(state: str) -> None:
    check_against_the_shell(state)


@pytest.mark.slow
@pytest.mark.parametrize(
    "state", random_states(25, 2, "alice-bob", 12) + random_states(25, 3, "alice-bob-monopolist", 6)
)
def test_the_numbers_of_fifty_states_are_those_of_the_shell(state: str) -> None:
    check_against_the_shell(state)


def test_the_command_repeats_the_answer() -> None:
    found = call({"want": "answer", "state": f"{STATE}&set=alice.prestige:3"})
    theirs = shell(*found["command"].split()[1:])
    assert found["shown"]["json"]["books"] == theirs["books"]


def test_every_game_and_every_story_is_one_click_away() -> None:
    catalog = call({"want": "catalog"})
    assert [g["name"] for g in catalog["games"]] == list(CATALOG)
    assert [s["name"] for s in catalog["stories"]] == list(story_names())
    for entry in (*catalog["games"], *catalog["stories"]):
        form = call({"want": "form", "state": entry["state"]})
        assert "error" not in form, form
        assert {i["kind"] for i in form["items"]} <= {"number", "switch", "choice"}


@pytest.mark.parametrize("name", ["attrition", "race-patent&do=none"])
def test_a_game_in_which_nothing_happens_shows_its_equilibria(name: str) -> None:
    shown = call({"want": "answer", "state": f"v=1&game={name}"})["shown"]
    assert shown["kind"] == "solve"
    assert name.partition("&")[0] in shown["card"]


def test_a_story_shows_whether_its_claim_holds() -> None:
    shown = call({"want": "answer", "state": "v=1&story=alice-answers&set=tau:3"})["shown"]
    assert shown["json"] == {
        k: v for k, v in shell("story", "alice-answers", "--set", "tau=3").items() if k in shown["json"]
    }
    assert shown["headline"].startswith("The claim ")


def test_the_map_is_that_of_the_shell_and_comes_in_parts() -> None:
    state = f"{STATE}&x=alice.prestige:0:4&y=alice.slowness:0:30"
    codes = [[-9] * CELLS for _ in range(CELLS)]
    first = 0
    while first < CELLS * CELLS:
        found = call({"want": "map", "state": state, "first": first})["map"]
        for i, j, code in found["cells"]:
            assert codes[i][j] == -9
            codes[i][j] = code
        assert found["next"] == first + len(found["cells"]) > first
        first = found["next"]
    theirs = shell(
        "map", "alice-bob", "--set", "calendar.slots=5", "--open", "8@3",
        "--vary", f"alice.prestige=0:4:{CELLS}", "--vary", f"alice.slowness=0:30:{CELLS}",
    )  # fmt: skip
    assert codes == theirs["codes"]


def test_a_map_that_is_let_go_while_it_is_asked_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    question = {"want": "map", "state": f"{STATE}&x=alice.prestige&y=alice.slowness", "first": 440}
    known = call(question)["map"]
    monkeypatch.setattr(space, "_LATEST", Latest(0))
    assert call(question)["map"] == known


def test_a_map_is_drawn_where_some_corner_makes_no_game() -> None:
    found = call({"want": "map", "state": "v=1&story=alice-answers&x=T:0:11&y=tau:0:11"})["map"]
    assert {code for _, _, code in found["cells"]} <= {-1, 0, 1, 2, 3, 4, 5, 6}


def test_the_place_of_a_flip_is_that_of_the_shell() -> None:
    found = call({"want": "flips", "state": STATE, "path": "alice.prestige"})["flips"]
    item = next(i for i in subject_of(read_state(STATE), {}).items if i.path == "alice.prestige")
    theirs = shell(
        "flip",
        "alice-bob",
        "--set",
        "calendar.slots=5",
        "--open",
        "8@3",
        "--vary",
        f"alice.prestige={item.low}:{item.high}",
    )
    assert found["found"]
    assert [f["at"] for f in found["found"]] == [f["at"][0] for f in theirs["flips"]]


def test_two_worlds_name_the_difference_that_flips_the_answer() -> None:
    flips = call({"want": "flips", "state": STATE, "path": "alice.prestige"})["flips"]["found"]
    beyond = flips[0]["at"] + (0.05 if flips[0]["change"] > 0 else -0.05)
    found = call({"want": "diff", "state": f"{STATE}&other=calendar.slots:5&other=alice.prestige:{beyond:.4f}"})["diff"]
    assert "alice.prestige alone" in found["sentence"]
    assert len({v["direction"] for v in found["verdicts"]}) == 2


def test_what_is_firm_is_said_in_the_words_of_the_shell() -> None:
    found = call({"want": "firm", "state": STATE})
    assert found["json"] == shell("shift", "alice-bob", "--set", "calendar.slots=5", "--open", "8@3")["fragility"]
    assert found["firm"]


def test_the_file_that_is_saved_is_the_game() -> None:
    from games.parts.reading import read_toml_text

    saved = read_toml_text(call({"want": "toml", "state": f"{STATE}&set=alice.prestige:3"})["toml"])
    assert next(t["weight"] for t in saved["labs"][0]["terms"] if t["kind"] == "prestige") == 3.0


def test_effects_are_those_of_the_shell() -> None:
    found = call({"want": "effects", "state": STATE})
    theirs = shell(*found["command"].split()[1:])
    assert {key: theirs[key] for key in found["json"]} == found["json"]
    bars = found["effects"]["bars"]
    told = {effect["factor"]: effect for effect in theirs["effects"]}
    assert [bar["name"] for bar in bars] == [name for name in told if told[name]["value"] or told[name]["last"]]
    assert all(bar[key] == told[bar["name"]][key] for bar in bars for key in ("value", "low", "high", "words", "who"))
    (base, _), (whole, _) = found["effects"]["ends"]
    assert base + sum(bar["value"] for bar in bars) == pytest.approx(whole)


def test_effects_have_intervals_over_the_evidence_of_a_calibrated_game_once_they_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wishes, "DRAWS", 2)
    state = "v=1&game=frontier-2026&set=calendar.slots:2&set=calendar.horizon:8"
    quick, whole = (call({"want": "effects", "state": state, **more}) for more in ({"quick": True}, {}))
    assert quick["open"]
    assert not whole["open"]
    assert not any(bar["span"] for bar in quick["effects"]["bars"])
    assert any(bar["low"] < bar["high"] and bar["span"] for bar in whole["effects"]["bars"])
    assert [bar["value"] for bar in quick["effects"]["bars"]] == [
        bar["value"] for bar in whole["effects"]["bars"] if bar["value"] or bar["alone"] != "0" or bar["last"] != "0"
    ]
    assert not call({"want": "effects", "state": STATE, "quick": True})["open"]


def test_rules_are_those_of_the_shell_over_the_whole_sliders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "CELLS", 256)
    paths = ["alice.prestige", "bob.prestige", "alice.slowness"]
    found = call({"want": "rules", "state": STATE, "paths": paths})
    monkeypatch.chdir(tmp_path)
    sweep, rules = found["command"].split(" && ")
    shell(*sweep.split()[1:])
    theirs = shell(*rules.split()[1:])
    assert {key: theirs[key] for key in found["json"]} == found["json"]
    assert [f"{rule['sentence']}." for rule in theirs["rules"]] == [rule["sentence"] for rule in found["rules"]] != []
    items = {item.path: item for item in subject_of(read_state(STATE), {}).items}
    priors = [f"--prior {path}={items[path].low:g}:{items[path].high:g}" for path in paths]
    assert " ".join(priors) in sweep


def test_the_card_is_that_of_the_shell_with_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    found = call({"want": "card", "state": f"{STATE}&metric=response.n_release"})
    theirs = shell(*found["card"]["command"].split()[1:])
    assert found["card"] == {key: theirs[key] for key in found["card"]} | {"command": found["card"]["command"]}
    assert 'viewBox="0 0 864 453.6"' in found["svg"]
    # As in a browser, where there is no matplotlib.
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    without = call({"want": "card", "state": f"{STATE}&metric=response.n_release"})
    assert without["card"] == found["card"]
    assert without["svg"] is None
    assert "matplotlib is not installed" in without["why"]


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"want": "answer"},
        {"want": "rm -rf", "state": STATE},
        {"want": ["answer"], "state": STATE},
        {"want": "answer", "state": 3},
        {"want": "answer", "state": "v=1&game=nobody"},
        {"want": "answer", "state": "v=1&game=mine.toml"},
        {"want": "answer", "state": "v=1&story=nobody"},
        {"want": "answer", "state": "v=1&story=alice-answers&do=open:9@4"},
        {"want": "answer", "state": f"{STATE}&set=alice.unknown:3"},
        {"want": "answer", "state": f"{STATE}&set=alice.prestige:wrong"},
        {"want": "answer", "state": f"{STATE}&set=calendar.slots:9999"},
        {"want": "answer", "state": f"{STATE}&set=alice.prestige:1e300"},
        {"want": "answer", "state": f"{STATE}&concept=nothing"},
        {"want": "answer", "state": f"{STATE}&metric=nothing"},
        {"want": "answer", "state": "v=1&game=alice-bob&do=ban:nobody"},
        {"want": "answer", "state": "v=1&game=alice-bob&do=explode:bob"},
        {"want": "answer", "state": "v=1&game=attrition&do=open:9@4"},
        {"want": "map", "state": f"{STATE}&x=alice.prestige&y=alice.prestige"},
        {"want": "map", "state": STATE, "first": 441},
        {"want": "map", "state": STATE, "first": "1"},
        {"want": "flips", "state": STATE, "path": "market.kind"},
        {"want": "diff", "state": STATE},
        {"want": "toml", "state": "v=1&story=alice-answers"},
        {"want": "effects", "state": "v=1&story=alice-answers"},
        {"want": "effects", "state": "v=1&game=alice-bob&do=none"},
        {"want": "effects", "state": "v=1&game=attrition"},
        {"want": "effects", "state": f"{STATE}&metric=nothing"},
        {"want": "rules", "state": STATE},
        {"want": "rules", "state": STATE, "paths": ["market.kind"]},
        {"want": "rules", "state": STATE, "paths": ["calendar.slots"]},
        {"want": "rules", "state": "v=1&game=race-patent&do=open:2@1", "paths": ["ease"]},
        {"want": "rules", "state": "v=1&game=alice-bob-monopolist&do=allow:bob", "paths": ["bob.prestige"]},
        {"want": "card", "state": "v=1&story=alice-answers"},
        {"want": "card", "state": "v=1&game=alice-bob&do=none"},
        {"want": "card", "state": f"{STATE}&set=*.prestige:0&set=*.slowness:0&set=*.training_cost:0"},
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(question: dict[str, Any]) -> None:
    found = call(question)
    assert set(found) == {"schema", "error"}
    assert found["error"]["what"]


def test_every_want_is_an_object_of_plain_data() -> None:
    for want in WANTS:
        question = {"want": want, "state": f"{STATE}&other=alice.prestige:3", "path": "alice.prestige"}
        json.dumps(call(question), allow_nan=False)


def test_without_an_event_no_sign_is_asked_for() -> None:
    subject = subject_of(read_state("v=1&game=alice-bob&do=none"), {})
    assert isinstance(subject, GameSubject)
    assert subject.axes() == ()
    assert call({"want": "map", "state": "v=1&game=alice-bob&do=none"})["map"] is None
