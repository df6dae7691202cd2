"""The catalogue's races. Numbers are illustrative: no estimate of anybody's cost of effort exists."""

from __future__ import annotations

from collections.abc import Callable

from games.markets import LimitPricing
from games.parts.game import Citation
from games.race.lab import RaceLab
from games.race.race_game import RaceGame
from games.race.world import Finish, OutsideModel, Ruin
from games.terms import FrontierPenalty, GapPrize, Prestige, Revenue
from games.terms.frontier_penalty import Form
from games.terms.standing import Among

LADDER = (4.0, 6.0, 9.0, 12.0, 16.0)
"""Training expense of each generation, about one and a half times the one before."""
ILLUSTRATIVE = Citation(path="labs", text="illustrative, no estimate")


def race() -> RaceGame:
    """A closed leader, an open follower, and an outside open model that follows the frontier."""
    leader = RaceLab(name="leader", rung=1, effort_cost=2.0, terms=(Revenue(), Prestige(weight=0.2)))
    follower = RaceLab(
        name="follower", effort_cost=2.0, openness=("open",), terms=(Prestige(weight=1.0, among=Among.OPEN),)
    )
    return RaceGame(
        name="race",
        summary="a closed leader and an open follower climb a ladder; an open model from outside follows the frontier",
        rungs=LADDER,
        labs=(leader, follower),
        market=LimitPricing(),
        open=OutsideModel(follow_rate=0.25, follow_lag=1),
        sources=(ILLUSTRATIVE,),
    )


def states() -> RaceGame:
    """Wei Dai's states: the first to a gap over everybody wins, and an open model lets the laggard catch up."""
    prize = GapPrize(weight=10.0, gap=5.0)
    ahead = RaceLab(name="ahead", rung=1, effort_cost=3.0, terms=(prize,))
    behind = RaceLab(name="behind", rung=0, effort_cost=6.0, terms=(prize,))
    return RaceGame(
        name="race-states",
        summary="two states race for a lead over everybody, open models included; the laggard learns from open models",
        rungs=LADDER,
        labs=(ahead, behind),
        learn=0.5,
        sources=(ILLUSTRATIVE,),
    )


def reluctant() -> RaceGame:
    """RobertM's labs: they would rather not push the frontier, and leave when revenue does not cover costs."""
    terms = (Revenue(), FrontierPenalty(weight=1.5, form=Form.INDICATOR))
    labs = tuple(
        RaceLab(name=name, rung=rung, effort_cost=2.0, fixed_cost=0.05, may_exit=True, terms=terms)
        for name, rung in (("first", 1), ("second", 0))
    )
    return RaceGame(
        name="race-reluctant",
        summary="two sellers would rather not push the frontier, and leave when customers no longer cover their costs",
        rungs=LADDER,
        labs=labs,
        market=LimitPricing(),
        sources=(ILLUSTRATIVE,),
    )


def prestige() -> RaceGame:
    """Zach Stein-Perlman's Alice and Bob: prestige for being best, and nothing to sell."""
    labs = tuple(RaceLab(name=name, effort_cost=2.0, terms=(Prestige(),)) for name in ("alice", "bob"))
    return RaceGame(
        name="race-prestige",
        summary="Alice and Bob like to have the best model; a model that beats both takes that away",
        rungs=LADDER,
        labs=labs,
        sources=(ILLUSTRATIVE,),
    )


def patent() -> RaceGame:
    """Beath, Katsoulacos and Ulph's race: one invention, a winner, a loser, and profits of today."""
    labs = tuple(RaceLab(name=name, income=0.08) for name in ("first", "second"))
    source = Citation(path="labs", text="Beath, Katsoulacos and Ulph 1989; Lee and Wilde 1980 at winner 1, loser 0")
    return RaceGame(
        name="race-patent",
        summary="two firms race for one invention: the winner's prize, the loser's lot, and what both earn today",
        rungs=(1.0, 2.0),
        labs=labs,
        finish=Finish(rung=1, winner=2.0, loser=0.6),
        sources=(source,),
    )


def openness() -> RaceGame:
    """Labs that choose how open every release is."""
    leader = RaceLab(
        name="leader",
        rung=1,
        effort_cost=2.0,
        openness=("closed", 1, "open"),
        terms=(Revenue(), Prestige(weight=0.3, among=Among.OPEN)),
    )
    laggard = leader.model_copy(update={"name": "laggard", "rung": 0})
    return RaceGame(
        name="race-openness",
        summary="a leader and a laggard choose at every climb how open the release is: who opens?",
        rungs=LADDER[:4],
        labs=(leader, laggard),
        market=LimitPricing(),
        ruin=Ruin(),
        sources=(ILLUSTRATIVE,),
    )


RACES: dict[str, tuple[Callable[[], RaceGame], tuple[str, ...]]] = {
    "race": (race, ("3", "11", "23")),
    "race-states": (states, ("19", "20", "21", "22")),
    "race-reluctant": (reluctant, ("15", "17")),
    "race-prestige": (prestige, ("24",)),
    "race-patent": (patent, ("12",)),
    "race-openness": (openness, ("12", "29")),
}
"""Named races and the rows of the model's table that each is about."""
