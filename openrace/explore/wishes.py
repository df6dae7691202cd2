"""What somebody opens on wish: the effect of each factor, rules in words, and the answer as a card to quote.

They are the shell's own: ``openrace effects``, ``openrace rules`` and ``openrace card``. They take longer than an
answer, so the page asks for them where a part of it is open.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from games.parts.change_words import metric_words
from games.parts.metric import Sense
from games.release.release_game import ReleaseGame
from openrace.explore.space import number_of
from openrace.explore.subject import GameSubject, Subject
from openrace.isolate.effects import DRAWS, Effect, effects
from openrace.isolate.quote import quote
from openrace.isolate.rules import rules
from openrace.show.cards.isolate.effects import LEGEND, matters, more_lines, signed, total_words
from openrace.show.cards.isolate.multiverse import shares_words
from openrace.show.cards.isolate.rules import EXPLAINED, checked
from openrace.show.cards.words import number
from openrace.show.quote_plot import write_quote
from openrace.show.waterfall_plot import sign_of
from openrace.sweeps.design import Sample
from openrace.sweeps.effort import announce
from openrace.sweeps.prior import Belief, Uniform, evidence
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.common.extras import MissingExtraError
from solver.common.words import capital, count, sentence

SECONDS = 60.0
"""That each search behind a wish may take, by its own estimate."""
CELLS = 4096
"""Points in which rules are looked for."""
MOST_VARIED = 6
"""Assumptions that vary in them."""
MOST_LABS = 2
"""Labs of a game for which there are rules."""

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
            "lines": more_lines(found, rows, most=None),
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


def rules_of(subject: Subject, question: Mapping[str, Any]) -> Answer:
    """Which assumptions make the sign, in sentences: those of ``paths`` are anywhere on their sliders.

    Raises:
        OpenraceError: more than two labs have a choice or the game is a race, whose samples take minutes; or what is
            named is no number.
    """
    asked = _game_of(subject)
    game, event = asked.asked()
    if not isinstance(game, ReleaseGame) or len(game.labs) > MOST_LABS:
        raise OpenraceError(
            f"{CELLS:,} games of {game.name} take minutes",
            "a game in which two labs release",
            "run openrace sweep with --prior, and openrace rules on its store",
        )
    named = question.get("paths")
    items = [number_of(subject, path) for path in named] if isinstance(named, list) else []
    varied = [item for item in items if not item.whole][:MOST_VARIED]
    if not varied:
        raise OpenraceError("no assumption may vary", "paths of numbers with sliders", "reload the page")
    metric = asked.state.metric or asked.question.metric
    sample = Sample(tuple(Belief(item.path, Uniform(item.low, item.high)) for item in varied), CELLS)
    done = sweep(game, sample, event, metrics=(metric,), concept=(asked.choice,), budget=SECONDS)
    found = rules(done.dataset())
    priors = [word for belief in sample.beliefs for word in ("--prior", f"{belief.path}={belief.prior.text}")]
    return {
        "rules": [
            {"sentence": f"{rule.sentence}.", "sign": int(rule.box.sign), "checked": capital(sentence(checked(rule)))}
            for rule in found.rules
        ],
        "over": capital(f"{count(CELLS, 'point')}: {shares_words(found.shares)}."),
        "explained": EXPLAINED,
        "command": f"{asked.command_of('sweep', *priors, '--n', str(CELLS), '--out', 'store')} && openrace rules store",
        "json": found.to_dict(),
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "card.svg"
        try:
            write_quote(found, path)
        except MissingExtraError as error:
            return {"card": found.to_dict(), "svg": None, "why": f"There is no picture: {error.what}."}
        return {"card": found.to_dict(), "svg": path.read_text(encoding="utf-8"), "why": ""}
