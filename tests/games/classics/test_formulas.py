"""Solvers and closed forms of published models agree at parameters that no paper prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scipy.stats import norm

from games.classics import numbers
from games.classics.listing import MODELS
from games.classics.model import Classic
from games.classics.safety.encounter import DsairGame
from solver.continuous import ContinuousGame, ContinuousSolution, solve_continuous
from solver.population import Fermi, small_mutations

KNOWN: dict[str, Any] = {model.name: model for model in MODELS}
CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("tullock", {"players": 3, "prize": 1.0, "exponent": 1.3, "cost": 2.0}),
    ("tullock", {"players": 50, "prize": 1000.0, "lose": 100.0}),
    ("stein", {"values": (5.0, 4.0, 3.0, 2.0, 1.0)}),
    ("hillman-riley", {"values": (100.0, 3.0), "exponent": 0.4}),
    ("all-pay", {"first": 3.0, "second": 2.0}),
    ("all-pay", {"first": 1.0, "second": 4.0}),
    ("harris-vickers", {"wins": 3, "prize": 10.0, "exponent": 0.5}),
    ("friedman", {"values": (4.0, 1.0, 1.0), "second_budget": 4.0}),
    ("hendricks-weiss-wilson", {"first_prize": 3.0, "second_prize": 7.0, "first_cost": 0.5, "second_cost": 2.5}),
    ("lee-wilde", {"firms": 20, "prize": 0.5, "r": 0.05}),
    ("loury", {"firms": 10, "prize": 7.0, "r": 0.3}),
    ("beath-katsoulacos-ulph", {"firms": 3, "win": 3.0, "lose": 1.0, "now": 0.1, "r": 0.08}),
    ("delbono-denicolo", {"firms": 3, "market": "quantities", "fall": 0.1}),
    ("arrow", {"intercept": 10.0, "cost": 6.0, "fall": 5.0}),
    ("gilbert-newbery", {"fall": 0.05}),
    ("aghion", {"profit": 0.3, "competition": 1.0, "imitation": 2.0}),
    ("armstrong-no-information", {"teams": 3, "enmity": 0.1, "top": 2.0}),
    ("armstrong-private-information", {"teams": 10, "enmity": 0.3, "top": 5.0}),
    ("armstrong-public-information", {"teams": 3, "enmity": 0.7, "top": 1.5, "gap": 0.3}),
    ("dsair", {"B": 100.0, "s": 1.2, "p_fo": 0.3, "p_r": 0.1}),
    ("kwa", {"labs": 10, "decisive": 3.0, "safety_power": 0.5, "enmity": 0.4}),
    ("unilateralist", {"agents": 3, "value": 1.5, "error": 2.0}),
    ("arrow", {"intercept": 1.0, "cost": 1.5, "fall": 0.8}),
    ("cournot", {"costs": (1.0, 2.0, 9.0), "intercept": 10.0, "slope": 2.0}),
    ("hotelling", {"transport": 3.0, "first_cost": 5.0, "second_cost": 1.0}),
    ("salop", {"transport": 2.0, "cost": 1.0, "sellers": 7.0, "entry": 0.05}),
    ("anderson-de-palma-thisse", {"sellers": 5, "noise": 0.2, "cost": 3.0}),
    ("anderson-de-palma-thisse", {"sellers": 1, "quality": 5.0, "cost": 1.0, "noise": 0.5, "outside": 1.0}),
    ("shaked-sutton", {"theta_low": 0.0, "theta_high": 2.0, "high": 3.0, "low": 1.0, "free": 0.5}),
    ("choi-shin", {"high": 2.0, "free": 0.3}),
    ("aspremont-jacquemin", {"intercept": 20.0, "cost": 10.0, "slope": 2.0, "beta": 0.3, "gamma": 3.0}),
    ("reinganum", {"p10": 3.0, "p11": 0.5, "K": 30.0}),
    ("capra", {"low": 69.832, "high": 253.522, "reward": 79.519, "mu": 47.4}),
    ("capra", {"reward": 0.0, "mu": 30.0}),
    (
        "jensen",
        {
            "A": 3.77,
            "a": 0.734,
            "B": 14.27,
            "b": 0.332,
            "t": 1.929,
            "d": 1.578,
            "r": 0.489563,
            "prize": 1.86,
            "shared": "winner only",
        },
    ),
    ("katz-shapiro", {"K": 60.0, "imitation": 0.4}),
)


def agree(model: Classic) -> int:
    """How many quantities have a closed form, all of which the solvers meet."""
    checked = 0
    for name in model.quantities():
        found = model.found(name)
        if found.formula is not None:
            checked += 1
            assert abs(found.value - found.formula) <= max(found.accuracy, 1e-7 * abs(found.formula)), name
    return checked


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=[f"{k}-{name}" for k, (name, _) in enumerate(CASES)])
def test_solver_and_formula_agree_where_no_paper_looked(name: str, parameters: dict[str, Any]) -> None:
    assert agree(KNOWN[name](**parameters))


def long_run(model: Any) -> dict[str, float]:
    """Shares of the three strategies of the idealised race, by their labels."""
    own = {name: getattr(model, name) for name in DsairGame.model_fields if hasattr(model, name)}
    form = DsairGame(**(own | {"name": "dsair", "strategies": 3})).normal_form()
    shares = small_mutations(form.payoffs[0].tolist(), model.Z, Fermi(model.beta))
    return dict(zip(form.actions[0], map(float, shares), strict=True))


def disaster(model: Any, safety: float, performance: float) -> float:
    """Probability of a disaster at purchases of compute that are everybody's."""
    safe = model.A * safety**model.a * (model.B * performance**model.b) ** -model.t
    return float(1 - (safe / (1 + safe)) ** model.players)


IDENTITIES: tuple[tuple[str, dict[str, Any], dict[str, Callable[[Any, Any], float]]], ...] = (
    ("armstrong-no-information", {"teams": 3}, {"speed": lambda _, q: 1 - q("safety")}),
    ("armstrong-private-information", {"teams": 3}, {"speed": lambda _, q: 1 - q("middle_safety")}),
    ("armstrong-public-information", {"gap": 0.3}, {"speed": lambda _, q: 1 - q("leader_safety")}),
    ("dsair", {"beta": 0.0005}, {
        "safe_share_of_three": lambda m, _: long_run(m)["safe"],
        "unsafe_share_of_three": lambda m, _: long_run(m)["unsafe"],
        "conditional_share_of_three": lambda m, _: long_run(m)["conditional"],
    }),
    ("jensen", {}, {"risk": lambda m, q: disaster(m, q("safety_input"), q("performance_input"))}),
    ("kwa", {"safety_power": 2.0}, {
        "capability": lambda _, q: 1 - q("safety"),
        "risk": lambda m, q: 1 - q("safety") ** m.safety_power,
    }),
    ("unilateralist", {"agents": 3, "value": 1.5, "error": 2.0}, {
        "chance_at_threshold": lambda m, q: float(1 - norm.cdf((q("threshold") - m.value) / m.error) ** m.agents),
    }),
    ("stein", {"values": (2.0, 1.5, 6.0)}, {
        "first_chance": lambda _, q: q("first_effort") / q("total_effort"),
        "second_effort": lambda m, q: q("total_effort") * (1 - q("total_effort") / m.values[1]),
    }),
    ("hendricks-weiss-wilson", {"second_cost": 3.0}, {
        "second_rate": lambda m, _: m.first_cost / m.first_prize,
        "length": lambda _, q: 1 / (q("first_rate") + q("second_rate")),
    }),
    ("aghion", {}, {
        "innovation": lambda m, q: 4 * q("level_effort") / (
            2 * q("level_effort") / (q("laggard_effort") + m.imitation) + 1
        ),
    }),
    ("cournot", {"costs": (1.0, 2.0), "intercept": 10.0}, {
        "first_profit": lambda m, q: (q("price") - m.costs[0]) * q("first_quantity"),
    }),
    ("capra", {"reward": 0.0, "mu": 30.0}, {"undercutting": lambda m, q: m.high - q("average_claim")}),
    ("partial-openness", {"adoption": 0.6}, {
        "effort": lambda m, q: m.prize * (1 - m.spillover * q("openness")) / (1 + m.spillover * q("openness")) / 4,
    }),
)  # fmt: skip
"""Models, parameters, and quantities that follow from others of the same solution, or from the parameters."""


@pytest.mark.parametrize(("name", "parameters", "identities"), IDENTITIES, ids=[name for name, *_ in IDENTITIES])
def test_each_name_reads_the_number_that_the_model_means_by_it(
    name: str, parameters: dict[str, Any], identities: dict[str, Callable[[Any, Any], float]]
) -> None:
    model = KNOWN[name](**parameters)
    for quantity, expected in identities.items():
        value = expected(model, lambda other: model.found(other).value)
        assert model.found(quantity).value == pytest.approx(value, rel=1e-5, abs=1e-7), quantity


def test_an_open_model_takes_the_place_of_quality_zero_in_vertical_competition() -> None:
    # Prices and the worse quality depend on qualities above the open model alone.
    without, with_open = (KNOWN["shaked-sutton"](theta_low=0.0, high=2 + x, low=1 + x, free=x) for x in (0.0, 0.7))
    for name in ("high_price", "low_price"):
        assert with_open.found(name).value == pytest.approx(without.found(name).value, abs=1e-7)


def test_units_of_money_do_not_matter_where_they_cancel() -> None:
    # Units of money cancel from the effort that a prize calls forth.
    one, other = KNOWN["tullock"](prize=10.0, cost=1.0), KNOWN["tullock"](prize=30.0, cost=3.0)
    assert one.found("effort").value == pytest.approx(other.found("effort").value, rel=1e-8)


def test_the_quantities_of_a_model_read_one_equilibrium_and_another_models_read_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved: list[ContinuousGame] = []

    def counted(game: ContinuousGame) -> ContinuousSolution:
        solved.append(game)
        return solve_continuous(game)

    monkeypatch.setattr(numbers, "solve_continuous", counted)
    # The same parameters, which no other test has; the second model inherits the first one's equilibrium.
    values = [KNOWN[name](cost=1.37).found("high_quality").value for name in ("motta", "motta-quantities") * 2]
    KNOWN["motta"](cost=1.37).found("low_profit")
    assert len(solved) == 2
    assert values[:2] == values[2:]
    assert values[0] != values[1]
