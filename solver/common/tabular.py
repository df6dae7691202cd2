"""Results as tables: one list of rows, from which a terminal, a notebook and pandas each get their form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.common.extras import extra

if TYPE_CHECKING:
    import pandas as pd

    from solver.common.arrays import FloatArray

Entry = str | int | float | None


@dataclass(frozen=True)
class Rows:
    """Rows under a header.

    Attributes:
        title: what the table shows, in a few words.
        header: names of the columns.
        rows: one entry per column; ``None`` where there is nothing.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    def text(self) -> str:
        """The rows in columns, numbers to six significant digits and to the right."""
        cells = [[entry_text(v) for v in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(self.header, *cells, strict=True)]
        numeric = [
            all(isinstance(row[k], int | float) or row[k] is None for row in self.rows) for k in range(len(widths))
        ]
        lines = [
            "  ".join(
                word.rjust(w) if right else word.ljust(w) for word, w, right in zip(row, widths, numeric, strict=True)
            )
            for row in (list(self.header), *cells)
        ]
        return "\n".join([self.title, *[line.rstrip() for line in lines]])

    def html(self, note: str = "") -> str:
        """The rows as a table of HTML, every label escaped, with a note below."""
        head = "".join(f"<th>{escape(h)}</th>" for h in self.header)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(entry_text(v))}</td>" for v in row) + "</tr>" for row in self.rows
        )
        below = f"<p>{escape(note)}</p>" if note else ""
        return (
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{below}"
        )

    def to_frame(self) -> pd.DataFrame:
        """The rows as a ``pandas.DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        with extra("sweep"):
            import pandas as pd
        return pd.DataFrame(list(self.rows), columns=list(self.header))


class Tabular(ABC):
    """A result that is read as a table: what it says in plain numbers, in a notebook and in pandas."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Plain lists, numbers and strings."""

    @abstractmethod
    def table(self) -> Rows:
        """The rows that matter most."""

    def to_frame(self) -> pd.DataFrame:
        """The rows of :meth:`table` as a ``pandas.DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return self.table().to_frame()

    def __str__(self) -> str:
        return self.table().text()

    def _repr_html_(self) -> str:
        return self.table().html()


def entry_text(value: Entry) -> str:
    """One entry as a person reads it."""
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def percent(probability: float) -> str:
    """A probability in percent; small ones are not rounded to none."""
    if 0 < probability < 0.005:
        return "<1%"
    return f"{100 * probability:.0f}%"


def mixed(strategy: FloatArray, labels: tuple[str, ...], most: int = 4) -> str:
    """A mixed action: the action, or the likeliest actions with their probabilities."""
    played = [int(a) for a in np.argsort(-strategy, kind="stable") if strategy[a] > 0]
    if len(played) == 1:
        return labels[played[0]]
    shown = sorted(played[:most])
    text = ", ".join(f"{labels[a]} {percent(strategy[a])}" for a in shown)
    rest = len(played) - len(shown)
    return f"{text}, and {rest} more" if rest else text
