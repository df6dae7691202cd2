"""Every equilibrium of many two-player games of one size.

Worker threads take one piece of the batch after the other and solve it with kernels that run without the interpreter
lock. One goes from the front and writes straight to where results belong; the others come from the back, and what they
write is appended in the order of the games. A game's answer depends on that game only, so results are the same bit for
bit whatever the number of workers and however games are cut into pieces.

Three ways out of the fast path, none silent: a game in which floats cannot tell a tie from a small difference goes to
exact arithmetic; a game that fills the pools for corners and faces is searched again with larger ones; and when the
largest are full it is flagged as overflowing and listed without any equilibrium.
"""

from __future__ import annotations

from itertools import chain
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from solver.game.arrays import ByteArray, FloatArray
from solver.game.errors import GameError
from solver.two_player.batch.crew import Crew, Pieces, crew, shares
from solver.two_player.batch.desk import Desk
from solver.two_player.batch.faces import Written
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.store import Ledger, Room, Stretch, move
from solver.two_player.batch.two_by_two import bad_payoff, classes, solve_2x2

_LARGER = 256
"""How many times the smallest piece the largest is: a tenth of a second, after which a user's interrupt is seen."""


def solve_batch(payoffs: ArrayLike, *, workers: int = 1, chunk: int | None = None) -> BatchSolution:
    """All equilibria of ``B`` two-player games with ``m`` and ``n`` actions.

    Payoffs that differ by less than ``solver.game.tolerances.RESOLUTION`` of a game's widest column tie.

    Args:
        payoffs: ``(B, 2, m, n)``; ``payoffs[g, i, a, b]`` is player ``i``'s payoff in game ``g`` at ``(a, b)``.
        workers: threads, the calling one included.
        chunk: games per piece of work; changes nothing in the result.

    Raises:
        GameError: wrong shape, no actions, or a payoff that is nan, infinite or beyond 1e100; the message names the
        game.

    Example:
        >>> import numpy, solver
        >>> games = numpy.array([[[[2, 0], [0, 1]], [[1, 0], [0, 2]]], [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
        >>> [len(solution.equilibria) for solution in solver.solve_batch(games)]
        [3, 1]
    """
    games = _as_batch(payoffs)
    if workers < 1:
        raise GameError(f"workers is {workers}", "at least 1 thread", "leave it out for 1")
    from solver.kernels.loader import load

    load()
    workers = max(1, min(workers, len(games)))
    if games.shape[2:] == (2, 2) and chunk is None:
        return solve_2x2(games, workers)
    with crew(workers) as together:
        _refuse_bad(games, workers, together)
        return _solve(games, workers, together, chunk)


def _solve(games: FloatArray, workers: int, together: Crew, chunk: int | None) -> BatchSolution:
    count, _, m, n = games.shape
    smallest = chunk or piece_size(m, n)
    pieces = Pieces(count, workers, smallest, chunk or _LARGER * smallest)
    ledger = Ledger(count)
    # Who is quicker than the others solves more than a share.
    rooms = [Room(m, n, count if k == 0 else 5 * count // (4 * workers)) for k in range(workers)]

    def work(k: int) -> list[Stretch]:
        desk, room, stretches = Desk(m, n, ledger), rooms[k], []
        try:
            for first, last in pieces.back() if k else pieces.front():
                start = room.lengths
                desk.solve(games, first, last, room)
                stretches.append(Stretch(room, first, last, start, room.lengths))
        except BaseException:
            pieces.stop()
            raise
        return stretches

    _, *others = together(work)
    # The first worker wrote to where it belongs: the games before all others, in their order.
    if others:
        move(chain(*others), rooms[0], ledger, together)
    x, y, equilibria, regret, stream = rooms[0].finish()
    return BatchSolution(
        payoffs=games,
        x_offsets=ledger.ends[0],
        x=x.reshape(-1, m),
        y_offsets=ledger.ends[1],
        y=y.reshape(-1, n),
        offsets=ledger.ends[2],
        equilibria=equilibria.reshape(-1, 2),
        regret=regret,
        flags=ledger.flags,
        streams=Written(ledger.ends[3], stream),
    )


def piece_size(m: int, n: int) -> int:
    """Games that take about half a millisecond, or a tenth of it: longer than to hand them to a worker."""
    microseconds = exp(0.52 * (min(m, n, 16) - 2))
    return int(min(4096, max(1, 500 / microseconds)))


def classify_2x2(payoffs: ArrayLike, *, workers: int = 1) -> ByteArray:
    """``(B,)`` classes of 2x2 games ``(B, 2, 2, 2)``: which equilibria a game has, but for the weights when mixed.

    A class is ``sum_k 3**k (1 + s_k)`` over the signs ``s_k`` of player 1's gain from its first action rather than the
    second, in both columns, and of player 2's from its first action, in both rows. 254 means that a difference is too
    small to be no tie and too large to be one.

    Raises:
        GameError: wrong shape, or a payoff that is nan, infinite or beyond 1e100.
    """
    games = _as_batch(payoffs)
    if games.shape[2:] != (2, 2):
        raise GameError(
            f"the batch has shape {games.shape}", "(B, 2, 2, 2)", "use solve_batch for games of other sizes"
        )
    from solver.kernels.loader import load

    load()
    return classes(games, workers)


def _as_batch(payoffs: ArrayLike) -> FloatArray:
    try:
        games = np.ascontiguousarray(payoffs, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise GameError(
            f"the batch cannot be read as an array of numbers ({error})",
            "an array (B, 2, m, n)",
            "all games of a batch have one size: solve games of other sizes in a batch of their own",
        ) from error
    if games.ndim != 4 or games.shape[1] != 2:
        raise GameError(
            f"the batch has shape {games.shape}",
            "(B, 2, m, n): games, two players, actions of player 1, actions of player 2",
            "stack games with solver.game.normal_form.stack, or add an axis for a batch of one",
        )
    if games.shape[0] and 0 in games.shape:
        raise GameError(
            f"game 0 has {games.shape[2]} and {games.shape[3]} actions",
            "at least one action per player",
            "a lab that cannot act has 1 action",
        )
    return games


def _refuse_bad(games: FloatArray, workers: int, together: Crew) -> None:
    from solver.kernels import entry

    flat = games.reshape(-1)
    cuts = shares(len(flat), workers)
    bad = [place for place in together(lambda k: entry.first_bad(flat, cuts[k], cuts[k + 1])) if place >= 0]
    if bad:
        raise bad_payoff(games, min(bad))
