"""Options that several commands over assumptions share, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from openrace.cli.places import ending_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from games.events.interventions import Intervention
    from openrace.questions.tables import Table
    from solver.game.errors import OpenraceError

Vary = Annotated[
    tuple[str, ...],
    Parameter(
        name="--vary",
        negative=(),
        show_default=False,
        help="path=lo:hi:n or path=v1,v2,...; once per assumption that varies.",
    ),
]
Priors = Annotated[
    tuple[str, ...],
    Parameter(
        name="--prior",
        negative=(),
        show_default=False,
        help="path=lo:hi, path=log:lo:hi or path=normal:mean:sd; once per assumption.",
    ),
]
MetricName = Annotated[str, Parameter(name="--metric", help="Whose direction; see the verdict of shift.")]
Metrics = Annotated[
    tuple[str, ...],
    Parameter(
        name="--metric",
        negative=(),
        show_default=False,
        help="Metric to keep, all of racing if left out; may be repeated.",
    ),
]
Out = Annotated[
    Path | None,
    Parameter(
        name="--out",
        help="Picture to write: .png, .svg or .pdf.",
        validator=ending_in("the picture", ".png", ".svg", ".pdf"),
    ),
]
TableFile = Annotated[
    Path | None,
    Parameter(name="--table", help="Table to write: .csv or .tex.", validator=ending_in("the table", ".csv", ".tex")),
]
ExecutorName = Annotated[
    str, Parameter(name="--executor", help="A number of threads, processes:N, dask, or tcp://host:port.")
]


def mistake(what: str, expected: str, hint: str) -> OpenraceError:
    """The error to raise; its class is imported here, because it brings numpy, which --help should not wait for."""
    from solver.game.errors import OpenraceError

    return OpenraceError(what, expected, hint)


def intervention_of(open_: str | None, do: str | None) -> Intervention | None:
    """What --open or --do asks for, if either came."""
    from openrace.questions.shift import read_question

    return read_question(open_, do) if open_ or do else None


def write_files(
    data: dict[str, Any], out: Path | None, draw: Callable[[], Axes], table_file: Path | None, table: Table
) -> None:
    """Writes the picture where --out says so, which ``data`` then names, and the table where --table does."""
    if out is not None:
        from openrace.show.survey_plot import save

        save(draw(), out)
        data["file"] = str(out)
    if table_file is not None:
        table.write(table_file)
