"""From timing normal forms to staged games, and back to distributions over the normal form's profiles."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, TooLargeError, require
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER, OrderedActs, ordered_acts
from solver.staged.game import MAX_STATES
from solver.staged.strategy import Outcome
from solver.staged.timing import CERTAIN, Answers, Ended, Scenarios, TimingGame


def staged_from_timing(
    game: NormalForm,
    slots: Sequence[Sequence[int]],
    *,
    payoffs: ArrayLike | None = None,
    scenarios: Scenarios = CERTAIN,
    tracked_names: Sequence[str] = (),
    slot_names: Sequence[str] = (),
    answers: Answers = Answers.NEXT,
    selves: Sequence[Sequence[int]] = (),
    extends: Sequence[Sequence[int]] = (),
) -> TimingGame:
    """Read a timing normal form slot by slot, or several of which chance decides (and reveals) which one is played.

    Args:
        game: any number of players; their actions and labels.
        slots: per player the slot (0, 1, ...) of each action, ``NEVER`` for the one that means never acting. A player
            without such an action must act in its last slot at the latest.
        payoffs: ``(S, N + M, A_0, ..., A_{N-1})``: each scenario's payoffs, then quantities whose expectation is
            carried along (metrics); left out, the game's own payoffs.
        scenarios: ``S`` scenarios.
        tracked_names: ``M`` names.
        slot_names: names of slots 0, 1, ... for descriptions.
        answers: when a player can first act after having seen another one act.
        selves: per player the rows, among all ``N + M``, by which its self of each slot chooses; empty for payoffs.
        extends: per player, for each action the one that it extends by an act in its slot, or ``NEVER``; left out,
            nobody acts twice.

    Raises:
        GameError: parts that do not fit together.
        TooLargeError: more than ``MAX_STATES`` states.
    """
    require(game, NormalForm, "a NormalForm", "NormalForm.from_payoffs makes one of an array")
    require(scenarios, Scenarios, "Scenarios(...)", "CERTAIN is the one without uncertainty")
    own_slots, own_extends = _read_slots(slots), _read_slots(extends)
    _check_slots(game, own_slots)
    _check_extends(game, own_slots, own_extends)
    n_scenarios = len(scenarios.names)
    if len(scenarios.reveal) != n_scenarios or scenarios.probabilities.shape != (n_scenarios,):
        raise GameError(
            "scenarios whose parts have different lengths",
            f"{n_scenarios} names, slots and probabilities",
            "give every scenario a name, a slot and a probability",
        )
    wanted = (n_scenarios, game.n_players + len(tracked_names), *game.n_actions)
    rows = _read_payoffs(game.payoffs[None] if payoffs is None else payoffs, wanted)
    check_states(own_slots, n_scenarios, at_once=not any(selves), answers=answers, extends=own_extends)
    return TimingGame(
        game.players,
        game.actions,
        own_slots,
        rows,
        tuple(tracked_names),
        scenarios,
        tuple(slot_names),
        answers=answers,
        selves=tuple(tuple(own) for own in selves),
        extends=own_extends,
    )


def check_states(
    slots: Sequence[Sequence[int]],
    n_scenarios: int = 1,
    *,
    at_once: bool,
    answers: Answers = Answers.NEXT,
    extends: Sequence[Sequence[int]] = (),
) -> None:
    """Whether a timing game is small enough to be read slot by slot; looks at nothing but slots.

    Raises:
        TooLargeError: more than ``MAX_STATES`` states; says how many, and what to coarsen.
    """
    count = count_states(slots, at_once=at_once, answers=answers, extends=extends) * (2 * n_scenarios - 1)
    if count > MAX_STATES:
        raise TooLargeError(
            f"read slot by slot the game has up to {count:,} states",
            f"at most {MAX_STATES:,}",
            "use fewer slots or longer steps, fewer plans per slot, fewer labs or scenarios",
        )


def count_states(
    slots: Sequence[Sequence[int]],
    *,
    at_once: bool,
    answers: Answers = Answers.NEXT,
    extends: Sequence[Sequence[int]] = (),
) -> int:
    """States of a timing game with one scenario: for every slot, all that players may have done, if one may act still.

    Exact when all players have the same slots and nobody acts twice; an upper bound otherwise.
    """
    acts = ordered_acts([tuple(own) for own in slots], [tuple(own) for own in extends])
    decisions = sorted({t for own in slots for t in own if t != NEVER})
    total = 0
    for position, slot in enumerate(decisions):
        before = decisions[position - 1] if position else NEVER
        able, out = zip(*(_able_and_out(own, slot, answers) for own in acts), strict=True)
        total += prod(a + o for a, o in zip(able, out, strict=True)) - prod(out)
        if at_once and position:
            # The last one chooses in the first slot in which it sees the others' last action, and never again.
            _, earlier = zip(*(_able_and_out(own, before, answers) for own in acts), strict=True)
            total -= sum(n * prod(earlier[:i] + earlier[i + 1 :]) for i, n in enumerate(able))
    return total


def _able_and_out(own: OrderedActs, slot: int, answers: Answers) -> tuple[int, int]:
    """In how many ways, seen by others in ``slot``, a player may be able to do more, and in how many it may be out.

    It is out by all that it may do, or by letting its last slot pass.
    """
    seen = slot if answers is Answers.WITHIN else slot - 1
    so_far = [NEVER, *(action for action, t in enumerate(own.slots) if NEVER < t <= seen)]
    able = sum(own.last(played) >= slot for played in so_far)
    return able, len(so_far) - able


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


def _check_extends(game: NormalForm, slots: tuple[tuple[int, ...], ...], extends: tuple[tuple[int, ...], ...]) -> None:
    if not extends:
        return
    if tuple(len(own) for own in extends) != game.n_actions:
        raise GameError(
            f"extended actions for {tuple(len(own) for own in extends)} actions",
            f"{game.n_actions}, one per action of each player",
            f"give each action the one that it extends, or {NEVER}",
        )
    for name, own, more in zip(game.players, slots, extends, strict=True):
        wrong = [a for a, b in enumerate(more) if b != NEVER and not (0 <= b < len(own) and NEVER < own[b] < own[a])]
        if wrong:
            raise GameError(
                f"action {wrong[0]} of {name} extends action {more[wrong[0]]}",
                "an action of the same player whose slot comes before",
                "number actions from 0",
            )


def _read_payoffs(payoffs: ArrayLike, wanted: tuple[int, ...]) -> FloatArray:
    try:
        rows = np.ascontiguousarray(payoffs, dtype=np.float64)
    except (TypeError, ValueError):
        rows = np.zeros(())
    if rows.shape != wanted:
        raise GameError(
            f"payoffs and tracked quantities have shape {rows.shape}",
            f"numbers of shape {wanted}: scenarios, players and tracked quantities, actions",
            "give one name per tracked quantity and one tensor per scenario",
        )
    return rows


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
