"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.looked_at import ending_in, positive

if TYPE_CHECKING:
    from openrace.concepts.choice import Choice
    from openrace.concepts.concept import Solver

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
MethodName = Annotated[
    str | None,
    Parameter(
        name="--method",
        help="all, reduce, pure, one, conditional-supports, support-enumeration, vertex-enumeration or lemke-howson; "
        "left out, one that fits.",
    ),
]
Budget = Annotated[
    float | None,
    Parameter(
        name="--budget",
        help="Seconds after which a search returns what it knows, as it does on Ctrl-C; left out, 30 for three and "
        "more players and for proofs.",
        validator=positive,
    ),
]
Robust = Annotated[
    bool,
    Parameter(
        name="--robust",
        negative=(),
        show_default=False,
        help="Compute all that tells how fragile the answer is, whatever it costs, and list where it breaks.",
    ),
]
Verify = Annotated[
    bool,
    Parameter(
        name="--verify",
        negative=(),
        show_default=False,
        help="Check the answer by a second program as well; open-loop only.",
    ),
]
Open = Annotated[
    str | None, Parameter(name="--open", help="CAPABILITY@DATE: an open model that nobody in the game releases.")
]
Do = Annotated[
    str | None,
    Parameter(
        name="--do",
        help="release:LAB@DATE, allow:LAB, ban:LAB, fix:LAB@DATE, announce:CAPABILITY@DATE (believed though false), "
        "subsidy:LAB=AMOUNT, merge:LAB+LAB, regulate:HAZARD or set:PATH=VALUE (+PATH=VALUE for several at once).",
    ),
]


@Parameter(name="*", group="What labs know and can do")
@dataclass(frozen=True)
class Asked:
    """What labs know and can do, and what is chosen within it."""

    concept: Annotated[
        str,
        Parameter(
            name="--concept",
            help="open-loop (each fixes its plan at the start), commitment (one commits first, for all to see), "
            "reaction (each decides period by period, seeing who has released), or all side by side.",
        ),
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

    def solvers(self, method: str | None, budget: float | None) -> list[Solver]:
        """What answers under each of these concepts; Ctrl-C returns what a search of open-loop answers knows.

        Raises:
            OpenraceError: there is no such concept, or a budget is given to none that searches.
        """
        from openrace.concepts.concept import Concept

        found = self.choices(method)
        searching = [choice.concept is Concept.OPEN_LOOP for choice in found]
        if budget is not None and not any(searching):
            from openrace.cli.typed.survey_options import mistake

            raise mistake(
                f"--budget came with --concept {self.concept}",
                "open-loop answers: others are not searched",
                "leave it out",
            )
        return [
            c.solver(budget if own else None, keep_when_interrupted=own)
            for c, own in zip(found, searching, strict=True)
        ]

    def only(self) -> Choice:
        """The concept asked for, where only one can be answered.

        Raises:
            OpenraceError: there is no such concept, or all came.
        """
        found = self.choices()
        if len(found) > 1:
            from openrace.cli.typed.survey_options import mistake

            raise mistake("--concept all came", "one concept: a picture shows one", "draw them one by one")
        return found[0]


AS_USUAL = Asked()
"""Open loop."""


@Parameter(name="*", group="Output")
@dataclass(frozen=True)
class Printed:
    """In which form the answer is printed."""

    json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False, help="Print one JSON object.")] = (
        False
    )
    """Whether for programs."""
    share: Annotated[
        bool,
        Parameter(
            name="--share",
            negative=(),
            show_default=False,
            help="Print a paragraph and a table of five lines, in Markdown, to paste.",
        ),
    ] = False
    """Whether for a comment."""
    table: Annotated[
        Path | None,
        Parameter(
            name="--table",
            help="Also write a table: FILE.csv, FILE.tex or FILE.md.",
            validator=ending_in("the table", ".csv", ".tex", ".md"),
        ),
    ] = None
    """File of the table."""


FOR_PEOPLE = Printed()
"""A card on the screen."""
