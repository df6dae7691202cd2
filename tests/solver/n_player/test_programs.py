"""Programs of the search by compiled kernels against their readable twin, and their proofs against integers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.game.normal_form import NormalForm
from solver.kernels import joint_layout as at
from solver.n_player.all_equilibria import Prepared, prepare, report
from solver.n_player.relaxation.by_highs import HighsPrograms
from solver.n_player.relaxation.compiled import FIRST_ROOM, CompiledPrograms
from solver.n_player.relaxation.node import IN, OPEN, OUT, Node
from solver.n_player.relaxation.programs import LARGE, PATIENCE, SMALL, Programs, Step, programs_for
from solver.n_player.tree.recheck import leaves_nothing
from solver.n_player.tree.search import Search

MARGIN = 1e-4
"""Both solvers prove emptiness where the best shortfall is this large; closer to zero either may give up on a proof."""


def drawn(shape: tuple[int, ...], largest: int, rng: np.random.Generator) -> Prepared:
    """A game of small integers, ties on purpose, with all its actions."""
    form = NormalForm.from_payoffs(rng.integers(0, largest + 1, (len(shape), *shape)).astype(float))
    return prepare(form, mixed_dominance=False)


def random_node(work: Prepared, rng: np.random.Generator) -> Node:
    fates = []
    for n in work.core.payoffs[0].shape:
        own = rng.choice([OPEN, IN, OUT], size=n)
        # Everybody has something to play.
        own[rng.integers(n)] = rng.choice([OPEN, IN])
        fates.append(bytes(own.tolist()))
    return Node(tuple(fates))


def proves(work: Prepared, node: Node, step: Step) -> bool:
    """Whether a step's proof stands in integers, by rows that hold at the node."""
    assert step.proof is not None
    allowed = all(k == a or node.fates[i][a] == IN for i, k, a, _ in step.proof.rows)
    n = len(node.fates)
    columns = list(np.array(np.meshgrid(*(node.alive(i) for i in range(n)), indexing="ij")).reshape(n, -1))
    return allowed and leaves_nothing(work.core.relaxation(), columns, step.proof)


@settings(deadline=None, max_examples=60)
@given(
    shape=st.sampled_from([(2, 2, 2), (3, 3, 3), (4, 2, 3), (2, 2, 2, 2), (5, 4, 3), (3, 1, 4), (6, 6, 5)]),
    largest=st.sampled_from([1, 2, 9, 1000]),
    seed=st.integers(0, 10**6),
)
def test_kernels_and_their_twin_drop_the_same_nodes_with_proofs_that_hold_in_integers(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    work = drawn(shape, largest, rng)
    solvers: tuple[Programs, Programs] = (CompiledPrograms(work.core), HighsPrograms(work.core))
    for _ in range(4):
        node = random_node(work, rng)
        steps = [programs.expand(node) for programs in solvers]
        for step in steps:
            if step.proof is not None:
                assert proves(work, node, step)
            else:
                assert (step.pick is None) == (not node.open_actions())
                assert step.pick is None or step.pick in node.open_actions()
        if (steps[0].proof is None) != (steps[1].proof is None):
            proof = steps[0].proof or steps[1].proof
            assert proof is not None
            assert strength(work, node, proof.rows, proof.multipliers) < MARGIN


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


@settings(deadline=None, max_examples=15)
@given(shape=st.sampled_from([(3, 3, 3), (4, 3, 3), (2, 2, 2, 2)]), seed=st.integers(0, 10**6))
def test_the_search_finds_the_same_with_either(shape: tuple[int, ...], seed: int) -> None:
    work = drawn(shape, 50, np.random.default_rng(seed))
    lists = []
    for programs in (CompiledPrograms(work.core), HighsPrograms(work.core)):
        search = Search(work.core, programs)
        assert search.run(100_000, 60.0)
        found = report(work, search)
        assert found.complete
        lists.append(sorted(np.concatenate(e.strategies).round(9).tolist() for e in found.equilibria))
    assert np.allclose(lists[0], lists[1], atol=1e-9)


def test_a_program_that_outgrows_its_room_is_solved_in_a_larger_one(monkeypatch: pytest.MonkeyPatch) -> None:
    work = drawn((6, 6, 6), 1000, np.random.default_rng(5))
    roomy = CompiledPrograms(work.core)
    assert FIRST_ROOM > 3
    monkeypatch.setattr("solver.n_player.relaxation.compiled.FIRST_ROOM", 2)
    tight = CompiledPrograms(work.core)
    node = Node.root((6, 6, 6))
    for _ in range(4):
        step = tight.expand(node)
        assert step.pick is not None
        assert step.pick == roomy.expand(node).pick
        node = node.decided(*step.pick, IN, step.frame)
    assert tight.n_solved >= roomy.n_solved


def test_sizes_decide_who_solves_and_small_games_wait_for_no_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    small, middle = (drawn(shape, 9, np.random.default_rng(3)).core for shape in ((2, 2, 2), (7, 7, 7)))
    assert small.payoffs[0].size <= SMALL < middle.payoffs[0].size <= LARGE
    assert isinstance(programs_for(middle), CompiledPrograms)
    # They are loaded by now.
    assert isinstance(programs_for(small), CompiledPrograms)
    monkeypatch.setattr("solver.kernels.loader.is_loaded", lambda _: False)
    monkeypatch.setattr("solver.kernels.loader.is_compiled", lambda _: True)
    monkeypatch.setattr("solver.n_player.relaxation.programs._small_games", count(1))
    takers = [type(programs_for(small)) for _ in range(PATIENCE + 2)]
    assert takers == [HighsPrograms] * PATIENCE + [CompiledPrograms] * 2
    monkeypatch.setattr("solver.kernels.loader.is_compiled", lambda _: False)
    assert isinstance(programs_for(small), HighsPrograms)
    monkeypatch.setattr("solver.n_player.relaxation.programs.LARGE", 300)
    assert isinstance(programs_for(middle), HighsPrograms)


def test_a_false_proof_of_emptiness_is_refused_by_the_kernel() -> None:
    refuses = compiled_refusal()
    rng = np.random.default_rng(0)
    for seed in range(20):
        core = drawn((3, 2, 2), 9, np.random.default_rng(seed)).core
        rows = [(i, a, a, b) for i, n in enumerate(core.payoffs[0].shape) for a in range(n) for b in range(n) if a != b]
        if not rows:
            continue
        programs = CompiledPrograms(core)
        for _ in range(50):
            # Every game has an equilibrium, so no multipliers, small or large, prove the whole game empty.
            multipliers = rng.exponential(size=len(rows)) * rng.integers(0, 2, len(rows)) * 10.0 ** rng.integers(-6, 1)
            assert refuses(programs, np.array(rows, dtype=np.int32), multipliers)


def compiled_refusal() -> Callable[[CompiledPrograms, NDArray[np.int32], NDArray[np.float64]], bool]:
    """The kernel's check alone, with rows and multipliers of somebody else's."""
    import numba

    from solver.kernels.jit import pointer
    from solver.kernels.joint_node import load
    from solver.kernels.joint_rows import is_empty

    @numba.njit
    def refuses(header, integers, floats, columns, head, inverse, rows, multipliers):  # type: ignore[no-untyped-def]
        h, s, f = pointer(header), pointer(integers), pointer(floats)
        n, r = len(columns), len(multipliers)
        load(h, s, f, pointer(columns), pointer(rows), pointer(head), pointer(inverse), n, 0)
        h[at.N_ROWS] = r
        for e in range(4 * r):
            s[h[at.ROWS] + e] = rows[e]
        for e in range(r):
            f[h[at.REDUCED] + n + 1 + e] = multipliers[e]
        return not is_empty(h, s, f)

    def asked(programs: CompiledPrograms, rows: NDArray[np.int32], multipliers: NDArray[np.float64]) -> bool:
        room, root = programs._blocks, programs._root
        return bool(
            refuses(
                room.header,
                room.integers,
                room.floats,
                root.columns,
                root.head,
                root.inverse,
                rows.ravel(),
                multipliers,
            )
        )

    return asked
