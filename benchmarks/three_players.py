"""Three players against pygambit: time and equilibria missed, on the same games in one run.

``python -m benchmarks.three_players`` draws games of 2 x 2 x 2 and 3 x 3 x 3 actions with a fixed seed and gives each
to ``AllIsolated`` and to pygambit's polynomial enumeration, global Newton and logit methods. Games are built outside
the clock. A peer's point counts as an equilibrium if its regret is below 1e-6 of the payoff range; the equilibria a
solver *missed* are those that somebody found and it did not. Global Newton and logit claim no more than one or some.

``random`` payoffs are uniform integers below 100; ``tied`` ones are integers below 4, where equilibria come in continua
and peers list some of their points: a peer's point then counts as covered if it is listed or lies in a continuum whose
corners are known. Without pygambit the run says so and times this package alone. Among the first 50 games of 2 x 2 x 2
is one that keeps pygambit busy for more than five minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import as_gambit, strategies_of
from benchmarks.report import RESULTS, processor
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution
from solver.n_player.all_equilibria import AllIsolated
from solver.n_player.tree.spread import in_product

FloatArray = NDArray[np.float64]
Profile = tuple[FloatArray, ...]

SEED = 20260102
SAME, ZERO = 1e-3, 1e-6
"""Points this close are the same (logit stops some 1e-4 short); a regret below this share of the range is none."""


@dataclass(frozen=True)
class Line:
    """One solver on one family of games; seconds are the mean per game, over the same games for everybody.

    Attributes:
        found: equilibria it listed, continua not counted.
        missed: equilibria somebody else found and it neither listed nor covered.
        wrong: points it listed that are no equilibria.
        failed: games on which it raised an error.
        proven: games it proved complete; peers prove none.
    """

    family: str
    actions: int
    games: int
    solver: str
    seconds: float
    found: int
    missed: int
    wrong: int
    failed: int
    proven: int
    times_ours: float


@dataclass(frozen=True, eq=False)
class Answer:
    """What one solver said of one game: time, points, and what it covers beyond them; ``None`` points if it failed."""

    seconds: float
    points: tuple[Profile, ...] | None
    solution: Solution | None = None

    def covers(self, profile: Profile) -> bool:
        """Whether the profile is listed or lies in a continuum with known corners."""
        if any(_distance(profile, own) < SAME for own in self.points or ()):
            return True
        if self.solution is None:
            return False
        for continuum in self.solution.continua:
            faces = tuple(np.unique([p[i] for p in continuum.points], axis=0) for i in range(len(profile)))
            if in_product(faces)(profile, SAME):
                return True
        return False


def _distance(one: Profile, two: Profile) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(one, two, strict=True))


def draw(family: str, actions: int, games: int) -> list[NormalForm]:
    """``games`` games of three players with ``actions`` actions each."""
    rng = np.random.default_rng([SEED, actions])
    shape, top = (3, actions, actions, actions), 100 if family == "random" else 4
    return [NormalForm.from_payoffs(rng.integers(0, top, shape).astype(float)) for _ in range(games)]


def ours(game: NormalForm) -> Answer:
    """Every equilibrium with proof."""
    start = time.perf_counter()
    solution = AllIsolated()(game)
    return Answer(time.perf_counter() - start, tuple(e.strategies for e in solution.equilibria), solution)


def peers() -> dict[str, Callable[[NormalForm], Answer]]:
    """The methods of pygambit for three players, where it is installed."""
    try:
        gambit: Any = import_module("pygambit")
    except ImportError:
        return {}

    def asked(method: Callable[[Any], Any], game: NormalForm) -> Answer:
        theirs = as_gambit(gambit, game)
        start = time.perf_counter()
        try:
            found = method(theirs)
        except (RuntimeError, ValueError, ZeroDivisionError):
            return Answer(time.perf_counter() - start, None)
        seconds = time.perf_counter() - start
        listed = found.equilibria if hasattr(found, "equilibria") else [found.equilibrium]
        points = tuple(strategies_of(game, profile) for profile in listed)
        return Answer(seconds, points)

    nash = gambit.nash
    return {
        "pygambit enumpoly": lambda game: asked(nash.enumpoly_solve, game),
        "pygambit gnm": lambda game: asked(nash.gnm_solve, game),
        "pygambit logit": lambda game: asked(nash.logit_solve, game),
    }


def compare(family: str, actions: int, games: int) -> list[Line]:
    """Everybody on the same games."""
    drawn = draw(family, actions, games)
    solvers = {"openrace AllIsolated": ours, **peers()}
    for solve in solvers.values():
        solve(drawn[0])
    answers = {name: [solve(game) for game in drawn] for name, solve in solvers.items()}
    truth = [_union(game, [own[n] for own in answers.values()]) for n, game in enumerate(drawn)]
    base = float(np.mean([a.seconds for a in answers["openrace AllIsolated"]]))
    lines = []
    for name, own in answers.items():
        seconds = float(np.mean([a.seconds for a in own]))
        missed = sum(not a.covers(p) for a, points in zip(own, truth, strict=True) for p in points)
        wrong = sum(not _is_equilibrium(g, p) for g, a in zip(drawn, own, strict=True) for p in a.points or ())
        lines.append(
            Line(
                family,
                actions,
                games,
                name,
                seconds,
                sum(len(a.points or ()) for a in own) - wrong,
                missed,
                wrong,
                sum(a.points is None for a in own),
                sum(a.solution is not None and a.solution.complete for a in own),
                seconds / base,
            )
        )
    return lines


def _is_equilibrium(game: NormalForm, profile: Profile) -> bool:
    return regret(game.payoffs, profile) <= ZERO * game.payoff_range


def _union(game: NormalForm, answers: Sequence[Answer]) -> list[Profile]:
    """Distinct equilibria that anybody found."""
    out: list[Profile] = []
    for answer in answers:
        for profile in answer.points or ():
            if _is_equilibrium(game, profile) and all(_distance(profile, known) > SAME for known in out):
                out.append(profile)
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table and write it as JSON under ``benchmarks/results``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--games", type=int, default=40, help="games of 2 x 2 x 2; half as many of 3 x 3 x 3, few with ties"
    )
    options = parser.parse_args(arguments)
    try:
        peer = f"pygambit {version('pygambit')}"
    except PackageNotFoundError:
        peer = "pygambit is not installed: no comparison was made"
    print(peer)
    print("family  actions  games  solver                ms per game  times ours  found  missed  wrong  failed  proven")
    lines: list[Line] = []
    for family in ("random", "tied"):
        # With ties, a continuum in which three players mix takes seconds to locate, and pygambit's enumeration may
        # take minutes on a game of 2 x 2 x 2: fewer games.
        small, large = options.games, max(1, options.games // 2)
        if family == "tied":
            small, large = min(small, 20), min(large, 3)
        for actions, games in ((2, small), (3, large)):
            for line in compare(family, actions, games):
                lines.append(line)
                print(
                    f"{line.family:6s}  {line.actions:7d}  {line.games:5d}  {line.solver:20s}  "
                    f"{1e3 * line.seconds:11.2f}  {line.times_ours:10.2f}  {line.found:5d}  {line.missed:6d}  "
                    f"{line.wrong:5d}  {line.failed:6d}  {line.proven:6d}",
                    flush=True,
                )
    RESULTS.mkdir(exist_ok=True)
    where = RESULTS / "three_players.json"
    record = {
        "peer": peer,
        "processor": processor(),
        "python": platform.python_version(),
        "seed": SEED,
        "lines": [asdict(line) for line in lines],
    }
    where.write_text(json.dumps(record, indent=2) + "\n")
    print(f"written to {where.relative_to(RESULTS.parent.parent)}")


if __name__ == "__main__":
    main()
