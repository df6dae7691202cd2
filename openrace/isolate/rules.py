"""Rules in words: which assumptions make the sign, found in a sweep's cells and checked on cells solved anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from games.parts.change_words import metric_words
from games.parts.direction import Code
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.isolate.sign_boxes import Condition, SignBox, sign_boxes
from openrace.isolate.stored_cells import StoredCells, stored_cells
from openrace.isolate.words import VERBS, percent
from openrace.questions.about import About
from openrace.sweeps.executors import Workers
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table
from solver.common.words import count

if TYPE_CHECKING:
    import xarray as xr

FRESH = 128
"""Cells solved anew within each rule, and as many outside."""
POOL = 1 << 14
"""Points drawn at most to find those within and outside a rule."""


@dataclass(frozen=True)
class Fresh(Plain):
    """What cells say that were solved anew.

    Attributes:
        inside: how many within the rule have its sign, and how many there are.
        outside: the same outside of it.
        complete: whether all equilibria of both games are listed in all of them.
    """

    inside: tuple[int, int]
    outside: tuple[int, int]
    complete: bool

    def entries(self) -> dict[str, object]:
        """Plain values, for JSON."""
        pairs = {"inside": self.inside, "outside": self.outside}
        told = {name: {"count": n, "of": of, "share": n / of if of else None} for name, (n, of) in pairs.items()}
        return {**told, "complete": self.complete}


@dataclass(frozen=True)
class Rule(Plain):
    """A box of assumptions in which one sign prevails.

    Attributes:
        box: the box, with its coverage and density among the sweep's cells.
        sentence: the rule in words, with units.
        fresh: what cells say that were solved anew; ``None`` where none were.
    """

    box: SignBox
    sentence: str
    fresh: Fresh | None

    def entries(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "sentence": self.sentence,
            "conditions": self.box.conditions,
            "sign": self.box.sign,
            "coverage": self.box.coverage,
            "density": self.box.density,
            "elsewhere": self.box.elsewhere,
            "cells": self.box.cells,
            "fresh": self.fresh,
        }


@dataclass(frozen=True, eq=False, repr=False)
class Rules(Picture):
    """Which assumptions make the sign of a metric.

    Attributes:
        cells: the sweep's cells.
        rules: one per box, those that hold most of their sign's cells first.
    """

    cells: StoredCells
    rules: tuple[Rule, ...]

    @property
    def about(self) -> About:
        """The game, the assumptions and the metric, in words."""
        return self.cells.about

    @property
    def shares(self) -> dict[Code, float]:
        """The share of each sign over all cells."""
        counts = Counter(self.cells.codes.tolist())
        return {code: counts[int(code)] / len(self.cells.codes) for code in Code if counts[int(code)]}

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace rules``."""
        event = self.cells.question.intervention
        return {
            "game": self.about.name,
            "hash": self.about.hash,
            "intervention": None if event is None else event.text,
            "metric": self.cells.metric,
            "concept": self.cells.choice.label,
            "cells": len(self.cells.codes),
            "shares": self.shares,
            "rules": self.rules,
        }

    def table(self) -> Table:
        """One row per rule."""
        rows: list[tuple[Entry, ...]] = []
        for rule in self.rules:
            box, fresh = rule.box, rule.fresh
            inside = None if fresh is None or not fresh.inside[1] else fresh.inside[0] / fresh.inside[1]
            rows.append((rule.sentence, box.sign.word, box.coverage, box.density, box.elsewhere, inside))
        header = ("rule", "sign", "coverage", "density", "elsewhere", "density in fresh cells")
        return Table(f"{self.about.name}: what makes the sign of {self.cells.metric}", header, tuple(rows))

    def __repr__(self) -> str:
        n = len(self.rules)
        return f"Rules({self.about.name}: {count(n, 'rule')} for {self.cells.metric})"


def rules(
    dataset: xr.Dataset,
    *,
    metric: str | None = None,
    concept: str | None = None,
    fresh: int = FRESH,
    seed: int = 0,
    executor: Workers = 1,
) -> Rules:
    """Boxes of assumptions in which one sign prevails, each checked on cells solved anew.

    Arguments are those of :func:`openrace.rules`, with the sweep as a dataset.

    Raises:
        OpenraceError: the sweep compares nothing, is unfinished, or lacks the metric or the concept.
        MissingExtraError: scikit-learn is not installed.
    """
    if fresh < 0:
        raise OpenraceError(f"{fresh:,} fresh cells came", "a whole number, 0 or more", f"leave it out for {FRESH}")
    cells = stored_cells(dataset, metric, concept)
    boxes = sign_boxes(cells.paths, cells.points, cells.codes)
    checked = _checked(cells, boxes, fresh, seed, executor) if fresh and boxes else [None] * len(boxes)
    found = [Rule(box, sentence(box, cells), own) for box, own in zip(boxes, checked, strict=True)]
    return Rules(cells, tuple(found))


def _checked(cells: StoredCells, boxes: Sequence[SignBox], n: int, seed: int, executor: Workers) -> list[Fresh | None]:
    """What fresh cells say of every box; all are solved in one sweep."""
    # Another seed than a sample's own, so that no cell is one of those the rules were found in.
    pool = cells.draw(POOL, seed + 1_000_003)
    chosen: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for box in boxes:
        inside = box.contains(cells.paths, pool)
        chosen.append((np.flatnonzero(inside)[:n], np.flatnonzero(~inside)[:n]))
    used = np.unique(np.concatenate([at for pair in chosen for at in pair]))
    codes, complete = cells.solve(pool[used], executor)
    found: list[Fresh | None] = []
    for box, pair in zip(boxes, chosen, strict=True):
        own = [np.searchsorted(used, at) for at in pair]
        counts = [(int((codes[at] == int(box.sign)).sum()), len(at)) for at in own]
        found.append(Fresh(counts[0], counts[1], bool(complete[np.concatenate(own)].all())))
    return found


def sentence(box: SignBox, cells: StoredCells) -> str:
    """The rule in words: ``open:9@4 slows the race down in 93 % of cases if ...; elsewhere in 12 %``."""
    event = cells.question.intervention
    subject = "it" if event is None else event.text
    said = f"{subject} {VERBS[box.sign]} ({metric_words(cells.metric)}) in {percent(box.density)} of cases"
    if not box.conditions:
        return f"{said}, whatever the numbers that vary are"
    limits = " and ".join(_limits(condition, cells.about) for condition in box.conditions)
    rest = "" if box.elsewhere is None else f"; elsewhere in {percent(box.elsewhere)}"
    return f"{said} if {limits}{rest}"


def _limits(condition: Condition, about: About) -> str:
    place = about.place(condition.path)
    unit = f" {place.unit}" if place.unit else ""
    if condition.low is None:
        return f"{place.words} <= {condition.high:g}{unit}"
    if condition.high is None:
        return f"{place.words} > {condition.low:g}{unit}"
    return f"{condition.low:g} < {place.words} <= {condition.high:g}{unit}"
