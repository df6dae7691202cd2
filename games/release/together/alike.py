"""Certain games that differ in open models from outside alone, evaluated together as the worlds of one game.

Labs that react plan in each of the worlds that may turn out, so they need what each of them pays and what happens in
it. One by one these are as many games; most of the work of a small game is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

import numpy as np

from games.modifiers import Modifier
from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.release.evaluation import Evaluation
from games.release.release_game import ReleaseGame
from games.time.open_path import OpenPath


def payoffs_of_each(games: Sequence[ReleaseGame]) -> FloatArray:
    """``(game, player, *plans)`` what every game pays, as labs believe it."""
    views = [[game.perceived_by(lab) for game in games] for lab in range(len(games[0].labs))]
    if not all(are_alike(own) for own in (games, *views)):
        return np.stack([game.payoffs() for game in games])
    # Labs that agree about the games share their evaluation.
    known = {tuple(map(id, own)): Evaluation(own[0], paths=[view.open for view in own]) for own in views}
    accounts = [
        known[tuple(map(id, own))].account(lab, believed=True, unweighted=False) for lab, own in enumerate(views)
    ]
    # In a certain game what a lab gets in its only world is what it gets.
    return np.stack(games[0].of_players([account.total for account in accounts]), axis=1)


def metrics_of_each(games: Sequence[Game]) -> tuple[Metric, ...]:
    """What happens in every game, ``[game, *plans]``; all have the same metrics."""
    if not are_alike(games):
        each = [game.metrics() for game in games]
        return tuple(_stacked(same) for same in zip(*each, strict=True))
    first = games[0]
    found = Evaluation(first, paths=[game.open for game in games]).metrics_by_world(first.event)
    return tuple(metric.mapped(first.on_players) for metric in found)


def are_alike(games: Sequence[Game]) -> TypeGuard[Sequence[ReleaseGame]]:
    """Whether games are release games with one world each, equal but for the open models that come from outside."""
    first = games[0]
    if not isinstance(first, ReleaseGame) or any(_has_worlds(modifier) for modifier in first.modifiers):
        return False
    return all(
        isinstance(game, ReleaseGame)
        and game.event == first.event
        and _is_sure(game.open)
        and _but_for_steps(game) == _but_for_steps(first)
        for game in games
    )


def _is_sure(path: OpenPath) -> bool:
    return not path.scenarios and not np.any(np.asarray(path.arrival_rate) > 0)


def _has_worlds(modifier: Modifier) -> bool:
    """Whether a modifier makes several worlds of one, or looks at all worlds of a game."""
    return type(modifier).futures is not Modifier.futures or type(modifier).wrap is not Modifier.wrap


def _but_for_steps(game: ReleaseGame) -> tuple[object, ...]:
    """Everything of a game but its open models from outside."""
    return *(value for name, value in game.__dict__.items() if name != "open"), game.open.reaction, game.open.lag


def _stacked(same: Sequence[Metric]) -> Metric:
    nevers = [metric.never for metric in same if metric.never is not None]
    return replace(
        same[0], values=np.stack([metric.values for metric in same]), never=np.stack(nevers) if nevers else None
    )
