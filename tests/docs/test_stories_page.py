"""The page of stories is what the stories say now."""

from __future__ import annotations

from docs.tools.stories_page import PAGE, page


def test_the_page_of_stories_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.tools.stories_page"
