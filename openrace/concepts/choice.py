"""Which solver answers a question: concept, method, leader and order, put together from what a user said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from games.parts.game import Game
from openrace.concepts.commitment import solve
from openrace.concepts.concept import Answered, Concept, Solver
from solver.answer.solving import method_named
from solver.game.errors import OpenraceError


@dataclass(frozen=True)
class Choice:
    """How a question is to be answered.

    Attributes:
        concept: what labs know and can do.
        method: name of a solver method for the normal form; left out, one that fits the size.
        leader: who commits first under announcement; left out, the first lab.
        order: labs in the order in which they move within a slot under preemption; empty, all at once.
        ties: name of a rule about who moves when several want to, under preemption; left out, every equilibrium.
        talk: who announces a plan before play without being bound by it, under preemption; left out, nobody.
    """

    concept: Concept = Concept.PRECOMMITMENT
    method: str | None = None
    leader: str | None = None
    order: tuple[str, ...] = ()
    ties: str | None = None
    talk: str | None = None

    @property
    def label(self) -> str:
        """The concept, and what was chosen in it: ``preemption (alice, then bob)``."""
        words = [
            f"{self.leader} first" if self.leader else "",
            ", then ".join(self.order),
            self.method or "",
            f"ties: {self.ties}" if self.ties else "",
            f"{self.talk} talks" if self.talk else "",
        ]
        chosen = "; ".join(w for w in words if w)
        return f"{self.concept} ({chosen})" if chosen else str(self.concept)

    def check(self, game: Game) -> None:
        """Whether a game can be asked this way, without solving it.

        Raises:
            OpenraceError: the options do not fit the concept or the game, or the game has too many states.
        """
        self.solver()
        if self.concept is Concept.PREEMPTION:
            from openrace.concepts.reaction import slot_by_slot

            slot_by_slot(game, self.order, self.talk)
        elif self.leader:
            from openrace.concepts.reaction import player_index

            player_index(game.normal_form(), self.leader)

    def solver(self) -> Solver:
        """The function that answers.

        Raises:
            OpenraceError: the options do not fit the concept.
        """
        if self.concept is Concept.PRECOMMITMENT:
            self._refuse(leader=self.leader, order=self.order, ties=self.ties, talk=self.talk)
            return partial(solve, method=None if self.method is None else method_named(self.method))
        # Staged games are imported when they are asked for; most questions are about fixed plans.
        if self.concept is Concept.PREEMPTION:
            from openrace.concepts.reaction import react
            from solver.staged.backward import BackwardInduction
            from solver.staged.selection import selection_named

            self._refuse(leader=self.leader, method=self.method)
            rule = BackwardInduction(selection=selection_named(self.ties or "all"))
            return partial(react, method=rule, order=self.order, speaker=self.talk)
        self._refuse(method=self.method, order=self.order, ties=self.ties, talk=self.talk)
        return partial(_lead, leader=self.leader)

    def _refuse(self, **unused: object) -> None:
        given = [name for name, value in unused.items() if value]
        if given:
            raise OpenraceError(
                f"--{given[0]} came with --concept {self.concept}",
                "--method with precommitment, --leader with announcement, --order, --ties and --talk with preemption",
                f"leave --{given[0]} out, or choose the concept it belongs to",
            )


def _lead(game: Game, leader: str | None) -> Answered:
    from openrace.concepts.announcement import announce

    return announce(game, leader or game.normal_form().players[0])


def choices(
    concept: str,
    method: str | None = None,
    leader: str | None = None,
    order: str | None = None,
    ties: str | None = None,
    talk: str | None = None,
) -> tuple[Choice, ...]:
    """What a command line asks for: one concept by name, or all of them, each with the options that belong to it.

    Raises:
        OpenraceError: there is no such concept.
    """
    labs = tuple(order.split(",")) if order else ()
    if concept == "all":
        return (
            Choice(Concept.PRECOMMITMENT, method=method),
            Choice(Concept.ANNOUNCEMENT, leader=leader),
            Choice(Concept.PREEMPTION, order=labs, ties=ties, talk=talk),
        )
    if concept not in set(Concept):
        known = ", ".join(Concept)
        raise OpenraceError(
            f"no concept is named {concept!r}", f"one of {known}, all", "leave it out for precommitment"
        )
    return (Choice(Concept(concept), method, leader, labs, ties, talk),)


def read_concept(concept: str | Sequence[Choice]) -> tuple[Choice, ...]:
    """Concepts by name (``"all"`` for all of them), or as choices, each once.

    Raises:
        OpenraceError: there is no such concept, none came, or one came twice.
    """
    found = choices(concept) if isinstance(concept, str) else tuple(concept)
    labels = [choice.label for choice in found]
    if not labels or len(set(labels)) < len(labels):
        raise OpenraceError(
            f"the concepts {', '.join(labels) or 'none'} came", "at least one, each once", "leave them out for one"
        )
    return found
