"""Commands that isolate assumptions: effects, prove, multiverse and rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import emit
from openrace.cli.typed import options, words_given
from openrace.cli.typed.option import option, seeded

BoxSides = Annotated[
    tuple[str, ...], option("--box", "path=lo:hi of a weight, such as alice.prestige=1:3; once per weight that varies.")
]


def effects(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    prior: options.Priors = (),
    draws: Annotated[
        int | None,
        Parameter(
            name="--draws",
            help="Draws from the prior, or from the evidence of a calibrated game, for the intervals; left out, 16.",
        ),
    ] = None,
    seed: Annotated[int, seeded("Seed of the draws.")] = 0,
    asked: options.Asked = options.AS_USUAL,
    budget: options.Seconds = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Show what each factor does: every assumption switched off and on, in all orders.

    Example: openrace effects alice-bob --open 9@4
    """
    from openrace.api import isolating
    from openrace.isolate.effects import DRAWS
    from openrace.sweeps.effort import BUDGET

    result = isolating.effects(
        game, given.question(),
        metric=metric, concept=asked.only(), prior=prior, draws=DRAWS if draws is None else draws,
        settings=given.set_, seed=seed, budget=budget or BUDGET,
    )  # fmt: skip
    emit(result, printed, given.set_, game, out=out)


def prove(
    game: options.GameName,
    /,
    *,
    box: BoxSides = (),
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    whole: Annotated[
        bool, option("--whole", "Find the sign of every part of the box, even after a counterexample.")
    ] = False,
    finest: Annotated[
        float, Parameter(name="--finest", help="Share of the box down to which parts are halved.")
    ] = 1e-6,
    budget: options.Budget = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Prove that a verdict holds at every point of a box of weights, or find a point where it does not.

    Example: openrace prove alice-bob --open 9@4 --box alice.prestige=1:3 --box alice.slowness=8:16
    """
    from openrace.api import isolating
    from openrace.isolate.prove import BUDGET

    result = isolating.prove(
        game, given.question(), box,
        metric=metric, settings=given.set_, whole=whole, finest=finest, budget=budget or BUDGET,
    )  # fmt: skip
    emit(result, printed, given.set_, game, out=out)


def multiverse(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    prior: options.Priors = (),
    draws: Annotated[
        int, Parameter(name="--draws", help="Sets of numbers drawn from the priors, besides the game's own.")
    ] = 8,
    seed: Annotated[int, seeded("Seed of the draws.")] = 0,
    metric: options.Metrics = (),
    keep: Annotated[
        tuple[str, ...],
        option(
            "--keep", "Choose nothing along a dimension: concept, ties, step, horizon, market, numbers or accounting."
        ),
    ] = (),
    executor: options.ExecutorName = "1",
    store: Annotated[Path | None, option("--store", "Directory in which to keep every cell.")] = None,
    resume: Annotated[bool, option("--resume", "Continue the multiverse in --store.")] = False,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Ask one question under every specification: concept, ties, step, horizon, market, numbers and accounting.

    Example: openrace multiverse alice-bob --open 9@4 --executor processes:2 --store many --out curve.png
    """
    from openrace.isolate.multiverse import multiverse as ask_all
    from openrace.sweeps.prior import read_belief

    asked = given.question()
    result = ask_all(
        given.game(game), asked,
        beliefs=[read_belief(p) for p in prior], draws=draws, seed=seed, metrics=metric, kept=keep,
        out=store, resume=resume, executor=executor,
        command=words_given.command("--resume", without=("--resume",)),
    )  # fmt: skip
    emit(result, printed, given.set_, game, out=out, note="draw the curve with --out FILE.png")


def rules(
    store: Annotated[Path, Parameter(help="Directory of a sweep that has an event, or of one world of a multiverse.")],
    /,
    *,
    metric: options.MetricName = None,
    concept: Annotated[
        str | None, option("--concept", "Where the sweep holds several concepts, under which; the first.")
    ] = None,
    fresh: Annotated[
        int, Parameter(name="--fresh", help="Cells solved anew within each rule, and as many outside; 0 for none.")
    ] = 128,
    seed: Annotated[int, seeded("Seed of the cells solved anew.")] = 0,
    executor: options.ExecutorName = "1",
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Say in words which assumptions make the sign over a sweep, and check each rule on cells solved anew.

    Example: openrace rules store
    """
    from openrace.api import isolating

    result = isolating.rules(store, metric=metric, concept=concept, fresh=fresh, seed=seed, executor=executor)
    emit(result, printed, out=out)
