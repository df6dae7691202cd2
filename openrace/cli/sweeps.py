"""Commands that solve a whole space of assumptions, under one concept or all of them: sweep and map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.output import emit, report_of
from openrace.cli.typed import options, words_given
from openrace.cli.typed.option import option, seeded
from openrace.show.cards.share import Report
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def sweep(
    game: options.GameName,
    /,
    *,
    out: Annotated[Path, Parameter(name="--out", help="Directory of the store.")],
    vary: options.Vary = (),
    prior: options.Priors = (),
    n: Annotated[int, Parameter(name="--n", help="With --prior: number of points drawn.")] = 1024,
    sampler: Annotated[str, Parameter(name="--sampler", help="With --prior: sobol or latin.")] = "sobol",
    seed: Annotated[int, seeded("With --prior: seed of the sample.")] = 0,
    given: options.Given = options.AS_IT_IS,
    metric: options.Metrics = (),
    asked: options.Asked = options.AS_USUAL,
    executor: options.ExecutorName = "1",
    shard: Annotated[str, Parameter(name="--shard", help="i/n: the i-th of n parts, for job arrays.")] = "1/1",
    resume: Annotated[bool, option("--resume", "Continue a store that exists.")] = False,
    budget: options.Seconds = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Solve a game at every point of a grid (--vary) or of a sample (--prior), and store what came out.

    With --concept all every cell holds one answer per concept, along a further dimension.

    Example: openrace sweep alice-bob --vary alice.prestige=0:5:1000 --open 8@3 --out store
    """
    from openrace.show.cards.maps import sweep_rows, sweep_shares
    from openrace.sweeps.axis import read_axis
    from openrace.sweeps.design import Grid, read_sample
    from openrace.sweeps.prior import read_belief
    from openrace.sweeps.sweep import sweep as run_sweep

    if bool(vary) == bool(prior):
        came = "both --vary and --prior came" if vary else "neither --vary nor --prior came"
        raise OpenraceError(came, "one of them", "a grid takes --vary, a sample --prior")
    design = (
        Grid(tuple(read_axis(v) for v in vary))
        if vary
        else read_sample(tuple(read_belief(p) for p in prior), n, sampler, seed)
    )
    done = run_sweep(
        given.game(game), design, given.event(),
        out=out, metrics=metric, concept=asked.choices(), executor=executor, shard=shard, resume=resume, budget=budget,
        command=words_given.command("--resume", without=("--resume",)),
    )  # fmt: skip
    shares = {c: {m: [s.to_dict() for s in found] for m, found in own.items()} for c, own in sweep_shares(done).items()}
    report = replace(report_of(done), table=lambda: sweep_rows(done))
    report.data["shares"] = shares if len(shares) > 1 else shares[done.concepts[0]]
    emit(report, printed, given.set_, game)


def map_(
    game: options.GameName,
    /,
    *,
    vary: options.Vary = (),
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    asked: options.Asked = options.AS_USUAL,
    prior: options.Priors = (),
    draws: Annotated[int, Parameter(name="--draws", help="With --prior: draws per cell.")] = 16,
    robustness: Annotated[
        int,
        Parameter(name="--robustness", help="Draws from the whole prior by which shares are estimated; 0 for none."),
    ] = 0,
    refine: Annotated[float | None, option("--refine", "Draw boundaries to this fraction of the axes.")] = None,
    exact: Annotated[bool, option("--exact", "Draw the exact lines of pure equilibria (weights only).")] = False,
    executor: options.ExecutorName = "1",
    store: Annotated[Path | None, option("--store", "Directory in which to keep the sweep.")] = None,
    resume: Annotated[bool, option("--resume", "Continue the sweep in --store.")] = False,
    budget: options.Seconds = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Draw the sign map over two assumptions: where the race speeds up, slows down, or does not move.

    With --concept all there is one panel per concept, and the output says where the concepts disagree.

    Example: openrace map alice-bob --vary alice.prestige=0:5:30 --vary alice.slowness=0:30:30 --open 8@3 --out map.png
    """
    from openrace.analysis.besides import with_besides
    from openrace.analysis.disagreement import side_by_side, table_of
    from openrace.analysis.sign_map import sign_maps
    from openrace.concepts.concept import Concept
    from openrace.questions.question import Question
    from openrace.show.cards.maps import maps_card, maps_share
    from openrace.sweeps.axis import read_axis
    from openrace.sweeps.effort import BUDGET
    from openrace.sweeps.prior import read_belief

    if len(vary) != 2:
        raise OpenraceError(
            f"the number of assumptions that vary is {len(vary)}",
            "two",
            "give --vary twice; --prior averages others out",
        )
    concepts = asked.choices()
    if exact and all(choice.concept is not Concept.OPEN_LOOP for choice in concepts):
        raise OpenraceError(
            f"--exact came with --concept {asked.concept}",
            "open-loop or all: exact lines bound the equilibria of fixed plans",
            "leave --exact out; --refine draws boundaries under any concept",
        )
    loaded, question = given.game(game), given.question()
    x, y = (read_axis(v) for v in vary)
    beliefs = tuple(read_belief(p) for p in prior)
    plain = sign_maps(
        loaded, x, y, question,
        metric=metric, beliefs=beliefs, draws=draws, concept=concepts, out=store, executor=executor, resume=resume,
        budget=budget or BUDGET,
    )  # fmt: skip
    maps = [
        with_besides(
            signs, Question(loaded, question), choice,
            beliefs=beliefs, draws=robustness, tolerance=refine, exact=exact, executor=executor,
            budget=budget or BUDGET,
        )
        for signs, choice in zip(plain, concepts, strict=True)
    ]  # fmt: skip

    def draw() -> Axes:
        from openrace.show.map_plot import draw_panels

        return draw_panels(maps)[0]

    report = Report(
        maps[0].to_dict() if len(maps) == 1 else side_by_side(maps),
        lambda: maps_card(maps),
        lambda: maps[0].table() if len(maps) == 1 else table_of(maps),
        lambda: maps_share(maps),
        draw,
    )
    emit(report, printed, given.set_, game, out=out, note="draw it with --out FILE.png")
