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

from os import PathLike
from pathlib import Path

from solver.common.errors import GameError
from solver.common.files import read_text, writing
from solver.game.nfg_read import NfgFile, parse_nfg
from solver.game.nfg_write import format_nfg
from solver.game.normal_form import NormalForm

MAX_BYTES = 50_000_000
"""Longest file that is read: 25 characters for each payoff of the largest game."""

__all__ = ["NfgFile", "format_nfg", "parse_nfg", "read_nfg", "write_nfg"]


def read_nfg(path: str | PathLike[str]) -> NormalForm:
    """The game in a ``.nfg`` file, payoffs exact.

    Raises:
        GameError: no such file, a directory, pipe or device, no text, longer than ``MAX_BYTES``, or not the format; the
            message names the line and what was expected there.
    """
    text = read_text(path, "a Gambit .nfg file", MAX_BYTES, GameError)
    return parse_nfg(text, source=str(path)).game


def write_nfg(game: NormalForm, path: str | PathLike[str], *, comment: str = "", outcomes: bool = False) -> None:
    """Write a game to a ``.nfg`` file, its payoffs exact.

    Args:
        game: any number of players; labels and title are kept.
        path: the file.
        comment: the format's comment field.
        outcomes: write the outcome form, in which equal payoff vectors are listed once.

    Raises:
        GameError: the file cannot be written.

    Example:
        >>> import solver, tempfile, pathlib
        >>> game = solver.NormalForm.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]], title="same side")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     solver.write_nfg(game, pathlib.Path(folder, "game.nfg"))
        ...     solver.NormalForm.from_nfg(pathlib.Path(folder, "game.nfg"))
        NormalForm(same side: player 1, player 2; 2 x 2 actions)
    """
    with writing(path, GameError):
        Path(path).write_text(format_nfg(game, comment=comment, outcomes=outcomes), encoding="utf-8")
