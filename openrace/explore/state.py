"""What is looked at, as a text for links: ``v=1&game=alice-bob&set=alice.prestige:3&do=open:9@4``.

A state names a game or a story of the catalogue, the numbers that are changed, the event, the concept, the metric and
the two axes of the map. It never names a file or a program. :func:`read_state` and :func:`write_state` are inverse: a
state that was read is written as the shortest text that says it. The text is versioned; a state of another version is
refused with a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, unquote

from games.parts.paths import Setting
from solver.common.errors import OpenraceError
from solver.common.words import shortened

VERSION = 1
"""Of the text; it changes when a key changes its meaning."""
LONGEST = 4_000
"""Characters of a text that is read."""
MOST_SETTINGS = 60
"""Numbers that a state may change."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@ -]{0,99}")
_PATH = re.compile(r"[A-Za-z*][\w*-]{0,39}(\.[\w*-]{1,40}){0,7}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_EVENT = re.compile(r"[a-z]{1,20}:[\w.@=+-]{1,200}", re.ASCII)
_PLAIN = ":@,.*+-=~"
"""Characters that stay as they are in a link."""

Value = bool | int | float | str


@dataclass(frozen=True)
class Span:
    """One axis of the map.

    Attributes:
        path: the assumption.
        ends: least and greatest value; ``None`` for the assumption's own range.
    """

    path: str
    ends: tuple[float, float] | None = None


@dataclass(frozen=True)
class State:
    """What is looked at.

    Attributes:
        game: name of a game; empty for a story.
        story: name of a story; empty for a game.
        settings: changed numbers, by path, or by symbol in a story.
        other: changed numbers of a second world of the same game; ``None`` where there is one world only.
        event: what is done to the game, as in the shell; empty for the game's own first event, ``none`` for none.
        concept: what labs know and can do; empty for open loop.
        metric: whose sign; empty for the question's own.
        axes: none or two axes of the map; none for the first two assumptions.
    """

    game: str = ""
    story: str = ""
    settings: tuple[Setting, ...] = ()
    other: tuple[Setting, ...] | None = None
    event: str = ""
    concept: str = ""
    metric: str = ""
    axes: tuple[Span, ...] = ()


def read_state(text: str) -> State:
    """The state that a text says.

    Raises:
        OpenraceError: it is too long, of another version, or has keys or values that no state has.

    Example:
        >>> read_state("v=1&game=alice-bob&set=alice.prestige:3&do=open:9@4").settings
        (Setting(path='alice.prestige', value=3),)
    """
    if len(text) > LONGEST:
        raise OpenraceError(f"a link of {len(text):,} characters came", f"at most {LONGEST:,}", "copy the link again")
    found: dict[str, list[str]] = {}
    for part in text.strip().lstrip("#?").split("&"):
        key, equals, raw = part.partition("=")
        if not equals:
            raise OpenraceError(f"the link has {shortened(part)!r}", "key=value, joined by &", _EXAMPLE)
        found.setdefault(key, []).append(unquote(raw, errors="replace"))
    _check_version(found.pop("v", []))
    _check_keys(found)
    if ("game" in found) == ("story" in found):
        raise OpenraceError("the link names no game and no story, or both", "one of game= and story=", _EXAMPLE)
    other = None
    if "other" in found:
        other = tuple(_setting(raw) for raw in found["other"] if raw)
    settings = tuple(_setting(raw) for raw in found.get("set", ()))
    if len(settings) + len(other or ()) > MOST_SETTINGS:
        raise OpenraceError(f"the link changes {len(settings)} numbers", f"at most {MOST_SETTINGS}", "change fewer")
    axes = tuple(_span(found[key][0]) for key in ("x", "y") if key in found)
    if len(axes) == 1:
        raise OpenraceError("the link has one axis of a map", "both, x= and y=, or none", _EXAMPLE)
    one = {key: values[0] for key, values in found.items()}
    return State(
        game=_matching("game", one.get("game", ""), _NAME, "a name of the catalogue, never a file"),
        story=_matching("story", one.get("story", ""), _NAME, "the name of a story"),
        settings=_last_of_each(settings),
        other=None if other is None else _last_of_each(other),
        event="none" if one.get("do") == "none" else _matching("do", one.get("do", ""), _EVENT, "such as open:9@4"),
        concept=_matching("concept", one.get("concept", ""), _WORD, "open-loop, commitment or reaction"),
        metric=_matching("metric", one.get("metric", ""), _PATH, "such as frontier_end"),
        axes=axes,
    )


def write_state(state: State) -> str:
    """The text of a state, which :func:`read_state` reads.

    Example:
        >>> write_state(State(game="alice-bob", settings=(Setting("alice.prestige", 3.0),)))
        'v=1&game=alice-bob&set=alice.prestige:3'
    """
    parts = [("v", str(VERSION)), ("game", state.game), ("story", state.story)]
    parts += [("set", written(s)) for s in state.settings]
    if state.other is not None:
        parts += [("other", written(s)) for s in state.other] or [("other", "")]
    parts += [("do", state.event), ("concept", state.concept), ("metric", state.metric)]
    parts += [(key, _written_span(axis)) for key, axis in zip("xy", state.axes, strict=False)]
    return "&".join(f"{key}={quote(value, safe=_PLAIN)}" for key, value in parts if value or key == "other")


def written(setting: Setting) -> str:
    """A setting as ``path:value``."""
    return f"{setting.path}:{value_text(setting.value)}"


def value_text(value: Value) -> str:
    """A value as a link has it: the shortest text that is read as the same value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _check_version(found: list[str]) -> None:
    if found == [str(VERSION)]:
        return
    came = f"has version {shortened(found[0])!r}" if found else "does not say its version"
    raise OpenraceError(
        f"the link {came}", f"v={VERSION}, which this openrace reads", "open it with the openrace that made it"
    )


_KEYS = ("game", "story", "set", "other", "do", "concept", "metric", "x", "y")
_REPEATED = ("set", "other")
_EXAMPLE = "write for example v=1&game=alice-bob&do=open:9@4"


def _check_keys(found: Mapping[str, list[str]]) -> None:
    for key, values in found.items():
        if key not in _KEYS:
            close = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {close[0]!r}" if close else "a link sets numbers; it never names files or programs"
            raise OpenraceError(f"the link has the key {shortened(key)!r}", f"one of {', '.join(_KEYS)}", hint)
        if len(values) > 1 and key not in _REPEATED:
            raise OpenraceError(f"the link has {key}= {len(values)} times", "once", _EXAMPLE)


def _matching(key: str, text: str, pattern: re.Pattern[str], expected: str) -> str:
    if text and not pattern.fullmatch(text):
        raise OpenraceError(f"the link has {key}={shortened(text)!r}", expected, _EXAMPLE)
    return text


def _setting(raw: str) -> Setting:
    path, colon, value = raw.partition(":")
    if not colon or not _PATH.fullmatch(path):
        raise OpenraceError(f"the link sets {shortened(raw)!r}", "path:value", "write for example set=alice.prestige:3")
    return Setting(path, _value(path, value))


def _value(path: str, text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if text == "inf":
        return math.inf
    if _NUMBER.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
    elif _WORD.fullmatch(text) and text != "nan":
        return text
    raise OpenraceError(
        f"the link sets {path} to {shortened(text)!r}", "a number, true, false or one word", "copy the link again"
    )


def _span(raw: str) -> Span:
    path, *ends = raw.split(":")
    if _PATH.fullmatch(path) and not ends:
        return Span(path)
    if _PATH.fullmatch(path) and len(ends) == 2 and all(_NUMBER.fullmatch(end) for end in ends):
        low, high = (float(end) for end in ends)
        if math.isfinite(low) and math.isfinite(high) and low < high:
            return Span(path, (low, high))
    raise OpenraceError(f"the link has the axis {shortened(raw)!r}", "path, or path:low:high", _EXAMPLE)


def _written_span(axis: Span) -> str:
    return ":".join([axis.path, *(value_text(end) for end in axis.ends or ())])


def _last_of_each(settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Of two settings of one number the later one holds."""
    by_path: dict[str, Setting] = {}
    for setting in settings:
        by_path.pop(setting.path, None)
        by_path[setting.path] = setting
    return tuple(by_path.values())
