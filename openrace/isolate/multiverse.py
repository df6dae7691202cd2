"""The multiverse of a question: the same question in every world, under every concept, with every set of numbers.

Each world is a sweep over a list of numbers (the game's own first, then draws from a prior) under all concepts, stored
as sweeps are, in a directory of its own; a file beside them says which question they answer. So a multiverse is resumed
block by block, by any executor, to the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from games.catalog.files import write_toml
from games.events.base import Intervention
from games.parts.game import Game
from games.parts.metric import Sense
from games.parts.part import FloatArray
from games.parts.paths import SettingError, matching
from games.release.release_game import ReleaseGame
from openrace.concepts.result import Picture
from openrace.isolate.effects import check_draws
from openrace.isolate.specification_curve import Dimension, SpecificationCurve
from openrace.isolate.worlds import (
    ACCOUNTING,
    DIMENSIONS,
    GIVEN,
    NUMBERS,
    Asking,
    LeftOut,
    World,
    askings_of,
    default_beliefs,
    worlds_of,
)
from openrace.questions.about import About, about_game
from openrace.questions.question import OWN, Question, metric_named, release_game
from openrace.sweeps.design import Listed
from openrace.sweeps.executors import Workers, executor_of
from openrace.sweeps.executors import check as check_executor
from openrace.sweeps.prior import Belief, Believed, evidence, stated
from openrace.sweeps.results import Sweep
from openrace.sweeps.samplers import Sobol
from openrace.sweeps.store import clear_failures
from openrace.sweeps.sweep import sweep
from openrace.version import version
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table

DRAWS = 8
"""Draws from the prior, besides the numbers of the game."""
PLAN = "multiverse.json"
"""File that says which question a directory answers."""
PROGRESS = "progress.frontier_end"
"""How far models get, with everything."""


@dataclass(frozen=True, eq=False, repr=False)
class Multiverse(Picture):
    """One question under every specification.

    Attributes:
        game: its name.
        intervention: what is done to it.
        curve: the specifications, with their signs.
        left_out: choices that cannot be made here, and why.
        beliefs: what numbers are drawn from, by path, or by quantity of the register of evidence.
        source: where the beliefs come from, in words.
        path: directory of the stores; ``None`` where they are in memory.
        about: the game, in words.
    """

    game: str
    intervention: str
    curve: SpecificationCurve
    left_out: tuple[LeftOut, ...]
    beliefs: tuple[Belief, ...]
    source: str
    path: Path | None
    about: About

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace multiverse``."""
        return {
            "game": self.game,
            "hash": self.about.hash,
            "intervention": self.intervention,
            **self.curve.entries(),
            "left_out": self.left_out,
            "priors": {b.path: b.prior.text for b in self.beliefs},
            "store": self.path,
        }

    def table(self) -> Table:
        """One row per specification, along the curve."""
        rows: list[tuple[Entry, ...]] = [
            (*(row[name] for name in DIMENSIONS), row["direction"], *row["move"])
            for row in self.curve.to_dict()["curve"]
        ]
        header = (*DIMENSIONS, "direction", "least move", "greatest move")
        return Table(f"{self.game}, {self.intervention}: every specification", header, tuple(rows))

    def __repr__(self) -> str:
        leading, n = self.curve.leading, len(self.curve)
        share = 100 * self.curve.shares[leading]
        return f"Multiverse({self.game}, {self.intervention}: {n:,} specifications, {leading.word} in {share:.3g} %)"


def multiverse(
    game: Game,
    event: Intervention,
    *,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    seed: int = 0,
    metrics: Sequence[str] = (),
    kept: Sequence[str] = (),
    out: Path | None = None,
    resume: bool = False,
    executor: Workers = 1,
    command: str = "",
) -> Multiverse:
    """One question under every specification.

    Arguments are those of :func:`openrace.multiverse`; ``command`` is the line that continues, for who stops it.

    Raises:
        OpenraceError: no release game, an unknown dimension or metric, or another question's directory.
    """
    base = release_game(game)
    wrong = [name for name in kept if name not in DIMENSIONS]
    if wrong:
        raise OpenraceError(
            f"no dimension is named {wrong[0]!r}", f"some of {', '.join(DIMENSIONS)}", "leave it out for all"
        )
    check_draws(draws, 0, DRAWS)
    check_executor(executor)
    question = Question(base, event)
    for side in question.games():
        known = {measure[0]: measure for measure in side.measures()}
        for name in metrics:
            metric_named(known, name)
    responds = question.metric in base.responses
    names = tuple(metrics) or (*(base.responses if responds else ()), base.anybody, PROGRESS)
    if ACCOUNTING in kept:
        names = names[:1]
    worlds, left_out = worlds_of(base, event, names, kept)
    askings, unfit = askings_of(worlds, event, kept)
    believed = stated(question, beliefs) if beliefs else evidence(base) or _around(question)
    numbers = _numbers(question, believed, 0 if NUMBERS in kept else draws, seed)
    if out is not None:
        _claim(out, _plan(question, worlds, askings, names, numbers), resume=resume)
    found = []
    with executor_of(executor) as (pool, _):
        for k, world in enumerate(worlds):
            place = None if out is None else out / f"world-{k:02d}"
            done = sweep(
                world.game, _within(numbers, world.game), event,
                out=place, metrics=names, concept=[asking.choice for asking in askings], executor=pool,
                resume=place is not None, block_cells=1, command=command,
            )  # fmt: skip
            found.append(done)
    curve = _curve(worlds, askings, numbers, found)
    about = about_game(question, ())
    left = (*left_out, *unfit)
    return Multiverse(base.name, event.text, curve, left, believed.beliefs, believed.source, out, about)


def _around(question: Question) -> Believed:
    """What is believed where nothing is stated."""
    found = stated(question, default_beliefs(release_game(question.game)))
    if not found.beliefs:
        raise OpenraceError(
            f"no weight of {question.game.name} is above zero", "numbers to vary", "name some: --prior PATH=LO:HI"
        )
    return replace(found, source="half to twice each weight")


def _numbers(question: Question, believed: Believed, draws: int, seed: int) -> Listed:
    """The game's own numbers, and draws."""
    paths, drawn = believed.points(believed.drawn(max(draws, 1), Sobol(seed)))
    own = np.array([[question.value(path) for path in paths]])
    return Listed(paths, np.concatenate([own, drawn[:draws]]))


def _within(numbers: Listed, game: ReleaseGame) -> Listed:
    """The numbers that a world has: another market has other ones."""
    has = []
    for k, path in enumerate(numbers.paths):
        try:
            matching(game, path)
        except SettingError:
            if not path.startswith(OWN):
                continue
        has.append(k)
    return Listed(tuple(numbers.paths[k] for k in has), numbers.values[:, has])


def _plan(
    question: Question, worlds: Sequence[World], askings: Sequence[Asking], metrics: Sequence[str], numbers: Listed
) -> str:
    """Everything on which the directory's numbers depend, as text."""
    plan = {
        "version": version(),
        "game": write_toml(question.game),
        "intervention": None if question.intervention is None else question.intervention.text,
        "worlds": [list(world.options) for world in worlds],
        "concepts": [asking.choice.label for asking in askings],
        "metrics": list(metrics),
        "numbers": {"paths": list(numbers.paths), "values": numbers.values.tolist()},
    }
    return json.dumps(plan, indent=1) + "\n"


def _claim(out: Path, plan: str, *, resume: bool) -> None:
    """Makes the directory this question's, if it is nobody's.

    Raises:
        OpenraceError: it holds another question, this one without leave to continue, or something else.
    """
    place = out / PLAN
    if place.exists():
        if not resume:
            raise OpenraceError(f"{out} holds a multiverse already", "a new place", "add --resume to continue it")
        if place.read_text(encoding="utf-8") != plan:
            raise OpenraceError(
                f"{out} was made from another question", "the very same multiverse", "choose another --store"
            )
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OpenraceError(f"{out} holds something else", "an empty or a new directory", "choose another --store")
    with clear_failures(out):
        out.mkdir(parents=True, exist_ok=True)
        # Whole or absent, whenever it is interrupted.
        making = out.parent / f".{out.name}-{PLAN}"
        making.write_text(plan, encoding="utf-8")
        making.replace(place)


def _curve(
    worlds: Sequence[World],
    askings: Sequence[Asking],
    numbers: Listed,
    found: Sequence[Sweep],
) -> SpecificationCurve:
    drawn = [GIVEN, *[f"draw {k}" for k in range(1, len(numbers.values))]]
    rows: list[tuple[str, ...]] = []
    signs: list[int] = []
    moves: list[FloatArray] = []
    for world, done in zip(worlds, found, strict=True):
        for asking in askings:
            for column in done.columns:
                codes = done.directions(column.name, asking.choice.label)
                ends = done.extents(column.name, asking.choice.label)
                sign = -1.0 if column.sense is Sense.EARLIER else 1.0
                own = np.sort(sign * (ends[:, 1] - ends[:, 0]), axis=1)
                for k, label in enumerate(drawn):
                    rows.append((*asking.options, *world.options, label, column.name))
                    signs.append(int(codes[k]))
                    moves.append(own[k])
    dimensions = tuple(
        Dimension(name, tuple(dict.fromkeys(row[d] for row in rows))) for d, name in enumerate(DIMENSIONS)
    )
    chosen = np.array([[d.options.index(o) for d, o in zip(dimensions, row, strict=True)] for row in rows])
    return SpecificationCurve(
        dimensions, chosen, np.array(signs, dtype=np.int8), _in_units(np.stack(moves), chosen[:, -1])
    )


def _in_units(moves: FloatArray, metric: NDArray[np.int64]) -> FloatArray:
    """Moves ``(S, 2)`` as parts of the largest one of the same metric."""
    out = moves.copy()
    for k in np.unique(metric):
        own = metric == k
        largest = np.nanmax(np.abs(moves[own]), initial=0.0)
        out[own] = moves[own] / largest if largest > 0 else 0.0
    return out
