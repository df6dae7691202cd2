"""Any timing game in normal form, read slot by slot.

In the normal form each player picks one action at the start; here it picks in the slot that the action belongs to,
having seen who acted in which way before. In each slot every player that may still act chooses among its actions of
that slot and waiting; a player that never acts has played "never". When play ends, everybody has played exactly one
action of the normal form, and is paid what the normal form pays at that profile: there is no second set of payoffs.

An action may *extend* another one: whoever has played the one may play the other in a later slot, which is an action of
several acts, seen one by one. The slot of an action is that of its last act.

Players may see an act only in the next slot, so that a player who acts is alone for one slot, or within the slot
(:class:`Answers`): then those who wait choose again after every act, until nobody acts or nobody is left. The second is
what continuous time amounts to, where an answer takes no time (Simon and Stinchcombe 1989); a joint late adoption is an
equilibrium only there, since a player who is alone for a slot, however short, gains by acting a slot earlier.

Several *scenarios*, each with a payoff tensor of its own, make the world uncertain: scenario ``s`` has a probability
(and one in each player's eyes) and is revealed to everybody at the start of slot ``reveal[s]``, unless another one was
revealed before. Arrival of an event in a random slot is the leading case.

The last player to act, once nothing can happen to it any more, picks its slot at once instead of slot by slot: the same
choice, in far fewer states. Where its selves judge otherwise, they do not.

Since a state names everybody's action so far, states are histories: Markov-perfect equilibria are the subgame-perfect
ones. (Among three players or more who answer within the slot, a state does not say who was first within one slot, and
strategies do not depend on it.) Slots in which nobody has anything to choose are skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from solver.common.arrays import FloatArray
from solver.staged.acts import NEVER, OrderedActs, ordered_acts
from solver.staged.game import Chance, Node, Stage, State, Terminal, state_of

UNKNOWN = -1
"""The scenario while it is not revealed."""

WAIT = "wait"
"""Label of not acting in this slot."""


class Answers(StrEnum):
    """When a player who waits can first act after having seen another one act."""

    WITHIN = "within"
    """Within the slot: acting alone lasts as long as the others want it to."""
    NEXT = "next"
    """In the next slot: a player who acts is alone for one slot at least."""


class TimingState(NamedTuple):
    """How far a timing game has got.

    Attributes:
        slot: the slot about to be played.
        acted: each player's action so far, ``NEVER`` while it has none.
        scenario: the scenario revealed, ``UNKNOWN`` before.
        nature: whether chance moves first in this slot.
    """

    slot: int
    acted: tuple[int, ...]
    scenario: int
    nature: bool


class Ended(NamedTuple):
    """How a timing game ended: a profile of the normal form, and the scenario."""

    profile: tuple[int, ...]
    scenario: int


@dataclass(frozen=True, eq=False)
class Scenarios:
    """What is uncertain in a timing game.

    Attributes:
        names: ``S`` names.
        reveal: ``(S,)``: the slot at whose start each becomes known; any slot after the last one means "never".
        probabilities: ``(S,)``.
        beliefs: ``(N, S)``: the probabilities in each player's eyes, or ``None``.
    """

    names: tuple[str, ...]
    reveal: tuple[int, ...]
    probabilities: FloatArray
    beliefs: FloatArray | None = None


class Reveal(NamedTuple):
    """A move of chance, whoever has acted.

    Attributes:
        branches: the scenarios that it may reveal.
        names: of its branches; one more where it may reveal nothing yet.
        eyes: ``(1 + N, P)``, or ``(1, P)`` if everybody knows the truth: the truth, then each player's belief.
    """

    branches: list[int]
    names: tuple[str, ...]
    eyes: FloatArray


CERTAIN = Scenarios(("",), (0,), np.ones(1))
"""One scenario, known from the start."""


@dataclass(frozen=True, eq=False)
class TimingGame:
    """A staged game made of timing normal forms; build it with :func:`staged_from_timing`.

    Attributes:
        players: ``N`` names.
        labels: per player the labels of its ``A_i`` actions.
        slots: per player the slots of its actions, ``NEVER`` for the one that is never played in any slot.
        extends: per player, for each action the one that it extends, or ``NEVER``; left out, nobody acts twice.
        payoffs: ``(S, R, A_0, ..., A_{N-1})``.
        tracked: ``M`` names.
        scenarios: which tensor applies, and when players learn it.
        slot_names: names of slots, in order, for descriptions.
        answers: when a player who waits can first act after having seen another one act.
        selves: per player the rows by which its self of each slot chooses, empty for a player that always chooses by
            its payoff; all empty if left out.
    """

    players: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    slots: tuple[tuple[int, ...], ...]
    payoffs: FloatArray
    tracked: tuple[str, ...] = ()
    scenarios: Scenarios = CERTAIN
    slot_names: tuple[str, ...] = ()
    answers: Answers = Answers.NEXT
    selves: tuple[tuple[int, ...], ...] = ()
    extends: tuple[tuple[int, ...], ...] = ()

    @property
    def initial(self) -> State:
        """The first slot in which anything happens, or the slot after the last one when nothing does."""
        acted = (NEVER,) * len(self.players)
        state = self._next(0, acted, UNKNOWN)
        return TimingState(self._end, acted, self._remaining[0][0], nature=False) if state is None else state

    def describe(self, state: State) -> str:
        """The slot, who has acted, and what is known."""
        now = state_of(state, TimingState)
        done = [
            f"{name} played {labels[a]}"
            for name, labels, a in zip(self.players, self.labels, now.acted, strict=True)
            if a != NEVER
        ]
        known = [self.scenarios.names[now.scenario]] if now.scenario != UNKNOWN else []
        when = self.slot_names[now.slot] if now.slot < len(self.slot_names) else f"slot {now.slot}"
        return f"{when}: {'; '.join([*done, *(k for k in known if k)]) or 'nobody has acted'}"

    def ending(self, state: State, choice: tuple[int, ...]) -> Ended:
        """The profile of the normal form that has been played, and the scenario."""
        now = state_of(state, TimingState)
        if now.nature:
            return Ended(
                self._final(now.acted), self._revealed(now.slot, self._is_final(now.slot, now.acted))[choice[0]]
            )
        movers = self._movers(now.slot, now.acted)
        acted = list(now.acted)
        for mover, picked in zip(movers, choice, strict=True):
            acted[mover] = self._options(now, mover)[picked]
        return Ended(self._final(tuple(acted)), now.scenario)

    def node(self, state: State) -> Node:
        """The choice in a slot, or what chance reveals at its start."""
        now = state_of(state, TimingState)
        if now.slot == self._end and not now.nature:
            return Terminal(self._pay(now.scenario, self._final(now.acted)))
        return self._chance(now) if now.nature else self._stage(now)

    def _stage(self, now: TimingState) -> Stage:
        movers = self._movers(now.slot, now.acted)
        if self._chooses_at_once(now, movers):
            actions = self._acts[movers[0]].all_from(now.slot, now.acted[movers[0]])
            named = tuple(self.labels[movers[0]][a] for a in actions)
            window: list[int | slice] = [*self._final(now.acted)]
            window[movers[0]] = slice(None)
            slab = self.payoffs[now.scenario][(slice(None), *window)]
            return Stage(movers, (named,), np.ascontiguousarray(slab[:, list(actions)]), None)
        options = [self._options_here(now, mover) for mover in movers]
        labels = tuple(
            tuple(WAIT if a == now.acted[m] else self.labels[m][a] for a in own)
            for m, own in zip(movers, options, strict=True)
        )
        shape = tuple(len(own) for own in options)
        rewards = np.zeros((self.payoffs.shape[1], prod(shape)))
        successors: list[State | None] = []
        for flat, choice in enumerate(product(*options)):
            acted = list(now.acted)
            for mover, action in zip(movers, choice, strict=True):
                acted[mover] = action
            seen = self.answers is Answers.WITHIN and tuple(acted) != now.acted
            # Those who wait see the act and choose again; chance has made its move of this slot already.
            again = seen and any(self._acts[i].may_follow(a) for i, a in enumerate(acted))
            after = self._next(now.slot + (not again), tuple(acted), now.scenario, nature_moved=again)
            successors.append(after)
            if after is None:
                rewards[:, flat] = self._pay(now.scenario, self._final(tuple(acted)))
        return Stage(movers, labels, rewards.reshape(-1, *shape), tuple(successors), self._judges(now.slot, movers))

    def _chance(self, now: TimingState) -> Chance:
        final = self._is_final(now.slot, now.acted)
        reveal = self._reveal(now.slot, final)
        successors: list[State | None]
        if final:
            successors = [None] * len(reveal.branches)
            profile = self._final(now.acted)
            rewards = np.stack([self._pay(s, profile) for s in reveal.branches], axis=1)
        else:
            # Whatever is revealed, the same players move next.
            slot = self._first_move(now.slot, now.acted)
            successors = [TimingState(slot, now.acted, s, nature=False) for s in reveal.branches]
            rewards = np.zeros((self.payoffs.shape[1], len(reveal.names)))
        if len(reveal.names) > len(reveal.branches):
            successors.append(self._next(now.slot, now.acted, UNKNOWN, nature_moved=True))
        beliefs = None if self.scenarios.beliefs is None else reveal.eyes[1:]
        return Chance(reveal.names, reveal.eyes[0], tuple(successors), rewards, beliefs)

    def _reveal(self, slot: int, final: bool) -> Reveal:
        """What chance may reveal at the start of a slot, the same whoever has acted."""
        if (slot, final) not in self._reveals:
            branches, uncertain = self._revealed(slot, final), self.scenarios
            eyes = np.vstack([uncertain.probabilities, *([] if uncertain.beliefs is None else [uncertain.beliefs])])
            later = [s for s in self._remaining[slot] if s not in branches]
            weights = eyes[:, [*branches]]
            names = tuple(uncertain.names[s] for s in branches)
            if later:
                weights = np.column_stack([weights, eyes[:, later].sum(axis=1)])
                names = (*names, "nothing yet")
            self._reveals[slot, final] = Reveal(branches, names, _conditional(weights))
        return self._reveals[slot, final]

    @cached_property
    def _reveals(self) -> dict[tuple[int, bool], Reveal]:
        """Two per slot at most."""
        return {}

    def _next(
        self, slot: int, acted: tuple[int, ...], scenario: int, *, nature_moved: bool = False
    ) -> TimingState | None:
        """The first state from ``slot`` on in which chance or a player moves; ``None`` when play is over."""
        final = self._is_final(slot, acted)
        if scenario != UNKNOWN:
            return None if final else TimingState(self._first_move(slot, acted), acted, scenario, nature=False)
        for t in range(slot, self._end):
            first = t == slot and nature_moved
            left = [s for s in self._remaining[t] if not (first and self.scenarios.reveal[s] == t)]
            if len(left) == 1:
                return self._next(t, acted, left[0])
            if final or (not first and any(self.scenarios.reveal[s] == t for s in left)):
                return TimingState(t, acted, UNKNOWN, nature=True)
            if self._movers(t, acted):
                return TimingState(t, acted, UNKNOWN, nature=False)
        return TimingState(slot, acted, UNKNOWN, nature=True) if len(self._remaining[slot]) > 1 else None

    def _first_move(self, slot: int, acted: tuple[int, ...]) -> int:
        """The first slot from ``slot`` on in which a player may act, where somebody may."""
        return min(t for own, a in zip(self._acts, acted, strict=True) if (t := own.first(slot, a)) != NEVER)

    @cached_property
    def _remaining(self) -> list[list[int]]:
        """Per slot (and after the last) the scenarios that can be true when none was revealed before."""
        return [[s for s, t in enumerate(self.scenarios.reveal) if t >= slot] for slot in range(self._end + 1)]

    def _revealed(self, slot: int, final: bool) -> list[int]:
        """Scenarios that chance may reveal: those of the slot, or all that remain when nobody will move again."""
        remaining = self._remaining[slot]
        return remaining if final else [s for s in remaining if self.scenarios.reveal[s] == slot]

    def _pay(self, scenario: int, profile: tuple[int, ...]) -> FloatArray:
        """``(R,)``: what the normal form of a scenario pays at a profile."""
        return np.asarray(self.payoffs[scenario][(slice(None), *profile)])

    def _is_final(self, slot: int, acted: tuple[int, ...]) -> bool:
        """Whether nobody can act from a slot on."""
        return all(slot > self._acts[i].last(a) for i, a in enumerate(acted))

    def _movers(self, slot: int, acted: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(i for i, a in enumerate(acted) if self._acts[i].at(slot, a))

    def _judges(self, slot: int, movers: tuple[int, ...]) -> tuple[int, ...]:
        if not any(self.selves):
            return ()
        return tuple(self.selves[i][slot] if self.selves[i] else i for i in movers)

    def _chooses_at_once(self, now: TimingState, movers: tuple[int, ...]) -> bool:
        waiting = [i for i, a in enumerate(now.acted) if self._acts[i].last(a) >= now.slot]
        alone = now.scenario != UNKNOWN and waiting == list(movers) and len(movers) == 1
        # Choosing a date at once would bind the selves of later slots.
        return alone and not (self.selves and self.selves[movers[0]])

    def _options(self, now: TimingState, mover: int) -> tuple[int, ...]:
        """Actions open to a mover; what it has played so far stands for waiting, and for never doing more."""
        if self._chooses_at_once(now, self._movers(now.slot, now.acted)):
            return self._acts[mover].all_from(now.slot, now.acted[mover])
        return self._options_here(now, mover)

    def _options_here(self, now: TimingState, mover: int) -> tuple[int, ...]:
        so_far = now.acted[mover]
        here = self._acts[mover].at(now.slot, so_far)
        may_wait = self._acts[mover].last(so_far) > now.slot or self._acts[mover].may_stop(so_far)
        return (*here, so_far) if may_wait else here

    @cached_property
    def _acts(self) -> tuple[OrderedActs, ...]:
        return ordered_acts(self.slots, self.extends)

    @cached_property
    def _end(self) -> int:
        """The slot after the last one."""
        return 1 + max(max(own) for own in self.slots)

    def _final(self, acted: tuple[int, ...]) -> tuple[int, ...]:
        """The profile of the normal form when nobody who waits will act any more (0 for an open choice)."""
        return tuple((own.never or 0) if a == NEVER else a for own, a in zip(self._acts, acted, strict=True))


def _conditional(weights: FloatArray) -> FloatArray:
    """Rows ``(1 + N, P)`` of weights as distributions: the truth first, then each player's belief.

    Somebody surprised by what it held impossible believes the truth from then on; where the truth itself excludes it
    (so that it never happens), the others' beliefs fill in.
    """
    totals = weights.sum(axis=1, keepdims=True)
    known = (totals > 0).ravel()
    fallback = weights[known] / totals[known] if known.any() else np.full((1, weights.shape[1]), 1 / weights.shape[1])
    first = fallback[0] if known[0] or not known.any() else fallback.mean(axis=0)
    return np.where(totals > 0, weights / np.where(totals > 0, totals, 1.0), first)
