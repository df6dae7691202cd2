"""Data on stdout, everything else on stderr; one JSON object where it is asked for."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openrace import __version__

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

SCHEMA = 1
"""Version of the JSON layout; it changes when a field changes its meaning."""


def console(*, stderr: bool = False) -> Console:
    """A console for people; ``NO_COLOR`` and pipes are honoured by rich itself."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def emit(data: dict[str, Any], card: Callable[[], RenderableType], *, as_json: bool) -> None:
    """One JSON object, or the card for people."""
    if as_json:
        write_json(data)
    else:
        console().print(card())


def write_json(data: dict[str, Any]) -> None:
    """One object with schema and version; what JSON cannot say (inf, nan) is null."""
    whole = {"schema": SCHEMA, "version": __version__, **data}
    sys.stdout.write(json.dumps(_finite(whole), allow_nan=False) + "\n")


def write_error(what: str, expected: str, hint: str, *, as_json: bool) -> None:
    """A mistake in one sentence on stderr, or as JSON on stdout."""
    if as_json:
        error = {"schema": SCHEMA, "error": {"what": what, "expected": expected, "hint": hint}}
        sys.stdout.write(json.dumps(error) + "\n")
        return
    from rich.text import Text

    parts = Text("error: ", style="bold red")
    parts.append(what + "\n", style="default not bold")
    if expected:
        parts.append("expected: ", style="bold").append(expected + "\n", style="not bold")
    if hint:
        parts.append("try: ", style="bold").append(hint, style="not bold")
    console(stderr=True).print(parts)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    if hasattr(value, "item"):
        return _finite(value.item())
    return value
