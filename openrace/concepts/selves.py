"""Selves: a lab whose preferences are quasi-hyperbolic weighs time anew in every slot in which it chooses.

Judged from date ``t``, what falls into the present, from ``t`` to ``t + present``, counts in full and what comes later
``beta`` times. What is past is the same for every choice that is left, so the payoffs of the self of date ``t`` are
those of a lab whose present ends at ``t + present``. Where plans are fixed at the start the self of date 0 decides them
all. Under reaction every self decides for itself:

* *sophisticated*: it knows that later selves will judge otherwise, and takes what they will do as given (Laibson 1997);
* *naive*: it plans as if later selves would keep to its plan, and the next one plans anew (O'Donoghue and Rabin 1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

import numpy as np

from games.modifiers import Modifier
from games.parts.game import Game
from games.parts.part import FloatArray
from games.release.release_game import ReleaseGame
from openrace.concepts.nature import resolve
from solver.game.solution import Certificate, Status, StatusCode
from solver.staged.backward import solve_staged
from solver.staged.explore import explore
from solver.staged.game import StagedGame, State
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Turn
from solver.staged.solution import StagedEquilibrium, StagedSolution
from solver.staged.strategy import Strategy, evaluate
from solver.staged.talk import Heard
from solver.staged.timing import TimingGame, TimingState


def selves_of(
    game: Game, slots: Sequence[Sequence[int]], payoffs: FloatArray, first_row: int
) -> tuple[tuple[tuple[int, ...], ...], FloatArray]:
    """How the selves of impatient players value what happens in a game read period by period.

    Args:
        game: the game.
        slots: per player the slot of each plan.
        payoffs: ``(S, N, A_0, ..., A_{N-1})``, as valued at the start.
        first_row: number of the first row that is free for a self.

    Returns:
        Per player the row by which its self of each slot chooses, empty for a player that does not revalue; and
        ``(S, K, A_0, ..., A_{N-1})``: the rows that are no player's payoff at the start, in order.
    """
    impatient = impatient_players(game)
    if not impatient or not isinstance(game, ReleaseGame):
        return (), payoffs[:, :0]
    rows: list[tuple[int, ...]] = [() for _ in slots]
    found: list[FloatArray] = []
    # At the start every self is the one whose payoffs the game states.
    later = range(1, 1 + max(max(slots[i]) for i in impatient))
    views = [resolve(_seen_at(game, slot * float(game.calendar.step))).payoffs for slot in later]
    for player in impatient:
        free = first_row + len(found)
        rows[player] = (player, *range(free, free + len(views)))
        found += [view[:, player] for view in views]
    return tuple(rows), np.stack(found, axis=1) if found else payoffs[:, :0]


def solve_naive(wrapped: Mapping[int, StagedGame], game: StagedGame, method: BackwardInduction) -> StagedSolution:
    """What naive selves do: in every slot the first step of the plan that its self makes for all slots.

    Args:
        wrapped: per slot the game as its self sees it, see :func:`plans_of`.
        game: the same game, as it will be played.
        method: options of backward induction.
    """
    explored = explore(game, method.max_states)
    plans = {slot: solve_staged(seen, method) for slot, seen in wrapped.items()}
    slots = [_slot(state) for state in explored.states]
    many = product(*[range(len(plan.equilibria)) for plan in plans.values()])
    equilibria: list[StagedEquilibrium] = []
    for picked in islice(many, method.max_kept):
        chosen = {slot: plans[slot].equilibria[k] for slot, k in zip(plans, picked, strict=True)}
        plays = tuple(chosen[slot].strategy.plays[index] for index, slot in enumerate(slots))
        values = evaluate(explored, Strategy(plays), method.valuation)
        # Each step is checked in the game of the self that takes it.
        worst = max((own.check for own in chosen.values()), key=lambda check: check.gain)
        if not any(np.allclose(values[-1], other.state_values[-1], rtol=0, atol=1e-12) for other in equilibria):
            equilibria.append(StagedEquilibrium(explored, Strategy(plays), values, worst, method.valuation))
    sure = all(plan.complete and len(plan.equilibria) == 1 for plan in plans.values())
    code = StatusCode.COMPLETE if sure else StatusCode.PARTIAL
    message = "each self of a naive lab plans as if later ones kept to its plan" + (
        "" if sure else "; some selves have several plans, of which not all combinations may be listed"
    )
    gain = max((e.check.gain for e in equilibria), default=0.0)
    n_games = sum(plan.n_stage_games for plan in plans.values())
    return StagedSolution(explored, tuple(equilibria), Status(code, message), Certificate(gain, sure, message), n_games)


def plans_of(timing: TimingGame) -> dict[int, TimingGame]:
    """Per slot the game as the selves of that slot see it: they would decide for all later ones."""
    return {
        slot: replace(timing, selves=tuple((own[slot],) * len(own) if own else () for own in timing.selves))
        for slot in range(max(len(own) for own in timing.selves))
    }


def impatient_players(game: Game) -> tuple[int, ...]:
    """Players whose preferences change as time goes by."""
    if not isinstance(game, ReleaseGame):
        return ()
    revaluing = [m for m in game.modifiers if type(m).seen_at is not Modifier.seen_at]
    return tuple(
        i
        for i, player in enumerate(game.players)
        if any(m.applies_to(game.labs[lab].name) for m in revaluing for lab in player.labs)
    )


def _seen_at(game: ReleaseGame, date: float) -> ReleaseGame:
    return game.model_copy(update={"modifiers": tuple(m.seen_at(date) for m in game.modifiers)})


def _slot(state: State) -> int:
    """The slot in which a state is played; what is said before play belongs to the first."""
    while isinstance(state, Turn | Heard):
        state = state.state
    return state.slot if isinstance(state, TimingState) else 0
