"""Published values beside ours, one row each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from games.classics.listing import MODELS
from games.classics.model import Classic, Found, Published
from games.parts.paths import Settings, as_settings, with_settings
from openrace.concepts.plain import Plain
from openrace.concepts.result import Result
from solver.common.clock import PROGRESS
from solver.common.errors import OpenraceError
from solver.common.table import Table

ROUNDING = 1e-9
"""Share of a formula's value by which ours may differ at any accuracy: accuracies are stated in the model's units."""


@dataclass(frozen=True)
class Row(Plain):
    """One value of a paper beside ours.

    Attributes:
        model: name of the model.
        source: paper, and after a semicolon the place in it.
        quantity: what it is, and at which parameters.
        published: the paper's value; ``None`` at parameters for which the paper has none.
        ours: what a solver finds.
        tolerance: how far the two may differ.
        ok: whether they do not, and ours agrees with the paper's formula where it has one.
        how: by which solver, and what the formula says.
    """

    model: str
    source: str
    quantity: str
    published: float | None
    ours: float
    tolerance: float
    ok: bool
    how: str

    @property
    def difference(self) -> float | None:
        """Ours less the paper's; 0 where both are endless."""
        if self.published is None:
            return None
        return 0.0 if self.ours == self.published else self.ours - self.published


@dataclass(frozen=True)
class Replication(Result):
    """Rows, and what is to be said of models whose paper and solvers disagree.

    Attributes:
        rows: one per published value, by model.
        findings: model and finding.
    """

    rows: tuple[Row, ...]
    findings: tuple[tuple[str, str], ...]

    @property
    def holds(self) -> bool:
        """Whether every row is within its tolerance."""
        return all(row.ok for row in self.rows)

    @property
    def papers(self) -> int:
        """How many models have rows, each with its own paper."""
        return len({row.model for row in self.rows})

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace replicate``."""
        findings = [{"model": model, "finding": text} for model, text in self.findings]
        return {"rows": self.rows, "findings": findings}

    def table(self) -> Table:
        """One row per value."""
        header = ("model", "source", "quantity", "published", "ours", "tolerance", "agrees", "how")
        rows = tuple(
            (r.model, r.source, r.quantity, r.published, r.ours, r.tolerance, "yes" if r.ok else "no", r.how)
            for r in self.rows
        )
        return Table("published values and ours", header, rows)

    def __repr__(self) -> str:
        models = "1 model" if self.papers == 1 else f"{self.papers} models"
        return f"Replication({sum(r.ok for r in self.rows)} of {len(self.rows)} values, {models})"


def models_named(names: Sequence[str]) -> tuple[type[Classic], ...]:
    """The models of those names; all of them if none is named.

    Raises:
        OpenraceError: no model has one of the names.
    """
    known = {model.name: model for model in MODELS}
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 1, cutoff=0.4)
            hint = f"did you mean {close[0]!r}" if close else "openrace replicate lists them"
            raise OpenraceError(f"no published model is named {name!r}", f"one of {', '.join(known)}", hint)
    return tuple(known[name] for name in dict.fromkeys(names)) or MODELS


def replicate(names: Sequence[str] = ()) -> Replication:
    """Every published value of the models, computed anew; the logger ``openrace.progress`` names each model.

    Args:
        names: of models; all if left out.

    Raises:
        OpenraceError: no model has one of the names.
    """
    models = models_named(names)
    rows: list[Row] = []
    for model in models:
        PROGRESS.info("computing %s", model.name)
        rows += [row_of(model, one) for one in model.published]
    return Replication(tuple(rows), tuple((m.name, m.finding) for m in models if m.finding))


def replicate_at(name: str, settings: Settings) -> Replication:
    """Every quantity of one model at parameters of the caller's, beside the paper's formula where there is one.

    A quantity that the parameters rule out is left out, and a finding says why.

    Raises:
        OpenraceError: there is no such model, parameter or value, or the parameters rule out all quantities.
    """
    (model,) = models_named([name])
    changes = as_settings(settings)
    for change in changes:
        if change.path.split(".")[0] not in model.model_fields:
            raise OpenraceError(
                f"{name} has no parameter {change.path!r}",
                f"one of {', '.join(model.model_fields)}",
                "see docs/replication.md for what they are",
            )
    made = with_settings(model(), changes)
    rows = []
    findings = [(model.name, model.finding)] if model.finding else []
    ruled_out: list[OpenraceError] = []
    for quantity, words in model.quantities().items():
        try:
            found = made.found(quantity)
        except OpenraceError as error:
            findings.append((model.name, f"left out, {words}: {error}"))
            ruled_out.append(error)
            continue
        tolerance = found.accuracy
        if found.formula is not None and math.isfinite(found.formula):
            tolerance = max(tolerance, ROUNDING * abs(found.formula))
        rows.append(_row(model, found, words, found.formula, tolerance, "" if found.formula is None else "its formula"))
    if not rows:
        raise ruled_out[0]
    return Replication(tuple(rows), tuple(findings))


def row_of(model: type[Classic], one: Published) -> Row:
    """One published value beside ours."""
    found = computed(model, one.quantity, tuple(sorted(one.settings.items())))
    return _row(model, found, quantity_in_words(model, one), one.value, one.tolerance, one.place)


def _row(model: type[Classic], found: Found, words: str, published: float | None, tolerance: float, place: str) -> Row:
    expected = ((published, tolerance), (found.formula, max(tolerance, found.accuracy)))
    ok = all(number is None or _close(found.value, number, within) for number, within in expected)
    how = found.how if found.formula is None else f"{found.how}; the formula says {found.formula:.9g}"
    source = f"{model.source}; {place}" if place else model.source
    return Row(model.name, source, words, published, found.value, tolerance, ok, how)


@lru_cache(maxsize=4096)
def computed(model: type[Classic], quantity: str, settings: tuple[tuple[str, Any], ...]) -> Found:
    """One quantity at some parameters, computed once."""
    return model(**dict(settings)).found(quantity)


def quantity_in_words(model: type[Classic], one: Published) -> str:
    """What a row is about: the quantity, whether the paper's value is a formula's, and the parameters."""
    words = model.quantities()[one.quantity]
    at = ", ".join(f"{name} = {_plain(value)}" for name, value in one.settings.items())
    if one.formula:
        return f"{words}; formula at {at or 'the defaults'}"
    return f"{words}; at {at}" if at else words


def _plain(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"({', '.join(_plain(v) for v in value)})"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _close(one: float, other: float, tolerance: float) -> bool:
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= tolerance
