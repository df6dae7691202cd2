"""When two payoffs are the same number.

Payoffs computed by a model carry rounding in their last places, so "better" must mean better by more than that. One
tolerance per player serves every float routine of this package: the game's resolution (a fraction, see
``solver.game.resolution``) of the widest difference that the player's own choice can make. The exact solver rounds
differences to at most that step, so two payoffs further apart than the tolerance never become equal there.
"""

from __future__ import annotations

import numpy as np

from solver.common.arrays import BoolArray, ExactArray, FloatArray
from solver.game.normal_form import NormalForm

ROUNDING_UNITS = 8
"""Payoffs are trusted to this many units in the last place of the player's largest payoff."""


def tie_tolerances(game: NormalForm) -> FloatArray:
    """``(N,)``: payoffs of player ``i`` closer than this tie, in units of payoff; positive unless all are zero."""
    tolerances = []
    for player, own in enumerate(game.payoffs):
        widest = float((own.max(axis=player) - own.min(axis=player)).max())
        rounding = ROUNDING_UNITS * float(np.spacing(np.abs(own).max()))
        tolerances.append(max(game.resolution * widest, rounding))
    return np.array(tolerances)


def best_replies(game: NormalForm) -> BoolArray:
    """``(N, A_0, ..., A_{N-1})``: whether player ``i``'s action is a best reply at each profile, ties included.

    Exact when the game carries fractions and there are near ties; cost ``O(N * profiles)``.
    """
    tolerances = tie_tolerances(game)
    out = np.empty(game.payoffs.shape, dtype=np.bool_)
    for player, own in enumerate(game.payoffs):
        best = own.max(axis=player, keepdims=True)
        out[player] = own >= best - tolerances[player]
    if game.fractions is not None:
        _settle_exactly(game.fractions, out)
    return out


def _settle_exactly(fractions: ExactArray, candidates: BoolArray) -> None:
    """Drop candidates that fall short of the best exact payoff of their column, in place."""
    for player in range(len(fractions)):
        own = np.moveaxis(fractions[player], player, -1)
        mask = np.moveaxis(candidates[player], player, -1)
        # Only columns in which several actions are close can have been judged wrongly by floats.
        for place in np.argwhere(mask.sum(axis=-1) > 1):
            column = tuple(place)
            best = max(own[column][mask[column]])
            mask[column] = [bool(m) and v == best for m, v in zip(mask[column], own[column], strict=True)]
