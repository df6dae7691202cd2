"""Stories: claims by subject. The explicit list, and a story by its name."""

from __future__ import annotations

from difflib import get_close_matches

from games.stories.racing.adoption import AdoptionPrecommit, AdoptionPreempt
from games.stories.racing.alice import AliceAnswers, AliceMarketShare
from games.stories.racing.alice_and_bob import AliceAndBob
from games.stories.racing.catching_up import CatchUp, EasierTraining, StatesAndFirms
from games.stories.racing.founders import OverconfidentFounders, SelectedBelievers, SlowNews, UpThenDown
from games.stories.racing.gap_wins import GapWins
from games.stories.scale.access import ClosedDoor, FewOrMany, MuchToLose, Selection, Watched
from games.stories.scale.draws import Additive, SmallRisk, Urn
from games.stories.scale.metcalfe import Metcalfe
from games.stories.scale.out_already import CatOutOfTheBag, Marginal
from games.stories.scale.releasers import Releasers
from games.stories.scale.scaling import MakingOrReleasing, MoreDakka, OneInTenThousand, ReversedSign, Scaling
from games.stories.selling.announced import AnnouncedDate, SurpriseRelease
from games.stories.selling.customers import Niches, PriceDiscrimination, Substitution, TellingApart
from games.stories.selling.dates import Bass, Discounting, GrowingDemand, Regulation
from games.stories.selling.room import Complements, Entry
from games.stories.selling.uncertainty import SpreadOfDates, UncertainRelease
from games.stories.selling.undercutting import PriceWar, SecondBest, TravelersDilemmaStory
from games.stories.selling.upgrades import AnnouncedUpgrade, MonopolyRevenue, Upgrade
from games.stories.telling.against import GameStory
from games.stories.telling.base import Story
from games.stories.training.knowledge import SharedInsights, Spillover
from games.stories.training.leads import ConcavePenalty, ConvexPenalty, JustBetter, LinearPenalty
from games.stories.training.preferences import PresentBias, Quantal, ReluctantLab
from games.stories.training.rivals import Competition, HazardRace, OligopolyHurries
from games.stories.training.talent import Experience, Hiring, Talent
from games.stories.training.whether import NothingLeft, RaceOrProgress, TrainingCost
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
