"""Proof logs of games of three and more players: they replay, and planted mistakes are caught."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.game.normal_form import NormalForm
from solver.game.solution import Solution
from solver.n_player.all_equilibria import NODE_BUDGET, AllIsolated, prepare
from solver.n_player.certify import certify_log, proof_of
from solver.n_player.relaxation.node import IN, OPEN, Node
from solver.n_player.relaxation.programs import Programs, Step
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.enclose import enclose, pairs
from solver.n_player.roots.leaf import Cell
from solver.n_player.roots.support_system import SupportSystem
from solver.n_player.tree.log import CellNote, Dropped, End, Record, Split
from solver.n_player.tree.recheck import leaves_nothing, root_boxes


def random_game(shape: tuple[int, ...], seed: int, top: int = 1000) -> NormalForm:
    return NormalForm.from_payoffs(np.random.default_rng(seed).integers(0, top, (len(shape), *shape)).astype(float))


@dataclass(frozen=True, eq=False)
class Proven:
    solution: Solution
    log: tuple[Record, ...]


def solved(game: NormalForm, node_budget: int = NODE_BUDGET) -> Proven:
    return Proven(AllIsolated(node_budget)(game), proof_of(game, node_budget))


@pytest.fixture(scope="module")
def proven() -> Proven:
    return solved(random_game((3, 3, 3), 16))


@settings(deadline=None, max_examples=10)
@given(
    seed=st.integers(0, 10**6),
    shape=st.sampled_from([(2, 2, 2), (3, 2, 2), (2, 2, 2, 2)]),
    top=st.sampled_from([4, 1000]),
)
def test_every_log_of_a_finished_search_holds(seed: int, shape: tuple[int, ...], top: int) -> None:
    made = solved(random_game(shape, seed, top), node_budget=200)
    certificate = certify_log(made.solution, made.log)
    assert certificate.complete == made.solution.complete, certificate.reason


def test_a_product_of_which_only_a_part_is_known_is_no_proof_of_completeness() -> None:
    made = solved(random_game((2, 2, 3), 77, 2))
    assert not made.solution.complete
    assert "unresolved" in certify_log(made.solution, made.log).reason


def test_a_dropped_node_whose_multipliers_are_changed_is_caught(proven: Proven) -> None:
    assert certify_log(proven.solution, proven.log).complete
    n = next(n for n, r in enumerate(proven.log) if isinstance(r, Dropped) and len(r.rows) > 1)
    drop = proven.log[n]
    assert isinstance(drop, Dropped)
    weak = Dropped(drop.rows[:1], drop.multipliers[:1])
    assert "leave some play" in caught(proven, n, weak)
    negative = replace(drop, multipliers=tuple(-m for m in drop.multipliers))
    assert "leave some play" in caught(proven, n, negative)


def test_a_row_of_an_action_that_may_have_regret_is_caught(proven: Proven) -> None:
    drop = Dropped(((0, 0, 1, 2),), (1.0,))
    assert "does not hold there" in caught(proven, 0, drop)


def test_a_leaf_cell_that_is_called_empty_though_it_holds_an_equilibrium_is_caught(proven: Proven) -> None:
    n = next(n for n, r in enumerate(proven.log) if isinstance(r, CellNote) and r.root is not None)
    assert "may hold one" in caught(proven, n, CellNote(End.OUTSIDE))
    note = proven.log[n]
    assert isinstance(note, CellNote)
    assert note.root is not None
    moved = replace(note, root=(note.root[0] + 0.3, *note.root[1:]))
    assert "root" in caught(proven, n, moved)


def test_a_missing_record_leaves_something_open_and_one_too_many_is_caught(proven: Proven) -> None:
    short = certify_log(proven.solution, proven.log[:-1])
    assert not short.complete
    assert "open" in short.reason
    assert "more records" in certify_log(proven.solution, (*proven.log, Split(0, 0))).reason


def test_an_equilibrium_taken_out_of_the_list_is_missed() -> None:
    made = solved(random_game((2, 2, 2), 17))
    assert made.solution.complete
    assert certify_log(made.solution, made.log).complete
    for n in range(len(made.solution.equilibria)):
        fewer = replace(made.solution, equilibria=made.solution.equilibria[:n] + made.solution.equilibria[n + 1 :])
        assert "not listed" in certify_log(fewer, made.log).reason


class Careless(Programs):
    """A planted bug: rows that hold for actions without regret are used for all."""

    def expand(self, node: Node) -> Step:
        all_in = tuple(bytes(IN if fate == OPEN else fate for fate in own) for own in node.fates)
        step = super().expand(Node(all_in, node.frame))
        return step if step.proof is not None else super().expand(node)


def test_a_search_that_drops_what_it_must_not_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game((3, 3, 3), 1)
    honest = AllIsolated()(game)
    monkeypatch.setattr("solver.n_player.tree.search.programs_for", Careless)
    made = solved(game)
    monkeypatch.undo()
    assert len(made.solution.equilibria) < len(honest.equilibria)
    assert "does not hold there" in certify_log(made.solution, made.log).reason


def caught(proven: Proven, n: int, record: Record) -> str:
    certificate = certify_log(proven.solution, (*proven.log[:n], record, *proven.log[n + 1 :]))
    assert not certificate.complete
    return certificate.reason


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(3, 2, 2), (3, 3, 3), (2, 2, 2, 2)]))
def test_boxes_in_both_arithmetics_hold_the_roots_and_those_in_fractions_are_no_wider(
    seed: int, shape: tuple[int, ...]
) -> None:
    game = prepare(random_game(shape, seed), mixed_dominance=False).core
    support = tuple(tuple(range(n)) for n in game.payoffs[0].shape)
    pair = pairs(support)[seed % len(pairs(support))]
    system, rng = SupportSystem.of(game.normalised, support), np.random.default_rng(seed)
    for _ in range(6):
        root = system.newton(np.concatenate([rng.dirichlet(np.ones(len(s))) for s in support]))
        if root is None or root.min() < 0:
            continue
        cell = Cell.whole(support, game.payoffs[0].shape)
        for _ in range(20):
            corners = {c: own.floats for c, own in cell.split(pair).items()}
            floats, exact = enclose(list(game.normalised), support, pair, corners), root_boxes(game, cell, pair)
            assert (floats is None) == (exact is None)
            for boxes in (floats, exact):
                assert boxes != []
                low, high = (np.concatenate([box[k] for box in boxes or ()] or [root]).astype(float) for k in (0, 1))
                assert (low - 1e-12 <= root).all()
                assert (root <= high + 1e-12).all()
            for wide, narrow in zip(floats or (), exact or (), strict=True):
                assert (narrow[0].astype(float) >= wide[0] - 1e-11).all()
                assert (narrow[1].astype(float) <= wide[1] + 1e-11).all()
            # Of two halves one holds the root: the one whose mixture of corners has no negative weight.
            player = max(corners, key=lambda i: cell.simplices[i].size)
            place = root[system.starts[player] : system.starts[player + 1]]
            halves = cell.halved(player)
            cell = next(
                h
                for h in halves
                if (np.linalg.solve(h.simplices[player].within(support[player]).floats.T, place) > -1e-9).all()
            )


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_no_multipliers_prove_a_whole_game_empty(seed: int) -> None:
    work = prepare(random_game((3, 2, 2), seed))
    rng = np.random.default_rng(seed)
    sizes = work.core.payoffs[0].shape
    columns = np.indices(sizes).reshape(len(sizes), -1)
    rows = tuple((i, a, a, b) for i, n in enumerate(sizes) for a in range(n) for b in range(n) if a != b)
    for _ in range(20):
        weights = tuple(rng.exponential(size=len(rows)))
        assert not rows or not leaves_nothing(Relaxation.of_game(work.core), columns, Dropped(rows, weights))
