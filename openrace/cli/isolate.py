"""Commands that isolate assumptions: prove."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.options import FOR_PEOPLE, Budget, Do, GameName, Open, Printed, Set
from openrace.cli.output import Report, emit
from openrace.cli.survey_options import MetricName, Out, write_picture

BoxSides = Annotated[
    tuple[str, ...],
    Parameter(
        name="--box",
        negative=(),
        show_default=False,
        help="path=lo:hi of a weight, such as alice.prestige=1:3; once per weight that varies.",
    ),
]


def prove(
    game: GameName,
    /,
    *,
    box: BoxSides = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = None,
    set_: Set = (),
    whole: Annotated[
        bool,
        Parameter(
            name="--whole",
            negative=(),
            show_default=False,
            help="Find the sign of every part of the box, even after a counterexample.",
        ),
    ] = False,
    budget: Budget = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Prove that a verdict holds at every point of a box of weights, or find a point where it does not.

    Example: openrace prove alice-bob --open 9@4 --box alice.prestige=1:3 --box alice.slowness=8:16
    """
    from openrace.isolate.prove import BUDGET
    from openrace.isolate.prove import prove as prove_sign
    from openrace.isolate.weight_box import read_box
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.cards.isolate.proof import proof_card, proof_share
    from openrace.show.proof_plot import draw_proof

    sides, asked = read_box(box), read_question(open_, do)
    result = prove_sign(load(game, set_), asked, sides, metric=metric, whole=whole, budget=budget or BUDGET)
    data = result.to_dict()
    write_picture(data, out, lambda: draw_proof(result))
    emit(Report(data, lambda: proof_card(result), result.table, lambda: proof_share(result)), printed, set_, game)
