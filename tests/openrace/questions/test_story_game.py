"""The games that stories write to files give the stories' numbers, through the public call and after a round trip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import openrace as orc
from games.catalog.files import read_toml
from games.parts.game import Game
from games.parts.paths import Setting
from games.release.release_game import ReleaseGame
from games.stories import story_named
from openrace.claims.story import configured
from openrace.claims.story_game import story_toml
from openrace.concepts.open_loop import Answer
from openrace.concepts.race import RaceAnswer
from solver.game.solution import Solution

Read = Callable[[Game], dict[str, Any]]
"""From a story's game to the story's numbers."""


def solved(game: Game, method: str | None = None) -> Solution:
    answer = orc.solve(game, method=method)
    assert isinstance(answer, Answer)
    return answer.solution


def best_plans(game: Game) -> list[tuple[float, float]]:
    """Date and capability of every best plan of a game of one lab; never is infinite and 0."""
    assert isinstance(game, ReleaseGame)
    lab = game.labs[0]
    plans = lab.plans(game.calendar)
    sizes = (plans.effort * lab.attainable(plans.dates, game.calendar))[0]
    support = {a for e in solved(game).equilibria for a in e.support[0]}
    return sorted((float(plans.dates[0, a]), float(sizes[a])) for a in support)


def best(game: Game) -> set[str]:
    """Plans of the first player in the equilibria of a game of one player."""
    solution = solved(game)
    return {solution.game.actions[0][a] for e in solution.equilibria for a in e.support[0]}


def paid(game: Game, player: int, *plans: str) -> float:
    """What a player gets in one profile, named by its plans."""
    form = game.normal_form()
    where = tuple(form.actions[i].index(plan) for i, plan in enumerate(plans))
    return float(form.payoffs[(player, *where)])


def worth(game: Game) -> float:
    """The payoff of the best plan."""
    return float(solved(game).equilibria[0].payoffs[0])


def gain(game: Game) -> dict[str, Any]:
    return {"gain": paid(game, 0, "t=0") - paid(game, 0, "never")}


def trained(worth_name: str) -> Read:
    def read(game: Game) -> dict[str, Any]:
        return {"maximisers": sorted(y for _, y in best_plans(game)), worth_name: worth(game)}

    return read


def dated(game: Game) -> dict[str, Any]:
    first = best_plans(game)[0][0]
    return {"date": None if np.isinf(first) else first}


def released(*names: str) -> Read:
    """Every number is what a release pays, in the order of the labs."""
    return lambda game: {name: paid(game, i, *("t=0",) * len(names)) for i, name in enumerate(names)}


def reluctant(game: Game) -> dict[str, Any]:
    assert isinstance(game, ReleaseGame)
    fails = game.modifiers[0]
    account = game.accounts()[0]
    gone = fails.gone(account)[0]
    plans = {"t=0": "race", "never": "stay"}
    labels = game.normal_form().actions[0]
    return {"plans": tuple(sorted("exit" if gone[labels.index(p)] else plans[p] for p in best(game)))}


def race(name: str, metric: str) -> Read:
    def read(game: Game) -> dict[str, Any]:
        answer = orc.solve(game)
        assert isinstance(answer, RaceAnswer)
        (values,) = [m.values for m in answer.metrics if m.name == metric]
        return {name: float(np.ravel(values)[0])}

    return read


def adopted(game: Game) -> dict[str, Any]:
    found = solved(game)
    pure = [
        tuple(float(found.game.actions[i][e.support[i][0]]) for i in (0, 1))
        for e in found.equilibria
        if all(len(s) == 1 for s in e.support)
    ]
    first, second = min(pure)
    return {"t1_star": first, "t2": second}


def everyone(name: str) -> Read:
    """The plan that both players choose in some pure equilibrium."""

    def read(game: Game) -> dict[str, Any]:
        found = solved(game)
        same = {e.support[0][0] for e in found.equilibria if e.support[0] == e.support[1] and len(e.support[0]) == 1}
        (plan,) = same
        return {name: game.efforts[plan]}  # type: ignore[attr-defined]

    return read


def mixed(game: Game) -> dict[str, Any]:
    """How often the first lab trains where all train equally often."""
    plays = [[float(s[0]) for s in e.strategies] for e in solved(game).equilibria]
    (alike,) = {round(play[0], 9) for play in plays if max(play) - min(play) < 1e-9}
    return {"p": alike}


def entered(game: Game) -> dict[str, Any]:
    found = solved(game, "pure")
    never = [a.index("never") for a in found.game.actions]
    counts = {sum(e.support[i] != (never[i],) for i in range(len(never))) for e in found.equilibria}
    return {"n_labs": max(counts)}


def uses(*names: str, at: str = "") -> Read:
    def read(game: Game) -> dict[str, Any]:
        labels = game.normal_form().actions[0]
        values = {"best_K": tuple(sorted(int(p) for p in best(game))), "ev": paid(game, 0, at or labels[-1])}
        return {name: values[name] for name in names}

    return read


def corner(game: Game) -> dict[str, Any]:
    found = solved(game)
    seen = {e.support for e in found.equilibria}
    everybody, nobody = (tuple((k,) for _ in found.game.actions) in seen for k in (0, 1))
    return {"corner": "corners" if everybody and nobody else "everybody" if everybody else "nobody"}


def news(game: Game) -> dict[str, Any]:
    assert best(game) <= {"never"} or best(game) == {"t=0", "never"}
    periods = float(orc.load(game).modifiers[0].periods)  # type: ignore[attr-defined]
    if periods:
        assert best(orc.load(game, {"belief.periods": periods - 1})) == {"t=0"}
    return {"periods": periods}


def claims(game: Game) -> dict[str, Any]:
    found = solved(game)
    asked = [np.array([float(a) for a in actions]) for actions in found.game.actions]
    pairs = [tuple(float(e.strategies[i] @ asked[i]) for i in (0, 1)) for e in found.equilibria]
    return {"equilibria": tuple(sorted(pairs))}


def never_chances(game: Game) -> dict[str, Any]:
    found = solved(game)
    each = [[float(e.strategies[i][-1]) for e in found.equilibria] for i in (0, 1)]
    return {"alice_never": (min(each[0]), max(each[0])), "bob_never": (min(each[1]), max(each[1]))}


def cost(game: Game) -> dict[str, Any]:
    assert isinstance(game, ReleaseGame)
    (metric,) = [m for m in game.metrics() if m.name == "training_spend"]
    return {"cost": float(metric.values[0])}


def catching_up(game: Game) -> dict[str, Any]:
    return {"races": best(game) == {"t=0"}, **cost(game)}


def gap(game: Game) -> dict[str, Any]:
    assert isinstance(game, ReleaseGame)
    found = solved(game)
    lab = game.labs[0]
    plans = {a for e in found.equilibria for a in e.support[0]}
    efforts = lab.plans(game.calendar).effort[0]
    never = len(efforts) - 1
    return {"trained": max(0.0 if a == never else efforts[a] * lab.path[0] - lab.start for a in plans)}


def niches(game: Game) -> dict[str, Any]:
    assert isinstance(game, ReleaseGame)
    (surplus,) = [m for m in game.metrics() if m.name == "consumer_surplus"]
    earned = [paid(game, i, "t=0", "t=0") for i in (0, 1)]
    assert earned[0] == pytest.approx(earned[1])
    assert surplus.values.shape == (2, 2)
    return {"both": sum(earned)}


X: list[dict[str, Any]] = [{"x": 0}, {"x": 0.25}, {"x": 0.5}, {"x": 2}]
CASES: list[tuple[str, list[dict[str, Any]], Read]] = [
    ("upgrade", [{}, {"x": 12.25}, {"x": 20}, {"y": 4, "n": 3, "m": 7}], gain),
    ("announced-upgrade", [{}, {"x2": 6.25}, {"x2": 20}, {"k": 30}, {"k": 0}], gain),
    ("training-cost", X, trained("profit")),
    ("linear-penalty", [*X, {"phi": 0}, {"phi": 5}], trained("payoff")),
    ("convex-penalty", [*X, {"phi": 0}, {"phi": 5}], trained("payoff")),
    ("just-better", [{"x": 0}, {"x": 1}, {"x": 4.5}, {"alpha": 0.3, "k": 2}], trained("utility")),
    ("price-war", [{}, {"prices": 5}, {"prices": [1, 2, 4]}], claims),
    ("travelers-dilemma", [{"high": 12}, {"high": 20, "low": 5}], claims),
    ("niches", [{"x": 3}, {"x": 3.75}, {"x": 4.5}], niches),
    ("spillover", [{}, {"beta": 0}, {"beta": 1}, {"g": 3, "B": 2}], everyone("own")),
    ("uncertain-release", [{}, {"l": 0}, {"r": 0.3, "l": 2}], released("value")),
    ("price-discrimination", [{}, {"spread": 0.5}, {"spread": 1.5}, {"s": 0.9}], released("revenue")),
    ("hiring", [{}, {"prestige": 0}, {"kappa": 2}], cost),
    ("talent", [{}, {"x": 5}, {"w_e": 0.3}, {"w_e": 2}], cost),
    ("experience", [{}, {"w_e": 2}], cost),
    ("hazard-race", [{}, {"eroded": 0.06}, {"L": 0.1}], race("h_winner_only", "effort.first")),
    ("shared-insights", [{}, {"I": 0.8}, {"beta": 0}, {"I": [1, 3], "open_labs": 1}], race("time", "reached.2")),
    ("adoption-precommit", [{}, {"x": 1}, {"K": 60}], adopted),
    ("discounting", [{}, {"r": 0.05}, {"r": 0.5}], dated),
    ("growing-demand", [{}, {"gamma": 0}, {"r": 0.3}], dated),
    ("regulation", [{}, {"x": 0}, {"rho0": 0}, {"x": 6}], dated),
    ("concave-penalty", [{"x": 0}, {"x": 0.5}, {"x": 2}], trained("payoff")),
    ("competition", [{}, {"x": 0.2}, {"labs": 1}, {"n": 1}], mixed),
    ("oligopoly-hurries", [{}, {"L": 0.1}], race("h_loser_only", "effort.first")),
    ("spread-of-dates", [{}, {"d": 0}, {"m": 5, "d": 2}], released("value")),
    ("telling-apart", [{}, {"told": 0}], released("revenue")),
    ("surprise-release", [{}, {"tau": 6}, {"tau": "never"}], lambda g: {"first_release": dated(g)["date"]}),
    ("announced-date", [{"tau": 5}, {"tau": 10}, {"tau": 13}, {"tau": "never"}, {"X": 2, "tau": 3}], dated),
    ("alice-answers", [{}, {"tau": 5}, {"T": 6, "rho": 3, "tau": 0}], dated),
    ("alice-market-share", [{}, {"tau": 4}], dated),
    ("alice-and-bob", [{}, {"bob": 0}, {"rho": 0}], never_chances),
    ("reluctant-lab", [{"x": 0}, {"x": 1}, {"x": 4}, {"x": 8.5}, {"sigma": 0.5}, {"x": 10}], reluctant),
    ("catch-up", [{}, {"x": 4}, {"x": 5}, {"M": 2}, {"eta": 0.5}], catching_up),
    ("easier-training", [{}, {"x": 0}, {"x": 12}], released("incentive")),
    ("states-and-firms", [{}, {"x": 0}, {"x": 12}, {"w_profit": 0.5}], released("state", "firm")),
    ("gap-wins", [{}, {"x": 8}, {"x": 11.5}, {"x": 13}, {"y": [10, 8.5, 2]}, {"k": 0.3, "x": 20}], gap),
    ("overconfident-founders", [{}, {"kappa": 1}, {"V": 3}], everyone("effort")),
    ("slow-news", [{}, {"eta": 0.5}, {"level": 1.9}, {"x0": 1.5}], news),
    ("nothing-left", [{"x": 0.25}, {"x": 1.5}], released("profit")),
    ("entry", [{"n_gap": 9}, {"n_gap": 4}, {"n_gap": 3}, {"n_gap": 16, "taken": 0.3}], entered),
    ("complements", [{}, {"n0": 4}, {"s": 3}, {"x": 6}], lambda game: {"value": worth(game)}),
    ("scaling", [{"K": 300}, {"K": 10, "B": 50}], uses("best_K")),
    ("scaling", [{"K": 120}, {"K": 120, "p": 0.02}], uses("ev", at="120")),
    ("one-in-ten-thousand", [{"K": 10}], uses("best_K")),
    ("reversed-sign", [{"K": 120}], uses("ev", at="120")),
    ("metcalfe", [{}, {"d": 0.5}], uses("best_K")),
    ("small-risk", [{}, {"p": 0.1}], uses("ev")),
    ("urn", [{}, {"K": 60}, {"replacement": True}], uses("best_K")),
    ("additive", [{}, {"K": 1}, {"B": 500}], uses("ev")),
    ("making-or-releasing", [{}], lambda g: {"made": paid(g, 0, "10"), "released": paid(g, 0, "1010")}),
    ("more-dakka", [{}], lambda g: {"ev": paid(g, 0, "10")}),
    ("cat-out-of-the-bag", [{}], lambda g: {"gain": float(np.diff(g.normal_form().payoffs[0][[0, -1]])[0])}),
    ("marginal", [{}, {"K0": 0}], lambda g: {"gain": float(np.diff(g.normal_form().payoffs[0][[0, -1]])[0])}),
    ("selection", [{}, {"correlation": 0}], lambda g: {"ev": tuple(g.normal_form().payoffs[0][1:])}),
    ("releasers", [{}, {"K": 0}, {"K": 100}, {"b": 100}, {"N": 1}], corner),
]


@pytest.mark.parametrize(("name", "chosen", "read"), CASES, ids=[f"{c[0]}-{k}" for k, c in enumerate(CASES)])
def test_the_game_of_a_story_gives_the_storys_numbers(
    name: str, chosen: list[dict[str, Any]], read: Read, tmp_path: Path
) -> None:
    for k, own in enumerate(chosen):
        numbers = [Setting(symbol, value) for symbol, value in own.items()]
        file = tmp_path / f"{k}.toml"
        file.write_text(story_toml(name, numbers))
        values = configured(story_named(name), numbers).compute()
        if name == "niches":
            values["both"] = values["price"] * values["served"]  # type: ignore[operator]
        for key, found in read(read_toml(file)).items():
            if isinstance(found, str):
                assert found == values[key], (own, key)
                continue
            if key == "plans":
                assert sorted(found) == sorted(values[key]), (own, key)  # type: ignore[arg-type, type-var]
                continue
            # None, for never, is nan; pairs are compared in order.
            told, wanted = (np.array(v, dtype=np.float64) for v in (found, values[key]))
            if told.ndim == 2:
                told, wanted = np.unique(told, axis=0), np.unique(wanted, axis=0)
            assert told == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True), (own, key)
