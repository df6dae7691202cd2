"""Paths in words: ``alice.prestige`` is the prestige of alice."""

from __future__ import annotations

_PLACES = {
    "*": "every lab",
    "open": "open models",
    "calendar": "the calendar",
    "market": "the market",
    "intervention": "the event",
}
"""First steps of paths that are no names of labs."""


def path_words(path: str) -> str:
    """What lies at a path, in words.

    >>> path_words("alice.prestige"), path_words("open.capability"), path_words("*.start")
    ('prestige of alice', 'capability of open models', 'start of every lab')
    """
    steps = [step.replace("_", " ") for step in path.split(".")]
    steps[0] = _PLACES.get(steps[0], steps[0])
    return " of ".join(reversed(steps))
