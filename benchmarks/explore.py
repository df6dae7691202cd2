"""How quickly the explorer's page shows something, follows a slider, and fills its map.

Run as ``python -m benchmarks.explore``; needs Chromium and playwright. Medians of a few runs, in seconds, on this
machine: the first paint of a tab, the verdict after a slider has moved, and a map of 21 x 21 with its first cells.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.openrace.explore.pages import chromium, served, wait

RUNS = 7
GAMES = {
    "two labs": ("v=1&game=alice-bob&do=open:9@4", "alice.prestige"),
    "three labs": ("v=1&game=alice-bob-monopolist&do=allow:bob", "alice.prestige"),
}
PROMISED = {"first paint": 0.5, "two labs": 0.4, "three labs": 1.5, "map": 6.0, "first cells": 1.0}


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def first_paint(page: Page, address: str) -> float:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".openrace h1")
    found = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    return float(found) / 1000


def slider_to_verdict(page: Page, state: str, path: str, value: int) -> float:
    """From the last move of a slider to its sentence."""
    slider = page.locator(f'[data-path="{path}"] input[type=range]')
    expected = state.replace("&do", f"&set={path}:{value}&do")

    def move() -> None:
        slider.fill(str(value))
        page.wait_for_selector(f'.headline:not(.stale) h1[data-state="{expected}"]')

    return timed(move)


def main() -> None:
    rows: list[tuple[str, float, float]] = []
    with served() as explorer, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{explorer.address}#{GAMES['two labs'][0]}")
        wait(page, "settled")
        paints = [first_paint(page, f"{explorer.address}#{GAMES['two labs'][0]}") for _ in range(RUNS)]
        rows.append(("first paint", statistics.median(paints), PROMISED["first paint"]))
        for name, (state, path) in GAMES.items():
            page.goto("about:blank")
            page.goto(f"{explorer.address}#{state}")
            wait(page, "map", "whole")
            page.locator("details.more summary").click()
            took = []
            for k in range(RUNS):
                took.append(slider_to_verdict(page, state, path, 3 + k % 2))
                page.wait_for_timeout(1500)
            rows.append((f"slider to verdict, {name}", statistics.median(took), PROMISED[name]))
        firsts, wholes = [], []
        for k in range(RUNS):
            page.goto("about:blank")
            page.goto(f"{explorer.address}#{GAMES['two labs'][0].replace('&do', f'&set=bob.prestige:2.{k + 1}&do')}")
            started = time.perf_counter()
            page.wait_for_selector(".openrace[data-map]")
            firsts.append(time.perf_counter() - started)
            wait(page, "map", "whole")
            wholes.append(time.perf_counter() - started)
        rows.append(("first cells of the map", statistics.median(firsts), PROMISED["first cells"]))
        rows.append(("map of 21 x 21", statistics.median(wholes), PROMISED["map"]))
    for name, found, promised in rows:
        print(f"{name:32} {found:6.3f} s   promised {promised:g} s   {'kept' if found < promised else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
