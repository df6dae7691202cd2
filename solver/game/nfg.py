"""Gambit's ``.nfg`` files: what is in one, and games in and out.

The format (Gambit documentation, "Game representation formats") is a prologue, ``NFG 1 R "title" { "player" ... }``,
then either the numbers of actions ``{ 3 2 }`` or their labels ``{ { "a" "b" } ... }``, an optional comment in quotes,
and a body in one of two forms:

* payoffs: one number per player for each profile, in a flat list;
* outcomes: ``{ { "name" 1, 2 } ... }``, then for each profile the number of its outcome; 0 pays everybody nothing.

Profiles come with player 1's action varying fastest. Numbers are integers, decimals or rationals and all are exact:
``0.1`` is one tenth. Both forms are read (``solver.game.nfg_read``) and written.

What is written is exact. Rationals are written as such. Floats that stand for short decimals are written as these.
Other floats are rounded to the game's resolution, in steps counted from the smallest payoff in their column, which is
how ``solver.game.resolution`` reads them: the game in the file is then the very game that the exact solver solves, ties
included, in Gambit and when the file is read again; writing it again gives the same text.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from os import PathLike
from pathlib import Path

import numpy as np

from solver.common.arrays import ExactArray, exact_array
from solver.common.errors import GameError
from solver.common.files import read_text, writing
from solver.game.nfg_read import parse_nfg
from solver.game.normal_form import NormalForm

MAX_BYTES = 50_000_000
"""Longest file that is read: 25 characters for each payoff of the largest game."""
MOST_DIGITS = 30
"""Decimals longer than this are written as ``p/q``, which is exact as well."""


def read_nfg(path: str | PathLike[str]) -> NormalForm:
    """The game in a ``.nfg`` file, payoffs exact.

    Raises:
        GameError: no such file, a directory, pipe or device, no text, longer than ``MAX_BYTES``, or not the format; the
            message names the line and what was expected there.
    """
    return parse_nfg(read_text(path, "a Gambit .nfg file", MAX_BYTES, GameError), source=str(path))


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


def format_nfg(game: NormalForm, *, comment: str = "", outcomes: bool = False) -> str:
    """The text of a ``.nfg`` file, see :func:`write_nfg`; quotes in labels are escaped."""
    players = " ".join(_quoted(name) for name in game.players)
    labels = "\n".join(f"{{ {' '.join(_quoted(a) for a in own)} }}" for own in game.actions)
    head = f"NFG 1 R {_quoted(game.title)} {{ {players} }}\n\n{{ {labels}\n}}\n{_quoted(comment)}\n\n"
    # Columns of a Fortran-ordered reshape: players first, then player 1's action.
    rows = [tuple(row) for row in exact_payoffs(game).reshape((game.n_players, -1), order="F").T]
    if not outcomes:
        return head + "\n".join(" ".join(_number(v) for v in row) for row in rows) + "\n"
    numbers = {row: k + 1 for k, row in enumerate(dict.fromkeys(rows))}
    table = "\n".join(f'{{ "{k}" {", ".join(_number(v) for v in row)} }}' for row, k in numbers.items())
    return head + f"{{\n{table}\n}}\n" + "\n".join(str(numbers[row]) for row in rows) + "\n"


def exact_payoffs(game: NormalForm) -> ExactArray:
    """``(N, A_0, ..., A_{N-1})`` fractions: the payoffs as exact numbers, ties restored, see the top of this file."""
    if game.fractions is not None:
        return game.fractions
    integers = game.integers()
    own_payoffs = []
    for player, (values, denominator) in enumerate(zip(integers.values, integers.denominators, strict=True)):
        steps = values
        if not integers.exact_players[player]:
            # Differences are in steps already; the column's smallest payoff is rounded to the same steps.
            lowest = game.payoffs[player].min(axis=player, keepdims=True)
            steps = values + exact_array([round(Fraction(v) * denominator) for v in lowest.flat], lowest.shape)
        own_payoffs.append(exact_array([Fraction(int(v), denominator) for v in steps.flat], steps.shape))
    return np.stack(own_payoffs)


def _quoted(label: str) -> str:
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: Fraction) -> str:
    """An integer, a terminating decimal, or ``p/q``."""
    if value.denominator == 1 or 10**MOST_DIGITS % value.denominator:
        return str(value)
    digits = next(k for k in count(1) if 10**k % value.denominator == 0)
    whole, rest = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    return f"{'-' * (value < 0)}{whole}.{rest:0{digits}d}"
