"""All solutions of a state of two players with quadratic costs, in rational numbers: the slow twin of ``pairs``.

With both players at work the state is two equations,

    ``F_i = c_i h_i**2 / 2 + (R + h_j) c_i h_i + h_j D_i + E_i = 0``,

the first linear in ``h_2``. Put into the second it leaves one polynomial of degree 4 in ``h_1``: their resultant.
Sturm's theorem counts its real roots, and bisection in rationals separates them. Where the factor of ``h_2`` in the
first equation vanishes, ``h_1`` is known and the second equation is solved by itself. The cases in which one player or
both do nothing are quadratic or linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Polynomial = tuple[Fraction, ...]
"""Coefficients, the constant first."""

PRECISION = Fraction(1, 10**15)
"""Width to which roots are bracketed."""


@dataclass(frozen=True)
class PairState:
    """One state of two players.

    Attributes:
        rate: ``R``.
        pay: ``P_i``.
        own: ``W_i``.
        other: ``U_ij``, what ``i`` is worth after the other climbs.
        cost: ``c_i``.
    """

    rate: Fraction
    pay: tuple[Fraction, Fraction]
    own: tuple[Fraction, Fraction]
    other: tuple[Fraction, Fraction]
    cost: tuple[Fraction, Fraction]

    def gap(self, i: int) -> Fraction:
        """``D_i``."""
        return self.other[i] - self.own[i]

    def level(self, i: int) -> Fraction:
        """``E_i``."""
        return self.pay[i] - self.rate * self.own[i]

    def rest(self, i: int, efforts: tuple[Fraction, Fraction]) -> Fraction:
        """``F_i``."""
        own, other, c = efforts[i], efforts[1 - i], self.cost[i]
        return c * own * own / 2 + (self.rate + other) * c * own + other * self.gap(i) + self.level(i)


def solutions(state: PairState) -> list[tuple[Fraction, Fraction]]:
    """Efforts of every solution, to within ``PRECISION`` where they are not rational."""
    found = []
    if state.level(0) >= 0 and state.level(1) >= 0:
        found.append((Fraction(0), Fraction(0)))
    for i in (0, 1):
        if state.level(i) < 0:
            c = state.cost[i]
            alone = _bracketed((state.level(i), state.rate * c, c / 2))[-1]
            if alone * state.gap(1 - i) + state.level(1 - i) >= 0:
                found.append((alone, Fraction(0)) if i == 0 else (Fraction(0), alone))
    return sorted(found + _both_at_work(state))


def _both_at_work(state: PairState) -> list[tuple[Fraction, Fraction]]:
    (c1, c2), rate = state.cost, state.rate
    top = (-state.level(0), -rate * c1, -c1 / 2)
    bottom = (state.gap(0), c1)
    # F_2 with h_2 = top / bottom, times bottom squared.
    square = _times(bottom, bottom)
    linear = _times(_sum((rate * c2,), (Fraction(0), c2)), _times(top, bottom))
    rest = _times(_sum((state.level(1),), (Fraction(0), state.gap(1))), square)
    quartic = _sum(_sum(_times((c2 / 2,), _times(top, top)), linear), rest)
    found = []
    for h1 in _bracketed(quartic):
        below = state.gap(0) + c1 * h1
        if h1 > 0 and abs(below) > PRECISION * 1000 and (h2 := _value(top, h1) / below) > 0:
            found.append((h1, h2))
    turn = -state.gap(0) / c1
    if turn > 0 and _value(top, turn) == 0:
        second = (state.level(1) + turn * state.gap(1), (rate + turn) * c2, c2 / 2)
        found += [(turn, h2) for h2 in _bracketed(second) if h2 > 0]
    return found


def _bracketed(polynomial: Polynomial) -> list[Fraction]:
    """Every real root of a polynomial that is not zero, once each, to within ``PRECISION``."""
    p = _trimmed(polynomial)
    if len(p) < 2:
        return []
    chain = _sturm(p)
    bound = 1 + max(abs(c / p[-1]) for c in p[:-1])
    roots, open_ = [], [(-bound, bound)]
    while open_:
        low, high = open_.pop()
        count = _changes(chain, low) - _changes(chain, high)
        if count == 0:
            continue
        if high - low <= PRECISION:
            roots.append((low + high) / 2)
            continue
        middle = (low + high) / 2
        open_ += [(low, middle), (middle, high)]
    return sorted(roots)


def _sturm(p: Polynomial) -> list[Polynomial]:
    chain = [p, tuple(k * c for k, c in enumerate(p))[1:]]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append(tuple(-c for c in rest))
    return chain


def _changes(chain: Sequence[Polynomial], at: Fraction) -> int:
    signs = [v > 0 for v in (_value(p, at) for p in chain) if v != 0]
    return sum(a != b for a, b in pairwise(signs))


def _value(p: Polynomial, at: Fraction) -> Fraction:
    out = Fraction(0)
    for c in reversed(p):
        out = out * at + c
    return out


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    out = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return tuple(out)


def _sum(p: Polynomial, q: Polynomial) -> Polynomial:
    size = max(len(p), len(q))
    return tuple((p[k] if k < len(p) else Fraction(0)) + (q[k] if k < len(q) else Fraction(0)) for k in range(size))


def _trimmed(p: Polynomial) -> Polynomial:
    size = len(p)
    while size and p[size - 1] == 0:
        size -= 1
    return p[:size]


def _remainder(p: Polynomial, q: Polynomial) -> Polynomial:
    rest = list(p)
    while len(rest) >= len(q):
        factor = rest[-1] / q[-1]
        for k, c in enumerate(q):
            rest[len(rest) - len(q) + k] -= factor * c
        rest.pop()
    return _trimmed(tuple(rest))
