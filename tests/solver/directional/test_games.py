"""Whole directional games: published values, properties, and checks that know nothing of the search."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.directional import (
    DirectionalGame,
    Events,
    Exits,
    Options,
    largest_gain,
    solve_directional,
)
from tests.solver.directional.ladders import NONE, Flow, Rungs, ladder, of_array, one_race, prestige_times
from tests.solver.directional.plain_chain import chains

Q = (4.0, 6.0, 9.0, 12.0, 16.0)


def profits(open_capability: float = 0.0) -> Flow:
    def flow(s: Rungs, i: int) -> float:
        rival = max(Q[k] for j, k in enumerate(s) if j != i)
        return max(float(np.sqrt(Q[s[i]]) - np.sqrt(max(rival, open_capability))), 0.0)

    return flow


def prestige(open_rung: int = -1) -> Flow:
    def flow(s: Rungs, i: int) -> float:
        return (s[i] == max(s)) / s.count(max(s)) if s[i] >= open_rung else 0.0

    return flow


def test_lee_and_wilde_two_firms() -> None:
    # Lee and Wilde 1980, QJE 94: winner 1, r = .1, c = 1.
    solution = solve_directional(one_race(2, 1.0, 0.0, 0.0))
    assert solution.complete.all()
    assert solution.efforts[:, 0] == pytest.approx(np.array([[0.695811, 0.695811]]), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "expected"),
    [((0, 0, 0), 0.0), ((-0.3, -0.3, -0.03), 0.0), ((0, 0, -0.03), 0.018977), ((-0.3, 0, 0), -0.203817),
     ((0, 0.3, 0), -0.180310), ((0, -0.3, 0), 0.186220)],
)  # fmt: skip
def test_beath_katsoulacos_and_ulph(change: tuple[float, float, float], expected: float) -> None:
    # Beath, Katsoulacos and Ulph 1989: W = 2, L = .6, flow .08 before, r = .1.
    winner, loser, now = change
    solution = solve_directional(one_race(2, 2 + winner, 0.6 + loser, 0.08 + now))
    assert solution.efforts[0, 0, 0] - 0.950806 == pytest.approx(expected, abs=1e-6)


def test_the_profit_motive_races_less_the_better_the_open_model() -> None:
    game, number = ladder(5, 2, profits())
    (found,) = solve_directional(game).of()
    for state, efforts in (((0, 0), (3.178793, 3.178793)), ((1, 0), (3.016541, 1.227901)), ((2, 2), (2.037465,) * 2)):
        assert found.play.efforts[number[state]] == pytest.approx(efforts, abs=1e-6)
    game, number = ladder(5, 2, profits(9.0))
    (found,) = solve_directional(game).of()
    assert found.play.efforts[number[0, 0]] == pytest.approx((1.218975, 1.218975), abs=1e-6)


def test_prestige_alone_has_three_equilibria_and_an_open_model_leaves_one() -> None:
    game, number = ladder(5, 2, prestige())
    solution = solve_directional(game)
    assert solution.complete.all()
    starts = sorted(float(e.play.efforts[number[0, 0]].sum()) for e in solution.of())
    assert len(starts) == 3
    assert starts[0] == pytest.approx(0, abs=1e-12)
    game, number = ladder(5, 2, prestige(1))
    (found,) = solve_directional(game).of()
    assert found.play.efforts[number[0, 0]] == pytest.approx((1.045244, 1.045244), abs=1e-6)


@pytest.mark.parametrize(
    ("n_players", "n_rungs", "exponent"), [(2, 3, 2.0), (2, 3, 1.5), (2, 3, 3.0), (3, 3, 2.0), (3, 2, 1.5), (3, 2, 3.0)]
)
def test_nobody_gains_from_a_deviation_in_any_state(n_players: int, n_rungs: int, exponent: float) -> None:
    rng = np.random.default_rng(n_players)
    for _ in range(3):
        flows = rng.integers(0, 4, size=(n_rungs,) * n_players + (n_players,)).astype(float)
        game, _ = ladder(n_rungs, n_players, of_array(flows), exponent=exponent)
        solution = solve_directional(game)
        assert solution.counts[0] >= 1
        assert solution.branches.values.width.max() < 1e-5
        for equilibrium in solution.of():
            assert equilibrium.gain < 1e-7


def test_the_deviation_check_notices_a_wrong_effort() -> None:
    game = one_race(2, 1.0, 0.0, 0.0)
    (found,) = solve_directional(game).of()
    wrong = found.play.efforts.copy()
    wrong[0, 0] *= 1.01
    bad = type(found.play)(found.play.values, wrong, found.play.choices, found.play.leaves)
    assert found.gain < 1e-12
    assert largest_gain(game, bad) > 1e-5


def test_a_constant_added_to_every_flow_changes_no_effort() -> None:
    rng = np.random.default_rng(1)
    flows = rng.integers(0, 4, size=(3, 3, 2)).astype(float)
    shift = np.array([2.0, 5.0])
    efforts = []
    for extra in (np.zeros(2), shift):
        game, _ = ladder(3, 2, of_array(flows + extra))
        efforts.append(solve_directional(game).efforts)
    assert efforts[0] == pytest.approx(efforts[1], abs=1e-9)


def test_exchanging_the_players_exchanges_their_efforts() -> None:
    flows = np.random.default_rng(2).integers(0, 4, size=(3, 3, 2)).astype(float)
    game, number = ladder(3, 2, lambda s, i: float(flows[s][i]))
    mirror, _ = ladder(3, 2, lambda s, i: float(flows[s[::-1]][1 - i]))
    one, other = solve_directional(game), solve_directional(mirror)
    swapped = [number[s[::-1]] for s in number]
    assert np.sort(one.efforts[:, :, 0].sum(axis=1)) == pytest.approx(np.sort(other.efforts[:, swapped, 1].sum(axis=1)))


def test_a_batch_gives_what_its_games_give_alone() -> None:
    games = [ladder(4, 2, prestige_times(w))[0] for w in (0.5, 1.0, 3.0)]
    together = DirectionalGame(
        np.concatenate([g.flows for g in games]), np.concatenate([g.costs for g in games]),
        np.concatenate([g.rates for g in games]), 2.0,
        Options(games[0].options.states, games[0].options.players, games[0].options.targets,
                np.concatenate([g.options.bonus for g in games])),
        Events(NONE, NONE, np.zeros((3, 0)), np.zeros((3, 0, 2))),
    )  # fmt: skip
    batch = solve_directional(together)
    for k, game in enumerate(games):
        alone = solve_directional(game)
        assert np.array_equal(alone.efforts, batch.efforts[batch.branches.games == k])


def test_values_are_the_expected_discounted_payoffs_of_the_chain() -> None:
    game, _ = ladder(4, 2, profits())
    solution = solve_directional(game)
    (found,), (chain,) = solution.of(), chains(solution)
    efforts = found.play.efforts
    net = game.flows[0] - game.costs[0] * efforts**2 / 2
    lumps = game.options.bonus[0][chain.moves]
    assert chain.discounted(net, 0.1, lumps) == pytest.approx(found.play.values, abs=1e-9)


def test_the_distribution_of_the_chain_solves_its_differential_equation() -> None:
    game, number = ladder(3, 2, prestige(1))
    (chain,) = chains(solve_directional(game))

    def flow(_: float, p: FloatArray) -> FloatArray:
        out: FloatArray = -chain.total * p
        np.add.at(out, chain.targets, chain.rates * p[chain.sources])
        return out

    begin = np.eye(9)[number[0, 0]]
    end = solve_ivp(flow, (0, 2.5), begin, rtol=1e-10, atol=1e-12).y[:, -1]
    assert chain.at(2.5) == pytest.approx(end, abs=1e-8)
    top = np.array([max(s) == 2 for s in number])
    mean, sure = chain.date(top)
    assert sure == pytest.approx(1.0)
    survival = quad(lambda t: 1 - float(chain.at(t)[top].sum()), 0, 200, limit=400)[0]
    assert mean == pytest.approx(survival, rel=1e-5)


def test_a_hazard_that_stops_everything_acts_like_a_higher_discount_rate() -> None:
    game = one_race(2, 1.0, 0.0, 0.0)
    stop = Events(np.array([0]), np.array([1]), np.array([[0.2]]), np.zeros((1, 1, 2)))
    stopped = DirectionalGame(game.flows, game.costs, game.rates, 2.0, game.options, stop)
    patient = one_race(2, 1.0, 0.0, 0.0, rate=0.3)
    assert solve_directional(stopped).efforts[0, 0] == pytest.approx(solve_directional(patient).efforts[0, 0])


def two_options(second: tuple[float, float]) -> DirectionalGame:
    """The first player climbs by one of two options, worth (1, 0) and ``second`` to the two players."""
    options = Options(np.array([0, 0]), np.array([0, 0]), np.array([1, 2]), np.array([[[1.0, 0.0], second]]))
    events = Events(NONE, NONE, np.zeros((1, 0)), np.zeros((1, 0, 2)))
    return DirectionalGame(np.zeros((1, 3, 2)), np.ones((1, 3, 2)), np.array([0.1]), 2.0, options, events)


def test_an_option_worth_as_much_as_another_makes_two_equilibria_unless_nobody_minds() -> None:
    def chosen(second: tuple[float, float]) -> list[int]:
        return sorted(solve_directional(two_options(second)).branches.choices[:, 0, 0].tolist())

    assert chosen((1.0, 3.0)) == [0, 1]
    assert chosen((1.5, 3.0)) == [1]
    assert chosen((1.0, 0.0)) == [0]


def test_a_layer_may_have_more_states_than_an_array_has_axes() -> None:
    states, end = np.arange(1, 71), 71
    bonus = np.zeros((1, 71, 2))
    bonus[0, :, 0], bonus[0, -1, 1] = 1.0, 3.0
    # In the first of 70 states the player may climb by a second option, worth as much to it and more to the other.
    options = Options(np.append(states, 1), np.zeros(71, dtype=np.int64), np.append(np.full(70, end), end + 1), bonus)
    events = Events(np.zeros(70, dtype=np.int64), states, np.ones((1, 70)), np.zeros((1, 70, 2)))
    game = DirectionalGame(np.zeros((1, 73, 2)), np.ones((1, 73, 2)), np.array([0.1]), 2.0, options, events)
    solution = solve_directional(game)
    assert solution.complete.all()
    assert sorted(solution.branches.choices[:, 1, 0].tolist()) == [0, 70]


def test_a_decreed_effort_is_played_and_the_other_player_answers_it_best() -> None:
    game = one_race(2, 1.0, 0.0, 0.0)
    fixed = np.full((1, 3, 2), np.nan)
    fixed[0, 0, 1] = 2.0
    decreed = DirectionalGame(game.flows, game.costs, game.rates, 2.0, game.options, game.events, 0, fixed)
    solution = solve_directional(decreed)
    (found,), (chain,) = solution.of(), chains(solution)
    # Against a rival at hazard 2: h**2 / 2 + (.1 + 2) h - .1 - 2 = 0 with W = 1, L = 0.
    expected = -2.1 + np.sqrt(2.1**2 + 2 * 2.1)
    assert found.play.efforts[0] == pytest.approx((expected, 2.0))
    net = game.flows[0] - found.play.efforts**2 / 2
    lumps = game.options.bonus[0][chain.moves]
    assert chain.discounted(net, 0.1, lumps)[0] == pytest.approx(found.play.values[0])


def leaving(flow: float) -> DirectionalGame:
    """One player with a flow who may leave for nothing, and can climb to a flow of 1 for ever."""
    options = Options(np.array([0]), np.array([0]), np.array([1]), np.zeros((1, 1, 1)))
    events = Events(NONE, NONE, np.zeros((1, 0)), np.zeros((1, 0, 1)))
    flows = np.array([[[flow], [1.0], [0.0]]])
    exits = Exits(np.array([0]), np.array([0]), np.array([2]), np.array([True]))
    return DirectionalGame(flows, np.ones((1, 3, 1)), np.array([0.1]), 2.0, options, events, 0, None, exits)


def test_a_player_leaves_when_its_losses_are_not_worth_the_hope() -> None:
    # Staying at 0 worth needs flow + 10**2 / 2 = 0: below a flow of -50 the player leaves.
    stays, leaves = solve_directional(leaving(-49.0)), solve_directional(leaving(-51.0))
    assert stays.branches.leaves[:, 0, 0].tolist() == [False]
    assert leaves.branches.leaves[:, 0, 0].tolist() == [True]
    for solution in (stays, leaves):
        (found,) = solution.of()
        assert found.gain < 1e-9
    assert chains(leaves)[0].start == leaves.of()[0].start == 2


def test_too_many_equilibria_are_not_called_complete() -> None:
    game, _ = ladder(5, 2, prestige())
    solution = solve_directional(game, max_equilibria=2)
    assert not solution.complete[0]
    assert 1 <= solution.counts[0] <= 2
    assert solution.status().code == "partial"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("rates", np.array([0.0]), "rate above 0"), ("exponent", 1.0, "above 1"),
     ("costs", np.zeros((1, 3, 2)), "above 0"), ("flows", np.full((1, 3, 2), np.nan), "finite")],
)  # fmt: skip
def test_what_is_no_game_is_refused_in_one_sentence(field: str, value: object, words: str) -> None:
    game = one_race(2, 1.0, 0.0, 0.0)
    parts = {name: getattr(game, name) for name in ("flows", "costs", "rates", "exponent", "options", "events")}
    with pytest.raises(GameError, match=words):
        DirectionalGame(**{**parts, field: value})


def test_a_move_that_leads_back_is_refused() -> None:
    options = Options(np.array([1]), np.array([0]), np.array([0]), np.zeros((1, 1, 1)))
    events = Events(NONE, NONE, np.zeros((1, 0)), np.zeros((1, 0, 1)))
    with pytest.raises(GameError, match="only lead up"):
        DirectionalGame(np.zeros((1, 2, 1)), np.ones((1, 2, 1)), np.array([0.1]), 2.0, options, events)


@pytest.mark.parametrize("exponent", [1.5, 2.0, 3.0])
def test_a_player_whose_own_rung_changes_nothing_makes_no_effort_and_loses_no_equilibrium(exponent: float) -> None:
    """It is indifferent in every state, exactly at the border of effort and none."""

    def alone(flow: FloatArray, s: Rungs, _: int) -> float:
        return float(flow[s[0]])

    draws = np.random.default_rng(7)
    for _ in range(2):
        idle, flow = draws.uniform(-1, 1, 2), np.sort(draws.uniform(0, 3, 2))

        def pay(s: Rungs, i: int, idle: FloatArray = idle, flow: FloatArray = flow) -> float:
            return float(idle[s[1]] if i == 0 else flow[s[1]])

        game, number = ladder(2, 2, pay, cost=1.3, rate=0.2, exponent=exponent)
        solution = solve_directional(game)
        (found,) = solution.of()
        one_line = ladder(2, 1, partial(alone, flow), cost=1.3, rate=0.2, exponent=exponent)
        (expected,) = solve_directional(one_line[0]).of()
        for s, k in number.items():
            assert found.play.efforts[k, 0] == pytest.approx(0.0, abs=1e-6)
            assert found.play.efforts[k, 1] == pytest.approx(expected.play.efforts[one_line[1][s[1:]], 0], abs=1e-6)
        # With cubic costs rounding hides whether an effort of 1e-8 is one.
        assert solution.complete.all() or exponent > 2
