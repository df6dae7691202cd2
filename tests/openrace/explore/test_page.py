"""The page in a browser: an assumption moves the answer, a link brings it back, and everybody can use it."""

from __future__ import annotations

import json

from playwright.sync_api import Browser

from openrace.explore.core import call
from openrace.explore.server import Explorer
from tests.openrace.explore.pages import core_rows, needs_chromium, opened, sentence, shown_rows, violations, wait
from tests.openrace.explore.shell import random_states

pytestmark = needs_chromium
STATE = "v=1&game=alice-bob&set=calendar.slots:5&do=open:8@3"


def answer(state: str) -> str:
    return str(call({"want": "answer", "state": state})["shown"]["sentence"])


def test_moving_an_assumption_changes_the_answer_and_the_link_brings_it_back(
    browser: Browser, explorer: Explorer
) -> None:
    moved = STATE.replace("&do", "&set=alice.prestige:0&do")
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "map", "whole")
        before, dates = sentence(page), page.get_attribute("svg.timeline", "aria-label")
        here = page.get_attribute("svg.map [data-here]", "data-here")
        assert before == answer(STATE)
        # Where the assumption stands depends on whether their ranking has come.
        page.locator("details.more summary").click()
        slider = page.locator('[data-path="alice.prestige"] input[type=range]')
        slider.focus()
        page.keyboard.press("Home")
        wait(page, "ready", moved)
        wait(page, "map", "whole")
        after, link = sentence(page), page.url
        assert after == answer(moved) != before
        assert page.get_attribute("svg.timeline", "aria-label") != dates
        assert page.get_attribute("svg.map [data-here]", "data-here") != here
        assert link.endswith(f"#{moved}")
        page.go_back()
        wait(page, "ready", STATE)
        assert sentence(page) == before
    with opened(browser, link) as page:
        wait(page, "ready", moved)
        assert sentence(page) == after


def test_two_worlds_side_by_side_name_the_difference_that_flips_the_answer(
    browser: Browser, explorer: Explorer
) -> None:
    with opened(browser, f"{explorer.address}#{STATE}&other=calendar.slots:5&other=alice.prestige:1.4") as page:
        wait(page, "ready")
        said = page.get_attribute("[data-explained]", "data-explained") or ""
        assert "alice.prestige alone turns the first into the second" in said
        assert page.locator(".world .verdict").count() == 2


def test_every_number_on_the_page_is_what_the_core_says(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "ready", STATE)
        assert shown_rows(page) == core_rows(STATE) != []


def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}", 390) as page:
        wait(page, "ready", STATE)
        page.locator("details.more summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_no_fault_by_day_or_night(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}&other=alice.prestige:1.4") as page:
        wait(page, "ready")
        page.locator("details.more summary").click()
        page.locator(".presets summary").click()
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == []


def test_what_a_link_says_is_shown_as_text(browser: Browser, explorer: Explorer) -> None:
    evil = "<img src=x onerror=alert(1)>"
    with opened(browser, f"{explorer.address}#v=1&game=a&set=x:{evil}") as page:
        wait(page, "ready", "error")
        assert "img src" in page.locator("h1").inner_text()
        assert page.locator("img").count() == 0


def test_the_state_of_a_link_is_written_in_the_browser_as_in_python(browser: Browser, explorer: Explorer) -> None:
    states = [
        *random_states(10, 7, "alice-bob", 4),
        STATE.replace("&do", "&other=&do"),
        "v=1&story=alice-answers&set=tau:3",
    ]
    script = """async (states) => { const { readState, writeState } = await import('./state.js');
        return JSON.stringify(states.map((text) => writeState(readState(text)))); }"""
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "ready", STATE)
        assert json.loads(page.evaluate(script, states)) == states
