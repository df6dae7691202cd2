"""Payoffs as linear functions of weights, and the rational numbers that floats stand for.

Payoffs are sums of weighted terms, so they are linear in the weights. Coefficients are read as the short decimals or
fractions they stand for (to twelve digits of their largest), so that a tie meant by the model is a tie here too.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, log10

import numpy as np

from games.modifiers.base import Modifier
from games.parts.part import FloatArray
from games.parts.paths import matching
from games.release.release_game import ReleaseGame
from solver.common.errors import OpenraceError

DIGITS = 12
LARGEST_DENOMINATOR = 10**6


def coefficients(game: ReleaseGame, paths: tuple[str, ...]) -> tuple[list[FloatArray], list[FloatArray]]:
    """Per lab, the payoff without the varied terms, and ``(D, A_0, ...)`` what each varied weight adds to it."""
    weights = [matching(game, path) for path in paths]
    wrong = [p for p, fits in zip(paths, weights, strict=True) if {keys[-1] for keys in fits.values()} != {"weight"}]
    if wrong or not game.linear or game.coalitions or any(type(m).wrap is not Modifier.wrap for m in game.modifiers):
        raise OpenraceError(
            f"{wrong[0]} is no weight of a term" if wrong else f"payoffs of {game.name} are not linear in weights",
            "axes that are weights of terms, such as alice.prestige",
            "use map with --refine for other axes",
        )
    basis = game.basis()
    shape = tuple(len(a) for a in game.actions())
    constant, slopes = [], []
    for lab, own in zip(game.labs, basis.values, strict=True):
        level, slope = np.zeros(shape), np.zeros((len(paths), *shape))
        for term, values in zip(lab.terms, own, strict=True):
            path = f"{lab.name}.{term.label}"
            axis = next((k for k, fits in enumerate(weights) if path in fits), None)
            if axis is None:
                level = level + term.weight * values
            else:
                slope[axis] += values
        constant.append(level)
        slopes.append(slope)
    return constant, slopes


def rational(value: float, unit: float) -> Fraction:
    """The number that a float means: a fraction with a small denominator if one is there, else twelve digits."""
    simple = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    if abs(float(simple) - value) <= 4 * float(np.spacing(max(abs(value), unit))):
        return simple
    # Over one power of ten, so that sums of such numbers stay short.
    scale = Fraction(10) ** (DIGITS - floor(log10(unit)))
    return Fraction(round(Fraction(value) * scale)) / scale
