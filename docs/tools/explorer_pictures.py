"""The pictures of the explorer in README and docs, taken by headless Chromium from the page itself.

Run as ``python -m docs.tools.explorer_pictures``; needs Chromium and playwright.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.openrace.explore.pages import chromium, served, wait

DOCS = Path(__file__).parents[1]
SHARP = 1.5
"""Dots per pixel."""


def take(browser: Browser, address: str, out: Path, width: int, height: int, *, dark: bool = False) -> None:
    """One picture of the page, once everything on it is computed."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=SHARP,
    )
    page = context.new_page()
    page.goto(address)
    wait(page, "settled")
    page.screenshot(path=out)
    context.close()


def main() -> None:
    """Takes both."""
    with served() as explorer, chromium() as browser:
        one = "v=1&game=alice-bob&set=alice.prestige:4&do=open:9@4"
        take(browser, f"{explorer.address}#{one}", DOCS / "explorer.png", 1280, 860)
        two = "v=1&game=alice-bob&set=alice.prestige:4.9&other=&do=open:9@4"
        take(browser, f"{explorer.address}#{two}", DOCS / "explorer-worlds.png", 900, 1000, dark=True)


if __name__ == "__main__":
    main()
