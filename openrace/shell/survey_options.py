"""Options that several commands over assumptions share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Vary = Annotated[
    tuple[str, ...],
    Parameter(name="--vary", negative=(), help="path=lo:hi:n or path=v1,v2,...; once per assumption that varies."),
]
Priors = Annotated[
    tuple[str, ...],
    Parameter(
        name="--prior", negative=(), help="path=lo:hi, path=log:lo:hi or path=normal:mean:sd; once per assumption."
    ),
]
MetricName = Annotated[str, Parameter(name="--metric", help="Whose direction; see the verdict of shift.")]
Metrics = Annotated[tuple[str, ...], Parameter(name="--metric", negative=(), help="Metric to keep; may be repeated.")]
Out = Annotated[Path | None, Parameter(name="--out", help="Picture to write: .png, .svg or .pdf.")]
TableFile = Annotated[Path | None, Parameter(name="--table", help="Table to write: .csv or .tex.")]
ExecutorName = Annotated[
    str, Parameter(name="--executor", help="A number of threads, processes:N, dask, or tcp://host:port.")
]
