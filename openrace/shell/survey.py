"""Commands over assumptions: sweep, map, regions, flip, branches, sensitivity."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from openrace.shell.options import Do, GameName, Json, Open, Set
from openrace.shell.output import emit
from openrace.shell.survey_options import ExecutorName, MetricName, Metrics, Out, Priors, TableFile, Vary

if TYPE_CHECKING:
    from games.interventions import Intervention
    from openrace.landscape import Landscape
    from openrace.lock import Shard
    from openrace.regions import Regions
    from openrace.tables import Table
    from solver.errors import OpenraceError

COARSE = 64
"""Squares along each side of a map from which boundaries are refined."""


def mistake(what: str, expected: str, hint: str) -> OpenraceError:
    """The error to raise; its class is imported here, because it brings numpy, which --help should not wait for."""
    from solver.errors import OpenraceError

    return OpenraceError(what, expected, hint)


def sweep(
    game: GameName,
    /,
    *,
    out: Annotated[Path, Parameter(name="--out", help="Directory of the store.")],
    vary: Vary = (),
    prior: Priors = (),
    n: Annotated[int, Parameter(name="--n", help="With --prior: number of points drawn.")] = 1024,
    sampler: Annotated[str, Parameter(name="--sampler", help="With --prior: sobol or latin.")] = "sobol",
    seed: Annotated[int, Parameter(name="--seed", help="With --prior: seed of the sample.")] = 0,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: Metrics = (),
    executor: ExecutorName = "1",
    shard: Annotated[str, Parameter(name="--shard", help="i/n: the i-th of n parts, for job arrays.")] = "1/1",
    resume: Annotated[bool, Parameter(name="--resume", negative=(), help="Go on with a store that exists.")] = False,
    json: Json = False,
) -> None:
    """Solve a game at every point of a grid (--vary) or of a sample (--prior), and store what came out."""
    from openrace.cards.survey import sweep_card
    from openrace.design import Grid, read_axis, read_sample
    from openrace.load import load
    from openrace.prior import read_belief
    from openrace.shares import shares
    from openrace.sweep import sweep as run_sweep

    if bool(vary) == bool(prior):
        raise mistake("neither or both of --vary and --prior came", "one of them", "grids use --vary")
    design = (
        Grid(tuple(read_axis(v) for v in vary))
        if vary
        else read_sample(tuple(read_belief(p) for p in prior), n, sampler, seed)
    )
    words = [w for w in sys.argv[1:] if w != "--resume"]
    done = run_sweep(
        load(game, set_),
        design,
        _intervention(open_, do),
        out=out,
        metrics=metric,
        executor=executor,
        shard=_shard(shard),
        resume=resume,
        command="openrace " + shlex.join([*words, "--resume"]),
    )
    found = []
    if done.n_done == done.n_cells and (open_ or do):
        dataset = done.dataset()
        found = [(c.name, shares(dataset[c.direction].values)) for c in done.columns]
    data = done.to_dict() | {"shares": {name: [s.to_dict() for s in own] for name, own in found}}
    emit(data, lambda: sweep_card(done, found), as_json=json)


def map_(
    game: GameName,
    /,
    *,
    vary: Vary = (),
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: MetricName = "first_release",
    prior: Priors = (),
    draws: Annotated[int, Parameter(name="--draws", help="With --prior: draws per cell.")] = 16,
    robustness: Annotated[
        int, Parameter(name="--robustness", help="Draws from the whole prior by which shares are told; 0 for none.")
    ] = 0,
    refine: Annotated[
        float | None, Parameter(name="--refine", help="Draw boundaries to this fraction of the axes.")
    ] = None,
    exact: Annotated[
        bool, Parameter(name="--exact", negative=(), help="Draw the exact lines of pure equilibria (weights only).")
    ] = False,
    executor: ExecutorName = "1",
    store: Annotated[Path | None, Parameter(name="--store", help="Directory in which to keep the sweep.")] = None,
    resume: Annotated[bool, Parameter(name="--resume", negative=(), help="Go on with the sweep in --store.")] = False,
    out: Out = None,
    table: TableFile = None,
    json: Json = False,
) -> None:
    """Draw the sign map over two assumptions: where the race speeds up, slows down, or does not move."""
    import numpy as np

    from games.release_game import ReleaseGame
    from openrace.cards.survey import shares_card
    from openrace.design import read_axis
    from openrace.landscape import GameLandscape
    from openrace.load import load
    from openrace.prior import read_belief
    from openrace.question import Question
    from openrace.refine import refine as refine_signs
    from openrace.regions import regions as pure_regions
    from openrace.shift import read_question
    from openrace.sign_map import box_of, sign_map
    from openrace.sign_map import robustness as prior_shares

    if len(vary) != 2:
        raise mistake(f"{len(vary)} assumptions vary", "two", "give --vary twice; --prior averages others out")
    loaded, question = load(game, set_), read_question(open_, do)
    x, y = (read_axis(v) for v in vary)
    beliefs = tuple(read_belief(p) for p in prior)
    result = sign_map(
        loaded, x, y, question, metric=metric, beliefs=beliefs, draws=draws, out=store, executor=executor, resume=resume
    )
    data = result.to_dict()
    found = [(f"{metric} on the map", result.shares)]
    if robustness:
        box = box_of(x, y, beliefs)
        found += list(prior_shares(loaded, box, question, metrics=(metric,), n=robustness, executor=executor))
        data["robustness"] = [s.to_dict() for s in found[-1][1]]
    boundary = None
    if refine is not None:
        low, high = (np.array([float(a.values[k]) for a in (x, y)]) for k in (0, -1))
        signs = GameLandscape(Question(loaded, question)).signs((x.path, y.path), low, high, metric)
        boundary = refine_signs(signs, low, high, tolerance=refine, coarse=COARSE)
        data["boundary"] = boundary.to_dict()
    lines: tuple[Regions, ...] = ()
    if exact and isinstance(loaded, ReleaseGame):
        before, after = question.pair(loaded)
        lines = (pure_regions(before, (x, y)), pure_regions(after, (x, y)))
        data["exact"] = [r.to_dict() for r in lines]
    if out is not None:
        from openrace.survey_plot import draw_map, save

        save(draw_map(result, exact=lines, boundary=boundary), out)
        data["file"] = str(out)
    _write(table, result.table())
    note = f"wrote {out}" if out else "draw it with --out FILE.png"
    emit(data, lambda: shares_card(found, note), as_json=json)


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
    from games.release_game import ReleaseGame
    from openrace.cards.survey import table_card
    from openrace.design import read_axis
    from openrace.load import load
    from openrace.regions import regions as pure_regions

    loaded = load(game, set_)
    if not isinstance(loaded, ReleaseGame):
        raise mistake(f"{loaded.name} is no release game", "a game of labs and terms", "openrace games lists them")
    result = pure_regions(loaded, [read_axis(v) for v in vary], _intervention(open_, do))
    data = result.to_dict()
    if out is not None:
        from openrace.survey_plot import draw_regions, save

        save(draw_regions(result), out)
        data["file"] = str(out)
    _write(table, result.table())
    emit(data, lambda: table_card(result.table()), as_json=json)


def flip(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Annotated[
        tuple[str, ...], Parameter(name="--vary", negative=(), help="path, or path=lo:hi; measured in its base value.")
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
    from openrace.cards.survey import flips_card
    from openrace.flip import flip as search
    from openrace.flip import prior_levers, read_levers
    from openrace.prior import read_belief

    landscape = _landscape(game, set_, open_, do)
    levers = (*read_levers(landscape, vary), *prior_levers([read_belief(p) for p in prior]))
    result = search(landscape, levers, metric, together=together, seed=seed)
    data = result.to_dict()
    if out is not None:
        from openrace.survey_plot import draw_flips, save

        save(draw_flips(result), out)
        data["file"] = str(out)
    _write(table, result.table())
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
    from openrace.branches import branches as follow
    from openrace.cards.survey import table_card
    from openrace.design import read_axis

    if len(vary) != 1:
        raise mistake(f"{len(vary)} assumptions vary", "one", "write for example --vary tau=0:20:128")
    axis = read_axis(vary[0])
    low, high = float(axis.values[0]), float(axis.values[-1])
    landscape = _landscape(game, set_, open_, do)
    result = follow(landscape, axis.path, low, high, metric=metric, cells=max(1, len(axis.values) - 1))
    data = result.to_dict()
    if out is not None:
        from openrace.survey_plot import draw_branches, save

        save(draw_branches(result), out)
        data["file"] = str(out)
    _write(table, result.table())
    emit(data, lambda: table_card(result.table(), f"{len(result.branches)} branches"), as_json=json)


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
    from openrace.cards.survey import table_card
    from openrace.load import load
    from openrace.prior import read_belief
    from openrace.sensitivity import sensitivity as analyse
    from openrace.shares import shares_text
    from openrace.shift import read_question

    beliefs = [read_belief(p) for p in prior]
    result = analyse(
        load(game, set_), beliefs, read_question(open_, do), metric=metric, n=n, seed=seed, executor=executor
    )
    data = result.to_dict()
    if out is not None:
        from openrace.survey_plot import draw_tornado, save

        save(draw_tornado(result), out)
        data["file"] = str(out)
    _write(table, result.table())
    emit(data, lambda: table_card(result.table(), shares_text(result.probability)), as_json=json)


def _landscape(name: str, set_: tuple[str, ...], open_: str | None, do: str | None) -> Landscape:
    from games.paths import read_setting
    from games.stories import story_named
    from openrace.landscape import GameLandscape, StoryLandscape
    from openrace.load import load
    from openrace.question import Question
    from openrace.story import configured, story_names

    # An intervention is asked of a game; without one, a story brings its own move.
    if name in story_names() and not open_ and not do:
        return StoryLandscape(configured(story_named(name), [read_setting(s) for s in set_]))
    return GameLandscape(Question(load(name, set_), _intervention(open_, do)))


def _intervention(open_: str | None, do: str | None) -> Intervention | None:
    from openrace.shift import read_question

    return read_question(open_, do) if open_ or do else None


def _shard(text: str) -> Shard:
    from openrace.lock import Shard

    index, slash, of = text.partition("/")
    if not slash or not index.isdigit() or not of.isdigit() or not 1 <= int(index) <= int(of):
        raise mistake(f"the shard {text!r} came", "i/n with i from 1 to n", "write for example --shard 3/16")
    return Shard(int(index) - 1, int(of))


def _write(path: Path | None, table: Table) -> None:
    if path is not None:
        table.write(path)
