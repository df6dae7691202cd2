"""Words for what labs do in response to an event, as sentences need them: ``releases earlier``, ``may work harder``.

A kind of game of labs gives them beside its metrics (``games.parts.lab_game``). A metric without words of its own is
named: ``moves its output higher``.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction
from games.parts.metric import Sense


@dataclass(frozen=True)
class Doing:
    """What moves, in words.

    Attributes:
        verb: of what it does.
        may: the verb where it is only possible.
        up: the word for more racing.
        down: the word for less.
    """

    verb: str
    may: str
    up: str
    down: str


@dataclass(frozen=True)
class Response:
    """One thing that labs do in response, in words.

    Attributes:
        lab: what one lab does.
        everybody: who all labs together are: ``the first lab``, ``all labs together``.
        together: what they do.
        stays: what no lab changes where it does not move, after ``changes``.
    """

    lab: Doing
    everybody: str
    together: Doing
    stays: str = ""


def usual_words(name: str, sense: Sense, unit: str) -> Response:
    """Words for a metric that has none of its own.

    Args:
        name: of the metric, without its book.
        sense: how a change is read.
        unit: of the number.
    """
    what = metric_words(name)
    up, down = (change_word(way, sense, unit) for way in (Direction.UP, Direction.DOWN))
    return Response(
        Doing(f"moves its {what}", f"may move its {what}", up, down),
        "all labs together",
        Doing(f"move their {what}", f"may move their {what}", up, down),
        f"its {what}",
    )
