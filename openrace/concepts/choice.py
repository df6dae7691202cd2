"""Which solver answers a question: a concept with what belongs to it, put together from what a user said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from games.parts.game import Game
from games.race.race_game import RaceGame
from openrace.concepts.concept import Answered, Concept, Foresight, RaceConcept, Solver, concept_named, require_game
from openrace.concepts.open_loop import solve
from solver.answer.solving import Method, as_method
from solver.common.errors import OpenraceError, require
from solver.common.words import shown
from solver.staged.timing import Answers


@dataclass(frozen=True)
class Choice:
    """How a question is to be answered.

    >>> import openrace as orc
    >>> orc.Choice("reaction", order=("alice", "bob")).words
    'reaction (alice, then bob)'

    Attributes:
        concept: what labs know and can do; a name will do.
        method: a solver method for the normal form, an object or its name, open loop; left out, one that fits the
            size.
        leader: who commits first, commitment; left out, the first lab.
        order: labs in the order in which they move within a slot, reaction, or their names separated by commas;
            empty, all at once.
        ties: name of a rule about who moves when several want to, reaction; left out, every equilibrium.
        talk: who states a plan before play without being bound by it, reaction; left out, nobody.
        answer: ``within`` the slot or in the ``next`` one: when a lab can first answer another's release, reaction;
            left out, what fits the game.
        selves: ``sophisticated`` or ``naive``: what a self of an impatient lab expects of later ones, reaction; left
            out, sophisticated.
    """

    concept: Concept | str = Concept.OPEN_LOOP
    method: Method | str | None = None
    leader: str | None = None
    order: tuple[str, ...] | str = ()
    ties: str | None = None
    talk: str | None = None
    answer: str | None = None
    selves: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "concept", concept_named(self.concept))
        for option in ("leader", "ties", "talk", "answer", "selves"):
            value = getattr(self, option)
            require(value, (str, type(None)), f"a name for {option}", "leave it out for the default")
        order = self.order.split(",") if isinstance(self.order, str) else self.order
        require(order, (tuple, list), "labs in their order", ORDERED)
        for lab in order:
            require(lab, str, "the name of a lab", ORDERED)
        object.__setattr__(self, "order", tuple(order))
        for asked, came, known, hint in (
            (self.answer, "labs are to answer", tuple(Answers), ANSWERS_MEAN),
            (self.selves, "selves are to be", tuple(Foresight), SELVES_MEAN),
        ):
            if asked is not None and asked not in known:
                raise OpenraceError(f"{came} {asked!r}", " or ".join(known), hint)

    @property
    def label(self) -> str:
        """The concept as JSON and stores name it, and what was chosen in it: ``preemption (alice, then bob)``."""
        return self._labelled(str(self.concept))

    def label_in(self, game: Game) -> str:
        """The same for the answer to one game: a race has its own concept where nobody says another one."""
        of_race = isinstance(game.played(), RaceGame) and self == Choice()
        return str(RaceConcept.MARKOV_PERFECT) if of_race else self.label

    @property
    def words(self) -> str:
        """The concept as the field names it, and what was chosen in it."""
        return self._labelled(Concept(self.concept).word)

    def check(self, game: Game) -> None:
        """Whether a game can be solved in this way, without solving it.

        Raises:
            OpenraceError: the options do not fit the concept or the game, or the game has too many states.
        """
        self.solver()
        if self.concept is Concept.REACTION:
            from openrace.concepts.reaction import slot_by_slot

            slot_by_slot(game, tuple(self.order), self.talk, Answers(self.answer) if self.answer else None)
        elif self.leader:
            from openrace.concepts.reaction import player_index

            player_index(game.normal_form().players, self.leader)

    def solver(self, budget: float | None = None, *, keep_when_interrupted: bool = False) -> Solver:
        """The function that answers.

        Args:
            budget: seconds for a search of open-loop equilibria; left out, the method's own.
            keep_when_interrupted: whether Ctrl-C ends such a search with what it knows.

        Raises:
            OpenraceError: the options do not fit the concept.
        """
        self._refuse_options_of_others()
        if self.concept is Concept.OPEN_LOOP:
            if self.method is not None:
                as_method(self.method)
            return partial(as_usual, method=self.method, budget=budget, keep_when_interrupted=keep_when_interrupted)
        # Staged games are imported when they are needed; most questions are about fixed plans.
        if self.concept is Concept.COMMITMENT:
            return partial(_lead, leader=self.leader)
        from openrace.concepts.reaction import react
        from solver.staged.induction.run import BackwardInduction
        from solver.staged.selection import selection_named

        rule = BackwardInduction(selection=selection_named(self.ties or "all"))
        return partial(
            react,
            method=rule,
            order=tuple(self.order),
            speaker=self.talk,
            answers=Answers(self.answer) if self.answer else None,
            foresight=Foresight(self.selves or Foresight.SOPHISTICATED),
        )

    def _labelled(self, concept: str) -> str:
        words = [
            f"{self.leader} first" if self.leader else "",
            ", then ".join(self.order),
            self.method if isinstance(self.method, str) else type(self.method).__name__ if self.method else "",
            f"ties: {self.ties}" if self.ties else "",
            f"{self.talk} talks" if self.talk else "",
            f"answers: {self.answer}" if self.answer else "",
            f"selves: {self.selves}" if self.selves else "",
        ]
        chosen = "; ".join(w for w in words if w)
        return f"{concept} ({chosen})" if chosen else concept

    def _refuse_options_of_others(self) -> None:
        for option, concept in OPTIONS.items():
            if getattr(self, option) and concept is not self.concept:
                raise OpenraceError(
                    f"--{option} came with the concept {Concept(self.concept).word}",
                    "--method with open-loop, --leader with commitment, "
                    "--order, --ties, --talk, --answer and --selves with reaction",
                    f"leave --{option} out, or choose the concept it belongs to",
                )


OPTIONS = {
    "method": Concept.OPEN_LOOP,
    "leader": Concept.COMMITMENT,
    "order": Concept.REACTION,
    "ties": Concept.REACTION,
    "talk": Concept.REACTION,
    "answer": Concept.REACTION,
    "selves": Concept.REACTION,
}
"""Which concept an option belongs to."""

ORDERED = 'write order=("alice", "bob")'
ANSWERS_MEAN = "within: a lab may answer a release in the slot in which it comes; next: one slot later"
SELVES_MEAN = "sophisticated: a lab knows that it will judge otherwise later; naive: it does not"


def as_usual(
    game: Game,
    method: Method | str | None = None,
    budget: float | None = None,
    *,
    keep_when_interrupted: bool = False,
) -> Answered:
    """The answer if nobody says what labs know: Nash equilibria of a game of plans, Markov-perfect ones of a race.

    Raises:
        OpenraceError: a method came for a race, which has one way.
    """
    require_game(game)
    game = game.played()
    if not isinstance(game, RaceGame):
        return solve(game, method, budget, keep_when_interrupted=keep_when_interrupted)
    from openrace.concepts.race import race

    if method is not None:
        raise OpenraceError(
            f"the method {method} came for {game.name}, which is a race",
            "no method",
            "leave it out: races have one way",
        )
    return race(game)


def _lead(game: Game, leader: str | None) -> Answered:
    from openrace.concepts.commitment import commit

    return commit(game, leader or game.normal_form().players[0])


def choices(concept: str, **options: Any) -> tuple[Choice, ...]:
    """What a command line names: one concept by name, or all of them, each with the options that belong to it.

    Args:
        concept: a name, or ``all``.
        options: fields of :class:`Choice`; what is empty is left out.

    Raises:
        OpenraceError: there is no such concept.
    """
    given = {name: value for name, value in options.items() if value}
    if concept != "all":
        return (Choice(concept, **given),)
    return tuple(Choice(one, **{name: v for name, v in given.items() if OPTIONS[name] is one}) for one in Concept)


def choice_labelled(label: str) -> Choice:
    """The choice of which ``label`` is the label in JSON and in stores.

    >>> choice_labelled("preemption (alice, then bob; ties: coin)").words
    'reaction (alice, then bob; ties: coin)'

    Raises:
        OpenraceError: no choice has that label.
    """
    concept, _, rest = label.partition(" (")
    # A race has one concept, its own, which is what is answered if nobody names one.
    found = Choice() if concept in set(RaceConcept) else Choice(concept)
    for part in rest.removesuffix(")").split("; ") if rest else ():
        name, _, value = part.partition(": ")
        if part.endswith(" first"):
            found = replace(found, leader=part.removesuffix(" first"))
        elif part.endswith(" talks"):
            found = replace(found, talk=part.removesuffix(" talks"))
        elif value:
            found = replace(found, **{{"answers": "answer"}.get(name, name): value})
        elif ", then " in part or concept == str(Concept.REACTION):
            found = replace(found, order=tuple(part.split(", then ")))
        else:
            found = replace(found, method=part)
    return found


def concepts_of(game: Game, asked: Sequence[Choice]) -> tuple[Choice, ...]:
    """The concepts under which a game can be asked, where all of them were asked for: a race has one."""
    return (Choice(),) if isinstance(game.played(), RaceGame) and tuple(asked) == choices("all") else tuple(asked)


def read_concept(concept: str | Choice | Sequence[str | Choice]) -> tuple[Choice, ...]:
    """Concepts by name (``"all"`` for all of them), as choices, or several of either, each once.

    >>> [choice.words for choice in read_concept(["open-loop", "reaction"])]
    ['open loop', 'reaction']

    Raises:
        OpenraceError: there is no such concept, none came, or one came twice.
    """
    if isinstance(concept, str):
        return choices(concept)
    given = (concept,) if isinstance(concept, Choice) else concept
    if not isinstance(given, Sequence):
        raise OpenraceError(
            f"the concept {shown(concept)}",
            "a name, a Choice or several of them",
            'write concept="reaction", for example',
        )
    found = tuple(one if isinstance(one, Choice) else Choice(one) for one in given)
    labels = [choice.label for choice in found]
    if not labels or len(set(labels)) < len(labels):
        raise OpenraceError(
            f"the concepts {', '.join(labels) or 'none'} came", "at least one, each once", "leave them out for one"
        )
    return found
