"""One browser and one explorer for all tests of a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from openrace.explore.server import Explorer
from tests.openrace.explore.pages import CHROMIUM, chromium, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def explorer() -> Iterator[Explorer]:
    with served() as found:
        yield found
