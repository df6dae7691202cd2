"""Stories: one claim per file. The explicit list, and a story by its name."""

from __future__ import annotations

from difflib import get_close_matches

from games.stories.additive import Additive
from games.stories.adoption import AdoptionPrecommit, AdoptionPreempt
from games.stories.alice_and_bob import AliceAndBob
from games.stories.alice_answers import AliceAnswers
from games.stories.alice_market_share import AliceMarketShare
from games.stories.announced_date import AnnouncedDate
from games.stories.announced_upgrade import AnnouncedUpgrade
from games.stories.base import Story
from games.stories.bass import Bass
from games.stories.catch_up import CatchUp
from games.stories.complements import Complements
from games.stories.convex_penalty import ConvexPenalty
from games.stories.discounting import Discounting
from games.stories.easier_training import EasierTraining
from games.stories.entry import Entry
from games.stories.game_story import GameStory
from games.stories.gap_wins import GapWins
from games.stories.growing_demand import GrowingDemand
from games.stories.hazard_race import HazardRace
from games.stories.hiring import Hiring
from games.stories.just_better import JustBetter
from games.stories.linear_penalty import LinearPenalty
from games.stories.marginal import Marginal
from games.stories.metcalfe import Metcalfe
from games.stories.monopoly_revenue import MonopolyRevenue
from games.stories.niches import Niches
from games.stories.nothing_left import NothingLeft
from games.stories.overconfident_founders import OverconfidentFounders
from games.stories.present_bias import PresentBias
from games.stories.price_discrimination import PriceDiscrimination
from games.stories.price_war import PriceWar
from games.stories.quantal import Quantal
from games.stories.race_or_progress import RaceOrProgress
from games.stories.regulation import Regulation
from games.stories.releasers import Releasers
from games.stories.reluctant_lab import ReluctantLab
from games.stories.scaling import OneInTenThousand, ReversedSign, Scaling
from games.stories.second_best import SecondBest
from games.stories.selection import Selection
from games.stories.shared_insights import SharedInsights
from games.stories.slow_news import SlowNews
from games.stories.small_risk import SmallRisk
from games.stories.spillover import Spillover
from games.stories.states_and_firms import StatesAndFirms
from games.stories.substitution import Substitution
from games.stories.talent import Experience, Talent
from games.stories.training_cost import TrainingCost
from games.stories.travelers_dilemma import TravelersDilemmaStory
from games.stories.uncertain_release import UncertainRelease
from games.stories.upgrade import Upgrade
from games.stories.urn import Urn
from solver.errors import OpenraceError

STORIES: tuple[type[Story], ...] = (
    MonopolyRevenue,
    Upgrade,
    AnnouncedUpgrade,
    TrainingCost,
    PriceWar,
    TravelersDilemmaStory,
    SecondBest,
    Niches,
    Spillover,
    Substitution,
    UncertainRelease,
    PriceDiscrimination,
    Hiring,
    HazardRace,
    AdoptionPrecommit,
    AdoptionPreempt,
    Discounting,
    Bass,
    GrowingDemand,
    ReluctantLab,
    JustBetter,
    LinearPenalty,
    ConvexPenalty,
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
    NothingLeft,
    Entry,
    Talent,
    SharedInsights,
    AnnouncedDate,
    Experience,
    Complements,
    Regulation,
    Scaling,
    SmallRisk,
    Urn,
    Additive,
    ReversedSign,
    Metcalfe,
    OneInTenThousand,
    Marginal,
    Selection,
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
