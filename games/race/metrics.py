"""What an equilibrium of a race makes happen, exactly: expectations over the Markov chain that it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from games.race.arrays import REGULATION, RUIN
from games.race.books import book_measures
from games.race.measures import Measure, average, efforts, reaching, spending
from games.race.outcomes import Outcomes
from games.race.race_game import RaceGame
from games.terms.revenue import Revenue
from solver.directional import DirectionalSolution


def race_metrics(game: RaceGame, solution: DirectionalSolution, names: Sequence[str] = ()) -> tuple[Metric, ...]:
    """Metrics of a solved race, values ``(E,)`` over all equilibria of all its games.

    Args:
        game: the race, perhaps with an array of numbers.
        solution: its equilibria.
        names: which metrics; all of them if none are named. The books of an event are among them if the game is one
            side of its pair.
    """
    found = Outcomes(game, solution)
    return tuple(m.of(found) for m in race_measures(game) if not names or m.name in names)


def race_measures(game: RaceGame) -> list[Measure]:
    """Everything that may be asked of a solved race."""
    labs, state = range(len(game.labs)), game.race_state()
    spend, *spend_of_each = spending(game, labs)
    return [
        *efforts(game, labs),
        spend,
        Measure("spend_undiscounted", "currency", Sense.LEVEL, _undiscounted),
        *spend_of_each,
        *_dates(game),
        *_first(game),
        *_ends(),
        average("frontier", state.frontier),
        average("best_open", state.best_open),
        *_money(game),
        *(book_measures(game, game.event) if game.event is not None else ()),
    ]


def _undiscounted(found: Outcomes) -> FloatArray:
    return found.occupancy.undiscounted(found.spent.sum(axis=2))


def _dates(game: RaceGame) -> Iterator[Measure]:
    """Mean date at which the labs' frontier reaches each higher rung, given that it does, and the chance that it does.

    A lab that leaves has reached what it had reached.
    """
    rungs = game.states.rungs
    who = [("", rungs.max(axis=1)), *[(f".{lab.name}", rungs[:, i]) for i, lab in enumerate(game.labs)]]
    for suffix, reach in who:
        for k in range(int(reach[0]) + 1, len(game.rungs)):
            yield from reaching(f"reached.{game.rungs[k]:g}{suffix}", np.asarray(reach >= k, dtype=np.bool_))


def _first(game: RaceGame) -> Iterator[Measure]:
    """Chance that each lab is the first to climb above the labs' frontier of the start."""
    rungs = game.states.rungs
    ahead = np.asarray(rungs.max(axis=1) > rungs[0].max(), dtype=np.bool_)

    def chance(lab: int) -> Callable[[Outcomes], FloatArray]:
        def of(found: Outcomes) -> FloatArray:
            climbs, events = found.entering(ahead)
            return found.occupancy.chance(climbs & (found.arrays.climbers == lab), np.zeros_like(events))

        return of

    for i, lab in enumerate(game.labs):
        yield Measure(f"p_first.{lab.name}", "chance", Sense.LEVEL, chance(i))


def _ends() -> Iterator[Measure]:
    """Chances that the race ends in ruin, and that regulation stops it."""
    for name, cause in (("p_ruin", RUIN), ("p_regulated", REGULATION)):

        def chance(found: Outcomes, cause: str = cause) -> FloatArray:
            none = np.zeros(len(found.arrays.map.climbs), dtype=np.bool_)
            return np.minimum(found.occupancy.chance(none, found.arrays.caused(cause)), 1.0)

        yield Measure(name, "chance", Sense.LEVEL, chance)


def _money(game: RaceGame) -> Iterator[Measure]:
    """Discounted consumer surplus and payoffs; welfare is their sum."""

    def payoffs(labs: Sequence[int]) -> Callable[[Outcomes], FloatArray]:
        return lambda found: found.at_start(found.solution.values)[:, labs].sum(axis=1)

    @cache
    def surplus(found: Outcomes) -> FloatArray:
        return found.flow(found.arrays.spread(found.game.customers.surplus(found.arrays.state)))

    everybody = payoffs(range(len(game.labs)))
    unit = "currency, discounted"
    yield Measure("consumer_surplus", unit, Sense.LEVEL, surplus)
    for i, lab in enumerate(game.labs):
        yield Measure(f"payoff.{lab.name}", unit, Sense.LEVEL, payoffs([i]))
        if any(isinstance(t, Revenue) for t in lab.terms):
            yield Measure(f"revenue.{lab.name}", unit, Sense.LEVEL, _revenue(i))
    yield Measure("welfare", unit, Sense.LEVEL, lambda found: surplus(found) + everybody(found))


def _revenue(lab: int) -> Callable[[Outcomes], FloatArray]:
    def of(found: Outcomes) -> FloatArray:
        return found.flow(found.arrays.spread(found.game.customers.revenue(found.arrays.state, lab)))

    return of
