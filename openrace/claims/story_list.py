"""What there is to run: the stories with their parameters."""

from __future__ import annotations

from dataclasses import dataclass

from games.parts.docs import doc_of
from games.stories import STORIES
from games.stories.telling.base import Story
from games.stories.telling.claim import Kind
from games.stories.telling.number import Value


@dataclass(frozen=True)
class Parameter:
    """A parameter of a story, with its value and what it means."""

    symbol: str
    value: Value
    meaning: str


@dataclass(frozen=True)
class StoryLine:
    """What ``openrace stories`` and the page of stories say about a story before it is run."""

    story: str
    rows: tuple[str, ...]
    who: str
    claim: str
    kind: Kind
    parameters: tuple[Parameter, ...]
    ingredients: tuple[str, ...]


def story_names() -> tuple[str, ...]:
    """Names of all stories, in the order of the rows they stand for."""
    return tuple(story.name for story in STORIES)


def list_stories() -> tuple[StoryLine, ...]:
    """All stories with their parameters at their defaults and the assumptions that ``--without`` can take away."""
    lines = []
    for kind_of_story in STORIES:
        story = kind_of_story()
        terms = tuple(i.term for i in story.ingredients)
        lines.append(StoryLine(story.name, story.rows, story.who, story.claim, story.kind, parameters_of(story), terms))
    return tuple(lines)


def parameters_of(story: Story) -> tuple[Parameter, ...]:
    """Parameters of a story, by their symbols."""
    fields = type(story).model_fields
    return tuple(Parameter(symbol_of(type(story), f), getattr(story, f), doc_of(type(story), f)) for f in fields)


def symbol_of(kind_of_story: type[Story], field: str) -> str:
    """The symbol by which a field is set."""
    return kind_of_story.model_fields[field].alias or field
