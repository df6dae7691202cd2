"""Real roots of integer polynomials between 0 and 1, and signs of other polynomials there, exactly.

A polynomial is a tuple of Python integers, the constant coefficient first, without trailing zeros; ``()`` is zero. Only
roots and signs matter, so polynomials are known up to a positive factor. Roots are isolated by Sturm chains and kept as
an interval of rationals that is halved as often as a question about the root needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

from solver.game.errors import SolverError

Polynomial = tuple[int, ...]

NARROW = Fraction(1, 2**200)
"""Roots are known to this width before their values are rounded to doubles."""

_SIMPLE = 1 << 20
"""Roots that are fractions with denominators up to this are found as such."""


def interpolated(values: Sequence[Fraction | int]) -> Polynomial:
    """The polynomial of degree below ``len(values)`` with these values at 0, 1, 2, ...

    Raises:
        SolverError: its coefficients are no integers.
    """
    # Newton's form with forward differences, expanded from the highest term down by Horner's rule.
    differences, top = list(values), []
    while differences:
        top.append(Fraction(differences[0]))
        differences = [b - a for a, b in pairwise(differences)]
    out: list[Fraction] = []
    for k in range(len(top) - 1, -1, -1):
        shifted = [Fraction(0), *out]
        out = [(s - k * c) / (k + 1) for s, c in zip(shifted, [*out, Fraction(0)], strict=True)]
        out[0] += top[k]
    if any(c.denominator > 1 for c in out):
        raise SolverError(f"the values {list(values)} belong to no polynomial with integer coefficients")
    while out and not out[-1]:
        out.pop()
    return tuple(map(int, out))


def product(one: Polynomial, two: Polynomial) -> Polynomial:
    """The product."""
    out = [0] * (len(one) + len(two) - 1) if one and two else []
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            out[i + j] += a * b
    return tuple(out)


def without_common(polynomials: Sequence[Polynomial]) -> tuple[Polynomial, tuple[Polynomial, ...]]:
    """The greatest common divisor of polynomials, and what is left of each: their ratios stay the same."""
    shared: Polynomial = ()
    for p in polynomials:
        shared = common(shared, p) if shared else p
    if len(shared) < 2:
        return shared, tuple(polynomials)
    quotients = [_division(p, shared)[0] for p in polynomials]
    scale = lcm(*(c.denominator for own in quotients for c in own))
    return shared, tuple(tuple(int(c * scale) for c in own) for own in quotients)


def value(p: Polynomial, t: Fraction) -> Fraction:
    """``p(t)``."""
    out = Fraction(0)
    for c in reversed(p):
        out = out * t + c
    return out


def bounds(p: Polynomial, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """A lower and an upper bound on ``p`` between ``0 <= low`` and ``high``, term by term."""
    terms = [(c * low**k, c * high**k) for k, c in enumerate(p)]
    return sum((min(t) for t in terms), Fraction(0)), sum((max(t) for t in terms), Fraction(0))


@dataclass(frozen=True)
class Root:
    """One real root of a polynomial without multiple roots.

    It is the only one between ``low`` and ``high``, which are no roots, or equal and the root itself.
    """

    polynomial: Polynomial
    low: Fraction
    high: Fraction

    @property
    def is_exact(self) -> bool:
        """Whether the root is a known fraction."""
        return self.low == self.high

    def halved(self) -> Root:
        """The same root in half the interval."""
        middle = (self.low + self.high) / 2
        at = value(self.polynomial, middle)
        if at == 0:
            return Root(self.polynomial, middle, middle)
        left = (at > 0) != (value(self.polynomial, self.low) > 0)
        return Root(self.polynomial, self.low, middle) if left else Root(self.polynomial, middle, self.high)

    def narrowed(self, width: Fraction = NARROW) -> Root:
        """The same root in an interval no wider than ``width``."""
        root = self
        while root.high - root.low > width:
            root = root.halved()
        return root

    def sign(self, p: Polynomial) -> int:
        """The sign of ``p`` at the root: 1, 0 or -1."""
        if self.is_exact or not p:
            return _sign(value(p, self.low))
        shared = common(self.polynomial, p)
        if len(shared) > 1 and (value(shared, self.low) > 0) != (value(shared, self.high) > 0):
            return 0
        root = self
        while True:
            low, high = bounds(p, root.low, root.high)
            if low > 0 or high < 0:
                return _sign(low)
            root = root.halved()


def roots_in_unit(p: Polynomial) -> list[Root]:
    """The roots of ``p`` (not zero) in ``[0, 1]``, ascending; each once, whatever its multiplicity."""
    if len(p) < 2:
        return []
    p = _divided(p, common(p, _derivative(p)))
    chain = [p, _derivative(p)]
    while chain[-1]:
        chain.append(tuple(-c for c in _remainder(chain[-2], chain[-1])))
    chain.pop()
    out = [Root(p, Fraction(0), Fraction(0))] if p[0] == 0 else []
    stack = [(Fraction(0), Fraction(1))]
    while stack:
        # Roots in the half-open interval (low, high].
        low, high = stack.pop()
        n = _changes(chain, low) - _changes(chain, high)
        if n == 1 and value(p, high) == 0:
            out.append(Root(p, high, high))
        elif n == 1 and value(p, low) != 0:
            out.append(_simplified(Root(p, low, high)))
        elif n:
            middle = (low + high) / 2
            stack.extend([(middle, high), (low, middle)])
    return out


def _simplified(root: Root) -> Root:
    """The root as a fraction, where it is one with a small denominator."""
    narrow = root.narrowed(Fraction(1, 2 * _SIMPLE**2))
    guess = ((narrow.low + narrow.high) / 2).limit_denominator(_SIMPLE)
    return Root(root.polynomial, guess, guess) if value(root.polynomial, guess) == 0 else root


def _changes(chain: Sequence[Polynomial], t: Fraction) -> int:
    signs = [s for s in (_sign(value(p, t)) for p in chain) if s]
    return sum(a != b for a, b in pairwise(signs))


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _derivative(p: Polynomial) -> Polynomial:
    return _whole([k * c for k, c in enumerate(p)][1:])


def common(one: Polynomial, two: Polynomial) -> Polynomial:
    """The greatest common divisor, up to a factor."""
    while two:
        one, two = two, _remainder(one, two)
    return one


def _remainder(one: Polynomial, two: Polynomial) -> Polynomial:
    return _whole(_division(one, two)[1])


def _divided(one: Polynomial, two: Polynomial) -> Polynomial:
    """``one / two`` without remainder, up to a factor of either sign."""
    return _whole(_division(one, two)[0])


def _division(one: Polynomial, two: Polynomial) -> tuple[list[Fraction], list[Fraction]]:
    rest = [Fraction(c) for c in one]
    quotient = [Fraction(0)] * max(len(one) - len(two) + 1, 0)
    for k in range(len(quotient) - 1, -1, -1):
        quotient[k] = rest[k + len(two) - 1] / two[-1]
        for j, c in enumerate(two):
            rest[k + j] -= quotient[k] * c
    return quotient, rest[: len(two) - 1]


def _whole(coefficients: Sequence[Fraction | int]) -> Polynomial:
    """Coprime integers, a positive multiple of the coefficients, without trailing zeros."""
    last = max((k for k, c in enumerate(coefficients) if c), default=-1)
    scale = lcm(*(Fraction(c).denominator for c in coefficients[: last + 1]))
    whole = [int(c * scale) for c in coefficients[: last + 1]]
    content = gcd(*whole) or 1
    return tuple(c // content for c in whole)
