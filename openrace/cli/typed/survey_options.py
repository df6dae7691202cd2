"""Options that several commands over assumptions share, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from openrace.cli.looked_at import PICTURES, ending_in, positive
from openrace.cli.typed import words_given

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from games.events.base import Intervention
    from games.parts.game import Game
    from solver.common.errors import OpenraceError

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
MetricName = Annotated[
    str | None,
    Parameter(
        name="--metric",
        show_default=False,
        help="Whose direction; left out, the first release in response. See the verdict and books of shift.",
    ),
]
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
        validator=ending_in("the picture", *PICTURES),
    ),
]
Seconds = Annotated[
    float | None,
    Parameter(
        name="--budget",
        help="Seconds that it may take: what is estimated to take longer is refused. "
        "Left out, 600, and no limit for sweep.",
        validator=positive,
    ),
]
ExecutorName = Annotated[
    str, Parameter(name="--executor", help="A number of threads, processes:N, dask, or tcp://host:port.")
]


def mistake(what: str, expected: str, hint: str) -> OpenraceError:
    """The error to raise; its class is imported here, because it brings numpy, which --help should not wait for."""
    from solver.common.errors import OpenraceError

    return OpenraceError(what, expected, hint)


def intervention_of(open_: str | None, do: str | None) -> Intervention | None:
    """What --open or --do asks for, if either came."""
    from openrace.questions.shift import read_question

    return None if open_ is None and do is None else read_question(open_, do)


def load_after(game: str, set_: tuple[str, ...], open_: str | None, do: str | None) -> Game:
    """The game, after what --open or --do does to it, if either came."""
    from openrace.questions.load import load
    from openrace.questions.shift import after_intervention

    loaded, event = load(game, set_), intervention_of(open_, do)
    return loaded if event is None else after_intervention(loaded, event)


def write_picture(data: dict[str, Any], out: Path | None, draw: Callable[[], Axes]) -> None:
    """Writes the picture where --out says so, which ``data`` then names."""
    if out is not None:
        from openrace.show import style

        with style.into_files():
            axes = draw()
            title = axes.get_title() or str(data["game"])
            style.save(axes, out, style.Note(title, str(data.get("hash") or ""), words_given.command()))
        data["file"] = str(out)
