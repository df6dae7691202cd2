"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.typed.option import PICTURES, ending_in, option, positive
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from games.events.base import Intervention
    from games.parts.game import Game
    from openrace.concepts.choice import Choice
    from openrace.concepts.concept import Solver

GameName = Annotated[
    str,
    Parameter(help="A name (openrace games lists them), a .toml game, a .nfg file, or STORY@STEP for a dated story."),
]
StoryName = Annotated[str, Parameter(help="A story's name; openrace stories lists them.")]
Set = Annotated[
    tuple[str, ...],
    option("--set", "Change a number: path=value, as openrace show prints them. May be given several times."),
]
SetSymbol = Annotated[
    tuple[str, ...],
    option(
        "--set", "Change a parameter: symbol=value, as openrace story NAME prints them. May be given several times."
    ),
]
MethodName = Annotated[
    str | None,
    option(
        "--method",
        "all, reduce, pure, one, conditional-supports, support-enumeration, vertex-enumeration or lemke-howson; "
        "left out, one that fits.",
    ),
]
Budget = Annotated[
    float | None,
    option(
        "--budget",
        "Seconds after which a search returns what it knows, as it does on Ctrl-C; left out, 30 for three and "
        "more players and for proofs.",
        positive,
    ),
]
Robust = Annotated[
    bool,
    option(
        "--robust", "Compute everything about how fragile the answer is, whatever it costs, and list where it breaks."
    ),
]
Verify = Annotated[bool, option("--verify", "Check the answer by a second program as well; open-loop only.")]
Vary = Annotated[tuple[str, ...], option("--vary", "path=lo:hi:n or path=v1,v2,...; once per assumption that varies.")]
Priors = Annotated[
    tuple[str, ...], option("--prior", "path=lo:hi, path=log:lo:hi or path=normal:mean:sd; once per assumption.")
]
MetricName = Annotated[
    str | None,
    option("--metric", "Whose direction; left out, the first release in response. See the verdict and books of shift."),
]
Metrics = Annotated[tuple[str, ...], option("--metric", "Metric to keep, all of racing if left out; may be repeated.")]
Out = Annotated[
    Path | None, option("--out", "Picture to write: .png, .svg or .pdf.", ending_in("the picture", *PICTURES))
]
Seconds = Annotated[
    float | None,
    option(
        "--budget",
        "Seconds that it may take: what is estimated to take longer is refused. Left out, 600, and no limit for sweep.",
        positive,
    ),
]
ExecutorName = Annotated[
    str, Parameter(name="--executor", help="A number of threads, processes:N, dask, or tcp://host:port.")
]


@Parameter(name="*")
@dataclass(frozen=True)
class Given:
    """What is changed in a game, and what happens in it."""

    set_: Set = ()
    open_: Annotated[
        str | None,
        option(
            "--open",
            "CAPABILITY@DATE: an open model that nobody in the game releases; QUALITY@CHANNEL in published models.",
        ),
    ] = None
    do: Annotated[
        str | None,
        option(
            "--do",
            "open:CAPABILITY@DATE (open:QUALITY@CHANNEL in published models), release:LAB@DATE, allow:LAB, ban:LAB, "
            "fix:LAB@DATE, announce:CAPABILITY@DATE (believed though false), "
            "subsidy:LAB=AMOUNT, merge:LAB+LAB, regulate:HAZARD or set:PATH=VALUE (+PATH=VALUE for several at once).",
        ),
    ] = None

    def game(self, name: str) -> Game:
        """The game of that name with these numbers."""
        from openrace.questions.load import load

        return load(name, self.set_)

    def after(self, name: str) -> Game:
        """The game after the event, if there is one."""
        game, event = self.game(name), self.event()
        return game if event is None else event.pair(game)[1]

    def event(self) -> Intervention | None:
        """What --open or --do says, if either came."""
        return None if self.open_ is None and self.do is None else self.question()

    def question(self) -> Intervention:
        """What --open or --do says.

        Raises:
            OpenraceError: none or both came.
        """
        from openrace.questions.shift import read_question

        return read_question(self.open_, self.do)


AS_IT_IS = Given()
"""The game with its own numbers, and no event."""


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
    leader: Annotated[str | None, option("--leader", "Under commitment, who commits first.")] = None
    order: Annotated[
        str | None, option("--order", "Under reaction, labs in the order in which they move: alice,bob.")
    ] = None
    ties: Annotated[
        str | None,
        option("--ties", "Under reaction, who moves when several want to: all, pure, coin, efficient, symmetric."),
    ] = None
    talk: Annotated[
        str | None, option("--talk", "Under reaction, a lab that states a plan and is not bound by it.")
    ] = None
    answer: Annotated[
        str | None,
        option(
            "--answer", "Under reaction, when a lab can first answer a release: within the slot, or in the next one."
        ),
    ] = None
    selves: Annotated[
        str | None,
        option(
            "--selves", "Under reaction, what an impatient lab expects of its later selves: sophisticated or naive."
        ),
    ] = None

    def choices(self, method: str | None = None) -> tuple[Choice, ...]:
        """The concepts that are named, each with the options that belong to it.

        Raises:
            OpenraceError: there is no such concept.
        """
        from openrace.concepts.choice import choices

        return choices(method=method, **vars(self))

    def solvers(self, method: str | None, budget: float | None) -> list[Solver]:
        """What answers under each of these concepts; Ctrl-C returns what a search of open-loop answers knows.

        Raises:
            OpenraceError: there is no such concept, or a budget is given to none that searches.
        """
        from openrace.concepts.concept import Concept

        found = self.choices(method)
        searching = [choice.concept is Concept.OPEN_LOOP for choice in found]
        if budget is not None and not any(searching):
            raise OpenraceError(
                f"--budget came with --concept {self.concept}",
                "open-loop answers: others are not searched",
                "leave it out",
            )
        return [
            c.solver(budget if own else None, keep_when_interrupted=own)
            for c, own in zip(found, searching, strict=True)
        ]

    def only(self) -> Choice:
        """The concept that is named, where only one can be answered.

        Raises:
            OpenraceError: there is no such concept, or all came.
        """
        found = self.choices()
        if len(found) > 1:
            raise OpenraceError("--concept all came", "one concept: a picture shows one", "draw them one by one")
        return found[0]


AS_USUAL = Asked()
"""Open loop."""


@Parameter(name="*", group="Output")
@dataclass(frozen=True)
class Printed:
    """In which form the answer is printed."""

    json: Annotated[bool, option("--json", "Print one JSON object.")] = False
    share: Annotated[bool, option("--share", "Print a paragraph and a table of five lines, in Markdown, to paste.")] = (
        False
    )
    table: Annotated[
        Path | None,
        option(
            "--table",
            "Also write a table: FILE.csv, FILE.tex or FILE.md.",
            ending_in("the table", ".csv", ".tex", ".md"),
        ),
    ] = None


FOR_PEOPLE = Printed()
"""A card on the screen."""
