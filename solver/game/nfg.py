"""Gambit's ``.nfg`` files: what is in one, and games in and out.

The format (Gambit documentation, "Game representation formats") is a prologue, ``NFG 1 R "title" { "player" ... }``,
then either the numbers of actions ``{ 3 2 }`` or their labels ``{ { "a" "b" } ... }``, an optional comment in quotes,
and a body in one of two forms:

* payoffs: one number per player for each profile, in a flat list;
* outcomes: ``{ { "name" 1, 2 } ... }``, then for each profile the number of its outcome; 0 pays everybody nothing.

Profiles come with player 1's action varying fastest. Numbers are integers, decimals or rationals and all are exact:
``0.1`` is one tenth. Reading is in ``solver.game.nfg_read``, writing in ``solver.game.nfg_write``.

A file holds exact numbers, so a game of floats is written as the numbers that its exact solution is about (see
``solver.game.resolution``): payoffs that tie in the model tie in the file, in Gambit and when the file is read again.
"""

from __future__ import annotations

from pathlib import Path

from solver.game.errors import GameError
from solver.game.nfg_read import NfgFile, parse_nfg
from solver.game.nfg_write import format_nfg
from solver.game.normal_form import NormalForm

__all__ = ["NfgFile", "format_nfg", "parse_nfg", "read_nfg", "write_nfg"]


def read_nfg(path: str | Path) -> NormalForm:
    """The game in a ``.nfg`` file, payoffs exact.

    Raises:
        GameError: no such file, no text, or not the format; the message names the line and what was expected there.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GameError(
            f"{path} cannot be read: {error.strerror}", "a Gambit .nfg file", "look at its name and place"
        ) from error
    except UnicodeDecodeError as error:
        raise GameError(
            f"{path} cannot be read: it is no text ({error})", "a Gambit .nfg file", "save it as UTF-8"
        ) from error
    return parse_nfg(text, source=str(path)).game


def write_nfg(game: NormalForm, path: str | Path, *, comment: str = "", outcomes: bool = False) -> None:
    """Write ``game`` to a ``.nfg`` file; see :func:`solver.game.nfg_write.format_nfg`.

    Raises:
        GameError: the file cannot be written.
    """
    try:
        Path(path).write_text(format_nfg(game, comment=comment, outcomes=outcomes), encoding="utf-8")
    except OSError as error:
        raise GameError(f"{path} cannot be written ({error})", "a place for a file", "name another place") from error
