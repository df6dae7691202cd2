"""Games as TOML files: read, checked as a whole, and written back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from games.catalog.names import KINDS
from games.parts.game import Game
from games.parts.mistakes import explain
from games.parts.reading import read_toml_text
from solver.common.errors import OpenraceError
from solver.common.files import read_text
from solver.common.words import shortened

MAX_BYTES = 1_000_000
"""Longest file that is read."""


class FileError(OpenraceError):
    """A game's file cannot be read."""


def read_toml(path: Path) -> Game:
    """The game in a TOML file.

    Raises:
        FileError: no such file, a directory, pipe or device, malformed TOML (with line), or numbers and names that make
            no game (all at once).

    Example:
        >>> import pathlib, tempfile
        >>> import games
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "mine.toml"
        ...     _ = file.write_text(games.write_toml(games.named("alice-bob")))
        ...     games.read_toml(file) == games.named("alice-bob")
        True
    """
    text = read_text(path, "a TOML file", MAX_BYTES, FileError)
    try:
        data = read_toml_text(text)
    except ValueError as error:
        raise FileError(f"{path} is not TOML: {error}", "a TOML file", "mend the line it names") from error
    return game_from(data, str(path))


def game_from(data: dict[str, Any], where: str) -> Game:
    """The game in a table; ``where`` is named in errors.

    Raises:
        FileError: numbers and names that make no game, all of them at once.
    """
    kind = data.get("kind", "release")
    if not isinstance(kind, str) or kind not in KINDS:
        raise FileError(
            f"{where} has kind {shortened(repr(kind))}",
            f"one of {', '.join(KINDS)}",
            "leave kind out for a release game",
        )
    try:
        return KINDS[kind].model_validate({"name": Path(where).stem, **data})
    except ValidationError as error:
        problems = explain(error, model=KINDS[kind])
        raise FileError(f"{where}: {problems}", "a game", "start from: openrace show alice-bob --toml") from error


def write_toml(game: Game, comment: Sequence[str] = ()) -> str:
    """The game as TOML, below the lines of a comment; reading it back gives an equal game.

    Example:
        >>> import games
        >>> print(games.write_toml(games.named("attrition")))  # doctest: +ELLIPSIS
        name = "attrition"
        ...
    """
    import tomli_w

    said = [*(f"# {line}" for line in comment), ""] if comment else []
    return "\n".join([*said, tomli_w.dumps(_without_none(game.model_dump(mode="python")))])


def _without_none(value: Any) -> Any:
    """TOML has no null: a field that is missing takes its default, which is what None means here."""
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_without_none(v) for v in value]
    return str(value) if isinstance(value, str) else value
