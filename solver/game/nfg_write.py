"""Writing Gambit's ``.nfg`` format; ``solver.game.nfg`` describes it.

What is written is exact. Rationals are written as such. Floats that stand for short decimals are written as these.
Other floats are rounded to the game's resolution, in steps counted from the smallest payoff in their column, which is
how ``solver.game.resolution`` reads them: the game in the file is then the very game that the exact solver solves, ties
included, and reading the file and writing it again gives the same text.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from solver.common.arrays import ExactArray
from solver.game.normal_form import NormalForm


def format_nfg(game: NormalForm, *, comment: str = "", outcomes: bool = False) -> str:
    """The game as the text of a ``.nfg`` file.

    Args:
        game: any number of players; labels and title are kept, quotes in them escaped.
        comment: the format's comment field.
        outcomes: write the outcome form, in which equal payoff vectors are listed once.
    """
    exact = exact_payoffs(game)
    # Columns of a Fortran-ordered reshape: players first, then player 1's action.
    rows = [tuple(row) for row in exact.reshape((game.n_players, -1), order="F").T]
    players = " ".join(_quoted(name) for name in game.players)
    labels = "\n".join(f"{{ {' '.join(_quoted(a) for a in own)} }}" for own in game.actions)
    head = f"NFG 1 R {_quoted(game.title)} {{ {players} }}\n\n{{ {labels}\n}}\n{_quoted(comment)}\n\n"
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
            base = _objects([round(Fraction(float(v)) * denominator) for v in lowest.ravel()], lowest.shape)
            steps = values + base
        own_payoffs.append(_objects([Fraction(int(v), denominator) for v in steps.ravel()], steps.shape))
    return np.stack(own_payoffs)


def _objects(values: list[Any], shape: tuple[int, ...]) -> ExactArray:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out.reshape(shape)


def _quoted(label: str) -> str:
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: Fraction) -> str:
    """An integer, a terminating decimal, or ``p/q``."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    digits = max(twos, fives)
    if denominator != 1 or digits > MOST_DIGITS:
        return str(value)
    if digits == 0:
        return str(value.numerator)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, rest = divmod(scaled, 10**digits)
    return f"{'-' * (value < 0)}{whole}.{rest:0{digits}d}"


MOST_DIGITS = 30
"""Decimals longer than this are written as ``p/q``, which is exact as well."""
