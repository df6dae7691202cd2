"""What every answer to a question can do: print its card, be a table or plain data, and draw itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openrace.concepts.faces import faces
from openrace.concepts.plain import Plain
from solver.common.table import Table
from solver.common.tabular import Tabular

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Result(Plain, Tabular):
    """An answer: one line in ``repr``, the shell's card in ``print``, and ``to_dict()`` and ``to_frame()``."""

    def table(self) -> Table:
        """The rows that ``--table`` writes."""
        return faces().table(self)

    def __str__(self) -> str:
        return faces().text(self)

    def _repr_html_(self) -> str:
        return faces().html(self)


class Picture(Result):
    """An answer that has a picture."""

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draws the answer.

        Args:
            ax: axes to draw in; left out, a new figure.

        Returns:
            The axes; ``.figure.savefig("name.png")`` writes the picture.

        Raises:
            MissingExtraError: matplotlib is not installed.
        """
        return faces().draw(self, ax)
