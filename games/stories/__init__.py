"""Stories: one claim per file. The explicit list, and a story by its name."""

from __future__ import annotations

from difflib import get_close_matches

from games.stories.access.cat_out_of_the_bag import CatOutOfTheBag
from games.stories.access.few_or_many import FewOrMany
from games.stories.access.making_or_releasing import MakingOrReleasing
from games.stories.access.more_dakka import MoreDakka
from games.stories.access.outside_options import ClosedDoor, MuchToLose, Watched
from games.stories.motives.just_better import JustBetter
from games.stories.motives.penalties import ConcavePenalty, ConvexPenalty, LinearPenalty
from games.stories.motives.present_bias import PresentBias
from games.stories.motives.quantal import Quantal
from games.stories.motives.reluctant_lab import ReluctantLab
from games.stories.news.selected_believers import SelectedBelievers
from games.stories.news.spread_of_dates import SpreadOfDates
from games.stories.news.surprise_release import SurpriseRelease
from games.stories.news.up_then_down import UpThenDown
from games.stories.post.announced_upgrade import AnnouncedUpgrade
from games.stories.post.bass import Bass
from games.stories.post.discounting import Discounting
from games.stories.post.growing_demand import GrowingDemand
from games.stories.post.hiring import Hiring
from games.stories.post.monopoly_revenue import MonopolyRevenue
from games.stories.post.niches import Niches
from games.stories.post.price_discrimination import PriceDiscrimination
from games.stories.post.price_war import PriceWar
from games.stories.post.second_best import SecondBest
from games.stories.post.spillover import Spillover
from games.stories.post.substitution import Substitution
from games.stories.post.telling_apart import TellingApart
from games.stories.post.training_cost import TrainingCost
from games.stories.post.travelers_dilemma import TravelersDilemmaStory
from games.stories.post.uncertain_release import UncertainRelease
from games.stories.post.upgrade import Upgrade
from games.stories.race.adoption import AdoptionPrecommit, AdoptionPreempt
from games.stories.race.alice_and_bob import AliceAndBob
from games.stories.race.alice_answers import AliceAnswers
from games.stories.race.alice_market_share import AliceMarketShare
from games.stories.race.catch_up import CatchUp
from games.stories.race.easier_training import EasierTraining
from games.stories.race.gap_wins import GapWins
from games.stories.race.hazard_race import HazardRace
from games.stories.race.overconfident_founders import OverconfidentFounders
from games.stories.race.race_or_progress import RaceOrProgress
from games.stories.race.slow_news import SlowNews
from games.stories.race.states_and_firms import StatesAndFirms
from games.stories.rivalry.competition import Competition
from games.stories.rivalry.oligopoly_hurries import OligopolyHurries
from games.stories.scale.additive import Additive
from games.stories.scale.marginal import Marginal
from games.stories.scale.metcalfe import Metcalfe
from games.stories.scale.releasers import Releasers
from games.stories.scale.scaling import OneInTenThousand, ReversedSign, Scaling
from games.stories.scale.selection import Selection
from games.stories.scale.small_risk import SmallRisk
from games.stories.scale.urn import Urn
from games.stories.spread.announced_date import AnnouncedDate
from games.stories.spread.complements import Complements
from games.stories.spread.entry import Entry
from games.stories.spread.nothing_left import NothingLeft
from games.stories.spread.regulation import Regulation
from games.stories.spread.shared_insights import SharedInsights
from games.stories.spread.talent import Experience, Talent
from games.stories.telling.base import Story
from games.stories.telling.game_story import GameStory
from solver.common.errors import OpenraceError

STORIES: tuple[type[Story], ...] = (
    MonopolyRevenue,
    Upgrade,
    AnnouncedUpgrade,
    TrainingCost,
    PriceWar,
    TravelersDilemmaStory,
    SecondBest,
    Competition,
    Niches,
    Spillover,
    Substitution,
    UncertainRelease,
    SpreadOfDates,
    PriceDiscrimination,
    TellingApart,
    Hiring,
    HazardRace,
    OligopolyHurries,
    AdoptionPrecommit,
    AdoptionPreempt,
    Discounting,
    Bass,
    GrowingDemand,
    ReluctantLab,
    JustBetter,
    LinearPenalty,
    ConvexPenalty,
    ConcavePenalty,
    Quantal,
    PresentBias,
    CatchUp,
    EasierTraining,
    StatesAndFirms,
    GapWins,
    RaceOrProgress,
    AliceAnswers,
    AliceMarketShare,
    AliceAndBob,
    OverconfidentFounders,
    SlowNews,
    UpThenDown,
    SelectedBelievers,
    NothingLeft,
    Entry,
    Talent,
    SharedInsights,
    AnnouncedDate,
    SurpriseRelease,
    Experience,
    Complements,
    Regulation,
    Scaling,
    MoreDakka,
    SmallRisk,
    Urn,
    Additive,
    ReversedSign,
    Metcalfe,
    OneInTenThousand,
    Marginal,
    MakingOrReleasing,
    CatOutOfTheBag,
    Selection,
    FewOrMany,
    MuchToLose,
    Watched,
    ClosedDoor,
    Releasers,
)
"""Every story, in the order of the rows they stand for."""


def story_named(name: str) -> type[Story]:
    """The story of that name.

    Raises:
        OpenraceError: there is none; the nearest name is given.
    """
    known = {story.name: story for story in STORIES}
    if name not in known:
        close = get_close_matches(name, known, 1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}" if close else "openrace stories lists them"
        raise OpenraceError(f"no story is named {name!r}", "the name of a story", hint)
    return known[name]


__all__ = ["STORIES", "GameStory", "Story", "story_named"]
