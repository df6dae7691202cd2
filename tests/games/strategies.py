"""Small release games with small integers, so that models, dates and payoffs tie often."""

from hypothesis import strategies as st

from games.markets import LimitPricing
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import (
    FrontierPenalty,
    GapPrize,
    MarketShare,
    Prestige,
    Revenue,
    Slowness,
    SlowProgress,
    Term,
    TrainingCost,
)
from games.terms.frontier_penalty import Base, Form, Units
from games.terms.standing import Among, Ties
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.values import Linear, SquareRoot

NAMES = ("alice", "bob", "carol")

numbers = st.integers(0, 4).map(float)


@st.composite
def calendars(draw: st.DrawFn, infinite: bool = True) -> Calendar:
    slots = draw(st.integers(1, 3))
    step = draw(st.sampled_from([0.5, 1.0, 2.0]))
    rate = draw(st.sampled_from([0.0, 0.1, 1.0]))
    horizon = slots * step + draw(st.integers(0, 2))
    if infinite and rate > 0 and draw(st.booleans()):
        horizon = float("inf")
    return Calendar(
        horizon=horizon, slots=slots, step=step, discount_rate=rate, days_per_period=draw(st.integers(1, 3))
    )


@st.composite
def term_lists(draw: st.DrawFn, endless: bool) -> tuple[Term, ...]:
    weights = st.integers(-2, 3).map(float)
    among, ties = st.sampled_from(list(Among)), st.sampled_from(list(Ties))
    return (
        Revenue(weight=draw(weights)),
        TrainingCost(weight=draw(weights)),
        Prestige(weight=draw(weights), among=draw(among), ties=draw(ties)),
        MarketShare(weight=0.0 if endless else draw(weights), among=draw(among), ties=draw(ties)),
        FrontierPenalty(
            weight=draw(weights),
            form=draw(st.sampled_from(list(Form))),
            base=Base.MARKET,
            units=draw(st.sampled_from(list(Units))),
        ),
        Slowness(weight=draw(weights)),
        SlowProgress(weight=draw(weights)),
        GapPrize(
            weight=draw(weights),
            gap=draw(st.sampled_from([1.0, 2.0])),
            softness=draw(st.sampled_from([0.0, 0.0, 1.0])),
            loss=draw(st.sampled_from([0.0, 0.5, 2.0])),
            head_start=draw(st.booleans()),
        ),
    )


@st.composite
def labs(draw: st.DrawFn, name: str, calendar: Calendar) -> Lab:
    path = draw(st.sampled_from([None, "path"]))
    rising = sorted(draw(st.lists(numbers, min_size=calendar.slots, max_size=calendar.slots)))
    return Lab(
        name=name,
        start=draw(numbers),
        start_open=draw(st.sampled_from([None, True, False])),
        start_age=draw(st.sampled_from([None, 0.0, 0.25])),
        growth=draw(st.sampled_from([0.0, 1.0, 2.0])),
        growth_factor=draw(st.sampled_from([1.0, 1.0, 4.0])),
        path=tuple(rising) if path else (),
        releases=draw(st.sampled_from([1, 1, 2])) if calendar.slots < 3 else 1,
        release=draw(st.sampled_from(["open", "closed", "either"])),
        efforts=draw(st.sampled_from([(1.0,), (0.5, 1.0)])),
        discount_rate=draw(st.sampled_from([None, 0.2])),
        terms=draw(term_lists(calendar.is_infinite)),
    )


@st.composite
def open_paths(draw: st.DrawFn, horizon: float) -> OpenPath:
    dates = [d for d in (0.0, 0.5, 0.75, 1.0, 2.0) if d < horizon]
    steps = st.builds(OpenRelease, capability=numbers, date=st.sampled_from(dates))
    return OpenPath(
        capability=draw(numbers),
        releases=tuple(draw(st.lists(steps, max_size=2))),
        reaction=draw(st.sampled_from([0.0, 0.0, 0.5, 1.0])),
        lag=draw(st.sampled_from([0.0, 0.25, 1.0])),
    )


@st.composite
def games(draw: st.DrawFn, max_labs: int = 3, infinite: bool = True) -> ReleaseGame:
    calendar = draw(calendars(infinite))
    names = NAMES[: draw(st.integers(1, max_labs))]
    return ReleaseGame(
        name="drawn",
        labs=tuple(draw(labs(name, calendar)) for name in names),
        calendar=calendar,
        open=draw(open_paths(calendar.horizon)),
        market=LimitPricing(customers=draw(st.integers(0, 3)), value=draw(st.sampled_from([Linear(), SquareRoot()]))),
    )
