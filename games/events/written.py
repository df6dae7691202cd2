"""Interventions as text: ``allow:bob``, ``open:9@4``; the shell and files write them so."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from games.events.base import Intervention, LabEvent
from games.events.interventions import (
    Allow,
    Announce,
    Ban,
    Fix,
    Merge,
    OpenModel,
    OpenThrough,
    Regulate,
    Release,
    Subsidy,
)
from games.events.set_to import SHAPE, read_set
from solver.common.errors import OpenraceError

_CHANNEL = re.compile("(?!inf$|nan$)[a-z][a-z-]*")


@dataclass(frozen=True)
class Form:
    """One way to write an intervention.

    Attributes:
        shape: what it looks like; words in capitals are to be filled in.
        words: what it is.
        read: makes it of the rest after the colon and of the whole text.
    """

    shape: str
    words: str
    read: Callable[[str, str], Intervention]


def read_intervention(text: str) -> Intervention:
    """Reads an intervention as written in the shell.

    Raises:
        OpenraceError: it is none of the known ones, or its numbers are missing.

    Example:
        >>> import games
        >>> games.read_intervention("open:9@4")
        OpenModel(capability=9.0, date=4.0)
    """
    verb, _, rest = text.strip().partition(":")
    if verb not in FORMS:
        close = get_close_matches(verb, FORMS, 1)
        hint = f"did you mean {FORMS[close[0]].shape}" if close else "write for example allow:bob or open:5@3"
        shapes = ", ".join(form.shape for form in FORMS.values())
        raise OpenraceError(f"the intervention {text!r} came", f"one of {shapes}", hint)
    form = FORMS[verb]
    if not rest and form.shape.startswith(f"{verb}:LAB"):
        raise OpenraceError(f"the intervention {text!r} names no lab", form.shape, f"write for example {verb}:bob")
    return form.read(rest, text)


def _read_open(rest: str, text: str) -> Intervention:
    # What follows the quality in a published model is a channel, if anything does.
    quality, at, channel = rest.partition("@")
    if at and not _CHANNEL.fullmatch(channel):
        return OpenModel(_number(quality, text), _number(channel, text))
    return OpenThrough(_number(quality, text), channel)


def _read_fix(rest: str, text: str) -> Intervention:
    # A date reads better after @, an effort after =; both are the plan that the lab follows.
    lab, plan = _parts(rest, "@" if "@" in rest else "=", text)
    return Fix(lab, math.inf if plan == "never" else _number(plan, text))


def _read_merge(rest: str, text: str) -> Intervention:
    labs = tuple(rest.split("+"))
    if len(labs) < 2 or "" in labs:
        raise _malformed(text, "name two labs or more, for example merge:alice+bob")
    return Merge(labs)


def _in_order(event: type[LabEvent], sign: str = "") -> Callable[[str, str], Intervention]:
    """Reads an event whose fields, a lab or numbers, are written in their order: one, or two with a sign between."""
    kind: Any = event

    def read(rest: str, text: str) -> Intervention:
        parts = _parts(rest, sign, text) if sign else [rest]
        own = zip(fields(kind), parts, strict=True)
        made: Intervention = kind(*[part if field.name == "lab" else _number(part, text) for field, part in own])
        return made

    return read


FORMS = {
    "open": Form("open:CAPABILITY@DATE", "an open model appears from outside", _read_open),
    "announce": Form(
        "announce:CAPABILITY@DATE",
        "an announcement is believed, though false: the open model never comes",
        _in_order(Announce, "@"),
    ),
    "release": Form("release:LAB@DATE", "a lab releases at a date", _in_order(Release, "@")),
    "fix": Form("fix:LAB@DATE, fix:LAB=EFFORT or fix:LAB@never", "a lab is known to release at a date", _read_fix),
    "ban": Form("ban:LAB", "a lab may not release", _in_order(Ban)),
    "allow": Form("allow:LAB", "a lab may release, which it could not", _in_order(Allow)),
    "subsidy": Form("subsidy:LAB=AMOUNT", "a lab is paid for releasing", _in_order(Subsidy, "=")),
    "merge": Form("merge:LAB+LAB", "labs merge", _read_merge),
    "regulate": Form("regulate:HAZARD", "regulation may come and stop the race", _in_order(Regulate)),
    "set": Form(SHAPE, "a number of the game is another one", read_set),
}
"""Every intervention, by its verb."""


def _shape(text: str) -> str:
    return FORMS[text.strip().partition(":")[0]].shape


def _parts(rest: str, sign: str, text: str) -> list[str]:
    """What is before a sign, and what is after it."""
    first, found, second = rest.partition(sign)
    if not found or not first:
        raise _malformed(text)
    return [first, second]


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _malformed(whole) from None


def _malformed(text: str, hint: str = "dates are in periods, as in the calendar") -> OpenraceError:
    return OpenraceError(f"the intervention {text!r} came", _shape(text), hint)
