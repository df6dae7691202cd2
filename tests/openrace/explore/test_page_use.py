"""The page in use: what can be taken away, hostile names, many moves, games of the user's own, and every host alike."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import games
from openrace.explore.core import call
from openrace.explore.pool import Pool
from openrace.explore.server import Explorer
from tests.openrace.explore.pages import LONG, check_against_the_shell, needs_chromium, opened, sentence, served, wait
from tests.openrace.explore.shell import random_states

pytestmark = needs_chromium
STATE = "v=1&game=alice-bob&set=calendar.slots:4&do=open:8@2"


def idle(explorer: Explorer) -> bool:
    """Whether all work ends within a while."""
    deadline = time.monotonic() + 60
    while explorer.pool.busy() and time.monotonic() < deadline:
        time.sleep(0.05)
    return explorer.pool.busy() == 0


def test_pictures_the_game_and_the_texts_can_be_taken_away(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        wait(page, "map", "whole")
        for name in ("timeline", "map"):
            with page.expect_download(timeout=LONG) as download:
                page.get_by_text(f"download the {name}").click()
            text = Path(download.value.path()).read_text(encoding="utf-8")
            assert text.startswith("<svg")
            assert "openrace shift alice-bob" in text
            assert "currentColor" not in text.replace('fill="currentColor"', "").replace('stroke="currentColor"', "")
        with page.expect_download(timeout=LONG) as download:
            page.get_by_text("save as TOML").click()
        saved = games.read_toml(Path(download.value.path()).rename(Path(download.value.path()).with_suffix(".toml")))
        assert saved == games.with_settings(games.named("alice-bob"), [games.Setting("calendar.slots", 4)])
        for label, text in (
            ("copy link", page.url),
            ("copy sentence", sentence(page)),
            ("copy command", "openrace shift alice-bob --set calendar.slots=4 --do open:8@2"),
        ):
            page.get_by_text(label).click()
            page.get_by_text(f"{label}: copied.").wait_for(state="attached")
            assert page.evaluate("navigator.clipboard.readText()") == text


def test_two_tabs_and_many_quick_moves_leave_no_work_behind(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}") as one, opened(browser, f"{explorer.address}#{STATE}") as two:
        wait(one, "ready")
        wait(two, "ready")
        for page in (one, two):
            # Where the assumption stands depends on whether their ranking has come.
            page.locator("details.more summary").click()
            slider = page.locator('[data-path="alice.prestige"] input[type=range]')
            for k in range(10):
                slider.fill(str(1 + k / 4))
        last = STATE.replace("&do", "&set=alice.prestige:3.25&do")
        for page in (one, two):
            wait(page, "ready", last)
            assert sentence(page) == call({"want": "answer", "state": last})["shown"]["sentence"]
    assert idle(explorer)


def test_names_from_a_file_are_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202e $\\frac{$ \x1b[31m & </svg>'
    game = games.named("alice-bob").model_copy(update={"summary": evil, "name": f"alice-bob {evil}"})
    path = tmp_path / "evil game.toml"
    path.write_text(games.write_toml(game), encoding="utf-8")
    state = "v=1&game=evil%20game.toml&set=calendar.slots:3&do=open:8@1"
    with (
        served({"evil game.toml": str(path)}) as explorer,
        opened(browser, f"{explorer.address}#{state}") as page,
    ):
        wait(page, "ready", state)
        assert evil[:20] in page.locator(".presets summary").inner_text()
        assert page.locator("img").count() == 0
        page.get_by_text("card to quote").click()
        page.wait_for_selector(".card .quoted", timeout=LONG)
        assert evil[:20] in page.locator(".card .paragraph").inner_text()
        # The picture is whole, and an image: nothing in it runs.
        assert page.locator("img").count() == 1
        assert page.evaluate("document.querySelector('.quoted').naturalWidth") > 0
        assert "openrace explorer" in page.title()


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("v=1&game=alice-bob&set=alice.prestige:nan", "nan"),
        pytest.param("v=1&game=alice-bob&set=no.such.path:3", "no.such.path", marks=pytest.mark.slow),
        ("v=1&game=alice-bob&set=x:" + "9" * 1_000_000, "a link of 1000025 characters"),
        ("v=1&game=mine.toml", "not open here"),
        pytest.param("v=3&game=alice-bob", "version", marks=pytest.mark.slow),
        ("v=1&game=alice-bob&set=alice.prestige:%1b[31m", "[31m"),
    ],
)
def test_a_link_that_says_nothing_is_refused_in_a_sentence(
    browser: Browser, explorer: Explorer, link: str, said: str
) -> None:
    with opened(browser, f"{explorer.address}#{link}") as page:
        wait(page, "ready", "error")
        assert said in page.locator("h1").inner_text()
        assert "Expected:" in page.locator(".headline .details").first.inner_text()
        page.locator(".presets summary").click()
        page.locator(".presets a", has_text="bertrand").first.click()
        wait(page, "ready", "v=1&game=bertrand")


def test_a_link_of_ten_megabytes_is_refused_in_a_sentence(browser: Browser, explorer: Explorer) -> None:
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "ready", STATE)
        # Chromium opens no address beyond 2 MB; a script may still put more behind the # of a page.
        page.evaluate("location.hash = 'v=1&game=alice-bob&set=x:' + '9'.repeat(10_000_000)")
        wait(page, "ready", "error")
        assert "a link of 10000025 characters" in page.locator("h1").inner_text()
        page.locator(".presets summary").click()
        page.locator(".presets a", has_text="bertrand").first.click()
        wait(page, "ready", "v=1&game=bertrand")


@pytest.mark.slow
@pytest.mark.parametrize("state", ["v=1&story=alice-answers", "v=1&game=race-patent&do=open:2@1", "v=1&game=attrition"])
def test_stories_races_and_classics_are_shown_by_the_same_page(
    browser: Browser, explorer: Explorer, state: str
) -> None:
    with opened(browser, f"{explorer.address}#{state}", 390) as page:
        wait(page, "map" if "race" in state else "ready")
        assert sentence(page) == call({"want": "answer", "state": state})["shown"]["sentence"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_own_parts_are_known_to_the_process_that_solves(tmp_path: Path) -> None:
    parts = tmp_path / "mine.py"
    parts.write_text("import games\ngames.add_game('twice', lambda: games.named('alice-bob'))\n")
    pool = Pool(
        command=(sys.executable, "-m", "openrace.cli.explorer_worker", "explore", "twice", "--parts", str(parts))
    )
    try:
        answer = pool.ask({"want": "answer", "state": "v=1&game=twice&set=calendar.slots:3&do=open:8@1"}, lambda: False)
    finally:
        pool.close()
    assert '"kind": "shift"' in answer


@pytest.mark.slow
def test_the_page_shows_the_numbers_of_fifty_states(browser: Browser, explorer: Explorer) -> None:
    states = random_states(50, 11, "alice-bob", 5)
    with opened(browser, f"{explorer.address}#{STATE}") as page:
        wait(page, "ready", STATE)
        for state in states:
            page.goto(f"{explorer.address}#{state}")
            check_against_the_shell(page, state)
