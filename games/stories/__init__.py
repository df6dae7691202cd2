"""Stories: one claim per file. The explicit list, and a story by its name."""

from __future__ import annotations

from difflib import get_close_matches

from games.stories.alice_answers import AliceAnswers
from games.stories.announced_date import AnnouncedDate
from games.stories.announced_upgrade import AnnouncedUpgrade
from games.stories.base import Story
from games.stories.convex_penalty import ConvexPenalty
from games.stories.game_story import GameStory
from games.stories.just_better import JustBetter
from games.stories.linear_penalty import LinearPenalty
from games.stories.monopoly_revenue import MonopolyRevenue
from games.stories.reluctant_lab import ReluctantLab
from games.stories.training_cost import TrainingCost
from games.stories.upgrade import Upgrade
from solver.errors import OpenraceError

STORIES: tuple[type[Story], ...] = (
    MonopolyRevenue,
    Upgrade,
    AnnouncedUpgrade,
    TrainingCost,
    ReluctantLab,
    JustBetter,
    LinearPenalty,
    ConvexPenalty,
    AliceAnswers,
    AnnouncedDate,
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
