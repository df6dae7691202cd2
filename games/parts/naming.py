"""How paths name members of a game: by names, by ``*`` for several at once; with help for names that are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from games.parts.mistakes import Keys
from games.parts.part import Part

TRANSPARENT = ("labs", "terms", "modifiers")
"""Lists whose members are reached by their own names."""
UNNAMED = "model"
"""Field whose own numbers are reached as if the game had them."""


def members_of(field: str, value: Any) -> tuple[Part, ...]:
    """What a field holds that is reached by its own name; nothing where ``labs`` is a number of them."""
    return value if field in TRANSPARENT and isinstance(value, tuple) else ()


def is_unnamed(field: str, value: Any) -> bool:
    """Whether paths leave out the name of a field: of the model, and of a list whose members have names."""
    return field == UNNAMED or bool(members_of(field, value))


def name_of(item: Any) -> str:
    """The step by which a path names a member of such a list."""
    label = getattr(item, "label", None) or getattr(item, "name", None) or getattr(item, "kind", "")
    return str(label)


def expanded(game: Part, path: str, known: Mapping[str, Keys]) -> list[str]:
    """The paths for which one with ``*`` stands: those that fit, or else those that can be added; or itself."""
    if "*" not in path:
        return [path]
    steps = path.split(".")
    fitting = [p for p in known if _fits(p.split("."), steps)]
    if fitting or steps[0] != "*" or len(steps) < 2:
        return fitting or [path]
    able = [member for _, member in members(game) if steps[1] in member.addable()]
    return [".".join([name_of(member), *steps[1:]]) for member in able] or [path]


def _fits(steps: Sequence[str], pattern: Sequence[str]) -> bool:
    return len(steps) == len(pattern) and all(p in ("*", s) for s, p in zip(steps, pattern, strict=True))


def why_unknown(game: Part, path: str, known: Mapping[str, Keys]) -> str:
    """That a path is unknown, and the nearest that is known or could be."""
    first, _, rest = path.partition(".")
    if first == "*":
        shared = {f"*.{p.partition('.')[2]}" for p in known if "." in p}
        close = get_close_matches(path, sorted(shared), 1, cutoff=0.5)
        return f"no path fits {path!r}" + (f" (did you mean {close[0]!r}?)" if close else "")
    addable = [name for _, member in members(game) if name_of(member) == first for name in member.addable()]
    near = [f"{first}.{name}" for name in get_close_matches(rest, addable, 1, cutoff=0.6)]
    close = get_close_matches(path, [*known, *near], 1, cutoff=0.5)
    return f"unknown path {path!r}" + (f" (did you mean {close[0]!r}?)" if close and close[0] != path else "")


def hint(game: Part, paths: Sequence[str]) -> str:
    """What to do about unknown paths."""
    name = getattr(game, "typed", "GAME")
    for path in paths:
        first, second = two_steps(path)
        if any(name_of(member) == first and second in member.addable() for _, member in members(game)):
            return f"add it first, at weight 0 or any other: --set {first}.{second}=0"
        advice = game.advice(first)
        if advice:
            return advice
    return f"list all paths with: openrace show {name}"


def members(game: Part) -> list[tuple[Keys, Part]]:
    """The parts of a game that are reached by their own names, and the keys that lead to them."""
    return [
        ((field, k), item)
        for field in type(game).model_fields
        for k, item in enumerate(members_of(field, getattr(game, field)))
    ]


def two_steps(path: str) -> tuple[str, str]:
    """The first two steps of a path, the second empty if there is none."""
    first, _, rest = path.partition(".")
    return first, rest.split(".")[0]
