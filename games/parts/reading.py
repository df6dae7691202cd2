"""Numbers, words and lists as people type them, and TOML: read without surprises.

Python's own readers fail in many ways on numbers of thousands of digits and on lists nested without end; here all of
them are a ``ValueError`` with a sentence.
"""

from __future__ import annotations

import ast
import math
import re
import tomllib
from typing import Any

_LONGEST = 4000
"""Characters of a value that is read; a number that long is a mistake, and Python refuses digits beyond 4,300."""
_NUMBER = re.compile(r"[+-]?[0-9][0-9_]*")


class NumberSizeError(ValueError):
    """A number that no arithmetic can hold."""


def read_toml_text(text: str) -> dict[str, Any]:
    """The table in a text of TOML.

    Raises:
        ValueError: it is malformed (``tomllib.TOMLDecodeError``, with the line), nested too deeply, or has a number
            that is too large.
    """
    try:
        return tomllib.loads(text, parse_float=_float)
    except (tomllib.TOMLDecodeError, NumberSizeError):
        raise
    except RecursionError:
        raise ValueError("its lists or tables are nested too deeply") from None
    except ValueError:
        raise NumberSizeError("it has a whole number of more than 4,300 digits") from None


def read_value(raw: str) -> Any:
    """A number, true or false, a list or text, in TOML's notation or as people write it (``.5``, ``(8, 4)``).

    Raises:
        ValueError: it is too long, nested too deeply, or a number that is too large.
    """
    if len(raw) > _LONGEST:
        kind = "a number" if _NUMBER.fullmatch(raw) else "a value"
        raise NumberSizeError(f"{kind} of {len(raw):,} characters")
    try:
        return read_toml_text(f"value = {raw}")["value"]
    except tomllib.TOMLDecodeError:
        pass
    try:
        value = ast.literal_eval(raw)
    except (ValueError, SyntaxError):
        return raw
    except (RecursionError, MemoryError):
        raise ValueError("a list that is nested too deeply") from None
    if isinstance(value, float) and math.isinf(value):
        raise NumberSizeError(f"the number {raw}")
    # Python also knows complex numbers, sets and bytes, which are words here.
    return value if isinstance(value, bool | int | float | str | list | tuple) else raw


def write_value(value: Any) -> str:
    """A value as :func:`read_value` reads it: a number, true or false, a list, or a word.

    >>> write_value(0.25), write_value(3.0), write_value((1.0, 2.5)), write_value(True)
    ('0.25', '3', '[1, 2.5]', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, list | tuple):
        return f"[{', '.join(write_value(one) for one in value)}]"
    return "none" if value is None else str(value)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value) and "inf" not in text:
        raise NumberSizeError(f"the number {text}")
    return value
