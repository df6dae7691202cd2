"""Workers that share the games of a batch."""

from __future__ import annotations

from itertools import pairwise

import pytest

from solver.two_player.batch.crew import Pieces, crew, shares


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_pieces_from_both_ends_are_all_games_once(workers: int, count: int) -> None:
    pieces = Pieces(count, workers, smallest=2, largest=50)
    front, back = pieces.front(), pieces.back()
    low: list[tuple[int, int]] = []
    high: list[tuple[int, int]] = []
    while True:
        before = len(low) + len(high)
        low.extend(piece for piece in [next(front, None)] if piece)
        high.extend(piece for piece in [next(back, None)] if piece)
        if len(low) + len(high) == before:
            break
    games = [g for first, last in [*low, *reversed(high)] for g in range(first, last)]
    assert games == list(range(count))
    assert all(last - first <= 50 for first, last in low + high)


def test_after_a_stop_no_piece_is_given_out() -> None:
    pieces = Pieces(100, 2, smallest=1, largest=10)
    assert next(pieces.front()) == (0, 10)
    pieces.stop()
    assert list(pieces.front()) == []
    assert list(pieces.back()) == []


@pytest.mark.parametrize("workers", [1, 3])
def test_a_crew_answers_in_the_order_of_its_workers_and_passes_errors_on(workers: int) -> None:
    with crew(workers) as together:
        assert together(lambda k: 10 * k) == [10 * k for k in range(workers)]
        with pytest.raises(ZeroDivisionError):
            together(lambda k: 1 // (workers - 1 - k))


@pytest.mark.parametrize("count", [0, 1, 10, 17])
@pytest.mark.parametrize("workers", [1, 3, 12])
def test_shares_are_everything_and_differ_by_one_at_most(count: int, workers: int) -> None:
    cuts = shares(count, workers)
    sizes = [b - a for a, b in pairwise(cuts)]
    assert (cuts[0], cuts[-1], len(sizes)) == (0, count, workers)
    assert max(sizes) - min(sizes) <= 1
