"""Which assumption drives the sign: a tornado one at a time, and global indices of the probability of each sign.

* Tornado: every assumption moves to either end of its prior, the others stay at the base point.
* Sobol indices of the indicator "the sign is s" (Sobol 2001; Saltelli et al. 2010, through SALib): the first-order
  index is the share of its variance explained by one assumption alone, the total index the share that vanishes when
  all others are known. Intervals are bootstrapped by SALib.
* PAWN for the class itself (Pianosi and Wagener 2015, 2018): signs have no order, so where PAWN takes the
  Kolmogorov-Smirnov distance between the distribution of an output and that given an assumption's slice, the total
  variation distance is taken here; the index is its median over slices, with a bootstrapped interval.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.change_words import metric_words
from games.parts.direction import Code, Interval
from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.analysis.shares import Share, shares
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.questions.about import About, about_game
from openrace.questions.question import Question
from openrace.sweeps.design import Listed
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.prior import Belief, Believed, evidence, quantiles, stated
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.table import Entry, Table

BASE_SAMPLES = 256
"""SALib's N; the game is solved at N (D + 2) points."""
SLICES = 8
RESAMPLES = 200
QUANTILES = (2.5, 97.5)


@dataclass(frozen=True)
class Bar(Plain):
    """One bar of the tornado: what the intervention does to the metric at either end of one prior.

    Attributes:
        path: the assumption.
        ends: its values.
        effect: middle of the metric's extent after, less before, at either end; nan where there is none.
        signs: direction at either end.
    """

    path: str
    ends: Interval
    effect: Interval
    signs: tuple[Code, Code]

    def entries(self) -> dict[str, object]:
        """The JSON of one bar."""
        return {"path": self.path, "ends": self.ends, "effect": self.effect, "direction": self.signs}


@dataclass(frozen=True)
class Index(Plain):
    """How much one assumption matters for one sign.

    Attributes:
        path: the assumption.
        sign: whose probability; ``None`` for the class as a whole.
        kind: ``first``, ``total`` or ``pawn``.
        value: the index.
        interval: 95 % interval, bootstrapped.
    """

    path: str
    sign: Code | None
    kind: str
    value: float
    interval: Interval


@dataclass(frozen=True, repr=False)
class Sensitivity(Picture):
    """What drives the sign.

    Attributes:
        game: its name.
        metric: whose sign.
        base_effect: effect at the base point.
        base: sign at the base point.
        bars: the tornado, longest first.
        probability: share of each sign over the prior.
        indices: Sobol and PAWN.
        n_solved: points at which the game was solved.
        about: the game, the assumptions and the metric, in words.
    """

    game: str
    metric: str
    base_effect: float
    base: Code
    bars: tuple[Bar, ...]
    probability: tuple[Share, ...]
    indices: tuple[Index, ...]
    n_solved: int
    about: About

    def __repr__(self) -> str:
        paths = ", ".join(bar.path for bar in self.bars)
        return f"Sensitivity({self.game}: {self.metric} to {paths}, {self.n_solved:,} points solved)"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace sensitivity``."""
        return {
            "game": self.game,
            "hash": self.about.hash or None,
            "metric": self.metric,
            "base": {"effect": self.base_effect, "direction": self.base},
            "tornado": self.bars,
            "probability": self.probability,
            "indices": self.indices,
            "solved": self.n_solved,
        }

    def table(self) -> Table:
        """One row per index."""
        rows: tuple[tuple[Entry, ...], ...] = tuple(
            (
                i.path,
                "class" if i.sign is None else self.about.word(i.sign),
                i.kind,
                i.value,
                i.interval[0],
                i.interval[1],
            )
            for i in self.indices
        )
        return Table(
            f"what drives {metric_words(self.metric)} in {self.game}",
            ("path", "sign", "index", "value", "low", "high"),
            rows,
        )


def sensitivity(
    game: Game,
    beliefs: Sequence[Belief],
    intervention: Intervention | str,
    *,
    metric: str | None = None,
    n: int = BASE_SAMPLES,
    seed: int = 0,
    executor: Workers = 1,
    budget: float | None = BUDGET,
) -> Sensitivity:
    """What drives the sign of a metric over a prior.

    Arguments are those of :func:`openrace.sensitivity`.

    Raises:
        TooLargeError: it takes longer than the budget.
        OpenraceError: n is no power of two, no prior or two for one path, unknown paths or metric, or values out of
            range.
    """
    if n < 2 or n & (n - 1):
        raise OpenraceError(f"the base sample is {n}", "a power of two", "take 256 or 1024")
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    question = Question(game, wanted)
    metric = metric or question.metric
    believed = _believed(question, beliefs)
    beliefs, paths = believed.beliefs, believed.names
    unit = _saltelli(paths, n, seed)
    base = np.array([question.value(p.path) if p.base is None else p.base for p in believed.places])
    turned = np.repeat(base[None], 2 * len(paths), axis=0)
    for k, belief in enumerate(beliefs):
        turned[2 * k, k], turned[2 * k + 1, k] = belief.prior.low, belief.prior.high
    points = np.vstack([base[None], turned, quantiles(beliefs, unit)])
    done = sweep(game, Listed(*believed.points(points)), wanted, metrics=(metric,), executor=executor, budget=budget)
    middles, codes = done.extents(metric).mean(axis=-1), done.directions(metric)
    effects = middles[:, 1] - middles[:, 0]
    first = 1 + 2 * len(paths)
    # The draws that are independent of each other: the two samples themselves.
    plain = np.arange(len(unit)).reshape(-1, len(paths) + 2)[:, [0, -1]].ravel()
    about = replace(about_game(question, (), metric), places=believed.places)
    return Sensitivity(
        game.name,
        metric,
        float(effects[0]),
        Code(int(codes[0])),
        _bars(beliefs, effects[1:first], codes[1:first], float(effects[0])),
        shares(codes[first:][plain], about.measured, sampled=True),
        (*_sobol(paths, codes[first:], seed), *_pawn(paths, unit[plain], codes[first:][plain], seed)),
        len(points),
        about,
    )


def _believed(question: Question, beliefs: Sequence[Belief]) -> Believed:
    """What the caller states; where that is nothing, what the register says of a calibrated game."""
    found = stated(question, beliefs) if beliefs else evidence(question.game)
    if found is None or len(set(found.names)) < len(found.names):
        came = "no assumption came" if found is None else "one assumption came twice"
        raise OpenraceError(came, "one prior for each assumption", "write for example --prior alice.prestige=0:4")
    return found


def _saltelli(paths: tuple[str, ...], n: int, seed: int) -> FloatArray:
    """``(n (D + 2), D)`` shares: two samples, and the first with one column of the second at a time."""
    with extra("sensitivity"):
        from SALib.sample import sobol

    return np.asarray(sobol.sample(_problem(paths), n, calc_second_order=False, seed=seed), dtype=np.float64)


def _problem(paths: tuple[str, ...]) -> dict[str, Any]:
    """What varies, as SALib has it."""
    return {"num_vars": len(paths), "names": list(paths), "bounds": [[0.0, 1.0]] * len(paths)}


def _bars(beliefs: Sequence[Belief], effects: FloatArray, codes: NDArray[np.int8], base: float) -> tuple[Bar, ...]:
    bars = [
        Bar(
            b.path,
            (b.prior.low, b.prior.high),
            (float(effects[2 * k]), float(effects[2 * k + 1])),
            (Code(int(codes[2 * k])), Code(int(codes[2 * k + 1]))),
        )
        for k, b in enumerate(beliefs)
    ]
    return tuple(sorted(bars, key=lambda b: -max(abs(e - base) for e in b.effect)))


def _sobol(paths: tuple[str, ...], codes: NDArray[np.int8], seed: int) -> list[Index]:
    with extra("sensitivity"):
        from SALib.analyze import sobol

    out = []
    for sign in Code:
        hit = (codes == sign).astype(np.float64)
        # A sign that always or never comes has no variance to explain.
        if hit.min() == hit.max():
            continue
        with warnings.catch_warnings():
            # A small resample may hold one sign only; SALib warns, and counts its indices as 0.
            warnings.filterwarnings("ignore", "Constant values encountered", UserWarning)
            # SALib reads 0 as no seed, and then draws other resamples every time.
            found = sobol.analyze(_problem(paths), hit, calc_second_order=False, num_resamples=RESAMPLES, seed=seed + 1)
        for kind, name in (("first", "S1"), ("total", "ST")):
            for path, value, half in zip(paths, found[name], found[f"{name}_conf"], strict=True):
                out.append(Index(path, sign, kind, float(value), (float(value - half), float(value + half))))
    return out


def _pawn(paths: tuple[str, ...], unit: FloatArray, codes: NDArray[np.int8], seed: int) -> list[Index]:
    draws = np.random.default_rng(seed)
    out = []
    for k, path in enumerate(paths):
        slices = np.minimum((unit[:, k] * SLICES).astype(int), SLICES - 1)
        value = pawn(slices, codes)
        resampled = []
        for _ in range(RESAMPLES):
            again = draws.integers(0, len(codes), len(codes))
            resampled.append(pawn(slices[again], codes[again]))
        low, high = np.percentile(resampled, QUANTILES)
        out.append(Index(path, None, "pawn", value, (float(low), float(high))))
    return out


def pawn(slices: NDArray[np.int64], codes: NDArray[np.int8]) -> float:
    """Median over slices of the total variation distance between signs in the slice and signs overall."""
    signs = np.unique(codes)
    overall = np.array([(codes == s).mean() for s in signs])
    distances = [
        0.5 * float(np.abs(np.array([(codes[slices == k] == s).mean() for s in signs]) - overall).sum())
        for k in np.unique(slices)
    ]
    return float(np.median(distances))
