"""Commands over assumptions that stay at one concept: regions, flip, branches, sensitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.output import Report, emit
from openrace.cli.typed.options import FOR_PEOPLE, Do, GameName, Open, Printed, Set
from openrace.cli.typed.survey_options import (
    ExecutorName,
    MetricName,
    Out,
    Priors,
    Seconds,
    Vary,
    intervention_of,
    mistake,
    write_picture,
)

if TYPE_CHECKING:
    from openrace.analysis.landscape import Landscape


def regions(
    game: GameName,
    /,
    *,
    vary: Vary = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Find exactly for which weights each pure profile is an equilibrium, and which deviation binds on each side.

    Example: openrace regions alice-bob --vary alice.prestige=0:5:2 --vary alice.slowness=0:30:2
    """
    from games.parts.identity import game_hash
    from openrace.analysis.regions import regions as pure_regions
    from openrace.questions.load import load
    from openrace.questions.question import release_game
    from openrace.show.cards.survey import REGIONS, table_card
    from openrace.show.cards.survey_share import regions_share
    from openrace.show.regions_plot import draw_regions
    from openrace.sweeps.axis import read_axis

    loaded = release_game(load(game, set_))
    result = pure_regions(loaded, [read_axis(v) for v in vary], intervention_of(open_, do))
    data = result.to_dict()
    write_picture(data, out, lambda: draw_regions(result))
    report = Report(
        data,
        lambda: table_card(result.table(), REGIONS),
        result.table,
        lambda: regions_share(result, game_hash(loaded)),
    )
    emit(report, printed, set_, game)


def flip(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Annotated[
        tuple[str, ...],
        Parameter(
            name="--vary", negative=(), show_default=False, help="path, or path=lo:hi; measured in its base value."
        ),
    ] = (),
    prior: Priors = (),
    together: Annotated[int, Parameter(name="--together", help="Most assumptions changed at once.")] = 1,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = None,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the directions tried for combinations.")] = 0,
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Find the smallest change of one assumption, or of several, that changes the sign.

    Example: openrace flip alice-bob --open 9@4 --vary alice.prestige
    """
    from openrace.analysis.flip import flip as search
    from openrace.analysis.levers import prior_levers, read_levers
    from openrace.show.bars_plot import draw_flips
    from openrace.show.cards.survey import flips_card
    from openrace.show.cards.survey_share import flips_share
    from openrace.sweeps.effort import BUDGET
    from openrace.sweeps.prior import read_belief

    landscape = _landscape(game, set_, open_, do)
    levers = (*read_levers(landscape, vary), *prior_levers([read_belief(p) for p in prior]))
    result = search(landscape, levers, metric, together=together, seed=seed, budget=budget or BUDGET)
    data = result.to_dict()
    write_picture(data, out, lambda: draw_flips(result))
    report = Report(
        data,
        lambda: flips_card(result),
        result.table,
        lambda: flips_share(result, _hash(landscape)),
    )
    emit(report, printed, set_, game)


def branches(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Vary = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = None,
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Follow every equilibrium along one assumption: where it is born, where it ends, where its plans change.

    Example: openrace branches announced-date --vary tau=1:20:64
    """
    from openrace.analysis.branches import branches as follow
    from openrace.show.branches_plot import draw_branches
    from openrace.show.cards.survey import BRANCHES, table_card
    from openrace.show.cards.survey_share import branches_share
    from openrace.show.cards.words import count
    from openrace.sweeps.axis import read_axis
    from openrace.sweeps.effort import BUDGET

    if len(vary) != 1:
        raise mistake(f"{len(vary)} assumptions vary", "one", "write for example --vary tau=0:20:128")
    axis = read_axis(vary[0])
    low, high = float(axis.values[0]), float(axis.values[-1])
    landscape = _landscape(game, set_, open_, do)
    cells = max(1, len(axis.values) - 1)
    result = follow(landscape, axis.path, low, high, metric=metric, cells=cells, budget=budget or BUDGET)
    data = result.to_dict()
    write_picture(data, out, lambda: draw_branches(result))
    report = Report(
        data,
        lambda: table_card(result.table(), f"{count(len(result.branches), 'branch')}. {BRANCHES}", digits=8),
        result.table,
        lambda: branches_share(result, _hash(landscape)),
    )
    emit(report, printed, set_, game)


def sensitivity(
    game: GameName,
    /,
    *,
    prior: Priors = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = None,
    n: Annotated[int, Parameter(name="--n", help="Base sample, a power of two; N (D + 2) points are solved.")] = 256,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the sample and of resampling.")] = 0,
    executor: ExecutorName = "1",
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Find which assumption drives the sign: one at a time, and by Sobol and PAWN indices over a prior.

    Example: openrace sensitivity alice-bob --open 8@3 --prior alice.prestige=0:4 --prior alice.slowness=0:30
    """
    from games.parts.identity import game_hash
    from openrace.analysis.sensitivity import sensitivity as analyse
    from openrace.analysis.shares import shares_text
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.bars_plot import draw_tornado
    from openrace.show.cards.survey import SENSITIVITY, table_card
    from openrace.show.cards.survey_share import sensitivity_share
    from openrace.sweeps.effort import BUDGET
    from openrace.sweeps.prior import read_belief

    beliefs = [read_belief(p) for p in prior]
    loaded = load(game, set_)
    result = analyse(
        loaded, beliefs, read_question(open_, do),
        metric=metric, n=n, seed=seed, executor=executor, budget=budget or BUDGET,
    )  # fmt: skip
    data = result.to_dict()
    write_picture(data, out, lambda: draw_tornado(result))
    report = Report(
        data,
        lambda: table_card(result.table(), f"over the prior: {shares_text(result.probability)}. {SENSITIVITY}"),
        result.table,
        lambda: sensitivity_share(result, game_hash(loaded)),
    )
    emit(report, printed, set_, game)


def _landscape(name: str, set_: tuple[str, ...], open_: str | None, do: str | None) -> Landscape:
    from games.parts.paths import read_setting
    from games.stories import story_named
    from openrace.analysis.landscape import GameLandscape
    from openrace.analysis.story_landscape import StoryLandscape
    from openrace.claims.story import configured
    from openrace.claims.story_list import story_names
    from openrace.questions.load import load
    from openrace.questions.question import Question

    # An intervention is asked of a game; without one, a story brings its own move.
    if name in story_names() and not open_ and not do:
        return StoryLandscape(configured(story_named(name), [read_setting(s) for s in set_]))
    return GameLandscape(Question(load(name, set_), intervention_of(open_, do)))


def _hash(landscape: Landscape) -> str:
    """Of the game at the base point; a story that is no game has none."""
    from games.parts.identity import game_hash
    from openrace.analysis.landscape import GameLandscape

    return game_hash(landscape.question.game) if isinstance(landscape, GameLandscape) else ""
