"""Commands over assumptions that stay at one concept: regions, flip, branches, sensitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.cli.options import Do, GameName, Json, Open, Set
from openrace.cli.output import emit
from openrace.cli.survey_options import (
    ExecutorName,
    MetricName,
    Out,
    Priors,
    TableFile,
    Vary,
    intervention_of,
    mistake,
    write_files,
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
    table: TableFile = None,
    json: Json = False,
) -> None:
    """Find exactly for which weights each pure profile is an equilibrium, and which deviation binds on each side."""
    from games.release.release_game import ReleaseGame
    from openrace.analysis.regions import regions as pure_regions
    from openrace.questions.load import load
    from openrace.show.cards.survey import table_card
    from openrace.show.survey_plot import draw_regions
    from openrace.sweeps.design import read_axis

    loaded = load(game, set_)
    if not isinstance(loaded, ReleaseGame):
        raise mistake(f"{loaded.name} is no release game", "a game of labs and terms", "openrace games lists them")
    result = pure_regions(loaded, [read_axis(v) for v in vary], intervention_of(open_, do))
    data = result.to_dict()
    write_files(data, out, lambda: draw_regions(result), table, result.table())
    emit(data, lambda: table_card(result.table()), as_json=json)


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
    metric: MetricName = "first_release",
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the directions tried for combinations.")] = 0,
    out: Out = None,
    table: TableFile = None,
    json: Json = False,
) -> None:
    """Find the smallest change of one assumption, or of several, that changes the sign."""
    from openrace.analysis.flip import flip as search
    from openrace.analysis.flip import prior_levers, read_levers
    from openrace.show.cards.survey import flips_card
    from openrace.show.survey_plot import draw_flips
    from openrace.sweeps.prior import read_belief

    landscape = _landscape(game, set_, open_, do)
    levers = (*read_levers(landscape, vary), *prior_levers([read_belief(p) for p in prior]))
    result = search(landscape, levers, metric, together=together, seed=seed)
    data = result.to_dict()
    write_files(data, out, lambda: draw_flips(result), table, result.table())
    emit(data, lambda: flips_card(result), as_json=json)


def branches(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Vary = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = "first_release",
    out: Out = None,
    table: TableFile = None,
    json: Json = False,
) -> None:
    """Follow every equilibrium along one assumption: births, deaths, changes of support, with the breakpoints."""
    from openrace.analysis.branches import branches as follow
    from openrace.show.cards.survey import table_card
    from openrace.show.survey_plot import draw_branches
    from openrace.sweeps.design import read_axis

    if len(vary) != 1:
        raise mistake(f"{len(vary)} assumptions vary", "one", "write for example --vary tau=0:20:128")
    axis = read_axis(vary[0])
    low, high = float(axis.values[0]), float(axis.values[-1])
    landscape = _landscape(game, set_, open_, do)
    result = follow(landscape, axis.path, low, high, metric=metric, cells=max(1, len(axis.values) - 1))
    data = result.to_dict()
    write_files(data, out, lambda: draw_branches(result), table, result.table())
    n = len(result.branches)
    emit(data, lambda: table_card(result.table(), f"{n} branch{'es' * (n != 1)}", digits=8), as_json=json)


def sensitivity(
    game: GameName,
    /,
    *,
    prior: Priors = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = "first_release",
    n: Annotated[int, Parameter(name="--n", help="Base sample, a power of two; N (D + 2) points are solved.")] = 256,
    seed: Annotated[int, Parameter(name="--seed", help="Seed of the sample and of resampling.")] = 0,
    executor: ExecutorName = "1",
    out: Out = None,
    table: TableFile = None,
    json: Json = False,
) -> None:
    """Tell which assumption drives the sign: one at a time, and by Sobol and PAWN indices over a prior."""
    from openrace.analysis.sensitivity import sensitivity as analyse
    from openrace.analysis.shares import shares_text
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.cards.survey import table_card
    from openrace.show.survey_plot import draw_tornado
    from openrace.sweeps.prior import read_belief

    beliefs = [read_belief(p) for p in prior]
    result = analyse(
        load(game, set_), beliefs, read_question(open_, do), metric=metric, n=n, seed=seed, executor=executor
    )
    data = result.to_dict()
    write_files(data, out, lambda: draw_tornado(result), table, result.table())
    emit(data, lambda: table_card(result.table(), shares_text(result.probability)), as_json=json)


def _landscape(name: str, set_: tuple[str, ...], open_: str | None, do: str | None) -> Landscape:
    from games.parts.paths import read_setting
    from games.stories import story_named
    from openrace.analysis.landscape import GameLandscape, StoryLandscape
    from openrace.questions.load import load
    from openrace.questions.question import Question
    from openrace.questions.story import configured, story_names

    # An intervention is asked of a game; without one, a story brings its own move.
    if name in story_names() and not open_ and not do:
        return StoryLandscape(configured(story_named(name), [read_setting(s) for s in set_]))
    return GameLandscape(Question(load(name, set_), intervention_of(open_, do)))
