"""The worlds of a release game: every outlook on the open path, and every way in which events turn out in it.

Outlooks are put together into one history as long as an array of it fits into a cache: most of the work of small arrays
is done once per array, whatever its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np

from games.parts.part import FloatArray, batch_size
from games.release.cells import put_together
from games.release.history import History
from games.release.setup import ReleaseSetup
from games.risk.world_risk import WorldRisk
from games.time.open_path import OpenPath
from games.time.scenarios import Outlook, outlooks
from games.time.worlds import Worlds

TOGETHER_BYTES = 1 << 22
"""Size to which one array of several worlds is held."""


def worlds_of(
    game: ReleaseSetup, *, believed: bool, together: bool = True, paths: Sequence[OpenPath] = ()
) -> tuple[Worlds[History], ...]:
    """Every world after modifiers, as labs think of it or as it will be.

    Args:
        game: the game.
        believed: whether with what labs believe, such as releases that are announced and do not come.
        together: whether worlds share histories; otherwise each has its own, in the order of all worlds.
        paths: open paths whose outlooks are wanted one after the other, each with its own probabilities; they react to
            labs as the game's does. Left out, the game's own.
    """
    plain = _without_open_models(game)
    each = [outlooks(path, game.calendar, believed=believed) for path in paths or (game.open,)]
    every = [outlook for own in each for outlook in own]
    n_axes = len(plain.shape)
    most = max(1, TOGETHER_BYTES // (8 * len(game.calendar.grid()) * prod(plain.shape))) if together else 1
    found: list[Worlds[History]] = []
    first = 0
    for start in range(0, len(every), most):
        group = every[start : start + most]
        n = len(group)
        futures = _after_modifiers(game, _chances(group, n_axes), _with(plain, group, n_axes), believed=believed)
        for k, (chance, history) in enumerate(futures):
            # All that events make of the first outlook comes before what they make of the next one.
            found.append(Worlds(first + np.arange(n) * len(futures) + k, chance, history))
        first += n * len(futures)
    return tuple(found)


def _without_open_models(game: ReleaseSetup) -> History:
    """What every profile makes happen, before any modifier."""
    plans = tuple(lab.plans(game.calendar) for lab in game.labs)
    players = game.players
    teams = tuple(next(k for k, p in enumerate(players) if i in p.labs) for i in range(len(game.labs)))
    risk = game.world_risk or WorldRisk()
    return History(game.labs, game.calendar, plans, (), game.open, teams, batch_size(game), risk)


def _with(plain: History, group: Sequence[Outlook], n_axes: int) -> History:
    if len(group) == 1:
        return replace(plain, steps=group[0].steps)
    return replace(plain, steps=put_together([outlook.steps for outlook in group], n_axes), n_worlds=len(group))


def _chances(group: Sequence[Outlook], n_axes: int) -> FloatArray:
    """``[S, *batch, *profile]`` probabilities of outlooks, of length 1 on axes on which they do not depend."""
    own = np.broadcast_arrays(*[np.asarray(outlook.probability, dtype=np.float64) for outlook in group])
    return np.stack([chance.reshape((1,) * (n_axes - chance.ndim) + chance.shape) for chance in own])


def _after_modifiers(
    game: ReleaseSetup, chances: FloatArray, history: History, *, believed: bool
) -> list[tuple[FloatArray, History]]:
    """Every way in which events turn out: the chances of the worlds in it, and their history."""
    found = [(chances, history)]
    for modifier in game.ordered_modifiers:
        if believed or type(modifier).in_truth:
            found = [
                (np.asarray(chance * future.chance, dtype=np.float64), before.with_shocks(future.shocks))
                for chance, before in found
                for future in modifier.futures(before)
            ]
    return found
