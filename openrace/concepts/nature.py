"""What is uncertain, resolved: one certain game per scenario, and when labs learn which one they are in.

Of an uncertain open path everybody sees a scenario when the first of its own releases comes; of regulation after which
somebody may still release, when it comes. Until then labs only know that it has not. Labs that are wrong about
probabilities, or about what would come, keep their beliefs and update them by Bayes' rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.modifiers.attitudes import WorstCases
from games.modifiers.base import Modifier
from games.parts.game import Game
from games.parts.part import FloatArray
from games.release.release_game import ReleaseGame
from games.release.together.alike import payoffs_of_each
from games.time.scenarios import Outlook, outlooks
from openrace.concepts.news import Future, futures_of, news_of
from solver.common.errors import OpenraceError
from solver.game.normal_form import NormalForm
from solver.staged.timing import CERTAIN, Scenarios
from solver.staged.valuation import PERCEIVED, CVaR, Expectation, Risk, Valuation


@dataclass(frozen=True)
class Resolved:
    """A game with its uncertainty laid out.

    Attributes:
        form: the game as labs believe it, scenarios averaged: its players and plans.
        games: one certain game per scenario, as it will be.
        payoffs: ``(S, N, A_0, ..., A_{N-1})`` as each player believes them.
        scenarios: names, probabilities, beliefs and the slots in which they are seen.
        valuation: how each player values a lottery over scenarios.
    """

    form: NormalForm
    games: tuple[Game, ...]
    payoffs: FloatArray
    scenarios: Scenarios
    valuation: Valuation


def n_scenarios(game: Game) -> int:
    """How many scenarios a game has; cheap, for it builds no payoffs."""
    if not isinstance(game, ReleaseGame):
        return 1
    return len(outlooks(game.open, game.calendar, believed=False)) * max(1, len(futures_of(game)))


def resolve(game: Game) -> Resolved:
    """Every scenario of a game: of its open path, or of regulation after which labs plan anew.

    Raises:
        OpenraceError: a lab believes in other scenarios than there are, or would plan anew after news of another kind.
    """
    form = game.normal_form()
    certain = Resolved(form, (game,), form.payoffs[None], CERTAIN, PERCEIVED)
    if not isinstance(game, ReleaseGame):
        return certain
    _check_averse(game)
    seen = [game.perceived_by(player.labs[0]) for player in game.players]
    truth, views = futures_of(game), [futures_of(view) for view in seen]
    paths = [_of_path(game, believed=False), *[_of_path(view, believed=True) for view in seen]]
    if not truth:
        truth, *views = paths
    elif len(_of_path(game, believed=True)) > 1 or any(len(path) > 1 for path in paths[1:]):
        views = []
    if any(len(view) != len(truth) for view in views) or not views:
        raise _unlike(game)
    if len(truth) == 1:
        return certain
    scenarios = Scenarios(
        tuple(future.name for future in truth),
        tuple(future.slot for future in truth),
        np.array([future.chance for future in truth]),
        np.array([[future.chance for future in view] for view in views]),
    )
    valuation = Valuation(tuple(_risk(game, i) for i in range(len(seen))))
    return Resolved(form, tuple(future.known for future in truth), _payoffs(seen, views), scenarios, valuation)


def _unlike(game: ReleaseGame) -> OpenraceError:
    """Why the scenarios of a game cannot be laid out."""
    news = news_of(game)
    if news is None:
        return OpenraceError(
            f"labs in {game.name} believe in another number of scenarios than there are",
            "beliefs about the probabilities and sizes of the scenarios that exist",
            "give every scenario that somebody believes in a (small) true probability",
        )
    return OpenraceError(
        f"{news.label} of {game.name} may come where open models are uncertain too, or where a lab rules it out",
        "under reaction, one thing that may come, which every lab deems possible",
        "leave one out, or choose another concept",
    )


def _payoffs(seen: Sequence[ReleaseGame], views: Sequence[Sequence[Future]]) -> FloatArray:
    """``(S, players, ...)`` payoffs in every scenario; players who believe in one game share what it pays.

    Args:
        seen: the game that each player believes to be in.
        views: its futures.
    """
    first = [next(k for k, other in enumerate(seen) if other is view) for view in seen]
    paid = {k: payoffs_of_each([future.known for future in views[k]]) for k in dict.fromkeys(first)}
    return np.stack([paid[k][:, player] for player, k in enumerate(first)], axis=1)


def _check_averse(game: ReleaseGame) -> None:
    """Refuses events where some lab minds the worst cases, which are those over the events as well."""
    averse = any(isinstance(m, WorstCases) for m in game.modifiers)
    for modifier in game.modifiers:
        if averse and type(modifier).futures is not Modifier.futures:
            raise OpenraceError(
                f"{modifier.label} of {game.name} is an event, and some lab minds the worst cases",
                "under reaction, one of the two",
                "leave one out, or choose another concept",
            )


def _of_path(game: ReleaseGame, *, believed: bool) -> list[Future]:
    """Every way in which the open path may turn out, as labs believe or as it is."""
    every = outlooks(game.open, game.calendar, believed=believed)
    return [Future(*_told(one, every, game), float(one.probability), _certain(game, one)) for one in every]


def _certain(game: ReleaseGame, outlook: Outlook) -> ReleaseGame:
    path = game.open.model_copy(
        update={"capability": 0.0, "releases": outlook.steps, "announced": (), "scenarios": (), "arrival_rate": 0.0}
    )
    modifiers = tuple(m for m in game.modifiers if not isinstance(m, WorstCases))
    return game.model_copy(update={"open": path, "modifiers": modifiers})


def _told(outlook: Outlook, every: tuple[Outlook, ...], game: ReleaseGame) -> tuple[str, int]:
    """A scenario's name and the slot at whose start it is seen; one after the last if it has no release of its own."""
    own = [s for s in outlook.steps if not all(s in other.steps for other in every)]
    if not own:
        return "no further open model", game.calendar.slots
    first = min(own, key=lambda s: float(s.date))
    slot = int(np.ceil(round(float(first.date) / float(game.calendar.step), 9)))
    size = max(float(s.capability) for s in own)
    return f"an open model of {size:g} at t={float(first.date):g}", slot


def _risk(game: ReleaseGame, player: int) -> Risk:
    labs = [game.labs[i].name for i in game.players[player].labs]
    averse = [m for m in game.modifiers if isinstance(m, WorstCases) and any(m.applies_to(lab) for lab in labs)]
    return CVaR(float(averse[0].level)) if averse else Expectation()
