"""One lab in a game of two days, small enough to be paid by hand."""

from games.markets import LimitPricing
from games.modifiers import (
    Modifier,
)
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Term
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear

TWO_DAYS = Calendar(horizon=2, slots=1, days_per_period=1)


def world(
    *terms: Term,
    modifiers: tuple[Modifier, ...] = (),
    x: float = 2.0,
    y: float = 10.0,
    start: float = 0.0,
    calendar: Calendar = TWO_DAYS,
) -> ReleaseGame:
    """One lab that may release a model of capability ``y`` at 0, with an open model ``x`` and linear value."""
    lab = Lab(name="alice", start=start, path=(y,), terms=terms)
    return ReleaseGame(
        name="one",
        labs=(lab,),
        calendar=calendar,
        open=OpenPath(capability=x),
        market=LimitPricing(value=Linear()),
        modifiers=modifiers,
    )


def paid(game: ReleaseGame, profile: tuple[int, ...] = (0,), player: int = 0) -> float:
    return float(game.payoffs()[(player, *profile)])
