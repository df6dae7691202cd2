"""The page as one file: answers of the solver at solved points, in a file that needs nothing and asks nobody."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from openrace.cli.app import run
from openrace.explore.bundle import bundle
from openrace.explore.core import call
from openrace.explore.state import read_state
from openrace.explore.table import columns, numbered, packed, solve_table
from openrace.sweeps.axis import Axis
from solver.common.errors import OpenraceError
from tests.openrace.explore.pages import check_against_the_shell, core_rows, needs_chromium, sentence, shown_rows, wait

SMALL = "v=1&game=alice-bob&set=calendar.slots:4&do=open:8@2"
AXES = (Axis("alice.prestige", 0.0, 4.0, 5), Axis("bob.prestige", 0.0, 4.0, 5))


def written(out: Path, *vary: str) -> Path:
    words = ["--set", "calendar.slots=4", "--open", "8@2", *[word for axis in vary for word in ("--vary", axis)]]
    assert run(["explore", "alice-bob", *words, "--out", str(out)]) == 0
    assert not out.with_name("page.html.cells").exists()
    return out


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page") / "page.html", "alice.prestige=0:4:5", "bob.prestige=0:4:5")


def at(x: float, y: float) -> str:
    """The state at one point of a page."""
    sets = f"set=calendar.slots:4&set=alice.prestige:{x:g}&set=bob.prestige:{y:g}"
    return f"v=1&game=alice-bob&{sets}&do=open:8@2"


@needs_chromium
def test_the_file_answers_offline_what_the_solver_answers_at_solved_points(browser: Browser, page_file: Path) -> None:
    draws = Random(5)  # noqa: S311 - reproducible, not secret
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(6):
        state = at(draws.randint(0, 4), draws.randint(0, 4))
        page.goto(f"{page_file.as_uri()}#{state}")
        wait(page, "ready", state)
        assert sentence(page) == call({"want": "answer", "state": state})["shown"]["sentence"]
        assert shown_rows(page) == core_rows(state) != []
        assert "Solved point" in page.locator(".solved").inner_text()
    context.close()
    assert said == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}


@needs_chromium
@pytest.mark.slow
def test_every_answer_of_a_file_of_fifty_six_is_the_shells(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path / "page.html", "alice.prestige=0:3.5:8", "bob.prestige=0:3:7")
    page = browser.new_page()
    for x in range(8):
        for y in range(7):
            page.goto(f"{file.as_uri()}#{at(x / 2, y / 2)}")
            check_against_the_shell(page, at(x / 2, y / 2))
            assert page.locator(".solved").inner_text().startswith("Solved point")
    page.close()


@needs_chromium
def test_between_solved_points_the_file_snaps_and_says_so(browser: Browser, page_file: Path) -> None:
    state = "v=1&game=alice-bob&set=calendar.slots:4&set=alice.prestige:2.2&do=open:8@2"
    page = browser.new_page()
    page.goto(f"{page_file.as_uri()}#{state}")
    wait(page, "ready", state)
    assert "nearest solved point, alice.prestige 2, bob.prestige 2" in page.locator(".solved").inner_text()
    theirs = call({"want": "answer", "state": state.replace("2.2", "2")})["shown"]["sentence"]
    assert page.get_attribute("h1", "data-sentence") == theirs
    assert not page.locator(".effects, .rules").first.is_visible()
    assert page.get_by_text("card to quote").count() == 0
    page.goto(f"{page_file.as_uri()}#{state.replace('8@2', '9@1')}")
    wait(page, "ready", "error")
    assert "this page has no answers" in page.locator("h1").inner_text()
    page.close()


def test_a_page_is_as_small_as_promised(page_file: Path) -> None:
    assert page_file.stat().st_size < 75_000


@pytest.mark.slow
@pytest.mark.parametrize(("n", "most", "answers_alone"), [(21, 100_000, True), (41, 400_000, False)])
def test_full_answers_of_the_first_game_are_as_small_as_promised(
    tmp_path: Path, n: int, most: int, answers_alone: bool
) -> None:
    from openrace.explore.bundle import one_file

    axes = (Axis("alice.prestige", 0.0, 5.0, n), Axis("alice.slowness", 0.0, 30.0, n))
    state = read_state("v=1&game=alice-bob&do=open:9@4")
    data = packed(state, axes, solve_table(state, axes, tmp_path / "cells", executor="processes:2"))
    assert len(data if answers_alone else one_file("page", data)) < most


def test_a_page_that_was_not_finished_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openrace.explore import table

    kept, state = tmp_path / "cells", read_state(SMALL)
    whole = solve_table(state, AXES, tmp_path / "other")
    solved: list[str] = []
    real = table.answers_at

    def interrupted(texts: list[str]) -> list[dict[str, object]]:
        if len(solved) >= 17:
            raise KeyboardInterrupt
        solved.extend(texts)
        return real(texts)

    monkeypatch.setattr(table, "answers_at", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solve_table(state, AXES, kept)
    with pytest.raises(OpenraceError, match="not finished"):
        solve_table(state, AXES, kept)
    with kept.open("a") as file:
        file.write('[24, {"sho')
    solved.clear()
    again = solve_table(state, AXES, kept, resume=True)
    assert again == whole
    assert len(solved) == 25 - 17
    with pytest.raises(OpenraceError, match="another question"):
        solve_table(state, AXES[::-1], kept, resume=True)


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        (AXES[:1], "1 assumption may vary"),
        ((AXES[0], AXES[0]), "two or three different ones"),
        ((Axis("alice.prestige", 0.0, 1.0, 200), Axis("bob.prestige", 0.0, 1.0, 200)), "40,000 answers"),
        ((AXES[0], Axis("bob.unknown", 0.0, 1.0, 2)), "bob.unknown"),
        ((AXES[0], Axis("bob.start", -1.0, 1.0, 2)), "bob.start"),
    ],
)
def test_a_grid_that_cannot_be_answered_is_refused(tmp_path: Path, axes: tuple[Axis, ...], said: str) -> None:
    with pytest.raises(OpenraceError, match=said):
        solve_table(read_state(SMALL), axes, tmp_path / "cells")


@pytest.mark.parametrize("words", [("--out", "page.html"), ("--vary", "alice.prestige=0:4:5")])
def test_out_and_vary_come_together(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "alice-bob", *words]) == 2
    assert "--vary and --out together" in capsys.readouterr().err


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=12))
def test_the_numbers_of_a_column_can_be_read_again(drawn: list[int]) -> None:
    order = {value: k for k, value in enumerate(dict.fromkeys(drawn))}
    numbers = [order[value] for value in drawn]
    found, new, before = [], 0, -1
    text = numbered(numbers)
    while text:
        head, text = (text[0], text[1:]) if text[0] in "np-" else (text.partition(",")[0], text.partition(",")[2])
        before = {"n": new, "p": before, "-": -1}.get(head, int(head) if head.isdecimal() else 0)
        new = max(new, before + 1)
        found.append(before)
    assert found == numbers


def test_columns_keep_every_text_of_every_answer() -> None:
    answers = [{"a": {"b": ["x", 1]}, "c": "same"}, {"a": {"b": ["y"]}, "c": "same"}]
    found = columns(answers)
    assert set(found["places"]) == {"/a/b/0", "/a/b/1", "/c"}
    assert found["columns"][found["places"]["/a/b/0"]] == [["x", "y"], "nn"]
    assert found["columns"][found["places"]["/a/b/1"]] == [[1], "n-"]
    assert found["columns"][found["places"]["/c"]] == [["same"], "np"]


def test_the_bundle_has_every_module_once_and_no_import() -> None:
    text = bundle("offline.js")
    assert "import {" not in text
    assert "\nexport " not in text
    assert text.count("const m_dom_js = ") == 1
