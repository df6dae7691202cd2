"""Commitment: one player announces what it will do, and the others answer (von Stackelberg 1934).

What the followers do when they are indifferent decides what commitment is worth. With *strong* ties they choose what
suits the leader, with *weak* ties what suits it least; weak values of mixed commitments are suprema and need not be
attained (von Stengel and Zamir 2010). With favourable ties a leader never does worse than in its best Nash equilibrium,
pure commitment than in its best pure one: it can always announce what it plays there.

Letters: leader ``l``; ``A_l`` its actions. Payoffs are in the game's own units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.errors import GameError, SolverError
from solver.normal_form import NormalForm
from solver.ties import best_replies

FloatArray = NDArray[np.float64]
Profile = tuple[FloatArray, ...]


@dataclass(frozen=True, eq=False)
class Commitment:
    """An announcement and what follows.

    Attributes:
        announced: the leader's (mixed) action ``(A_l,)``.
        response: the whole profile that follows, the leader's announcement included.
        value: the leader's expected payoff.
        complete: whether every answer of the followers was considered; if not, ``value`` is what was found.
    """

    announced: FloatArray
    response: Profile
    value: float
    complete: bool


@dataclass(frozen=True)
class PureCommitment:
    """The leader announces one action; followers, if several, play any Nash equilibrium of what is left.

    Every action is tried. One follower answers with a best action; two with any equilibrium of their game, all of
    which are found exactly; for three and more the search of ``solver.methods.n_player`` is used, and ``complete``
    says whether it ended. Leader payoffs over a continuum of answers are extreme at its corners, which are listed.

    What it misses: announcements that are conditional or mixed, and followers who coordinate by signals.

    Attributes:
        leader: who announces.
        weak: whether followers who are indifferent choose what suits the leader least.
    """

    leader: int
    weak: bool = False

    def __call__(self, game: NormalForm) -> tuple[Commitment, ...]:
        """All best announcements of the leader, in the order of its actions; ties within the payoff resolution."""
        _check_leader(game, self.leader)
        tried = [self._announce(game, a) for a in range(game.n_actions[self.leader])]
        best = max(c.value for c in tried)
        slack = game.resolution * game.payoff_range
        return tuple(c for c in tried if c.value >= best - slack)

    def _announce(self, game: NormalForm, action: int) -> Commitment:
        announced = np.eye(game.n_actions[self.leader])[action]
        answers, complete = _answers(game, self.leader, action)
        whole = [(*answer[: self.leader], announced, *answer[self.leader :]) for answer in answers]
        values = [_payoff(game, self.leader, profile) for profile in whole]
        chosen = int(np.argmin(values) if self.weak else np.argmax(values))
        return Commitment(announced, whole[chosen], values[chosen], complete)


@dataclass(frozen=True)
class MixedCommitment:
    """The leader announces a mixed action to one follower: a linear program per answer (Conitzer and Sandholm 2006).

    With weak ties only answers count that the leader can make uniquely best, up to actions that pay the follower the
    same throughout; the value is then a supremum (von Stengel and Zamir 2010, theorem 11).

    What it misses: games with several followers, whose equilibria move with the announcement: see
    :class:`CorrelatedCommitment`.
    """

    leader: int
    weak: bool = False

    def __call__(self, game: NormalForm) -> Commitment:
        """The best announcement.

        Raises:
            GameError: not exactly two players.
        """
        _check_leader(game, self.leader)
        if game.n_players != 2:
            raise GameError(
                f"{game.n_players} players", "one leader and one follower", "use CorrelatedCommitment or PureCommitment"
            )
        follower = 1 - self.leader
        lead = np.moveaxis(game.payoffs[self.leader], self.leader, 0)
        follow = np.moveaxis(game.payoffs[follower], self.leader, 0)
        found = [self._induce(lead, follow, j) for j in range(lead.shape[1])]
        options = [option for option in found if option is not None]
        if not options:
            raise SolverError("no answer of the follower could be induced, though one always can")
        value, announced, answer = max(options, key=lambda option: option[0])
        reply = np.eye(lead.shape[1])[answer]
        response = (announced, reply) if self.leader == 0 else (reply, announced)
        return Commitment(announced, response, value, True)

    def _induce(self, lead: FloatArray, follow: FloatArray, j: int) -> tuple[float, FloatArray, int] | None:
        """Best announcement to which ``j`` is a best answer: value, announcement and the answer that is played."""
        same = [k for k in range(follow.shape[1]) if np.array_equal(follow[:, k], follow[:, j])]
        if self.weak and not _is_inducible(follow, j, same):
            return None
        rows = (follow - follow[:, [j]]).T
        if not self.weak:
            found = _maximise(lead[:, [j]], rows)
            return None if found is None else (found[0], found[1], j)
        found = _maximise(lead[:, same], rows)
        if found is None:
            return None
        return found[0], found[1], same[int(np.argmin(found[1] @ lead[:, same]))]


@dataclass(frozen=True)
class CorrelatedCommitment:
    """The leader announces how it will draw everybody's recommendations, its own action included.

    A linear program for any number of followers (Conitzer and Korzhyk 2011): followers obey as in a correlated
    equilibrium, the leader is bound. With one follower it is worth as much as a mixed commitment with strong ties; with
    several it is an upper bound on what mixed commitments to followers who play Nash are worth.

    What it misses: whether the bound is reached without signals; weak ties.
    """

    leader: int

    def __call__(self, game: NormalForm) -> tuple[float, FloatArray]:
        """The leader's value and a distribution over profiles ``(A_0, ..., A_{N-1})`` that reaches it."""
        from solver.correlated import obedient_minimum

        _check_leader(game, self.leader)
        followers = [i for i in range(game.n_players) if i != self.leader]
        low, weights = obedient_minimum(game, -game.payoffs[self.leader], followers)
        return -low, weights


def _check_leader(game: NormalForm, leader: int) -> None:
    if not 0 <= leader < game.n_players:
        raise GameError(f"leader {leader}", f"a player from 0 to {game.n_players - 1}", "players count from 0")


def _payoff(game: NormalForm, player: int, profile: Sequence[FloatArray]) -> float:
    value = game.payoffs[player]
    for own in profile:
        value = np.tensordot(own, value, axes=(0, 0))
    return float(value)


def _answers(game: NormalForm, leader: int, action: int) -> tuple[list[Profile], bool]:
    """What the followers may answer to ``action`` (corners of continua included), and whether that is all."""
    followers = [i for i in range(game.n_players) if i != leader]
    if not followers:
        return [()], True
    kept = [list(range(n)) for n in game.n_actions]
    kept[leader] = [action]
    rest = game.restrict(kept)
    small = NormalForm.from_payoffs(rest.payoffs[followers].squeeze(axis=1 + leader), resolution=game.resolution)
    if len(followers) == 1:
        return [(np.eye(game.n_actions[followers[0]])[b],) for b in np.flatnonzero(best_replies(small)[0])], True
    from solver.solve import solve

    solution = solve(small)
    points = [e.strategies for e in solution.equilibria]
    points += [p for continuum in solution.continua for p in continuum.points]
    return points, solution.complete and not solution.truncated


def _is_inducible(follow: FloatArray, j: int, same: Sequence[int]) -> bool:
    """Whether some announcement makes ``j`` strictly better than all answers that are not the same."""
    others = [k for k in range(follow.shape[1]) if k not in same]
    if not others:
        return True
    from scipy.optimize import linprog

    n = len(follow)
    scale = float(np.abs(follow - follow[:, [j]]).max()) or 1.0
    rows = np.hstack([(follow[:, others] - follow[:, [j]]).T / scale, np.ones((len(others), 1))])
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=rows,
        b_ub=np.zeros(len(others)),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * n + [(None, 1)],
        method="highs",
    )
    if found.status != 0:
        raise SolverError(f"the linear program of an announcement ended with: {found.message}")
    return bool(np.asarray(found.x)[-1] > 1e-9)


def _maximise(columns: FloatArray, rows: FloatArray) -> tuple[float, FloatArray] | None:
    """Announcement ``x`` with the largest smallest entry of ``x @ columns`` subject to ``rows @ x <= 0``."""
    from scipy.optimize import linprog

    n, k = columns.shape
    scale = float(np.abs(rows).max()) or 1.0
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.vstack([np.hstack([rows / scale, np.zeros((len(rows), 1))]), np.hstack([-columns.T, np.ones((k, 1))])]),
        b_ub=np.zeros(len(rows) + k),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * n + [(None, None)],
        method="highs",
    )
    if found.status == 2:  # Infeasible: the answer is never best.
        return None
    if found.status != 0:
        raise SolverError(f"the linear program of an announcement ended with: {found.message}")
    announced = np.maximum(np.asarray(found.x)[:n], 0.0)
    announced = announced / announced.sum()
    return float((announced @ columns).min()), np.asarray(announced, dtype=np.float64)
