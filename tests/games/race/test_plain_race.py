"""Every part of a race against a program that shares nothing with the project: efforts and values in all states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from games.markets import LimitPricing
from games.race import OutsideModel, RaceGame, RaceLab, Regulation, Ruin
from games.terms import Prestige, Revenue
from solver.directional import solve_directional
from tests.games.race.plain_race import PlainRace

LADDER = (4.0, 6.0, 9.0, 12.0, 16.0)


def profit(q: Sequence[float], x: float, lab: int) -> float:
    """Limit pricing with f = sqrt and one customer-day a period."""
    rivals = [np.sqrt(v) for j, v in enumerate(q) if j != lab]
    return float(max(np.sqrt(q[lab]) - max([np.sqrt(x), *rivals]), 0.0))


def pride(q: Sequence[float], x: float, lab: int) -> float:
    """Prestige of being best, shared by those who are; a better open model takes it away."""
    best = max([*q, x])
    return 1.0 / sum(v == best for v in q) if q[lab] == best else 0.0


def both(q: Sequence[float], x: float, lab: int) -> float:
    return profit(q, x, lab) + 0.7 * pride(q, x, lab)


def half(q: Sequence[float], x: float, lab: int) -> float:
    return profit(q, x, lab) + 0.2 * pride(q, x, lab)


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("profit alone", {}, {"flow": profit}),
    ("prestige and profit", {"prestige": 0.7}, {"flow": both}),
    ("a ladder and costs of their own", {"ladder": (1.0, 2.5, 7.0), "cost": (1.3, 3.1), "rung": (0, 1)}, {}),
    ("an outside model", {"open": OutsideModel(rung=1)}, {"open": 6.0}),
    ("an outside model off the ladder", {"open": OutsideModel(capability=7.5)}, {"open": 7.5}),
    ("an arrival", {"open": OutsideModel(arrival_rate=0.4, arrival_rung=3)}, {"arrival": (0.4, 12.0)}),
    ("learning", {"open": OutsideModel(rung=2), "learn": 0.6}, {"open": 9.0, "learn": 0.6}),
    ("ease", {"open": OutsideModel(rung=2), "ease": 0.4}, {"open": 9.0, "ease": 0.4}),
    (
        "ruin and regulation",
        {"ruin": Ruin(hazard=0.01, frontier=0.004, open=0.01), "regulation": Regulation(hazard=0.05, frontier=0.01),
         "open": OutsideModel(arrival_rate=0.3, arrival_rung=2), "loss": 3.0},
        {"ruin": (0.01, 0.004, 0.01), "regulation": (0.05, 0.01, 0.0), "arrival": (0.3, 9.0), "loss": 3.0},
    ),
    ("low costs at high efforts: g = 1.5", {"g": 1.5, "ladder": (4.0, 6.0, 9.0)}, {"g": 1.5}),
    ("steep costs: g = 3", {"g": 3.0}, {"g": 3.0}),
    ("three labs", {"ladder": (4.0, 6.0, 9.0), "cost": (2.0, 2.5, 3.0), "rung": (1, 0, 0)}, {}),
    ("three labs and steep costs", {"ladder": (4.0, 6.0, 9.0), "cost": (2.0, 2.5, 3.0), "g": 3.0}, {"g": 3.0}),
    ("an opener", {"openness": (("open",), ("closed",)), "sells": (False, True)},
     {"opens": ((0,), (None,)), "flow": lambda q, x, i: half(q, x, i) if i else 0.2 * pride(q, x, i)}),
    ("a version one rung below", {"openness": ((1,), ("closed",))}, {"opens": ((1,), (None,))}),
    ("a choice of openness", {"openness": (("closed", 1), ("closed", "open")), "ladder": (4.0, 6.0, 9.0), "learn": 0.2},
     {"opens": ((None, 1), (None, 0)), "learn": 0.2}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "here", "there"), CASES, ids=[c[0] for c in CASES])
def test_efforts_and_values_are_those_of_the_plain_program(
    name: str, here: dict[str, Any], there: dict[str, Any]
) -> None:
    ladder, cost = here.get("ladder", LADDER), here.get("cost", (2.0, 2.0))
    rungs = here.get("rung", (0,) * len(cost))
    openness = here.get("openness", (("closed",),) * len(cost))
    sells = here.get("sells", (True,) * len(cost))
    labs = tuple(
        RaceLab(
            name=f"lab{i}", rung=rungs[i], effort_cost=c, openness=openness[i], ruin_loss=here.get("loss", 0.0),
            terms=(*([Revenue()] if sells[i] else []), Prestige(weight=here.get("prestige", 0.2))),
        )
        for i, c in enumerate(cost)
    )  # fmt: skip
    world = {key: here[key] for key in ("open", "learn", "ease", "ruin", "regulation") if key in here}
    game = RaceGame(
        name="race", rungs=ladder, labs=labs, market=LimitPricing(), effort_exponent=here.get("g", 2.0), **world
    )
    plain = dict(there)
    flow = plain.pop("flow", half)
    found = PlainRace(ladder, flow, cost, tuple(rungs), **plain).solve()
    if "prestige" not in here and flow is profit:
        game = RaceGame.model_validate(game.model_dump() | {"labs": [
            {**lab.model_dump(), "terms": [Revenue()]} for lab in labs
        ]})  # fmt: skip
    solution = solve_directional(game.directional())
    assert solution.complete[0], name
    compared = 0
    levels = [*game.states.levels, 0.0]
    for s, place in enumerate(game.states.places):
        wanted = found.get((place.rungs, levels[place.level]))
        if wanted is None:
            continue
        compared += 1
        for k in range(int(solution.counts[0])):
            assert solution.efforts[k, s] == pytest.approx(wanted[0], abs=1e-6), place
            assert solution.values[k, s] == pytest.approx(wanted[1], abs=1e-6), place
    assert compared >= len(found)
