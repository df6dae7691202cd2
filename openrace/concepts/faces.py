"""How results find their faces: cards, pages and pictures are made in ``openrace.show``, above every result.

A result is data and knows no renderer. The package itself (``openrace/__init__.py``) says where the renderers are, and
they are imported when something is first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from solver.common.table import Table
    from solver.common.tabular import Tabular


class Faces(Protocol):
    """What shows a result."""

    def table(self, result: Tabular) -> Table:
        """The rows of ``--table``."""

    def text(self, result: Tabular) -> str:
        """The card of the shell, as text."""

    def html(self, result: Tabular) -> str:
        """The card as a piece of HTML in which every label is text."""

    def draw(self, result: Tabular, ax: Axes | None) -> Axes:
        """The picture, in given axes or in a new figure."""


class _Home:
    """Where the renderers are, once somebody has said so."""

    find: Callable[[], Faces] | None = None


def shown_by(find: Callable[[], Faces]) -> None:
    """Says where the renderers are; ``find`` is called when something is first shown."""
    _Home.find = find


def faces() -> Faces:
    """The renderers."""
    if _Home.find is None:
        raise RuntimeError("no renderer is known: the package openrace names one when it is imported")
    return _Home.find()
