"""The pictures of the explorer in README and docs, taken by headless Chromium from the page itself.

Run as ``python -m docs.tools.explorer_pictures``; needs Chromium and playwright.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, FloatRect

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


def take_opened(browser: Browser, address: str, out: Path, width: int) -> None:
    """One picture of what is opened on wish, once it is computed."""
    context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=SHARP)
    page = context.new_page()
    page.goto(address)
    wait(page, "settled")
    for part in ("effects", "rules"):
        page.locator(f".{part} summary").click()
        page.wait_for_selector(f'.{part} .inside[data-of]:not([data-of=""])')
    # Boxes are counted from where the window is scrolled to.
    page.evaluate("scrollTo(0, 0)")
    first, last = (page.locator(f"section.{part}").bounding_box() for part in ("effects", "rules"))
    assert first is not None  # noqa: S101 - both were waited for
    assert last is not None  # noqa: S101
    edge = 12
    height = last["y"] + last["height"] - first["y"] + 2 * edge
    clip = FloatRect(x=first["x"] - edge, y=first["y"] - edge, width=first["width"] + 2 * edge, height=height)
    page.screenshot(path=out, full_page=True, clip=clip)
    context.close()


def main() -> None:
    """Takes all."""
    with served() as explorer, chromium() as browser:
        one = "v=1&game=alice-bob&set=alice.prestige:4&do=open:9@4"
        take(browser, f"{explorer.address}#{one}", DOCS / "explorer.png", 1280, 860)
        two = "v=1&game=alice-bob&set=alice.prestige:4.9&other=&do=open:9@4"
        take(browser, f"{explorer.address}#{two}", DOCS / "explorer-worlds.png", 900, 1000, dark=True)
        take_opened(browser, f"{explorer.address}#{one}", DOCS / "explorer-factors.png", 1280)


if __name__ == "__main__":
    main()
