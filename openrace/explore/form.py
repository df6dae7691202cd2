"""The assumptions of a game or a story as a form: sentences with numbers, each with the range of its slider."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from games.parts.docs import doc_of
from games.parts.game import Game
from games.parts.part import Part, least_of, range_of, unit_of
from games.parts.paths import follow, leaves
from games.release.describe import assumptions
from games.stories.telling.base import Story
from openrace.concepts.plain import Plain
from openrace.explore.state import value_text

FACTOR = 2.5
"""Multiple of its value up to which a number without a range is looked at."""
LEAST_SPACES = 2
"""Between the words of a label; what is before a colon may also be a symbol alone."""
_BEYOND = re.compile(r"[:;] ")
STEPS = 100
"""Steps of a slider, or a few more."""


@dataclass(frozen=True)
class Item(Plain):
    """One assumption.

    Attributes:
        path: what a link and ``--set`` call it.
        group: the lab or the part of the world it belongs to.
        sentence: what is assumed.
        kind: ``number``, ``switch`` or ``choice``.
        value: what is assumed now, as a link has it.
        preset: what the game assumes before anything is changed.
        unit: of a number.
        low: where the slider begins.
        high: where it ends.
        step: of the slider.
        whole: whether only whole numbers are allowed.
        options: of a choice.
        formula: how it enters payoffs.
        source: where the preset comes from.
    """

    path: str
    group: str
    sentence: str
    kind: str
    value: str
    preset: str
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    whole: bool = False
    options: tuple[str, ...] = ()
    formula: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """What is assumed, as short as a label: without formulas and exceptions, which the whole sentence has.

        Example:
            >>> Item("lab.growth", "lab", "Growth of what it can release: y = growth * t.", "number", "1", "1").words
            'Growth of what it can release'
        """
        parts = _BEYOND.split(self.sentence)
        return next((part for part in parts if part.count(" ") >= LEAST_SPACES), self.sentence).rstrip(".")

    def entries(self) -> dict[str, object]:
        """As the page reads it."""
        return {**super().entries(), "words": self.words}


def game_form(game: Game, preset: Game) -> tuple[Item, ...]:
    """Every assumption of a game that a link can change.

    Args:
        game: as it is now.
        preset: as it was before anything was changed.
    """
    own, known, before = leaves(game), {a.path: a for a in assumptions(game) if a.path}, leaves(preset)
    items = []
    for path, said in known.items():
        keys = own[path]
        field = str(keys[-1])
        owner = follow(game, keys[:-1])
        was = follow(preset, before[path]) if path in before else None
        if isinstance(owner, Part) and field in type(owner).model_fields:
            item = _item(owner, field, path, said.value, said.value if was is None else was)
            if item is not None:
                unit, words = said.unit or item.unit, said.sentence.replace("`", "")
                item = replace(item, group=said.group, sentence=words, unit=unit)
                items.append(replace(item, formula=said.formula, source=said.source))
    return tuple(items)


def story_form(story: Story) -> tuple[Item, ...]:
    """Every parameter of a story that a link can change, at its value in ``story``."""
    preset = type(story)()
    items = []
    for field, info in type(story).model_fields.items():
        item = _item(story, field, info.alias or field, getattr(story, field), getattr(preset, field))
        if item is not None:
            sentence = " ".join(doc_of(type(story), field).replace("`", "").split())
            items.append(replace(item, sentence=sentence or item.path))
    return tuple(items)


def numbers(items: Sequence[Item]) -> tuple[Item, ...]:
    """Those with a slider that does something."""
    return tuple(item for item in items if item.kind == "number" and item.low < item.high)


def _item(owner: Part, field: str, path: str, value: Any, preset: Any) -> Item | None:
    """Value and range; ``None`` for lists, texts and what is left out, which a link cannot change."""
    options = _options(type(owner).model_fields[field].annotation)
    if isinstance(value, bool):
        return Item(path, "", "", "switch", value_text(value), value_text(bool(preset)))
    if isinstance(value, str):
        text, was = (v.value if isinstance(v, Enum) else v for v in (value, preset))
        return Item(path, "", "", "choice", str(text), str(was), options=options) if len(options) > 1 else None
    if not isinstance(value, int | float):
        return None
    low, high, step = _slider(owner, field, value, preset)
    number = Item(path, "", "", "number", value_text(value), value_text(preset), unit_of(owner, field), low, high, step)
    return replace(number, whole=isinstance(value, int))


def _slider(owner: Part, field: str, value: float, preset: float) -> tuple[float, float, float]:
    """Ends and step of a slider that holds the value and the preset."""
    stated = range_of(owner, field)
    # The preset alone says how large numbers are here: a slider keeps its ends while it is moved.
    usual = float(preset) if isinstance(preset, int | float) and math.isfinite(preset) else 0.0
    high = round_up(FACTOR * abs(usual)) or 1.0
    low, high = (
        (0.0, high) if stated is None else (stated.low, max(stated.high, high) if usual > stated.high else stated.high)
    )
    finite = [v for v in (usual, float(value)) if math.isfinite(v)]
    low, high = min(low, *finite), max(high, *finite)
    step = round_up((high - low) / STEPS)
    step = max(1.0, math.floor(step)) if isinstance(value, int) else step
    least = least_of(owner, field)
    if least is not None and low <= least[0]:
        # The bound itself, or the first value beyond it.
        low = min(least[0] if least[1] else least[0] + step, *finite)
    return low, high, step


def round_up(value: float) -> float:
    """The next number of the form 1, 2 or 5 times a power of ten.

    >>> round_up(0.3), round_up(12.5)
    (0.5, 20.0)
    """
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(float(f"{m * power:.12g}") for m in (1, 2, 5, 10) if m * power >= value * (1 - 1e-12))


def _options(annotation: Any) -> tuple[str, ...]:
    """Words that a field may hold, where they are a closed list."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(member.value) for member in annotation)
    if get_origin(annotation) is Literal:
        return tuple(a for a in get_args(annotation) if isinstance(a, str))
    return ()
