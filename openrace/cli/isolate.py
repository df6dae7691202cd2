"""Commands that isolate assumptions: effects, prove, multiverse and rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import Report, emit
from openrace.cli.typed import words_given
from openrace.cli.typed.options import AS_USUAL, FOR_PEOPLE, Asked, Budget, Do, GameName, Open, Printed, Set
from openrace.cli.typed.survey_options import ExecutorName, MetricName, Metrics, Out, Priors, Seconds, write_picture

BoxSides = Annotated[
    tuple[str, ...],
    Parameter(
        name="--box",
        negative=(),
        show_default=False,
        help="path=lo:hi of a weight, such as alice.prestige=1:3; once per weight that varies.",
    ),
]


def effects(
    game: GameName,
    /,
    *,
    open_: Open = None,
    do: Do = None,
    metric: MetricName = None,
    set_: Set = (),
    prior: Priors = (),
    draws: Annotated[
        int | None,
        Parameter(
            name="--draws",
            help="Draws from the prior, or from the evidence of a calibrated game, for the intervals; left out, 16.",
        ),
    ] = None,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the draws.")] = 0,
    asked: Asked = AS_USUAL,
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Show what each factor does: every assumption switched off and on, in all orders.

    Example: openrace effects alice-bob --open 9@4
    """
    from openrace.isolate.effects import DRAWS
    from openrace.isolate.effects import effects as find_effects
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.cards.isolate.effects import effects_card, effects_share
    from openrace.show.waterfall_plot import draw_waterfall
    from openrace.sweeps.effort import BUDGET
    from openrace.sweeps.prior import read_belief

    result = find_effects(
        load(game, set_), read_question(open_, do),
        metric=metric, choice=asked.only(), beliefs=[read_belief(p) for p in prior],
        draws=DRAWS if draws is None else draws, seed=seed, budget=budget or BUDGET,
    )  # fmt: skip
    data = result.to_dict()
    write_picture(data, out, lambda: draw_waterfall(result))
    emit(Report(data, lambda: effects_card(result), result.table, lambda: effects_share(result)), printed, set_, game)


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
    finest: Annotated[
        float, Parameter(name="--finest", help="Share of the box down to which parts are halved.")
    ] = 1e-6,
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
    result = prove_sign(
        load(game, set_), asked, sides, metric=metric, whole=whole, finest=finest, budget=budget or BUDGET
    )
    data = result.to_dict()
    write_picture(data, out, lambda: draw_proof(result))
    emit(Report(data, lambda: proof_card(result), result.table, lambda: proof_share(result)), printed, set_, game)


def multiverse(
    game: GameName,
    /,
    *,
    open_: Open = None,
    do: Do = None,
    prior: Priors = (),
    draws: Annotated[
        int, Parameter(name="--draws", help="Sets of numbers drawn from the priors, besides the game's own.")
    ] = 8,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the draws.")] = 0,
    metric: Metrics = (),
    keep: Annotated[
        tuple[str, ...],
        Parameter(
            name="--keep",
            negative=(),
            show_default=False,
            help="Choose nothing along a dimension: concept, ties, step, horizon, market, numbers or accounting.",
        ),
    ] = (),
    set_: Set = (),
    executor: ExecutorName = "1",
    store: Annotated[Path | None, Parameter(name="--store", help="Directory in which to keep every cell.")] = None,
    resume: Annotated[
        bool, Parameter(name="--resume", negative=(), show_default=False, help="Continue the multiverse in --store.")
    ] = False,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Ask one question under every specification: concept, ties, step, horizon, market, numbers and accounting.

    Example: openrace multiverse alice-bob --open 9@4 --executor processes:2 --store many --out curve.png
    """
    from openrace.isolate.multiverse import multiverse as ask_all
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.cards.isolate.multiverse import multiverse_card, multiverse_share
    from openrace.show.multiverse_plot import draw_multiverse
    from openrace.sweeps.prior import read_belief

    asked = read_question(open_, do)
    result = ask_all(
        load(game, set_), asked,
        beliefs=[read_belief(p) for p in prior], draws=draws, seed=seed, metrics=metric, kept=keep,
        out=store, resume=resume, executor=executor,
        command=words_given.command("--resume", without=("--resume",)),
    )  # fmt: skip
    data = result.to_dict()
    write_picture(data, out, lambda: draw_multiverse(result))
    note = f"wrote {out}" if out else "draw the curve with --out FILE.png"
    emit(
        Report(data, lambda: multiverse_card(result, note), result.table, lambda: multiverse_share(result)),
        printed,
        set_,
        game,
    )


def rules(
    store: Annotated[Path, Parameter(help="Directory of a sweep that has an event, or of one world of a multiverse.")],
    /,
    *,
    metric: MetricName = None,
    concept: Annotated[
        str | None, Parameter(name="--concept", help="Where the sweep holds several concepts, under which; the first.")
    ] = None,
    fresh: Annotated[
        int, Parameter(name="--fresh", help="Cells solved anew within each rule, and as many outside; 0 for none.")
    ] = 128,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the cells solved anew.")] = 0,
    executor: ExecutorName = "1",
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Say in words which assumptions make the sign over a sweep, and check each rule on cells solved anew.

    Example: openrace rules store
    """
    from openrace.isolate.rules import rules as find_rules
    from openrace.show.cards.isolate.rules import rules_card, rules_share
    from openrace.show.rules_plot import draw_rules
    from openrace.sweeps.store import Store

    result = find_rules(Store(store).open(), metric=metric, concept=concept, fresh=fresh, seed=seed, executor=executor)
    data = result.to_dict()
    write_picture(data, out, lambda: draw_rules(result))
    note = f"wrote {out}" if out else ""
    emit(Report(data, lambda: rules_card(result, note), result.table, lambda: rules_share(result)), printed)
