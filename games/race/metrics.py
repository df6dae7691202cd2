"""What an equilibrium of a race makes happen, exactly: expectations over the Markov chain that it makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.parts.metric import Sense
from games.parts.part import BoolArray, FloatArray
from games.race.race_game import RaceGame, sells
from solver.directional import Chain, DirectionalEquilibrium, DirectionalGame
from solver.game.arrays import IntArray


@dataclass(frozen=True)
class RaceMetric:
    """One number of one equilibrium.

    Attributes:
        name: as in verdicts.
        unit: of the number.
        sense: how a change is read.
        value: the number; a date that never comes is ``inf``.
    """

    name: str
    unit: str
    sense: Sense
    value: float


def race_metrics(game: RaceGame, solved: DirectionalGame, found: DirectionalEquilibrium) -> tuple[RaceMetric, ...]:
    """Every metric of one equilibrium of a race; the conditional mean of a date comes with its chance."""
    return (
        *_efforts(game, found),
        *_spending(game, solved, found),
        *_dates(game, found),
        *_first(game, found),
        *_ends(game, found),
        *_money(game, solved, found),
    )


def _efforts(game: RaceGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    start = found.play.efforts[found.chain.start]
    each = [
        RaceMetric(f"effort.{lab.name}", "climbs per period", Sense.MORE, float(h))
        for lab, h in zip(game.labs, start, strict=True)
    ]
    return [RaceMetric("effort", "climbs per period", Sense.MORE, float(start.sum())), *each]


def _spending(game: RaceGame, solved: DirectionalGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    g, rate = solved.exponent, float(solved.rates[0])
    flow = solved.costs[0] * found.play.efforts**g / g
    someone_leaves = np.asarray(found.play.leaves.any(axis=1), dtype=np.bool_)
    flow = np.where(someone_leaves[:, None], 0.0, flow)
    discounted, plain = found.chain.discounted(flow, rate), found.chain.discounted(flow, 0.0)
    start = found.chain.start
    out = [
        RaceMetric("spend", "currency, discounted", Sense.LEVEL, float(discounted[start].sum())),
        RaceMetric("spend_undiscounted", "currency", Sense.LEVEL, float(plain[start].sum())),
    ]
    for i, lab in enumerate(game.labs):
        out.append(RaceMetric(f"spend.{lab.name}", "currency, discounted", Sense.LEVEL, float(discounted[start, i])))
    return out


def _dates(game: RaceGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    """Mean date at which the frontier reaches each higher rung, given that it does, and the chance that it does."""
    rungs, left = game.states.rungs, game.states.left
    out = []
    here: IntArray = np.where(left, np.int64(-1), rungs)
    who: list[tuple[str, IntArray]] = [
        ("", here.max(axis=1)),
        *[(f".{lab.name}", here[:, i]) for i, lab in enumerate(game.labs)],
    ]
    for suffix, reach in who:
        for k in range(int(reach[0]) + 1, len(game.rungs)):
            mean, chance = _date(game, found, np.asarray(reach >= k, dtype=np.bool_), k)
            name = f"{game.rungs[k]:g}{suffix}"
            out.append(RaceMetric(f"reached.{name}", "periods", Sense.EARLIER, mean))
            out.append(RaceMetric(f"p_reached.{name}", "chance", Sense.MORE, chance))
    return out


def _date(game: RaceGame, found: DirectionalEquilibrium, inside: BoolArray, rung: int) -> tuple[float, float]:
    """A rung that ends the race is reached by the climb itself, after which all is over."""
    chain = found.chain
    of = np.append(inside, False)
    if game.finish is None or rung < game.finish.rung:
        return chain.date(of)
    lumps = np.zeros(len(chain.sources))
    climbs = chain.players >= 0
    options = np.array([c.target for c in game.states.climbs], dtype=np.int64)
    lumps[climbs] = of[options[chain.moves[climbs]]]
    chance = chain.discounted(np.zeros(chain.n_states), 0.0, lumps)
    total = chain.total
    weighted = np.zeros(chain.n_states)
    first = np.searchsorted(chain.sources, np.arange(chain.n_states + 1))
    for s in range(chain.n_states - 1, -1, -1):
        if total[s] > 0:
            moves = slice(first[s], first[s + 1])
            weighted[s] = ((chain.rates[moves] * weighted[chain.targets[moves]]).sum() + chance[s]) / total[s]
    sure = float(chance[chain.start])
    return (float(weighted[chain.start]) / sure if sure > 0 else np.inf), sure


def _first(game: RaceGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    """Chance that each lab is the first to climb above the frontier of the start."""
    here = np.where(game.states.left, -1, game.states.rungs)
    ahead = here.max(axis=1) > here[0].max()
    chain = found.chain
    climbs = game.states.climbs
    out = []
    for i, lab in enumerate(game.labs):
        lumps = np.zeros(len(chain.sources))
        for t in np.flatnonzero(chain.players == i).tolist():
            climb = climbs[int(chain.moves[t])]
            lumps[t] = float(ahead[climb.target] and not ahead[climb.source])
        stays = np.append(ahead, True)
        chance = _until(chain, stays, lumps)
        out.append(RaceMetric(f"p_first.{lab.name}", "chance", Sense.LEVEL, chance))
    return out


def _until(chain: Chain, stop: BoolArray, lumps: FloatArray) -> float:
    """Expected sum of lump sums until play enters a set of states."""
    out, total = np.zeros(chain.n_states), chain.total
    first = np.searchsorted(chain.sources, np.arange(chain.n_states + 1))
    for s in range(chain.n_states - 1, -1, -1):
        if not stop[s] and total[s] > 0:
            moves = slice(first[s], first[s + 1])
            out[s] = (chain.rates[moves] * (out[chain.targets[moves]] + lumps[moves])).sum() / total[s]
    return float(out[chain.start])


def _ends(game: RaceGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    """Chances that the race ends in ruin, and that regulation stops it."""
    chain, state = found.chain, game.race_state()
    front, x = state.frontier, state.best_open
    ruin = np.asarray(game.ruin.hazard + game.ruin.frontier * front + game.ruin.open * x, dtype=np.float64)
    stop = np.asarray(
        game.regulation.hazard + game.regulation.frontier * front + game.regulation.open * x, dtype=np.float64
    )
    out = []
    for name, hazard in (("p_ruin", ruin), ("p_regulated", stop)):
        # An end is a flow of probability at its hazard while the race lasts.
        chance = chain.discounted(np.append(np.broadcast_to(hazard, front.shape), 0.0), 0.0)[chain.start]
        out.append(RaceMetric(name, "chance", Sense.LEVEL, float(min(chance, 1.0))))
    return out


def _money(game: RaceGame, solved: DirectionalGame, found: DirectionalEquilibrium) -> list[RaceMetric]:
    """Discounted consumer surplus and payoffs; welfare is their sum."""
    start, rate, state = found.chain.start, float(solved.rates[0]), game.race_state()
    market = game.customers
    scale = np.asarray(market.customers) * game.days_per_period if game.market is not None else 0.0
    surplus = np.broadcast_to(np.asarray(scale * market.surplus_rate(state), dtype=np.float64), state.frontier.shape)
    lumps = np.zeros(len(found.chain.sources))
    stop = game.regulation.hazard + game.regulation.frontier * state.frontier + game.regulation.open * state.best_open
    stop = np.broadcast_to(np.asarray(stop, dtype=np.float64), state.frontier.shape)
    # After regulation customers go on as before.
    flow = np.append(surplus + stop * surplus / rate, 0.0)
    customers = float(found.chain.discounted(flow, rate, lumps)[start])
    payoffs = found.play.values[start]
    out = [RaceMetric("consumer_surplus", "currency, discounted", Sense.LEVEL, customers)]
    for i, lab in enumerate(game.labs):
        out.append(RaceMetric(f"payoff.{lab.name}", "currency, discounted", Sense.LEVEL, float(payoffs[i])))
        if sells(game, i):
            earned = _revenue(game, found, i, rate)
            out.append(RaceMetric(f"revenue.{lab.name}", "currency, discounted", Sense.LEVEL, earned))
    out.append(RaceMetric("welfare", "currency, discounted", Sense.LEVEL, customers + float(payoffs.sum())))
    return out


def _revenue(game: RaceGame, found: DirectionalEquilibrium, lab: int, rate: float) -> float:
    state = game.race_state()
    flow = np.broadcast_to(game.customers.revenue(state, lab), state.frontier.shape)
    return float(found.chain.discounted(np.append(flow, 0.0), rate)[found.chain.start])
