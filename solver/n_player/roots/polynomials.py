"""Real roots of integer polynomials between 0 and 1, and signs of other polynomials there, exactly.

A polynomial is a tuple of Python integers, the constant coefficient first, without trailing zeros; ``()`` is zero. Only
roots and signs matter, so polynomials are known up to a positive factor. Roots are isolated by Sturm chains and kept as
an interval of rationals, which becomes as narrow as a question about the root needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import factorial, gcd, lcm

from solver.common.errors import SolverError

Polynomial = tuple[int, ...]

NARROW = Fraction(1, 2**120)
"""Roots are known to this width before their values are rounded to doubles."""

_SIMPLE = 1 << 20
"""Roots that are fractions with denominators up to this are found as such."""


def interpolated(values: Sequence[Fraction | int]) -> Polynomial:
    """The polynomial of degree below ``len(values)`` with these values at 0, 1, 2, ...

    Raises:
        SolverError: its coefficients are no integers.
    """
    # Newton's form with forward differences, times n!, expanded from the highest term down by Horner's rule.
    differences, top = list(values), []
    while differences:
        top.append(differences[0])
        differences = [b - a for a, b in pairwise(differences)]
    scale = factorial(len(top))
    out: list[Fraction | int] = []
    for k in range(len(top) - 1, -1, -1):
        out = [s - k * c for s, c in zip([0, *out], [*out, 0], strict=True)]
        out[0] += top[k] * (scale // factorial(k))
    if any(c % scale for c in out):
        raise SolverError(f"the values {list(values)} belong to no polynomial with integer coefficients")
    whole = [int(c // scale) for c in out]
    while whole and not whole[-1]:
        whole.pop()
    return tuple(whole)


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
    shared = _whole(shared)
    if len(shared) < 2:
        return shared, tuple(polynomials)
    return shared, tuple(_quotient(p, shared) for p in polynomials)


def scaled_value(p: Polynomial, above: int, below: int = 1) -> int:
    """``p(above / below)`` times a power of ``below``, which is positive."""
    out, power = 0, 1
    for c in reversed(p):
        out = out * above + c * power
        power *= below
    return out


def bounds(p: Polynomial, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """A lower and an upper bound on ``p`` between ``0 <= low`` and ``high``, term by term."""
    # Integers over a common unit save the common divisors of fractions.
    unit = lcm(low.denominator, high.denominator)
    first, last = int(low * unit), int(high * unit)
    least = most = 0
    power, low_power, high_power = unit ** max(len(p) - 1, 0), 1, 1
    scale = power
    for c in p:
        at_low, at_high = c * low_power * power, c * high_power * power
        least += min(at_low, at_high)
        most += max(at_low, at_high)
        low_power, high_power, power = low_power * first, high_power * last, power // unit
    return Fraction(least, scale), Fraction(most, scale)


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

    def narrowed(self, width: Fraction = NARROW) -> Root:
        """The same root in an interval no wider than ``width``, by halving."""
        # Ends are integers over a common unit, which saves the common divisors of fractions.
        unit = lcm(self.low.denominator, self.high.denominator)
        low, high = int(self.low * unit), int(self.high * unit)
        falls = scaled_value(self.polynomial, low, unit) > 0
        while (high - low) * width.denominator > width.numerator * unit:
            low, middle, high, unit = 2 * low, low + high, 2 * high, 2 * unit
            at = scaled_value(self.polynomial, middle, unit)
            if at == 0:
                low = high = middle
            elif (at > 0) == falls:
                low = middle
            else:
                high = middle
        return Root(self.polynomial, Fraction(low, unit), Fraction(high, unit))

    def sign(self, p: Polynomial) -> int:
        """The sign of ``p`` at the root: 1, 0 or -1."""
        root, found = self, _sign_between(p, self)
        # Most signs show at once; only what does not is worth a common divisor.
        shared = common(self.polynomial, p) if found is None else ()
        if len(shared) > 1 and _sign_at(shared, self.low) != _sign_at(shared, self.high):
            return 0
        while found is None:
            root = root.narrowed((root.high - root.low) / 2)
            found = _sign_between(p, root)
        return found


def _sign_between(p: Polynomial, root: Root) -> int | None:
    """The sign of ``p`` all over the root's interval; ``None`` where that is open."""
    least, most = bounds(p, root.low, root.high)
    return _sign(least) if least > 0 or most < 0 or least == most else None


def roots_in_unit(p: Polynomial) -> list[Root]:
    """The roots of ``p`` (not zero) in ``[0, 1]``, ascending; each once, whatever its multiplicity."""
    if len(p) < 2:
        return []
    p = _whole(_quotient(p, _whole(common(p, _derivative(p)))))
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
        if n == 1 and _sign_at(p, high) == 0:
            out.append(Root(p, high, high))
        elif n == 1 and _sign_at(p, low) != 0:
            out.append(_simplified(Root(p, low, high)))
        elif n:
            middle = (low + high) / 2
            stack.extend([(middle, high), (low, middle)])
    return out


def _simplified(root: Root) -> Root:
    """The root as a fraction, where it is one with a small denominator; else in a narrow interval."""
    narrow = root.narrowed(Fraction(1, 2 * _SIMPLE**2))
    guess = ((narrow.low + narrow.high) / 2).limit_denominator(_SIMPLE)
    return Root(root.polynomial, guess, guess) if _sign_at(root.polynomial, guess) == 0 else narrow


def _changes(chain: Sequence[Polynomial], t: Fraction) -> int:
    signs = [s for s in (_sign_at(p, t) for p in chain) if s]
    return sum(a != b for a, b in pairwise(signs))


def _sign_at(p: Polynomial, t: Fraction) -> int:
    return _sign(scaled_value(p, t.numerator, t.denominator))


def _sign(number: int | Fraction) -> int:
    return (number > 0) - (number < 0)


def _derivative(p: Polynomial) -> Polynomial:
    return _whole([k * c for k, c in enumerate(p)][1:])


def common(one: Polynomial, two: Polynomial) -> Polynomial:
    """The greatest common divisor, up to a factor."""
    while two:
        one, two = two, _remainder(one, two)
    return one


def _remainder(one: Polynomial, two: Polynomial) -> Polynomial:
    """What is left of a positive multiple of ``one`` when multiples of ``two`` are taken off, as coprime integers."""
    rest, size, sign = list(one), abs(two[-1]), _sign(two[-1])
    for k in range(len(one) - len(two), -1, -1):
        factor = sign * rest.pop()
        rest = [size * c for c in rest]
        for j, c in enumerate(two[:-1]):
            rest[k + j] -= factor * c
    return _whole(rest)


def _quotient(one: Polynomial, two: Polynomial) -> Polynomial:
    """``one / two``, of which the remainder is zero; integers, as ``two`` has coprime coefficients (Gauss's lemma)."""
    rest, out = list(one), [0] * max(len(one) - len(two) + 1, 0)
    for k in range(len(out) - 1, -1, -1):
        out[k] = rest[k + len(two) - 1] // two[-1]
        for j, c in enumerate(two):
            rest[k + j] -= out[k] * c
    if any(rest):
        raise SolverError(f"the polynomial {two} does not divide {one}")
    return tuple(out)


def _whole(coefficients: Sequence[int]) -> Polynomial:
    """Coprime integers, a positive multiple of the coefficients, without trailing zeros."""
    last = max((k for k, c in enumerate(coefficients) if c), default=-1)
    content = gcd(*coefficients[: last + 1]) or 1
    return tuple(c // content for c in coefficients[: last + 1])
