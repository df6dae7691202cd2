"""The order of the gallery's pages, for sphinx-gallery: from one answer to what it hangs on."""

from __future__ import annotations

from pathlib import PurePath

ORDER = (
    *("dates", "race", "flip", "sign_map", "concepts", "averaged", "branches"),
    *("regions", "proof", "sensitivity", "effects", "reaction"),
)
"""Every example, by the name of its file."""


class Order:
    """A page's place; a page without one is an error."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, name: str) -> int:
        """The place of a file."""
        return ORDER.index(PurePath(name).stem)
