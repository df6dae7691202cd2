"""A table of results: rows under a header, for a terminal, a notebook, pandas, CSV, LaTeX and Markdown.

Entries are data in all of them: a name that a browser, a spreadsheet, LaTeX or Markdown would obey stays the text that
it is.
"""

from __future__ import annotations

import csv
import io
import math
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.files import writing
from solver.common.words import one_of, printable

if TYPE_CHECKING:
    import pandas as pd

Entry = str | int | float | None
ENDINGS = (".csv", ".tex", ".md")
"""What the name of a table's file may end in."""
NOISE = 1e-10
"""Fraction of a number below which its last digits are rounding of computations, not a finding."""
SHORT = 9
"""Significant digits that a number keeps if the digits after them are noise."""
SHOWN = 6
"""Significant digits of numbers that people read."""


@dataclass(frozen=True)
class Table:
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
        lines = [
            "  ".join(
                word.rjust(w) if right else word.ljust(w)
                for word, w, right in zip(row, widths, self._numeric(), strict=True)
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

    def csv(self) -> str:
        """Comma-separated, numbers with all digits that are no noise, nothing for ``None``."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([_cell(name) for name in self.header])
        writer.writerows([[_cell(entry) for entry in row] for row in self.rows])
        return out.getvalue()

    def latex(self) -> str:
        """A ``tabular`` with rules of the package booktabs."""
        lines = [
            f"% {_one_line(self.title)}",
            r"\begin{tabular}{" + "".join("r" if n else "l" for n in self._numeric()) + "}",
            r"\toprule",
            " & ".join(_tex(h) for h in self.header) + r" \\",
            r"\midrule",
            *[" & ".join(_tex(entry_text(v)) for v in row) + r" \\" for row in self.rows],
            r"\bottomrule",
            r"\end{tabular}",
        ]
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """A table of Markdown with pipes."""
        rules = ["---:" if n else "---" for n in self._numeric()]
        rows = [[_mark(entry_text(v)) for v in row] for row in self.rows]
        return "".join(f"| {' | '.join(row)} |\n" for row in [[_mark(h) for h in self.header], rules, *rows])

    def write(self, path: Path | str) -> None:
        """Writes ``.csv``, ``.tex`` or ``.md``.

        Raises:
            OpenraceError: what came is no path, the file's name ends in none of them, or it cannot be written.
        """
        if not isinstance(path, str | os.PathLike):
            raise OpenraceError(f"the table's file is {path!r}", "a path", 'write for example table.write("t.csv")')
        target = Path(path)
        kinds = {".csv": self.csv, ".tex": self.latex, ".md": self.markdown}
        if target.suffix not in kinds:
            raise OpenraceError(f"the table's file is {target}", f"a name that ends in {one_of(ENDINGS)}", "rename it")
        with writing(target):
            target.write_text(kinds[target.suffix](), encoding="utf-8")

    def _numeric(self) -> list[bool]:
        """Whether a column holds numbers only."""
        columns = [[row[k] for row in self.rows] for k in range(len(self.header))]
        return [
            any(v is not None for v in column) and all(v is None or isinstance(v, int | float) for v in column)
            for column in columns
        ]


def entry_text(value: Entry) -> str:
    """One entry as a person reads it."""
    if value is None:
        return "-"
    return f"{value:.{SHOWN}g}" if isinstance(value, float) else str(value)


def without_noise(value: float) -> float:
    """The number, or the short number next to it if only rounding of the computation sets them apart."""
    if not math.isfinite(value) or value == 0:
        return value
    short = float(f"{value:.{SHORT - 1}e}")
    return short if abs(short - value) <= NOISE * abs(value) else value


def _cell(value: Entry) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(without_noise(value))
    text = printable(str(value))
    return f"'{text}" if isinstance(value, str) and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute the text; an apostrophe in front of it keeps it text."""
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))


_TEX = {c: "\\" + c for c in "&%$#_{}"} | {
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_MARKED = frozenset("\\`*_[]|<>~#")


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _one_line(text))


def _mark(text: str) -> str:
    return "".join(f"\\{c}" if c in _MARKED else c for c in _one_line(text))
