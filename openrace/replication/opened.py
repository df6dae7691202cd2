"""One question asked of all models: an open model appears; which way do effort, date and risk move, and how?

Each model states in its method ``changes`` what an open model does to winner, loser, today's flows, discounting, cost
and hazard. The quantities are solved for before and after, by each channel alone and by all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.classics.model import Asked, Channel, Found
from games.parts.direction import EQUALITY, Direction, direction
from openrace.concepts.plain import Plain
from openrace.concepts.result import Result
from openrace.replication.rows import models_named
from solver.common.clock import PROGRESS
from solver.common.table import Table

QUALITY = 1.0
"""Quality of the open model that appears, in each model's own unit."""


@dataclass(frozen=True)
class Sign(Plain):
    """Which way one quantity of one model moves through one channel.

    Attributes:
        model: name of the model.
        metric: ``effort``, ``date`` or ``risk``.
        direction: up is more racing: more effort, an earlier date; of risks, more or less.
        channel: through what the open model acts.
        before: the quantity without it.
        after: and with it.
    """

    model: str
    metric: str
    direction: Direction
    channel: Channel
    before: float
    after: float


@dataclass(frozen=True)
class Signs(Result):
    """The answers of all models.

    Attributes:
        rows: by model, metric and channel.
    """

    rows: tuple[Sign, ...]

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace replicate --question open``."""
        return {"question": "open", "rows": self.rows}

    def table(self) -> Table:
        """One row per model, metric and channel."""
        header = ("model", "metric", "channel", "direction", "before", "after")
        rows = tuple((r.model, r.metric, str(r.channel), str(r.direction), r.before, r.after) for r in self.rows)
        return Table("an open model appears", header, rows)

    def __repr__(self) -> str:
        return f"Signs({len(self.rows)} answers of {len({r.model for r in self.rows})} models)"


def signs(names: Sequence[str] = ()) -> Signs:
    """The question put to the models.

    Args:
        names: of models; all that state what an open model does if left out.

    Raises:
        OpenraceError: no model has one of the names.
    """
    rows: list[Sign] = []
    for kind in models_named(names):
        model = kind(**kind.asked_at)
        after = model.opened(QUALITY)
        if not after:
            continue
        PROGRESS.info("asking %s", kind.name)
        for asked in kind.asked:
            before = model.found(asked.quantity)
            for channel, changed in after.items():
                rows.append(_sign(kind.name, asked, channel, before, changed.found(asked.quantity)))
    return Signs(tuple(rows))


def _sign(model: str, asked: Asked, channel: Channel, before: Found, after: Found) -> Sign:
    """The direction, where numbers within the solvers' accuracy are equal."""
    unit = (before.accuracy + after.accuracy + 1e-12 * max(1.0, abs(before.value))) / EQUALITY
    way = direction((before.value,) * 2, (after.value,) * 2, asked.sense, unit)
    return Sign(model, asked.metric, way, channel, before.value, after.value)
