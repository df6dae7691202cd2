"""Programs of the search: proofs hold in integers, the two ways to solve them agree, inherited solutions are right."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.game.normal_form import NormalForm
from solver.n_player.all_equilibria import Prepared, prepare, report
from solver.n_player.relaxation.node import IN, OPEN, OUT, Node
from solver.n_player.relaxation.programs import Programs, Step
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.relaxation.whole import WholeProgram
from solver.n_player.tree.recheck import leaves_nothing
from solver.n_player.tree.search import Search


def drawn(shape: tuple[int, ...], largest: int, rng: np.random.Generator) -> Prepared:
    """A game of small integers, ties on purpose, with all its actions."""
    form = NormalForm.from_payoffs(rng.integers(0, largest + 1, (len(shape), *shape)).astype(float))
    return prepare(form, mixed_dominance=False)


def random_node(work: Prepared, rng: np.random.Generator) -> Node:
    fates = []
    for n in work.core.payoffs[0].shape:
        own = rng.choice([OPEN, IN, OUT], size=n)
        # Every player keeps an action to play.
        own[rng.integers(n)] = rng.choice([OPEN, IN])
        fates.append(bytes(own.tolist()))
    return Node(tuple(fates))


def proves(work: Prepared, node: Node, step: Step) -> bool:
    """Whether a step's proof holds in integers, by rows that hold at the node."""
    assert step.proof is not None
    allowed = all(k == a or node.fates[i][a] == IN for i, k, a, _ in step.proof.rows)
    n = len(node.fates)
    columns = np.array(np.meshgrid(*(node.alive(i) for i in range(n)), indexing="ij")).reshape(n, -1)
    return allowed and leaves_nothing(Relaxation.of_game(work.core), columns, step.proof)


SHAPES = st.sampled_from([(2, 2, 2), (3, 3, 3), (4, 2, 3), (2, 2, 2, 2), (5, 4, 3), (3, 1, 4), (6, 6, 5)])
SMALL_SHAPES = st.sampled_from([(2, 2, 2), (3, 3, 3), (4, 2, 3), (2, 2, 2, 2)])
LARGEST = st.sampled_from([1, 2, 9, 1000])


@settings(deadline=None, max_examples=60)
@given(shape=SHAPES, largest=LARGEST, seed=st.integers(0, 10**6))
def test_nodes_are_dropped_with_proofs_that_hold_in_integers(shape: tuple[int, ...], largest: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    work = drawn(shape, largest, rng)
    on_demand, whole = Programs(work.core), WholeProgram(work.core)
    for _ in range(4):
        node = random_node(work, rng)
        steps = [on_demand.expand(node), whole.expand(node)]
        for step in steps:
            if step.proof is not None:
                assert proves(work, node, step)
            else:
                assert (step.pick is None) == (not node.open_actions())
                assert step.pick is None or step.pick in node.open_actions()
        assert_one_verdict(work, node, *steps)


@settings(deadline=None, max_examples=40)
@given(shape=SHAPES, largest=LARGEST, seed=st.integers(0, 10**6))
def test_a_child_is_empty_from_its_parents_frame_exactly_when_it_is_empty_from_a_cold_start(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    work = drawn(shape, largest, rng)
    programs, node = Programs(work.core), Node.root(work.core.payoffs[0].shape)
    for _ in range(6):
        step = programs.expand(node)
        if step.pick is None:
            break
        node = node.decided(*step.pick, int(rng.choice([IN, OUT])), step.frame)
        warm, cold = programs.expand(node), programs.expand(Node(node.fates))
        if warm.proof is not None:
            assert proves(work, node, warm)
        assert_one_verdict(work, node, warm, cold)


@settings(deadline=None, max_examples=15)
@given(shape=SMALL_SHAPES, largest=LARGEST, seed=st.integers(0, 10**6))
def test_a_search_by_the_whole_program_finds_what_one_by_rows_on_demand_finds(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    work = drawn(shape, largest, np.random.default_rng(seed))
    whole, on_demand = Search(work.core), Search(work.core)
    assert isinstance(whole.programs, WholeProgram)
    on_demand.programs = Programs(work.core)
    assert whole.run(5000, np.inf)
    assert on_demand.run(5000, np.inf)
    one, two = report(work, whole), report(work, on_demand)
    assert one.status.code == two.status.code
    assert [c.dimension for c in one.continua] == [c.dimension for c in two.continua]
    if one.complete and not one.continua:
        same = zip(one.equilibria, two.equilibria, strict=True)
        assert all(np.allclose(np.concatenate(p.strategies), np.concatenate(q.strategies), atol=1e-9) for p, q in same)


def assert_one_verdict(work: Prepared, node: Node, one: Step, two: Step) -> None:
    """Both steps prove that the node is empty or neither does, but for a shortfall near zero."""
    if (one.proof is None) != (two.proof is None):
        # A program whose best shortfall is near zero may be proven empty from one start and not from another.
        proof = one.proof or two.proof
        assert proof is not None
        assert strength(work, node, proof.rows, proof.multipliers) < MARGIN


MARGIN = 1e-4
"""Emptiness is proven from any start where the best shortfall is this large."""


def strength(
    work: Prepared, node: Node, rows: tuple[tuple[int, int, int, int], ...], multipliers: tuple[float, ...]
) -> float:
    """By how much a proof's sum of rows stays below zero, in ranges of payoffs."""
    n = len(node.fates)
    sums = np.zeros([len(own) for own in node.fates])
    for (i, k, a, b), w in zip(rows, multipliers, strict=True):
        own = np.moveaxis(work.core.normalised[i], i, 0)
        np.moveaxis(sums, i, 0)[k] += w * (own[a] - own[b])
    return float(-sums[np.ix_(*(node.alive(i) for i in range(n)))].max()) / sum(multipliers)


@settings(deadline=None, max_examples=40)
@given(shape=SHAPES, largest=LARGEST, seed=st.integers(0, 10**6))
def test_sparse_rows_are_the_differences_of_payoffs_on_the_slice_they_are_about(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    relaxation = Relaxation.of_game(drawn(shape, largest, rng).core)
    sizes = relaxation.n_corners
    columns = rng.permutation(int(np.prod(sizes)))[: int(rng.integers(1, np.prod(sizes) + 1))]
    players = rng.integers(0, len(sizes), int(rng.integers(0, 9)))
    rows = np.array([(i, *rng.integers(0, sizes[i], 3)) for i in players], dtype=np.int64).reshape(-1, 4)
    sparse = relaxation.coefficients(rows, columns)
    for r, (i, k, a, b) in enumerate(rows.tolist()):
        expected = np.where(
            relaxation.own[i, columns] == k,
            (relaxation.values[i][a] - relaxation.values[i][b])[relaxation.rest[i, columns]],
            0.0,
        )
        dense = np.zeros(len(columns))
        entries = slice(sparse.starts[r], sparse.starts[r + 1])
        dense[sparse.columns[entries]] = sparse.values[entries]
        assert np.array_equal(dense, expected)
