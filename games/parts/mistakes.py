"""What is wrong with numbers and names that a user gave, in the words of a user.

A validation error lists problems by the steps that lead to them, in the words of the library that found them. Here
every problem becomes a separate clause: where, what came, what was expected. Problems that only follow from another
one (a list that is empty because its one member is wrong) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from solver.common.words import shortened

Keys = tuple[str | int, ...]

_BRANCH = re.compile(
    r"^(constrained-|tuple\[|list\[|function-|lax-or-strict|nullable)|^(int|float|str|bool|none|dict)$"
)
"""A step that names one way of reading a value and no place in it."""

_EXPECTED = {
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "finite_number": "a finite number",
    "size": "0, or a size between {least} and {greatest}",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "a text",
    "string_pattern_mismatch": "lower-case letters, digits and _, a letter first",
    "tuple_type": "a list, such as [1, 0.5]",
    "list_type": "a list, such as [1, 0.5]",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} or fewer entries",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "model_type": "a table of names and values",
    "model_attributes_type": "a table of names and values",
    "dict_type": "a table of names and values",
}


def explain(
    error: ValidationError, known: Mapping[str, Keys] | None = None, model: type[BaseModel] | None = None
) -> str:
    """Every problem in one line: where, what came, what was expected.

    Args:
        error: what validation found.
        known: the paths of the game, by which places are named; without it, places are named by their steps.
        model: what was read, for the names that an unknown one may stand for.
    """
    by_keys = {keys: path for path, keys in (known or {}).items()}
    found: dict[tuple[str, str], list[str]] = {}
    for item in _roots(error):
        keys = tuple(step for step in item["loc"] if not _BRANCH.match(str(step)))
        path = by_keys.get(keys) or _nearest(keys, by_keys)
        came, expected = _clause(item, keys, model)
        # A value that could be read in several ways failed in all of them.
        found.setdefault((path, came), []).append(expected)
    return "; ".join(
        ": ".join(part for part in (path, came + " or ".join(dict.fromkeys(expected))) if part)
        for (path, came), expected in found.items()
    )


def _repr(value: Any) -> str:
    try:
        return repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a whole number of more than 4,300 digits"


def _roots(error: ValidationError) -> list[Any]:
    """Problems that follow from no other one."""
    items = error.errors()
    places = [item["loc"] for item in items]
    roots = [i for i in items if not any(len(p) > len(i["loc"]) and p[: len(i["loc"])] == i["loc"] for p in places)]
    return [i for i in roots if not _meant_otherwise(i)] or roots


def _meant_otherwise(item: Any) -> bool:
    """Whether a list was read as a number, which it was not meant to be."""
    ways = [str(step) for step in item["loc"] if _BRANCH.match(str(step))]
    return isinstance(item["input"], list | tuple) and bool(ways) and not ways[-1].startswith(("tuple", "list"))


def _clause(item: Any, keys: Keys, model: type[BaseModel] | None) -> tuple[str, str]:
    """What came, with the word that leads on, and what was expected."""
    kind, value = item["type"], item["input"]
    shown = "" if isinstance(value, dict | BaseModel) else shortened(_repr(value))
    if kind == "extra_forbidden":
        names = _names_at(model, keys[:-1])
        close = get_close_matches(str(keys[-1]), names, 1, cutoff=0.5)
        hint = f" (did you mean {close[0]!r}?)" if close else f" (known are {', '.join(names)})" if names else ""
        return "", f"there is nothing of this name{hint}"
    if kind == "missing":
        return "", "is missing"
    if kind in _EXPECTED:
        expected = _EXPECTED[kind].format(**{k: _plain(v) for k, v in item.get("ctx", {}).items()})
        return f"{shown or 'a table'} came, expected ", expected
    message = item["msg"].removeprefix("Value error, ")
    return "", f"{message[:1].lower()}{message[1:]}" + (f" (came: {shown})" if shown else "")


def _plain(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, float) else value


def _names_at(model: type[BaseModel] | None, keys: Keys) -> list[str]:
    """Names of the fields at a place, as far as types tell."""
    for step in keys:
        if model is None or isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        model = None if field is None else next(_models(field.annotation), None)
    return [] if model is None else list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _nearest(keys: Keys, by_keys: Mapping[Keys, str]) -> str:
    """The longest known path on the way to ``keys``; validation may name a place inside a value."""
    for end in range(len(keys), 0, -1):
        if keys[:end] in by_keys:
            return ".".join([by_keys[keys[:end]], *(str(k) for k in keys[end:])])
    return ".".join(str(k) for k in keys)
