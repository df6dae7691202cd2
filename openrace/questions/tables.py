"""A small table of results, as CSV and as LaTeX."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from solver.game.errors import OpenraceError

Entry = str | int | float | None


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

    def csv(self) -> str:
        """Comma-separated, numbers with all their digits, nothing for ``None``."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows([["" if v is None else repr(v) if isinstance(v, float) else v for v in r] for r in self.rows])
        return out.getvalue()

    def latex(self) -> str:
        """A ``tabular`` with rules of the package booktabs."""
        numeric = [
            all(isinstance(row[k], int | float) or row[k] is None for row in self.rows) for k in range(len(self.header))
        ]
        lines = [
            f"% {self.title}",
            r"\begin{tabular}{" + "".join("r" if n else "l" for n in numeric) + "}",
            r"\toprule",
            " & ".join(_escape(h) for h in self.header) + r" \\",
            r"\midrule",
            *[" & ".join(_escape(_text(v)) for v in row) + r" \\" for row in self.rows],
            r"\bottomrule",
            r"\end{tabular}",
        ]
        return "\n".join(lines) + "\n"

    def write(self, path: Path) -> None:
        """Writes ``.csv`` or ``.tex``.

        Raises:
            OpenraceError: the file's name ends in neither.
        """
        if path.suffix not in (".csv", ".tex"):
            raise OpenraceError(f"the table's file is {path}", "a name that ends in .csv or .tex", "rename it")
        path.write_text(self.csv() if path.suffix == ".csv" else self.latex(), encoding="utf-8")


def _text(value: Entry) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


_SPECIAL = {c: "\\" + c for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\^{}", "\\": r"\textbackslash{}"}


def _escape(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)
