"""From timing normal forms to staged games, and back to distributions over the normal form's profiles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import prod
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from solver.game.arrays import FloatArray
from solver.game.errors import GameError, TooLargeError, require
from solver.game.normal_form import NormalForm
from solver.staged.game import MAX_STATES
from solver.staged.strategy import Outcome
from solver.staged.timing import CERTAIN, NEVER, Answers, Ended, Scenarios, TimingGame


def staged_from_timing(
    game: NormalForm,
    slots: Sequence[Sequence[int]],
    *,
    tracked: ArrayLike | None = None,
    tracked_names: Sequence[str] = (),
    last_at_once: bool = False,
    slot_names: Sequence[str] = (),
    answers: Answers = Answers.NEXT,
    max_states: int = MAX_STATES,
) -> TimingGame:
    """Read a timing normal form slot by slot.

    Args:
        game: any number of players.
        slots: per player the slot (0, 1, ...) of each action, ``NEVER`` for the one that means never acting. A player
            without such an action must act in its last slot at the latest.
        tracked: ``(M, A_0, ..., A_{N-1})``: quantities whose expectation is carried along (metrics).
        tracked_names: ``M`` names.
        last_at_once: see :class:`TimingGame`.
        slot_names: names of slots 0, 1, ... for descriptions.
        answers: when a player can first act after having seen another one act.
        max_states: refuse games with more states.

    Raises:
        GameError: slots or tracked quantities that do not fit the game.
        TooLargeError: more than ``max_states`` states.
    """
    require(game, NormalForm, "a NormalForm", "NormalForm.from_payoffs makes one of an array")
    rows = game.payoffs if tracked is None else _with_tracked(game, tracked)
    return staged_from_scenarios(
        game,
        rows[None],
        CERTAIN,
        slots,
        tracked_names=tracked_names,
        last_at_once=last_at_once,
        slot_names=slot_names,
        answers=answers,
        max_states=max_states,
    )


def staged_from_scenarios(
    game: NormalForm,
    payoffs: FloatArray,
    scenarios: Scenarios,
    slots: Sequence[Sequence[int]],
    *,
    tracked_names: Sequence[str] = (),
    last_at_once: bool = False,
    slot_names: Sequence[str] = (),
    answers: Answers = Answers.NEXT,
    selves: Sequence[Sequence[int]] = (),
    max_states: int = MAX_STATES,
) -> TimingGame:
    """Read several timing normal forms slot by slot, chance deciding (and revealing) which of them is played.

    Args:
        game: players, actions and labels; its own payoffs are not used.
        payoffs: ``(S, N + M, A_0, ..., A_{N-1})``: each scenario's payoffs, then tracked quantities.
        scenarios: ``S`` scenarios.
        slots: as in :func:`staged_from_timing`, and so are the rest.
        tracked_names: ``M`` names.
        last_at_once: whether the last player to act picks its slot at once.
        slot_names: names of slots.
        answers: when a player can first act after having seen another one act.
        selves: per player the rows, among all ``N + M``, by which its self of each slot chooses; empty for payoffs.
        max_states: refuse games with more states.

    Raises:
        GameError: parts that do not fit together.
        TooLargeError: more than ``max_states`` states.
    """
    require(game, NormalForm, "a NormalForm", "NormalForm.from_payoffs makes one of an array")
    require(scenarios, Scenarios, "Scenarios(...)", "CERTAIN is the one without uncertainty")
    own_slots = _read_slots(slots)
    _check_slots(game, own_slots)
    wanted = (len(scenarios.names), game.n_players + len(tracked_names), *game.n_actions)
    if payoffs.shape != wanted:
        raise GameError(
            f"payoffs and tracked quantities have shape {payoffs.shape}",
            f"{wanted}: scenarios, players and tracked quantities, actions",
            "give one name per tracked quantity and one tensor per scenario",
        )
    if len(scenarios.reveal) != wanted[0] or scenarios.probabilities.shape != (wanted[0],):
        raise GameError(
            "scenarios whose parts have different lengths",
            f"{wanted[0]} names, slots and probabilities",
            "give every scenario a name, a slot and a probability",
        )
    at_once = last_at_once and not any(selves)
    check_states(own_slots, len(scenarios.names), last_at_once=at_once, answers=answers, max_states=max_states)
    return TimingGame(
        game.players,
        game.actions,
        own_slots,
        np.ascontiguousarray(payoffs),
        tuple(tracked_names),
        scenarios,
        last_at_once,
        tuple(slot_names),
        answers=answers,
        selves=tuple(tuple(own) for own in selves),
    )


def check_states(
    slots: Sequence[Sequence[int]],
    n_scenarios: int = 1,
    *,
    last_at_once: bool,
    answers: Answers = Answers.NEXT,
    max_states: int = MAX_STATES,
) -> None:
    """Whether a timing game is small enough to be read slot by slot; looks at nothing but slots.

    Raises:
        TooLargeError: more than ``max_states`` states; says how many, and what to coarsen.
    """
    count = count_states(slots, last_at_once=last_at_once, answers=answers) * (2 * n_scenarios - 1)
    if count > max_states:
        at_once = "" if last_at_once else ", or let the last one choose at once (last_at_once)"
        raise TooLargeError(
            f"read slot by slot the game has up to {count:,} states",
            f"at most {max_states:,}",
            f"use fewer slots or longer steps, fewer plans per slot, fewer labs or scenarios{at_once}",
        )


def count_states(slots: Sequence[Sequence[int]], *, last_at_once: bool = False, answers: Answers = Answers.NEXT) -> int:
    """States of a timing game with one scenario: for every slot, every set of waiting players with a move, every past.

    Exact when all players have the same slots; an upper bound otherwise.
    """
    decisions = sorted({t for own in slots for t in own if t != NEVER})
    players = range(len(slots))
    total = 0
    for position, slot in enumerate(decisions):
        before = decisions[position - 1] if position else NEVER
        able = [i for i in players if max(slots[i]) >= slot]
        for n_waiting in range(1, len(able) + 1):
            for waiting in combinations(able, n_waiting):
                others = [i for i in players if i not in waiting]
                pasts = prod(_pasts(slots[i], slot, answers) for i in others)
                if last_at_once and n_waiting == 1 and position:
                    # The last one chooses in the first slot in which it sees the others' last action, and never again.
                    pasts -= prod(_pasts(slots[i], before, answers) for i in others)
                total += pasts
    return total


def _pasts(own: Sequence[int], slot: int, answers: Answers) -> int:
    """In how many ways a player may be out, seen by others in ``slot``: by acting, or by letting its last slot pass."""
    seen = slot if answers is Answers.WITHIN else slot - 1
    return sum(NEVER < t <= seen for t in own) + (max(own) < slot)


def profile_distribution(game: TimingGame, outcomes: Sequence[Outcome]) -> FloatArray:
    """``(S, A_0, ..., A_{N-1})``: probability of each scenario and profile of the normal form."""
    out = np.zeros((game.payoffs.shape[0], *game.payoffs.shape[2:]))
    for outcome in outcomes:
        if not isinstance(outcome.ending, Ended):
            raise GameError(
                f"an outcome {outcome.ending!r}", "outcomes of a timing game", "pass the game that was solved"
            )
        out[(outcome.ending.scenario, *outcome.ending.profile)] += outcome.probability
    return out


def _read_slots(slots: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    try:
        return tuple(tuple(index(t) for t in own) for own in slots)
    except TypeError as problem:
        raise GameError(
            f"the slots are {slots!r:.60}",
            "for each player a list of whole numbers, one per action",
            f"number the slots from 0; {NEVER} is never",
        ) from problem


def _with_tracked(game: NormalForm, tracked: ArrayLike) -> FloatArray:
    try:
        return np.concatenate([game.payoffs, np.asarray(tracked, dtype=np.float64)])
    except (TypeError, ValueError) as problem:
        raise GameError(
            f"tracked quantities that are no numbers of shape (M, {', '.join(map(str, game.n_actions))})",
            "one number per quantity and profile",
            "stack them along a first axis",
        ) from problem


def _check_slots(game: NormalForm, slots: tuple[tuple[int, ...], ...]) -> None:
    if tuple(len(own) for own in slots) != game.n_actions:
        raise GameError(
            f"slots for {tuple(len(own) for own in slots)} actions",
            f"{game.n_actions}, one per action of each player",
            f"give each action its slot, and {NEVER} to never",
        )
    for name, own in zip(game.players, slots, strict=True):
        if own.count(NEVER) > 1 or min(own) < NEVER:
            raise GameError(
                f"{name}'s actions have slots {own}",
                f"slots 0, 1, ... and at most one {NEVER} for never",
                "merge the actions that never act",
            )
