"""What keeps a release game from making sense as a whole: all problems at once, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from games.modifiers import Belief
from games.parts.paths import Setting, SettingError, get, with_settings
from games.release.setup import ReleaseSetup
from games.time.scenarios import MAX_STRETCHES


def problems_of(game: ReleaseSetup) -> list[str]:
    """Every problem in words; empty for a game that makes sense."""
    checks = (_names, _dates, _coalitions, _rates, _arrivals, _parts, _beliefs)
    return [problem for check in checks for problem in check(game)]


def _names(game: ReleaseSetup) -> Iterator[str]:
    labs = [lab.name for lab in game.labs]
    modifiers = [m.label for m in game.modifiers]
    yield from (f"two labs are named {name}" for name in _twice(labs))
    yield from (f"two modifiers are named {name}; give one of them a 'name'" for name in _twice(modifiers))
    taken = set(type(game).model_fields)
    yield from (f"a lab cannot be named {n}, which is a part of every game" for n in sorted(taken & set(labs)))
    both = (taken | set(labs)) & set(modifiers)
    yield from (f"a modifier cannot be named {n}, which is taken; give it another 'name'" for n in sorted(both))


def _dates(game: ReleaseSetup) -> Iterator[str]:
    calendar = game.calendar
    slots = calendar.dates()
    for lab in game.labs:
        for date in lab.dates or ():
            if not np.any(np.isclose(slots, date, rtol=0, atol=1e-9)):
                yield (
                    f"{lab.name} may release at {date:g}, which is no slot of the calendar "
                    f"(0 to {slots[-1]:g} in steps of {calendar.step:g})"
                )
        if lab.path and len(lab.path) != calendar.slots:
            yield f"{lab.name}.path has {len(lab.path)} capabilities for {calendar.slots} slots"
    steps = [game.open, *game.open.releases, *game.open.announced]
    steps += [release for scenario in game.open.scenarios for release in scenario.releases]
    for step in steps:
        if step.date > 0 and step.date >= calendar.horizon:
            yield f"an open release is dated {step.date:g}, outside the calendar of horizon {calendar.horizon:g}"


def _arrivals(game: ReleaseSetup) -> Iterator[str]:
    calendar = game.calendar
    if game.open.arrival_rate == 0 or calendar.is_infinite or calendar.horizon / calendar.step <= MAX_STRETCHES:
        return
    yield (
        f"a model may arrive in any of {calendar.horizon / calendar.step:.4g} steps of {calendar.step:g} up to the "
        f"horizon {calendar.horizon:g}, at most {MAX_STRETCHES:,} are computed; take a longer step or a shorter horizon"
    )


def _coalitions(game: ReleaseSetup) -> Iterator[str]:
    labs = [lab.name for lab in game.labs]
    members = [name for group in game.coalitions for name in group]
    yield from (f"the coalition {'+'.join(g)} has fewer than two labs" for g in game.coalitions if len(g) < 2)
    yield from (f"a coalition names {n!r}, which is no lab of the game" for n in sorted(set(members) - set(labs)))
    yield from (f"{name} is in two coalitions, or twice in one" for name in _twice(members))


def _rates(game: ReleaseSetup) -> Iterator[str]:
    if not game.calendar.is_infinite:
        return
    for lab in game.labs:
        if lab.discount_rate is not None and lab.discount_rate <= 0:
            yield f"{lab.name}.discount_rate is 0 over an infinite horizon, so payoffs are infinite"


def _parts(game: ReleaseSetup) -> Iterator[str]:
    yield from game.market.problems(game)
    for lab in game.labs:
        for term in lab.terms:
            yield from (f"{lab.name}.{term.label}: {problem}" for problem in term.problems(game))
    for modifier in game.modifiers:
        yield from modifier.problems(game)


def _beliefs(game: ReleaseSetup) -> Iterator[str]:
    """Paths that lead to no number, beliefs outside its range, and beliefs about which plans there are."""
    beliefs = [m for m in game.modifiers if isinstance(m, Belief)]
    if not beliefs:
        return
    bare = game.model_copy(update={"modifiers": tuple(m for m in game.modifiers if not isinstance(m, Belief))})
    for belief in beliefs:
        try:
            truth = get(bare, belief.path)
            if isinstance(truth, bool) or not isinstance(truth, int | float):
                yield f"{belief.label}.path is {belief.path!r}, which is no number but {truth!r}"
                continue
            other = with_settings(bare, [Setting(belief.path, float(belief.believed(truth)))])
        except SettingError as error:
            yield f"{belief.label}: {error.what}"
            continue
        if _plans(other) != _plans(bare):
            yield f"{belief.label}.path is {belief.path!r}: labs cannot disagree about which plans there are"


def _plans(game: ReleaseSetup) -> tuple[str, ...]:
    return tuple(label for lab in game.labs for label in (lab.name, *lab.plans(game.calendar).labels))


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
