"""The core of the explorer: from a question to what is shown, as plain data.

``call`` is a pure function. It knows no page and no network; every host hands it what came from a page and hands back
what it returns. A question is ``{"want": ..., "state": ...}``, with the text of a state (:mod:`.state`); what may be
wanted is in :data:`WANTS`. A mistake is an answer, too: ``{"error": {"what", "expected", "hint"}}``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

from games.catalog.names import CATALOG
from games.parts.change_words import metric_words
from games.parts.direction import Code
from openrace.claims.story_list import list_stories
from openrace.concepts.concept import IN_WORDS, MAIN_NAMES, concept_named
from openrace.concepts.plain import plain
from openrace.explore.presets import concepts_for, events, first_event
from openrace.explore.ranking import rank_of
from openrace.explore.space import diff_of, firm_of, flips_of, map_of
from openrace.explore.state import State, read_state, write_state
from openrace.explore.subject import Games, GameSubject, Subject, subject_of
from openrace.explore.wishes import card_of, effects_of, rules_of
from openrace.show import style
from openrace.version import version
from solver.common.errors import OpenraceError, SolverError

SCHEMA = 1
"""Version of what is returned; it changes when a field changes its meaning."""
LONGEST = 16_384
"""Bytes of a question that hosts read."""

Answer = dict[str, Any]


def call(question: Mapping[str, Any], own: Games | None = None) -> Answer:
    """What is shown for a question.

    Args:
        question: ``want``, ``state``, and what belongs to the want.
        own: games of whoever started the explorer, by name.

    Example:
        >>> found = call({"want": "answer", "state": "v=1&game=alice-bob&do=open:9@4"})
        >>> found["shown"]["headline"], found["command"]
        ('It slows the race down.', 'openrace shift alice-bob --do open:9@4')
    """
    try:
        with warnings.catch_warnings():
            # A number that overflows makes every comparison after it worthless.
            warnings.filterwarnings("error", "(overflow|invalid value) encountered", RuntimeWarning)
            return {"schema": SCHEMA, **_answered(question, own or {})}
    except OpenraceError as error:
        return mistake(error.what, error.expected, error.hint)
    except (SolverError, MemoryError) as error:
        return mistake(str(error) or "not enough memory", "an answer", "choose fewer slots, or other numbers")
    except ModuleNotFoundError as error:
        # In a browser there is no scipy, and some questions need it.
        return mistake(
            f"this answer needs the package {(error.name or '').partition('.')[0]}, which is not here",
            "a question about two labs",
            "ask it with openrace explore on a computer",
        )
    except RuntimeWarning as error:
        return mistake(
            f"a number grew beyond what can be counted with ({error})", "numbers whose products stay finite", "go back"
        )


def mistake(what: str, expected: str, hint: str) -> Answer:
    """A mistake as an answer."""
    return {"schema": SCHEMA, "error": {"what": what, "expected": expected, "hint": hint}}


def _answered(question: Mapping[str, Any], own: Games) -> Answer:
    want, text = question.get("want"), question.get("state", "")
    if want == "catalog":
        return dict(plain(catalog(own)))
    if not isinstance(want, str) or want not in WANTS or not isinstance(text, str):
        raise OpenraceError(
            f"the question wants {str(want)[:40]!r}", f"one of catalog, {', '.join(WANTS)}, and a state", "reload"
        )
    state = read_state(text)
    found = WANTS[want](subject_of(state, own), question)
    return dict(plain({"state": write_state(state), **found}))


def catalog(own: Games) -> Answer:
    """Every game and story, every concept, and the colours of pictures."""
    stories = [
        {"name": s.story, "claim": s.claim, "who": s.who, "state": write_state(State(story=s.story))}
        for s in list_stories()
    ]
    names = {**{name: entry.build() for name, entry in CATALOG.items()}, **own}
    return {
        "version": version(),
        "games": [
            {
                "name": name,
                "summary": game.summary,
                "own": name in own,
                "state": write_state(State(game=name, event=first_event(game))),
            }
            for name, game in names.items()
        ],
        "stories": stories,
        "concepts": [{"name": name, "words": IN_WORDS[concept_named(name)]} for name in MAIN_NAMES],
        "signs": [
            {"code": int(c), "word": c.word, "words": style.SIGN_WORDS[c], "colour": style.SIGNS[c]} for c in Code
        ],
        "before": style.BEFORE,
        "after": style.AFTER,
    }


def _form(subject: Subject, _: Mapping[str, Any]) -> Answer:
    form: Answer = {
        "name": subject.name,
        "items": [item.to_dict() for item in subject.items],
        "events": {},
        "event": "",
        "summary": "",
        "players": [],
        "kind": "story",
    }
    if isinstance(subject, GameSubject):
        form |= {
            "kind": "game",
            "summary": subject.game.summary,
            "events": events(subject.game),
            "event": "" if subject.event is None else subject.event.text,
            "players": list(subject.game.roster()[0]),
            "concepts": concepts_for(subject.game),
        }
    return form


def _answer(subject: Subject, _: Mapping[str, Any]) -> Answer:
    shown = subject.answer()
    metrics = []
    if isinstance(subject, GameSubject) and subject.event is not None:
        metrics = [{"name": name, "words": metric_words(name)} for name in _metrics(shown)]
    return {"shown": shown, "command": subject.command(), "metrics": metrics}


def _metrics(shown: Answer) -> list[str]:
    """Names of every metric of a shift, those of its books first."""
    data = shown["json"]
    return [f"{book}.{name}" for book, own in data["books"].items() for name in own] + list(data["verdict"])


def _toml(subject: Subject, _: Mapping[str, Any]) -> Answer:
    if not isinstance(subject, GameSubject):
        raise OpenraceError(f"{subject.name} is a story", "a game, which has a file", "copy the command instead")
    from games.catalog.files import write_toml

    return {"toml": write_toml(subject.game), "name": f"{subject.game.name}.toml"}


WANTS: Mapping[str, Callable[[Subject, Mapping[str, Any]], Answer]] = {
    "form": _form,
    "answer": _answer,
    "map": map_of,
    "flips": flips_of,
    "firm": firm_of,
    "rank": rank_of,
    "diff": diff_of,
    "effects": effects_of,
    "rules": rules_of,
    "card": card_of,
    "toml": _toml,
}
"""What may be wanted of a state."""
