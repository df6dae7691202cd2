"""Answers as a page shows them: what ``--json`` has, and the words and rows of the shell's cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from games.parts.change_words import metric_words
from games.parts.identity import game_hash
from games.release.release_game import ReleaseGame
from openrace.claims.story import StoryResult
from openrace.concepts.concept import IN_WORDS, Answered
from openrace.questions.reasons import TermShift
from openrace.questions.shift import Shift
from openrace.questions.verdict import MetricShift
from openrace.show.cards.alike import kinds
from openrace.show.cards.answer import answer_share
from openrace.show.cards.changes import change_text, sides, with_never
from openrace.show.cards.story import HOLDS, shown
from openrace.show.cards.verdict import book_parts
from openrace.show.cards.words import both
from openrace.show.timeline import release_chances
from solver.common.words import capital, sentence

MOST_SHOWN = 3
"""Kinds of equilibria drawn on each side."""
SMALLEST = 1e-6
"""Chances below this are not drawn."""

Shown = dict[str, Any]


def shown_shift(found: Shift, metric: str = "") -> Shown:
    """What an event does.

    Args:
        found: the answer.
        metric: whose direction is the answer's; left out, the question's own.
    """
    named = found.metric(metric or found.default)
    head, _, details = found.answer.partition(": ")
    # How fragile an answer is takes longer than the answer, and is computed when it is asked for.
    data = replace(found, asked=None).to_dict()
    for side in ("before", "after"):
        data[side] = {key: data[side][key] for key in ("hash", "players", "complete", "status")}
    return {
        "kind": "shift",
        "headline": capital(sentence(head)),
        "details": capital(sentence(details)) if details else "",
        "sentence": capital(sentence(found.answer)),
        "direction": str(named.direction),
        "metric": {"name": named.metric, "words": metric_words(named.metric)},
        "question": capital(sentence(found.sentence)),
        "sure": _sure(proven=found.proven),
        "proven": found.proven,
        "concept": f"{capital(found.concept.word)}: {IN_WORDS[found.concept]}.",
        "books": [{"title": t, "rows": _rows(own)} for t, own in book_parts(found.books, everything=False)],
        "all": [{"title": "every metric of the game as a whole", "rows": _rows(found.verdict)}],
        "moves": _moves(found.before, found.after),
        "why": _why(found.why),
        "json": data,
    }


def shown_alone(answer: Answered) -> Shown:
    """A game that nothing is done to."""
    share = answer_share(answer)
    return {
        "kind": "solve",
        "headline": capital(sentence(share.verdict)),
        "details": "",
        "sentence": capital(sentence(share.paragraph)),
        "direction": "neutral",
        "question": "Nothing is done to the game: these are its equilibria.",
        "sure": _sure(proven=answer.complete),
        "proven": answer.complete,
        "concept": f"{capital(answer.concept.word)}: {IN_WORDS[answer.concept]}.",
        "books": [],
        "all": [],
        "moves": _moves(answer),
        "why": [],
        "card": str(answer),
        "json": {"game": answer.game.name, "hash": game_hash(answer.game), "complete": answer.complete},
    }


def shown_story(found: StoryResult) -> Shown:
    """One claim."""
    finding = f"the claim {HOLDS[found.claim_holds]}"
    data = found.to_dict()
    first = data["verdict"][found.metric]["direction"] if found.metric in data["verdict"] else "neutral"
    return {
        "kind": "story",
        "headline": capital(sentence(finding)),
        "details": capital(sentence(found.finding.because)),
        "sentence": f"{sentence(f'{found.who}: {found.claim}')} {capital(finding)}: {sentence(found.finding.because)}",
        "direction": str(first),
        "metric": {"name": found.metric, "words": metric_words(found.metric)},
        "question": f"{found.who}: {sentence(found.claim)}",
        "sure": "what was expected was observed" if found.holds else "what was expected was not observed",
        "proven": found.holds,
        "concept": "",
        "books": [{"title": "without and with what the claim is about", "rows": _rows(found.verdict)}],
        "all": [],
        "moves": None,
        "why": [],
        "values": [{"name": name, "text": shown(value)} for name, value in data["values"].items()],
        "json": data,
    }


def _sure(*, proven: bool) -> str:
    return "proven: all equilibria are listed" if proven else "not proven complete"


def _rows(found: Sequence[MetricShift]) -> list[Shown]:
    """One row per metric; of progress also what after would be without the event's own models."""
    without = {m.metric.replace("progress.without.", "progress."): m for m in found if ".without." in m.metric}
    rows = []
    for m in found:
        if ".without." in m.metric:
            continue
        alone = without.get(m.metric)
        before, after = sides(m)
        book, _, name = m.metric.partition(".")
        rows.append(
            {
                "metric": m.metric,
                "words": metric_words(name if book in ("response", "progress", "contribution") else m.metric),
                "unit": m.unit,
                "before": before,
                "after": after,
                "change": change_text(m),
                "direction": str(m.direction),
                "without": None if alone is None else with_never(alone.after, alone.p_never_after),
            }
        )
    return rows


def _why(lines: Sequence[TermShift]) -> list[Shown]:
    return [
        {
            "lab": lab,
            "lines": [
                dict(
                    zip(
                        ("term", "before", "after"),
                        (line.term.replace("_", " "), *both(line.before, line.after)),
                        strict=True,
                    )
                )
                for line in own
            ],
        }
        for lab, own in groupby(lines, key=lambda line: line.lab)
    ]


def _moves(*sides: Answered) -> Shown | None:
    """Who releases when: for each side one panel per kind of equilibrium; ``None`` where nothing is released."""
    last = sides[-1].game
    if not isinstance(last, ReleaseGame):
        return None
    return {
        "labs": [lab.name for lab in last.labs],
        "dates": [float(date) for date in last.calendar.dates()],
        "step": last.calendar.step,
        "sides": [
            {"word": word, "panels": _panels(side), "kinds": len(kinds(side.plays)), "n": len(side.plays)}
            for word, side in zip(("before", "after")[-len(sides) :] if len(sides) > 1 else ("",), sides, strict=True)
        ],
    }


def _panels(answer: Answered) -> list[list[list[tuple[float | None, float]]]]:
    """Per kind of equilibrium and lab: dates, ``None`` for never, with their chances."""
    panels = []
    for kind in kinds(answer.plays)[:MOST_SHOWN]:
        own = release_chances(answer, kind.shown)
        panels.append(
            [
                [
                    (float(t) if math.isfinite(t) else None, float(p))
                    for t, p in zip(dates, chance, strict=True)
                    if p > SMALLEST
                ]
                for dates, chance in own
            ]
        )
    return panels
