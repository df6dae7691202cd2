"""Answers as a page shows them: what ``--json`` has, and the words and rows of the shell's cards."""

from __future__ import annotations

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
from openrace.show.cards.changes import beside_alone, change_text, sides
from openrace.show.cards.story import HOLDS, shown
from openrace.show.cards.verdict import book_parts
from openrace.show.cards.words import both
from openrace.show.timeline import panels_of, release_chances
from solver.common.words import capital, sentence

BOOKS = ("response.", "progress.", "contribution.")
"""How names of metrics begin whose book is said beside them."""

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
    return [_row(m, alone) for m, alone in beside_alone(found)]


def _row(m: MetricShift, alone: str | None) -> Shown:
    before, after = sides(m)
    return {
        "metric": m.metric,
        "words": metric_words(m.metric.partition(".")[2] if m.metric.startswith(BOOKS) else m.metric),
        "unit": m.unit,
        "before": before,
        "after": after,
        "change": change_text(m),
        "direction": str(m.direction),
        "without": alone,
    }


def _why(lines: Sequence[TermShift]) -> list[Shown]:
    return [{"lab": lab, "lines": [_line(w) for w in own]} for lab, own in groupby(lines, key=lambda w: w.lab)]


def _line(why: TermShift) -> Shown:
    before, after = both(why.before, why.after)
    return {"term": why.term.replace("_", " "), "before": before, "after": after}


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


def _panels(answer: Answered) -> list[list[list[tuple[float, float]]]]:
    """Per kind of equilibrium and lab: dates, infinite for never, with their chances."""
    return [
        [list(zip(dates.tolist(), chance.tolist(), strict=True)) for dates, chance in release_chances(answer, k)]
        for k in panels_of(answer)
    ]
