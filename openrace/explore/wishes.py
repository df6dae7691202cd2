"""What somebody opens on wish: the effect of each factor, and the answer as a card to quote.

Both are the shell's own: ``openrace effects`` and ``openrace card``. They take longer than an answer, so the page asks
for them where a part of it is open.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from games.parts.change_words import metric_words
from games.parts.metric import Sense
from openrace.explore.subject import GameSubject, Subject
from openrace.isolate.effects import DRAWS, Effect, effects
from openrace.isolate.quote import Quote, quote
from openrace.show import style
from openrace.show.cards.isolate.effects import LEGEND, matters, more_lines, signed, total_words
from openrace.show.cards.words import number
from openrace.show.quote_plot import DPI, SIZE, draw_quote
from openrace.show.waterfall_plot import sign_of
from openrace.sweeps.effort import announce
from openrace.sweeps.prior import evidence
from solver.common.errors import OpenraceError
from solver.common.extras import MissingExtraError, extra
from solver.common.words import capital

SECONDS = 60.0
"""That each search behind a wish may take, by its own estimate."""

Answer = dict[str, Any]


def effects_of(subject: Subject, question: Mapping[str, Any]) -> Answer:
    """What each factor does, with the bars of the shell's picture and the rows of its card.

    Without ``quick`` in the question, with intervals over the evidence of a calibrated game, which take longer.
    """
    asked = _game_of(subject)
    game, event = asked.asked()
    quick = question.get("quick") is True
    found = effects(
        game,
        event,
        metric=asked.state.metric or None,
        choice=asked.choice,
        draws=0 if quick else DRAWS,
        budget=SECONDS,
    )
    of = found.main
    rows = [effect for effect in of.effects if matters(effect)]
    words = metric_words(of.metric)
    return {
        "effects": {
            "title": f"What each factor does to {words}",
            "axis": f"change of {words} ({of.unit}), after less before",
            "total": capital(f"{words}: {total_words(of)}."),
            "ends": [[of.base, signed(of.base)], [of.base + of.total, signed(of.base + of.total)]],
            "bars": [_bar(effect, of.sense) for effect in rows],
            "lines": more_lines(found, of, rows),
            "legend": LEGEND,
        },
        "open": quick and evidence(game) is not None,
        "command": asked.command_of("effects"),
        "json": found.to_dict(),
    }


def _game_of(subject: Subject) -> GameSubject:
    if not isinstance(subject, GameSubject):
        raise OpenraceError(f"{subject.name} is a story", "a game with an event", "choose a game")
    return subject


def _bar(effect: Effect, sense: Sense) -> Answer:
    low, high = effect.interval
    return {
        "name": effect.factor.name,
        "words": effect.factor.words,
        "who": effect.factor.who,
        "sign": int(sign_of(effect.value, sense)),
        "value": effect.value,
        "low": low,
        "high": high,
        "text": signed(effect.value),
        "span": f"{number(low, 3)} to {number(high, 3)}" if low < high else "",
        "alone": signed(effect.alone),
        "last": signed(effect.last),
    }


def card_of(subject: Subject, _: Mapping[str, Any]) -> Answer:
    """The answer as a card to quote: what it says, its paragraph, and its picture where pictures can be drawn."""
    asked = _game_of(subject)
    game, event = asked.asked()
    announce(game, 40, "games", SECONDS)
    found = quote(
        game,
        event,
        metric=asked.state.metric or None,
        choice=asked.choice,
        command=asked.command_of("card"),
        budget=SECONDS,
    )
    try:
        svg, why = card_svg(found), ""
    except MissingExtraError as error:
        svg, why = None, f"There is no picture: {error.what}."
    return {"card": found.to_dict(), "svg": svg, "why": why}


def card_svg(found: Quote) -> str:
    """The picture of a card, as text.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    with extra("plot"):
        # A figure of its own: in a notebook, the figures of pyplot are the user's.
        from matplotlib.figure import Figure
    with style.plain_text(), tempfile.TemporaryDirectory() as folder:
        axes = draw_quote(found, Figure(figsize=SIZE, dpi=DPI).add_axes((0.0, 0.0, 1.0, 1.0)))
        path = Path(folder) / "card.svg"
        style.write(axes, path, style.Note(found.question, found.hash, found.command), DPI)
        return path.read_text(encoding="utf-8")
