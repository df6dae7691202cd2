"""A page of the explorer in headless Chromium, and what a test waits for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from openrace.explore.core import call
from openrace.explore.pool import Own, Pool
from openrace.explore.server import Explorer
from openrace.explore.state import read_state, write_state
from tests.openrace.explore.shell import rows_of, shift_of

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parent / "axe" / "axe.min.js"
"""The accessibility checker axe-core 4.14.1 (Mozilla Public License 2.0, beside it)."""
LONG = 90_000
"""Milliseconds after which a page that answers nothing has failed; machines that test are busy."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(own: Own | None = None) -> Iterator[Explorer]:
    """An explorer on a free port of this machine."""
    import threading

    pool = Pool(own)
    with Explorer(pool) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            pool.close()


@contextmanager
def opened(browser: Browser, address: str, width: int = 1280) -> Iterator[Page]:
    """A page in a context of its own, without a request that leaves it and without a word on the console."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address)
        yield page
    finally:
        context.close()
    home = address.partition("#")[0].rpartition("/")[0]
    assert said == []
    assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []


def wait(page: Page, name: str, value: str | None = None) -> None:
    """Waits until the explorer says so: a policy without eval keeps playwright from waiting for expressions."""
    wanted = f'[data-{name}="{value}"]' if value is not None else f'[data-{name}]:not([data-{name}=""])'
    page.wait_for_selector(f".openrace{wanted}", timeout=LONG)


def sentence(page: Page) -> str:
    """The answer as the page says it."""
    return page.get_attribute("h1", "data-sentence", timeout=LONG) or ""


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong, with the places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def shown_rows(page: Page) -> list[list[str]]:
    """Name and both numbers of every metric in the books on the page."""
    return [row.locator("th, td").all_inner_texts()[:3] for row in page.locator(_ROWS).all()]


def core_rows(state: str) -> list[list[str]]:
    """The same as the core says them."""
    books = call({"want": "answer", "state": state})["shown"]["books"]
    return [[row["words"], row["before"], row["after"]] for book in books for row in book["rows"]]


_ROWS = ".books > .scroll tbody tr"


def check_against_the_shell(page: Page, state: str) -> None:
    """The page at this state says what ``openrace shift --json`` says: sentence, numbers, directions, or mistake."""
    theirs = shift_of(state)
    if "error" in theirs:
        wait(page, "ready", "error")
        assert theirs["error"]["what"] in page.locator("h1").inner_text()
        return
    wait(page, "ready", write_state(read_state(state)))
    assert sentence(page).lower().rstrip(".") == theirs["answer"].lower().rstrip(".")
    rows = page.locator(_ROWS).all()
    metrics = [row.get_attribute("data-metric") or "" for row in rows]
    directions = [row.get_attribute("data-direction") or "" for row in rows]
    found = [[*own, way] for own, way in zip(shown_rows(page), directions, strict=True)]
    assert found == rows_of(theirs, metrics)
    assert any(metric.startswith(("response.", "progress.")) for metric in metrics)
