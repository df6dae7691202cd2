"""In a notebook the page is a widget with the same script, answered by the Python that is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import openrace as orc
from openrace.explore.core import call
from openrace.explore.notebook import WIDGET, Explored
from solver.common.errors import OpenraceError
from tests.openrace.explore.pages import (
    LONG,
    check_against_the_shell,
    core_rows,
    needs_chromium,
    sentence,
    shown_rows,
    wait,
)
from tests.openrace.explore.shell import random_states

SMALL = {"calendar.slots": 4}
STATE = "v=1&game=alice-bob&set=calendar.slots:4&do=open:8@2"
HARNESS = """
const handlers = {};
let state = STATE;
const model = {
  get: () => state,
  set(_, value) { state = value; for (const handler of handlers["change:state"] ?? []) handler(); },
  save_changes() { window.moved(state); },
  on(event, handler) { (handlers[event] ??= []).push(handler); },
  async send(content) {
    const reply = JSON.parse(await window.kernel(JSON.stringify(content)));
    for (const handler of handlers["msg:custom"]) handler(reply);
  },
};
window.go = (text) => model.set("state", text);
page.render({ model, el: document.getElementById("cell") });
"""


def explored() -> Explored:
    return orc.explore("alice-bob", "open:8@2", settings=SMALL)


def script(page: Explored) -> str:
    """The widget's own script, in a page with a model that asks this process."""
    esm = str(page.widget._esm).replace("export default { render: m_widget_js.render };", "const page = m_widget_js;")
    return esm + HARNESS.replace("STATE", json.dumps(page.state))


@contextmanager
def widget(browser: Browser, page: Explored) -> Iterator[Page]:
    """The widget in a page whose model asks this process; no script fails."""
    sent: list[dict[str, Any]] = []

    class Kernel:
        @staticmethod
        def send(reply: dict[str, Any]) -> None:
            sent.append(reply)

    def kernel(text: str) -> str:
        page._answer(Kernel(), json.loads(text), [])  # type: ignore[arg-type]
        return json.dumps(sent.pop())

    view = browser.new_page()
    said: list[str] = []
    view.on("pageerror", lambda error: said.append(str(error)))
    view.set_content('<div id="cell"></div>')
    view.expose_function("kernel", kernel)
    view.expose_function("moved", lambda state: page._moved({"new": state}))
    view.add_script_tag(content=script(page), type="module")
    yield view
    view.close()
    assert said == []


@needs_chromium
def test_the_widget_shows_what_the_solver_answers(browser: Browser) -> None:
    page = explored()
    with widget(browser, page) as view:
        wait(view, "ready", STATE)
        assert sentence(view) == call({"want": "answer", "state": STATE})["shown"]["sentence"]
        # Where the assumption stands depends on whether their ranking has come.
        view.locator("details.more summary").click()
        field = view.locator('[data-path="alice.prestige"] input[type=number]')
        field.fill("4")
        field.press("Tab")
        moved = STATE.replace("&do", "&set=alice.prestige:4&do")
        wait(view, "ready", moved)
        assert sentence(view) == call({"want": "answer", "state": moved})["shown"]["sentence"]
        assert shown_rows(view) == core_rows(moved) != []
        assert page.state == moved
        assert page.game == orc.load("alice-bob", {**SMALL, "alice.prestige": 4})
        view.locator(".effects summary").click()
        view.wait_for_selector("svg.waterfall", timeout=LONG)
        found = page.ask({"want": "effects", "state": moved})["effects"]["bars"]
        assert view.locator(".effects tbody th").all_inner_texts() == [bar["name"] for bar in found] != []
        view.locator(".presets summary").click(timeout=LONG)
        view.locator(".presets a", has_text="bertrand").click()
        wait(view, "ready", "v=1&game=bertrand")


@needs_chromium
@pytest.mark.slow
def test_the_widget_shows_the_numbers_of_fifty_states(browser: Browser) -> None:
    with widget(browser, explored()) as view:
        wait(view, "ready", STATE)
        for state in random_states(50, 13, "alice-bob", 5):
            view.evaluate("(text) => window.go(text)", state)
            check_against_the_shell(view, state)


def test_a_game_that_was_composed_here_has_a_page() -> None:
    game = orc.load("alice-bob", SMALL).model_copy(update={"name": "My <game>"})
    page = orc.explore(game, "open:8@2")
    assert page.state == "v=1&game=My%20-game&do=open:8@2"
    assert page.ask({"want": "answer", "state": page.state})["shown"]["kind"] == "shift"
    assert page.game == game


def test_where_no_widget_can_be_there_is_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    assert "answer" in explored()._repr_html_()
    assert WIDGET in explored()._repr_mimebundle_()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    shown = explored()._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html"}
    with pytest.raises(OpenraceError, match="notebook"):
        _ = explored().widget


def test_the_package_and_the_function_are_called_alike() -> None:
    package: Any = import_module("openrace.explore")
    assert package("alice-bob", settings=SMALL).state == orc.explore("alice-bob", settings=SMALL).state


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"game": "nobody"}, "nobody"),
        ({"game": "alice-bob", "settings": {"alice.unknown": 3}}, "alice.unknown"),
        ({"game": "alice-bob", "intervention": "explode:bob"}, "explode"),
        ({"game": "alice-bob", "concept": orc.Choice("reaction", order=("alice", "bob"))}, "Leave its options out"),
    ],
)
def test_what_does_not_fit_is_said_at_once(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(OpenraceError, match=said):
        orc.explore(**arguments)
