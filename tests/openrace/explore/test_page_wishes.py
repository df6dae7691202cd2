"""What is opened on wish in a browser: what each factor does, and the card to quote."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from openrace.explore.core import call
from openrace.explore.server import Explorer
from tests.openrace.explore.pages import LONG, needs_chromium, opened, violations, wait

pytestmark = needs_chromium
STATE = "v=1&game=alice-bob&set=calendar.slots:5&do=open:8@3"
MOVED = STATE.replace("&do", "&set=alice.prestige:0&do")


def bars(page: Page) -> list[list[str]]:
    """Factor and effect in every row of the table."""
    return [row.locator("th, td").all_inner_texts()[:2] for row in page.locator(".effects tbody tr").all()]


def effects(state: str) -> list[list[str]]:
    """The same as the core says them."""
    found = call({"want": "effects", "state": state, "quick": True})["effects"]["bars"]
    return [[bar["name"], bar["text"]] for bar in found]


def until(page: Page, place: str, state: str) -> None:
    """Waits until what is opened belongs to a state."""
    page.wait_for_selector(f'{place}[data-of="{state}"]', timeout=LONG)


def taken(page: Page, words: str) -> bytes:
    """The file that a button saves."""
    with page.expect_download(timeout=LONG) as download:
        page.get_by_text(words, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_what_each_factor_does_is_computed_when_it_is_opened_and_follows_the_sliders(
    browser: Browser, explorer: Explorer
) -> None:
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "ready", STATE)
        assert page.locator("svg.waterfall").count() == 0
        page.locator(".effects summary").focus()
        page.keyboard.press("Enter")
        until(page, ".effects .inside", STATE)
        assert bars(page) == effects(STATE) != []
        said = page.get_attribute("svg.waterfall", "aria-label") or ""
        assert all(f"{name}: " in said and text in said for name, text in effects(STATE))
        page.locator(".rules summary").click()
        until(page, ".rules .inside", STATE)
        paths = page.locator(".rules .inside > p:first-child code").all_inner_texts()
        said = call({"want": "rules", "state": STATE, "paths": paths})["rules"]
        assert (
            page.locator("ol.rules li > div > p:first-child").all_inner_texts() == [r["sentence"] for r in said] != []
        )
        page.locator(".rules summary").click()
        assert b"openrace effects alice-bob" in taken(page, "download the factors")
        page.locator("details.more summary").click()
        page.locator('[data-path="alice.prestige"] input[type=range]').focus()
        page.keyboard.press("Home")
        page.wait_for_selector(".effects .inside.stale", timeout=LONG)
        until(page, ".effects .inside:not(.stale)", MOVED)
        assert bars(page) == effects(MOVED) != effects(STATE)
        # Nobody looks at it any more: what is there is taken away before it is wrong.
        page.locator(".effects summary").click()
        page.go_back()
        wait(page, "ready", STATE)
        assert page.locator("svg.waterfall").count() == 0


def test_a_card_to_quote_is_shown_with_its_paragraph_and_can_be_taken_away(
    browser: Browser, explorer: Explorer
) -> None:
    theirs = call({"want": "card", "state": STATE})["card"]
    with opened(browser, f"{explorer.address}#{STATE}", 390) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        wait(page, "ready", STATE)
        button = page.get_by_text("card to quote")
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        until(page, ".card:not(.stale)", STATE)
        assert page.get_by_text("card to quote").get_attribute("aria-expanded") == "true"
        assert page.get_attribute("[data-paragraph]", "data-paragraph") == theirs["text"]
        assert page.evaluate("document.querySelector('.quoted').naturalWidth") > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        png = taken(page, "download the card as PNG")
        assert struct.unpack(">II", png[16:24]) == (1200, 630)
        assert b'viewBox="0 0 864 453.6"' in taken(page, "download the card as SVG")
        page.get_by_text("copy paragraph").click()
        page.get_by_text("copy paragraph: copied.").wait_for(state="attached")
        assert page.evaluate("navigator.clipboard.readText()") == theirs["text"]
        page.locator(".effects summary").click()
        until(page, ".effects .inside", STATE)
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == []
        page.get_by_text("card to quote").click()
        assert not page.locator(".card").is_visible()


@pytest.mark.parametrize("state", ["v=1&game=alice-bob&do=none", "v=1&story=alice-answers"])
def test_where_nothing_happens_nothing_is_offered(browser: Browser, explorer: Explorer, state: str) -> None:
    with opened(browser, f"{explorer.address}#{state}") as page:
        wait(page, "ready", state)
        assert not page.locator(".effects").is_visible()
        assert page.get_by_text("card to quote").count() == 0


def test_rules_name_the_assumptions_that_they_were_asked_about(browser: Browser, explorer: Explorer) -> None:
    # A ranking that comes while rules are computed changes the order of the assumptions.
    held: dict[str, Route] = {}

    def hold(route: Route) -> None:
        want = (route.request.post_data_json or {}).get("want")
        if want in ("rank", "rules"):
            held[want] = route
        else:
            route.continue_()

    with opened(browser, f"{explorer.address}#{STATE}") as page:
        page.route("**/ask", hold)
        page.reload()
        wait(page, "ready", STATE)
        order = page.locator(".items [data-path]").evaluate_all("all => all.map((one) => one.dataset.path)")
        page.locator(".rules summary").click()
        while len(held) < 2:
            page.wait_for_timeout(20)
        held["rank"].continue_()
        while page.locator(".items [data-path]").evaluate_all("all => all.map((one) => one.dataset.path)") == order:
            page.wait_for_timeout(20)
        held["rules"].continue_()
        until(page, ".rules .inside", STATE)
        named = page.locator(".rules .inside > p:first-child code").all_inner_texts()
        assert named == (held["rules"].request.post_data_json or {})["paths"]
