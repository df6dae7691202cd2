"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from openrace.concepts.choice import Choice

GameName = Annotated[
    str,
    Parameter(help="A name (openrace games lists them), a .toml game, a .nfg file, or STORY@STEP for a dated story."),
]
StoryName = Annotated[str, Parameter(help="A story's name; openrace stories lists them.")]
Set = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        negative=(),
        show_default=False,
        help="Change a number: path=value, as openrace show prints them. May be given several times.",
    ),
]
SetSymbol = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        negative=(),
        show_default=False,
        help="Change a parameter: symbol=value, as openrace story NAME prints them. May be given several times.",
    ),
]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print one JSON object.")]
MethodName = Annotated[
    str | None,
    Parameter(
        name="--method",
        help="all, reduce, pure, one, conditional-supports, support-enumeration, vertex-enumeration or lemke-howson; "
        "left out, one that fits.",
    ),
]
Open = Annotated[
    str | None, Parameter(name="--open", help="CAPABILITY@DATE: an open model that nobody in the game releases.")
]
Do = Annotated[
    str | None,
    Parameter(
        name="--do",
        help="allow:LAB, ban:LAB, fix:LAB@DATE, announce:CAPABILITY@DATE, subsidy:LAB=AMOUNT or merge:LAB+LAB.",
    ),
]


@Parameter(name="*")
@dataclass(frozen=True)
class Asked:
    """What labs know and can do, and what is chosen within it."""

    concept: Annotated[
        str, Parameter(name="--concept", help="open-loop, commitment, reaction, or all side by side.")
    ] = "open-loop"
    """A concept's name, or all."""
    leader: Annotated[str | None, Parameter(name="--leader", help="Under commitment, who commits first.")] = None
    """A player."""
    order: Annotated[
        str | None, Parameter(name="--order", help="Under reaction, labs in the order in which they move: alice,bob.")
    ] = None
    """Players, separated by commas."""
    ties: Annotated[
        str | None,
        Parameter(
            name="--ties",
            help="Under reaction, who moves when several want to: all, pure, coin, efficient, symmetric.",
        ),
    ] = None
    """Name of a rule."""
    talk: Annotated[
        str | None,
        Parameter(name="--talk", help="Under reaction, a lab that states a plan and is not bound by it."),
    ] = None
    """A player."""
    answer: Annotated[
        str | None,
        Parameter(
            name="--answer",
            help="Under reaction, when a lab can first answer a release: within the slot, or in the next one.",
        ),
    ] = None
    """When labs answer."""
    selves: Annotated[
        str | None,
        Parameter(
            name="--selves",
            help="Under reaction, what an impatient lab expects of its later selves: sophisticated or naive.",
        ),
    ] = None
    """What selves expect."""

    def choices(self, method: str | None = None) -> tuple[Choice, ...]:
        """The concepts asked for, each with the options that belong to it.

        Raises:
            OpenraceError: there is no such concept.
        """
        from openrace.concepts.choice import choices

        return choices(self.concept, method, self.leader, self.order, self.ties, self.talk, self.answer, self.selves)

    def only(self) -> Choice:
        """The concept asked for, where only one can be answered.

        Raises:
            OpenraceError: there is no such concept, or all came.
        """
        found = self.choices()
        if len(found) > 1:
            from openrace.cli.survey_options import mistake

            raise mistake("--concept all came", "one concept: a picture shows one", "draw them one by one")
        return found[0]


AS_USUAL = Asked()
"""Open loop."""
