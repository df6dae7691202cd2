"""One player's mixed strategies as a polyhedron, and linear programs over its faces, in Python integers.

Labels ``0 .. m-1`` stand for the row player's actions, ``m .. m+n-1`` for the column player's. The polyhedron of one
player has a variable ``z[k] >= 0`` per label: for her own actions the probability of ``k`` (they sum to ``mass``), for
the other player's actions the regret of ``k``, what he would lose by ``k`` compared with his best reply to her. A
*face* is what remains when some variables are held at zero; sets of labels are bitmasks.

A face is kept as a dictionary (Chvatal 1983, chapter 2). Basic variable ``b`` with row ``r`` satisfies

    scale * z[b] + sum_k row[1 + k] * z[columns[k]] = row[0],        scale = row[-1] > 0, row[0] >= 0,

and the other variables, the columns, are zero at the current corner. Rows are integers without a common factor: nothing
is ever rounded, only signs and ratios within one row decide, and rows that a pivot does not touch are shared between
copies (so a row is never changed in place).

Two questions are answered exactly: can a variable vanish on the face, and can it be positive. Most answers come free,
because the face remembers what was seen at its points; only a variable without a witness costs a linear program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

Row = list[int]
Matrix = Sequence[Sequence[int]]

STEEPEST = 8
"""Columns whose steps are compared before a pivot; 8 saves a third of the pivots of taking the steepest."""


class Face:
    """A nonempty face of one player's polyhedron.

    Attributes:
        rows: integer rows, see the top of this file.
        basic: label of each row.
        columns: label of each column.
        zeros: labels known to vanish on the whole face.
        points: zero sets of points of the face seen so far.
        ever_zero: labels known to vanish somewhere on the face.
        ever_positive: labels known to be positive somewhere on the face.
        never_zero: labels known to be positive on the whole face. A regret among them bounds nothing, here or on any
            smaller face, and its row is dropped.
        own: labels whose variables are probabilities.
        reasons: for a proof: by label the row that shows that it cannot vanish, as coefficients by label, and its
            constant; or, with the constant 0, that it vanishes throughout. Columns held at zero are kept then, because
            their coefficients are part of the reason.
    """

    __slots__ = (
        "basic", "columns", "ever_positive", "ever_zero", "never_zero", "own", "points", "reasons", "rows", "zeros",
    )  # fmt: skip

    def __init__(self, rows: list[Row], basic: list[int], columns: list[int], own: int) -> None:
        self.rows, self.basic, self.columns, self.own = rows, basic, columns, own
        self.zeros = self.ever_zero = self.ever_positive = self.never_zero = 0
        self.points: list[int] = []
        self.reasons: dict[int, tuple[dict[int, int], int]] | None = None
        self.remember(self.corner())

    def copy(self) -> Face:
        """An independent copy that shares rows."""
        twin = Face.__new__(Face)
        twin.rows, twin.basic, twin.columns = self.rows.copy(), self.basic.copy(), self.columns.copy()
        twin.own, twin.zeros, twin.points = self.own, self.zeros, self.points.copy()
        twin.ever_zero, twin.ever_positive, twin.never_zero = self.ever_zero, self.ever_positive, self.never_zero
        twin.reasons = None if self.reasons is None else self.reasons.copy()
        return twin

    def hold_at_zero(self, label: int) -> bool:
        """Pass to the face on which ``label`` vanishes; ``False``, and a spoilt face, if it is empty."""
        bit = 1 << label
        if self.zeros & bit:
            return True
        # Even when a point seen says that it can vanish, the corner must move to where it does.
        if self.never_zero & bit or not self._minimise(label):
            return False
        if label in self.basic:
            self._clear_row(self.basic.index(label))
        else:
            self._drop_columns([self.columns.index(label)])
        # Points of the face that lie on the smaller one are still points of it; what the others showed is forgotten.
        inside = [p for p in self.points if p & bit]
        self.points, self.ever_zero, self.ever_positive = [], 0, 0
        for point in inside:
            self.remember(point)
        self.remember(self.corner())
        return True

    def can_vanish(self, label: int) -> bool:
        """Whether ``label`` is zero somewhere on the face."""
        bit = 1 << label
        if self.never_zero & bit:
            return False
        if self.ever_zero & bit or self._minimise(label):
            return True
        self.never_zero |= bit
        # A probability stays: its row is needed to read the strategy off a corner.
        if not self.own & bit:
            at = self.basic.index(label)
            del self.rows[at], self.basic[at]
        return False

    def can_be_positive(self, label: int) -> bool:
        """Whether ``label`` is positive somewhere on the face; if not, it joins ``zeros``."""
        bit = 1 << label
        if self.zeros & bit:
            return False
        return bool(self.ever_positive & bit) or self._raise(label)

    def corner(self) -> int:
        """Zero set of the current corner."""
        mask = self.zeros
        for label in self.columns:
            mask |= 1 << label
        for row, label in zip(self.rows, self.basic, strict=True):
            if not row[0]:
                mask |= 1 << label
        return mask

    def value(self, label: int) -> tuple[int, int]:
        """``z[label]`` at the current corner, as numerator and denominator."""
        if label not in self.basic:
            return 0, 1
        row = self.rows[self.basic.index(label)]
        return row[0], row[-1]

    def least(self, costs: Mapping[int, Fraction]) -> Fraction:
        """The least value on the face of ``sum of costs[k] * z[k]`` over labels ``k`` of probabilities that sum to 1.

        Costs of probabilities that are left out count as the least one given; those held at zero count for nothing.
        """
        base = min(costs.values())
        # The probabilities sum to 1, so costs above the least make a variable that is not negative, with a row.
        twin, label = self.copy(), max([*self.basic, *self.columns]) + 1
        level, slopes = Fraction(0), [Fraction(0)] * len(self.columns)
        for key, cost in costs.items():
            above = cost - base
            if key in self.columns:
                slopes[self.columns.index(key)] -= above
            elif above and key in self.basic:
                row = self.rows[self.basic.index(key)]
                level += above * Fraction(row[0], row[-1])
                slopes = [s + above * Fraction(a, row[-1]) if a else s for s, a in zip(slopes, row[1:-1], strict=True)]
        scale = lcm(level.denominator, *(s.denominator for s in slopes))
        twin.rows.append([int(level * scale), *[int(s * scale) for s in slopes], scale])
        twin.basic.append(label)
        twin._minimise(label)
        return base + Fraction(*twin.value(label))

    def remember(self, point: int) -> None:
        """Note the zero set of a point of the face."""
        if point not in self.points:
            self.points.append(point)
            self.ever_zero |= point
            self.ever_positive |= ~point

    def zero_share(self, label: int) -> float:
        """Share of the points seen at which ``label`` vanishes."""
        return sum(point >> label & 1 for point in self.points) / len(self.points)

    def _minimise(self, label: int) -> bool:
        """Simplex steps that lower ``label`` until it is zero or cannot fall; says whether it reached zero."""
        stuck = False
        while label in self.basic:
            at = self.basic.index(label)
            row = self.rows[at]
            if not row[0]:
                break
            falling = [k for k in self._free() if row[k] > 0]
            if not falling:
                if self.reasons is not None:
                    self.reasons[label] = dict(zip(self.columns, row[1:-1], strict=True)) | {label: row[-1]}, row[0]
                return False
            # Far steps while the corner moves, Bland's rule as soon as it does not: quick, and it cannot cycle.
            column = min(falling, key=lambda k: self.columns[k - 1]) if stuck else self._longest_step(at, falling)
            leaving = self._ratio_test(column, prefer=at)
            stuck = not self.rows[leaving][0]
            self._pivot(leaving, column)
            self.remember(self.corner())
        return True

    def _longest_step(self, at: int, falling: list[int]) -> int:
        """Of the steepest few columns the one whose step lowers row ``at`` most."""
        row = self.rows[at]
        best, best_top, best_bottom = 0, -1, 1
        for column in sorted(falling, key=row.__getitem__, reverse=True)[:STEEPEST]:
            block = self.rows[self._ratio_test(column, prefer=at)]
            top, bottom = row[column] * block[0], block[column]
            if top * best_bottom > best_top * bottom:
                best, best_top, best_bottom = column, top, bottom
        return best

    def _raise(self, label: int) -> bool:
        """Bland steps at a corner where ``label`` is zero, until it rises or is proven to vanish everywhere."""
        while True:
            if label in self.columns:
                column = self.columns.index(label) + 1
            else:
                at = self.basic.index(label)
                row = self.rows[at]
                if row[0]:
                    return True
                rising = [k for k in self._free() if row[k] < 0]
                if not rising:
                    # scale * z + nonnegative terms = 0: each of these terms vanishes on the whole face.
                    self._clear_row(at)
                    return False
                column = min(rising, key=lambda k: self.columns[k - 1])
            leaving = self._ratio_test(column)
            if leaving < 0:
                self.remember(self._zeros_along(column))
                return True
            self._pivot(leaving, column)
            self.remember(self.corner())

    def _zeros_along(self, column: int) -> int:
        """Zero set of the points on the ray from the current corner along ``column``, which nothing bounds."""
        mask = self.corner() & ~(1 << self.columns[column - 1])
        for row, label in zip(self.rows, self.basic, strict=True):
            if row[column]:
                mask &= ~(1 << label)
        return mask

    def _clear_row(self, at: int) -> None:
        """Hold a basic variable that is zero at the current corner at zero."""
        row, label = self.rows[at], self.basic[at]
        used = [k for k in self._free() if row[k]]
        if len({row[k] > 0 for k in used}) == 2:
            self._pivot(at, min(used, key=lambda k: abs(row[k])))
            self._drop_columns([self.columns.index(label)])
            return
        # scale * z = terms of one sign: z vanishes exactly where all of them do.
        if self.reasons is not None:
            sign = -1 if used and row[used[0]] < 0 else 1
            entries = dict(zip(self.columns, row[1:-1], strict=True)) | {label: row[-1]}
            vanishing = label if sign > 0 else self.columns[used[0] - 1]
            self.reasons[vanishing] = {k: sign * entry for k, entry in entries.items()}, 0
        del self.rows[at], self.basic[at]
        self.zeros |= 1 << label
        self._drop_columns([k - 1 for k in used])

    def _drop_columns(self, indices: list[int]) -> None:
        for index in reversed(indices):
            self.zeros |= 1 << self.columns[index]
            if self.reasons is None:
                del self.columns[index]
                self.rows = [row[: index + 1] + row[index + 2 :] for row in self.rows]

    def _free(self) -> Sequence[int]:
        """Places in a row of the columns that are not held at zero."""
        places = range(1, len(self.columns) + 1)
        return places if self.reasons is None else [k for k in places if not self.zeros >> self.columns[k - 1] & 1]

    def _ratio_test(self, column: int, prefer: int = -1) -> int:
        """The row that reaches zero first when ``column`` rises, or -1; ties: ``prefer``, then the smallest label."""
        best, best_top, best_bottom = -1, 0, 0
        for at, row in enumerate(self.rows):
            bottom = row[column]
            if bottom <= 0:
                continue
            lead = row[0] * best_bottom - best_top * bottom
            tie = not lead and best != prefer and (at == prefer or self.basic[at] < self.basic[best])
            if best < 0 or lead < 0 or tie:
                best, best_top, best_bottom = at, row[0], bottom
        return best

    def _pivot(self, at: int, column: int) -> None:
        """Exchange the variables of row ``at`` and ``column``; a negative pivot element needs ``rows[at][0] == 0``."""
        row = self.rows[at]
        entering = row.copy() if row[column] > 0 else [-a for a in row]
        # Fraction-free: rows are kept as integers over their last entry, and a common factor goes at once, or their
        # lengths would double with every pivot.
        pivot = entering[column]
        entering[column], entering[-1] = entering[-1], pivot
        source = entering.copy()
        source[-1] = 0
        for i, old in enumerate(self.rows):
            factor = old[column]
            if not factor or i == at:
                continue
            common = gcd(pivot, factor)
            keep, factor = pivot // common, factor // common
            target = old.copy()
            target[column] = 0
            new = [keep * a - factor * b for a, b in zip(target, source, strict=True)]
            common = gcd(*new)
            self.rows[i] = new if common == 1 else [a // common for a in new]
        self.rows[at] = entering
        self.basic[at], self.columns[column - 1] = self.columns[column - 1], self.basic[at]


def strategies(
    payoffs: Matrix, own: Sequence[int], other: Sequence[int], mass: int = 1, bonus: Sequence[int] | None = None
) -> Face:
    """The whole polyhedron of the player with labels ``own``.

    Args:
        payoffs: ``payoffs[a][b]`` is what the *other* player gets when she plays ``a`` and he plays ``b``.
        own: labels of her actions.
        other: labels of his actions.
        mass: what her strategy sums to.
        bonus: what he earns on top with each action, whatever she does.

    The first corner is her first action, played for sure. With ``j`` the best reply to it, the regret of ``b`` is
    the value of ``j`` less the value of ``b`` plus the regret of ``j``.
    """
    extra = bonus if bonus is not None else [0] * len(other)
    first = [mass * payoff + e for payoff, e in zip(payoffs[0], extra, strict=True)]
    reply = max(range(len(other)), key=first.__getitem__)
    rows: list[Row] = [[mass, *[1] * (len(own) - 1), 0, 1]]
    for b in range(len(other)):
        if b != reply:
            lead = [row[reply] - row[b] for row in payoffs]
            rows.append([first[reply] - first[b], *[lead[0] - a for a in lead[1:]], -1, 1])
    basic = [own[0], *[label for b, label in enumerate(other) if b != reply]]
    everybody = sum(1 << label for label in own)
    face = Face(rows, basic, [*own[1:], other[reply]], everybody)
    # Every pure strategy is a point to remember: an action that is a best reply to one needs no linear program.
    for label, row in zip(own, payoffs, strict=True):
        values = [mass * payoff + e for payoff, e in zip(row, extra, strict=True)]
        best = max(values)
        ties = sum(1 << reply for reply, value in zip(other, values, strict=True) if value == best)
        face.remember(everybody ^ 1 << label | ties)
    return face


def labels_in(mask: int) -> Iterator[int]:
    """The labels of a bitmask, in increasing order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
