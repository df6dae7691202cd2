"""Questions over whole ranges of assumptions: sweep, sign_map, flip, branches, regions, sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike

from games.parts.paths import Settings, as_settings
from games.stories import STORIES, story_named
from openrace.analysis.branches import Branches
from openrace.analysis.branches import branches as follow_branches
from openrace.analysis.flip import Flips
from openrace.analysis.flip import flip as find_flips
from openrace.analysis.landscape import GameLandscape, Landscape
from openrace.analysis.levers import prior_levers, read_levers
from openrace.analysis.regions import Regions
from openrace.analysis.regions import regions as find_regions
from openrace.analysis.sensitivity import BASE_SAMPLES, Sensitivity
from openrace.analysis.sensitivity import sensitivity as find_sensitivity
from openrace.analysis.sign_map import DRAWS, SignMap, sign_maps
from openrace.analysis.story_landscape import StoryLandscape
from openrace.analysis.verified import VERIFIED
from openrace.api.arguments import (
    Axes,
    AxisLike,
    ConceptLike,
    InterventionLike,
    Priors,
    axes_of,
    beliefs_of,
    choice_of,
    directory_of,
    intervention_of,
    metric_of,
    name_of,
    seconds_of,
    texts_of,
    whether,
    whole_of,
)
from openrace.claims.story import configured
from openrace.concepts.choice import read_concept
from openrace.concepts.concept import Concept
from openrace.questions.load import GameLike, load
from openrace.questions.question import Question, release_game
from openrace.sweeps.axis import as_axis
from openrace.sweeps.design import Grid, read_sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.results import Sweep
from openrace.sweeps.sweep import sweep as run_sweep
from solver.common.errors import OpenraceError


def sweep(
    game: GameLike,
    intervention: InterventionLike | None = None,
    *,
    vary: Axes = (),
    prior: Priors = (),
    n: int = 1024,
    seed: int = 0,
    sampler: str = "sobol",
    metrics: str | Iterable[str] = (),
    concept: ConceptLike | Sequence[ConceptLike] = Concept.OPEN_LOOP,
    settings: Settings = (),
    out: str | PathLike[str] | None = None,
    resume: bool = False,
    shard: str = "1/1",
    executor: Workers = 1,
    budget: float | None = None,
) -> Sweep:
    """One question at every point of a grid, or of a sample from a prior.

    Args:
        game: a name, a file or a game; see :func:`openrace.load`.
        intervention: what is compared with doing nothing; left out, the game alone is solved.
        vary: the axes of a grid.
        prior: beliefs from which points are drawn; instead of ``vary``.
        n: points drawn from the prior.
        seed: seed of the sample.
        sampler: how the sample is spread, ``"sobol"`` or ``"latin"``.
        metrics: what is kept; left out, the metrics of racing.
        concept: one concept, several, or ``"all"``.
        settings: numbers to change first.
        out: directory of the store; left out, results stay in memory.
        resume: continue a store that exists.
        shard: which part of a stored sweep this call computes, such as ``"3/16"``.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.
        budget: seconds that the sweep may take, by an estimate from its first blocks; left out, no limit.

    Raises:
        OpenraceError: neither or both of ``vary`` and ``prior`` came, or something in them is wrong.

    Example:
        >>> import openrace as orc
        >>> orc.sweep("alice-bob", "open:8@3", vary="alice.prestige=0:4:3", settings="calendar.slots=4")
        Sweep(alice-bob: 3 of 3 cells over alice.prestige, in memory)
    """
    axes = axes_of(vary)
    beliefs = beliefs_of(prior)
    if bool(axes) == bool(beliefs):
        came = "neither vary nor prior came" if not axes else "both vary and prior came"
        raise OpenraceError(came, "one of them", 'write for example vary="alice.prestige=0:4:50"')
    spread, points = name_of(sampler, "sampler", "leave it out"), whole_of(n, "the number of points")
    return run_sweep(
        load(game, settings),
        Grid(axes) if axes else read_sample(beliefs, points, spread, whole_of(seed, "the seed")),
        None if intervention is None else intervention_of(intervention),
        out=None if out is None else directory_of(out),
        metrics=texts_of(metrics, "the name of a metric"),
        concept=read_concept(concept),
        executor=executor,
        shard=name_of(shard, "shard", "leave it out for all of it"),
        resume=whether(resume, "resume"),
        budget=seconds_of(budget),
    )


def sign_map(
    game: GameLike,
    x: AxisLike,
    y: AxisLike,
    intervention: InterventionLike,
    *,
    metric: str | None = None,
    concept: ConceptLike = Concept.OPEN_LOOP,
    prior: Priors = (),
    draws: int = DRAWS,
    settings: Settings = (),
    executor: Workers = 1,
    verify: int = VERIFIED,
    budget: float | None = BUDGET,
) -> SignMap:
    """Over two assumptions: where an intervention moves a metric up, where down, and where it changes nothing.

    Args:
        game: the base point, where everything else stays; see :func:`openrace.load`.
        x: first assumption; in the picture, to the right.
        y: second assumption; in the picture, upwards.
        intervention: an object such as ``OpenModel(8, date=3)``, or its text, ``"open:8@3"``.
        metric: whose direction; left out, the first release in response.
        concept: what labs know and can do.
        prior: beliefs about further assumptions, averaged out.
        draws: draws from these beliefs, in every cell.
        settings: numbers to change first.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.
        verify: cells, drawn at random, that are solved again in exact arithmetic.
        budget: seconds that the map may take; ``None`` for no limit.

    Raises:
        OpenraceError: no such game, path or metric, values out of range, or a map that takes longer than the budget.

    Example:
        >>> import openrace as orc
        >>> signs = orc.sign_map(
        ...     "alice-bob", orc.Axis("alice.prestige", 0, 4, 3), "alice.slowness=0:30:3", orc.OpenModel(8, date=3),
        ...     settings={"calendar.slots": 4},
        ... )
        >>> signs.codes.shape
        (3, 3)
    """
    (found,) = sign_maps(
        load(game, settings),
        as_axis(x),
        as_axis(y),
        intervention_of(intervention),
        metric=metric_of(metric),
        beliefs=beliefs_of(prior),
        draws=whole_of(draws, "the number of draws"),
        concept=(choice_of(concept),),
        executor=executor,
        verify=whole_of(verify, "the number of cells to verify"),
        budget=seconds_of(budget),
    )
    return found


def flip(
    game: GameLike,
    intervention: InterventionLike | None = None,
    *,
    vary: str | Iterable[str] = (),
    prior: Priors = (),
    metric: str | None = None,
    together: int = 1,
    settings: Settings = (),
    seed: int = 0,
    budget: float | None = BUDGET,
) -> Flips:
    """The smallest change of one assumption, or of several, that changes the sign.

    Args:
        game: the base point; or the name of a story, whose own move is then asked about.
        intervention: whose effect has the sign; left out for a story.
        vary: paths that may change, ``"alice.prestige"`` (up to twice its value) or ``"alice.prestige=0:5"``.
        prior: assumptions measured in standard deviations of a belief.
        metric: whose sign; left out, the first release in response.
        together: most assumptions changed at once.
        settings: numbers to change first.
        seed: of the directions tried for combinations.
        budget: seconds that the search may take; ``None`` for no limit.

    Raises:
        OpenraceError: nothing may change, unknown paths or metric, bounds out of range, or a search that takes longer
            than the budget.

    Example:
        >>> import openrace as orc
        >>> found = orc.flip("alice-bob", "open:8@3", vary=["alice.prestige"])
        >>> [(flip.same.sign.word, round(flip.at[0], 4), flip.flipped.sign.word) for flip in found.found]
        [('down', 3.1329, 'up')]
    """
    landscape = _landscape(game, intervention, settings)
    texts = texts_of(vary, "a path that may change")
    levers = (*read_levers(landscape, texts), *prior_levers(beliefs_of(prior)))
    return find_flips(
        landscape,
        levers,
        metric_of(metric),
        together=whole_of(together, "the number of assumptions changed at once"),
        seed=whole_of(seed, "the seed"),
        budget=seconds_of(budget),
    )


def branches(
    game: GameLike,
    vary: AxisLike,
    intervention: InterventionLike | None = None,
    *,
    metric: str | None = None,
    settings: Settings = (),
    budget: float | None = BUDGET,
) -> Branches:
    """Every equilibrium along one assumption: where each is born, dies, or changes its support.

    Args:
        game: a game, or the name of a story.
        vary: the assumption with its range and the number of values looked at first, ``"tau=1:20:65"``.
        intervention: what is done to the game first.
        metric: what is followed; left out, the first release in response.
        settings: numbers to change first.
        budget: seconds that it may take; ``None`` for no limit.

    Raises:
        OpenraceError: it takes longer than the budget, no range, an unknown path or metric, or values out of range.

    Example:
        >>> import openrace as orc
        >>> [round(b, 4) for b in orc.branches("announced-date", "tau=1:20:65").breakpoints]
        [8.8475, 12.6033]
    """
    axis = as_axis(vary)
    low, high = float(axis.values[0]), float(axis.values[-1])
    landscape = _landscape(game, intervention, settings)
    return follow_branches(
        landscape,
        axis.path,
        low,
        high,
        metric=metric_of(metric),
        cells=max(1, len(axis.values) - 1),
        budget=seconds_of(budget),
    )


def regions(
    game: GameLike, vary: Axes, intervention: InterventionLike | None = None, *, settings: Settings = ()
) -> Regions:
    """For which weights each pure profile is an equilibrium, exactly, and which deviation binds on each side.

    Args:
        game: a game of labs.
        vary: weights of terms with their ranges, ``["alice.prestige=0:5:2", "bob.prestige=0:5:2"]``.
        intervention: what is done to the game first.
        settings: numbers to change first.

    Raises:
        OpenraceError: a path is no weight, or payoffs are not linear in weights.

    Example:
        >>> import openrace as orc
        >>> found = orc.regions("alice-bob", "alice.prestige=0:5:2", settings={"calendar.slots": 3})
        >>> found.paths
        ('alice.prestige',)
    """
    asked = None if intervention is None else intervention_of(intervention)
    return find_regions(release_game(load(game, settings)), axes_of(vary), asked)


def sensitivity(
    game: GameLike,
    intervention: InterventionLike,
    *,
    prior: Priors = (),
    metric: str | None = None,
    n: int = BASE_SAMPLES,
    settings: Settings = (),
    seed: int = 0,
    executor: Workers = 1,
    budget: float | None = BUDGET,
) -> Sensitivity:
    """Which assumption drives the sign: one at a time, and by Sobol and PAWN indices over a prior.

    Args:
        game: the base point.
        intervention: whose effect has the sign.
        prior: beliefs, independent of each other; left out, the ranges of the evidence for a calibrated game.
        metric: whose sign; left out, the first release in response.
        n: base sample, a power of two; the game is solved at ``n (D + 2)`` points for ``D`` beliefs.
        settings: numbers to change first.
        seed: of the sample and of resampling.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.
        budget: seconds that it may take; ``None`` for no limit.

    Raises:
        OpenraceError: ``n`` is no power of two, no prior or two for one path, unknown paths or metric, or a search
            that takes longer than the budget.

    Example:
        >>> import openrace as orc
        >>> prior = ["alice.prestige=0:4", "alice.slowness=0:20"]
        >>> found = orc.sensitivity("alice-bob", "open:8@3", prior=prior, n=4, settings={"calendar.slots": 4})
        >>> sorted(bar.path for bar in found.bars)
        ['alice.prestige', 'alice.slowness']
    """
    return find_sensitivity(
        load(game, settings),
        beliefs_of(prior),
        intervention_of(intervention),
        metric=metric_of(metric),
        n=whole_of(n, "the base sample"),
        seed=whole_of(seed, "the seed"),
        executor=executor,
        budget=seconds_of(budget),
    )


def _landscape(game: GameLike, intervention: InterventionLike | None, settings: Settings) -> Landscape:
    """A game with an intervention; or a story by its name, which brings a move of its own."""
    if isinstance(game, str) and intervention is None and game in {story.name for story in STORIES}:
        return StoryLandscape(configured(story_named(game), as_settings(settings)))
    return GameLandscape(
        Question(load(game, settings), None if intervention is None else intervention_of(intervention))
    )
