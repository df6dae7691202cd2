"""Races: every Markov-perfect equilibrium of a game in which labs choose how hard to work.

Labs see the state (who is on which rung, and the best open model) and choose an effort in each. An equilibrium has no
plan at a date, so it counts by what it makes happen: metrics have one value per equilibrium, and the set of equilibria
is a set of points on one axis, the number of the equilibrium.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.metric import Metric, with_names
from games.parts.part import FloatArray
from games.race.metrics import race_metrics
from games.race.over_time import OverTime, over_time
from games.race.race_game import RaceGame
from openrace.concepts.concept import Answered, RaceConcept, Solver, Tie
from openrace.concepts.equilibria import EquilibriumSets
from solver.common.errors import OpenraceError
from solver.common.words import count
from solver.directional import DirectionalEquilibrium, DirectionalSolution, solve_directional, solve_together
from solver.game.normal_form import NormalForm
from solver.game.solution import Status

OF_PLANS = ("actions", "vertices", "components", "ties", "grid")
"""Entries about plans, which races have not."""
DATES = 17
"""Dates in the JSON at which the frontier is reported."""
BEYOND = 1.5
"""The last of them, in mean dates of reaching the highest rung."""
MOST_PATHS = 8
"""Equilibria of which it is reported."""


@dataclass(frozen=True, eq=False)
class RaceAnswer(Answered):
    """A race and its Markov-perfect equilibria.

    Attributes:
        game: what was solved.
        solution: every equilibrium found, with enclosures and status.
    """

    game: RaceGame
    solution: DirectionalSolution
    concept: ClassVar[RaceConcept] = RaceConcept.MARKOV_PERFECT
    lists_equilibria: ClassVar[bool] = True

    @property
    def form(self) -> NormalForm:
        """A race has no payoff table."""
        return self.game.normal_form()

    @cached_property
    def equilibria(self) -> tuple[DirectionalEquilibrium, ...]:
        """Every equilibrium, checked for deviations in every state."""
        return self.solution.of()

    @cached_property
    def found(self) -> EquilibriumSets:
        """Every equilibrium as a point of its own."""
        count = len(self.equilibria)
        return self.listed([(row,) for row in np.eye(count)], (count,))

    @property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium, that each lab works as hard at the start as its label of that number says."""
        rows = np.eye(len(self.equilibria))
        return tuple((row,) * len(self.players) for row in rows)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` expected discounted payoffs at the start."""
        rows = [e.play.values[e.start] for e in self.equilibria]
        return np.array(rows).reshape(-1, len(self.players))

    @property
    def complete(self) -> bool:
        """Whether every Markov-perfect equilibrium is listed, and that is proven."""
        return bool(self.solution.complete[0])

    @property
    def max_regret(self) -> float:
        """Largest gain from a deviation for a moment, in any state of any equilibrium."""
        return max((e.gain for e in self.equilibria), default=0.0)

    @property
    def status(self) -> Status:
        """How the search ended."""
        return self.solution.status()

    @property
    def searched(self) -> str:
        """What was and was not searched."""
        return (
            f"all solutions of the equations of each of {len(self.game.states.places)} states, by intervals with "
            "outward rounding, for every combination of solutions of later states"
        )

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens, one value per equilibrium; the mean date given that it comes, beside the chance of never."""
        return race_metrics(self.game, self.solution)

    def metrics_named(self, names: Collection[str]) -> tuple[Metric, ...]:
        """Those of the metrics that have one of some names; all of them if no name is given."""
        return with_names(self.metrics, names)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Efforts are numbers: no grid makes labs indifferent."""
        return ()

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """A race has no list of plans; what is shown of every lab is its effort at the start of each equilibrium."""
        starts = [e.play.efforts[e.start] for e in self.equilibria]
        return tuple(tuple(f"effort {h[i]:.4g}" for h in starts) for i in range(len(self.players)))

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the labs."""
        return self.game.lab_names

    def dates(self, n: int) -> FloatArray:
        """``n`` dates from 0 on, beyond the mean date of the highest rung that is ever reached in some equilibrium."""
        ends = [
            float(date)
            for m in self.metrics
            if m.name.startswith("reached.") and not m.name[-1].isalpha()
            for date in m.values
            if np.isfinite(date)
        ]
        return np.linspace(0.0, BEYOND * max(ends, default=1.0 / self.game.discount_rate), n)

    def over_time(self, dates: FloatArray) -> tuple[OverTime, ...]:
        """How each of the first equilibria goes over time, at most ``MOST_PATHS``."""
        return tuple(
            over_time(self.game, self.solution, k, dates) for k in range(min(MOST_PATHS, len(self.equilibria)))
        )

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace solve``."""
        return {name: value for name, value in super().entries().items() if name not in OF_PLANS}

    def details(self) -> dict[str, Any]:
        """Every state of every equilibrium."""
        found = [self._equilibrium(k, e) for k, e in enumerate(self.equilibria)]
        for equilibrium, path in zip(found, self.over_time(self.dates(DATES)), strict=False):
            equilibrium["over_time"] = path.to_dict()
        return {"equilibria": found}

    def _equilibrium(self, number: int, found: DirectionalEquilibrium) -> dict[str, Any]:
        ladder, play, start = [float(q) for q in self.game.rungs], found.play, found.start
        states = []
        for s, place in enumerate(self.game.states.places):
            best = self.game.states.levels[place.level] if place.level >= 0 else None
            states.append(
                {
                    "rungs": list(place.rungs),
                    "open": ladder.index(best) if best in ladder else None,
                    "open_capability": best,
                    "left": [lab.name for lab, out in zip(self.game.labs, place.left, strict=True) if out],
                    "effort": play.efforts[s].tolist(),
                    "value": play.values[s].tolist(),
                    "openness": [self._openness(int(k)) for k in play.choices[s]],
                    "leaves": [lab.name for lab, out in zip(self.game.labs, play.leaves[s], strict=True) if out],
                }
            )
        return {
            "states": states,
            "start": {"effort": play.efforts[start].tolist(), "value": play.values[start].tolist()},
            "metrics": {m.name: float(m.values[number]) for m in self.metrics},
            "regret": found.gain,
        }

    def _openness(self, option: int) -> int | str | None:
        """What the lab does with the model that it climbs to; nothing where it cannot climb."""
        if option < 0:
            return None
        climb = self.game.states.climbs[option]
        return self.game.labs[climb.lab].openness[climb.openness]

    def __repr__(self) -> str:
        return f"RaceAnswer({self.game.name}: {count(len(self.equilibria), 'Markov-perfect equilibrium')})"


def race(game: Game) -> RaceAnswer:
    """Every Markov-perfect equilibrium of a race.

    Raises:
        OpenraceError: the game is no race.
    """
    if not isinstance(game, RaceGame):
        raise OpenraceError(
            f"{game.name} is no race", "a game of kind race", "openrace games lists the games; race is one"
        )
    return RaceAnswer(game, solve_directional(game.directional()))


def races_together(games: Sequence[RaceGame]) -> Solver:
    """What answers these races, all of them solved at once as far as they share their states."""
    known = dict(zip(map(game_hash, games), solve_together([g.directional() for g in games]), strict=True))

    def answer(game: Game) -> RaceAnswer:
        game = game.played()
        solution = known.get(game_hash(game))
        return RaceAnswer(game, solution) if isinstance(game, RaceGame) and solution is not None else race(game)

    return answer
