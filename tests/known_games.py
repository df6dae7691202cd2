"""Two-player games whose equilibria are known, with the place where they are published or the reason why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import exp, inf

Strategy = tuple[Fraction, ...]
Pair = tuple[Strategy, Strategy]


@dataclass(frozen=True)
class KnownGame:
    """A game and what is known of it.

    Attributes:
        name: what it is called.
        source: where its equilibria are published, or why they are what they are.
        row: payoffs of the row player.
        column: payoffs of the column player.
        extremes: all extreme equilibria.
        components: the extreme equilibria of each connected component, with its index.
    """

    name: str
    source: str
    row: tuple[tuple[int, ...], ...]
    column: tuple[tuple[int, ...], ...]
    components: tuple[tuple[frozenset[Pair], int], ...]

    @property
    def extremes(self) -> frozenset[Pair]:
        """Extreme equilibria of all components."""
        return frozenset[Pair]().union(*(points for points, _ in self.components))


def strategy(*shares: str | int) -> Strategy:
    """Probabilities such as ``"2/3"``."""
    return tuple(Fraction(share) for share in shares)


def pure(action: int, n_actions: int) -> Strategy:
    """One action for sure."""
    return tuple(Fraction(int(k == action)) for k in range(n_actions))


def uniform(support: tuple[int, ...], n_actions: int) -> Strategy:
    """Equal probabilities on a support."""
    return tuple(Fraction(int(k in support), len(support)) for k in range(n_actions))


def point(x: Strategy, y: Strategy, index: int = 1) -> tuple[frozenset[Pair], int]:
    """A component of one point."""
    return frozenset({(x, y)}), index


def identity(size: int) -> tuple[tuple[int, ...], ...]:
    """Ones on the diagonal, zeros elsewhere."""
    return tuple(tuple(int(i == j) for j in range(size)) for i in range(size))


PRISONERS_DILEMMA = KnownGame(
    "prisoner's dilemma",
    "one strictly dominant action each",
    ((3, 0), (5, 1)),
    ((3, 5), (0, 1)),
    (point(pure(1, 2), pure(1, 2)),),
)

MATCHING_PENNIES = KnownGame(
    "matching pennies",
    "von Neumann (1928): each side equally likely",
    ((1, -1), (-1, 1)),
    ((-1, 1), (1, -1)),
    (point(strategy("1/2", "1/2"), strategy("1/2", "1/2")),),
)

BATTLE_OF_THE_SEXES = KnownGame(
    "battle of the sexes",
    "Luce and Raiffa (1957), section 5.3",
    ((2, 0), (0, 1)),
    ((1, 0), (0, 2)),
    (
        point(pure(0, 2), pure(0, 2)),
        point(pure(1, 2), pure(1, 2)),
        point(strategy("2/3", "1/3"), strategy("1/3", "2/3"), -1),
    ),
)

SHAPLEYS_GAME = KnownGame(
    "Shapley's game",
    "Shapley (1964), 'Some topics in two-person games', section 5: fictitious play cycles, the uniform pair is unique",
    ((0, 0, 1), (1, 0, 0), (0, 1, 0)),
    ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
    (point(strategy("1/3", "1/3", "1/3"), strategy("1/3", "1/3", "1/3")),),
)

VON_STENGEL = KnownGame(
    "von Stengel's 3 x 2 game",
    "von Stengel (2007), Algorithmic Game Theory, chapter 3, game (3.3)",
    ((3, 3), (2, 5), (0, 6)),
    ((3, 2), (2, 6), (3, 1)),
    (
        point(pure(0, 3), pure(0, 2)),
        point(strategy("4/5", "1/5", 0), strategy("2/3", "1/3"), -1),
        point(strategy(0, "1/3", "2/3"), strategy("1/3", "2/3")),
    ),
)

DEGENERATE = KnownGame(
    "degenerate 3 x 2 game",
    "Avis, Rosenberg, Savani and von Stengel (2010), section 2: the segment has index 0, the isolated point index 1",
    ((3, 3), (2, 5), (0, 6)),
    ((3, 3), (2, 6), (3, 1)),
    (
        (frozenset({(pure(0, 3), pure(0, 2)), (pure(0, 3), strategy("2/3", "1/3"))}), 0),
        point(strategy(0, "1/3", "2/3"), strategy("1/3", "2/3")),
    ),
)

ENTRY_DETERRENCE = KnownGame(
    "entry deterrence",
    "Selten (1978): staying out is best against a fight with probability 1/2 or more; entering is strict, so index 1",
    ((0, 0), (-1, 1)),
    ((2, 2), (-1, 1)),
    (
        (frozenset({(pure(0, 2), pure(0, 2)), (pure(0, 2), strategy("1/2", "1/2"))}), 0),
        point(pure(1, 2), pure(1, 2)),
    ),
)

INDIFFERENCE = KnownGame(
    "indifference, 3 x 3",
    "every pair of strategies is an equilibrium, and the corners are the pure pairs",
    ((0,) * 3,) * 3,
    ((0,) * 3,) * 3,
    ((frozenset((pure(i, 3), pure(j, 3)) for i in range(3) for j in range(3)), 1),),
)

COORDINATION = KnownGame(
    "coordination, 3 x 3",
    "Quint and Shubik (1997): one equilibrium per nonempty support, both uniform on it; index (-1)^(size + 1)",
    identity(3),
    identity(3),
    tuple(
        point(uniform(support, 3), uniform(support, 3), 2 * (len(support) % 2) - 1)
        for support in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))
    ),
)

KNOWN_GAMES = (
    PRISONERS_DILEMMA,
    MATCHING_PENNIES,
    BATTLE_OF_THE_SEXES,
    SHAPLEYS_GAME,
    VON_STENGEL,
    DEGENERATE,
    ENTRY_DETERRENCE,
    INDIFFERENCE,
    COORDINATION,
)


def attrition(n_periods: int, prize: int, cost: int) -> tuple[list[list[int]], list[list[int]]]:
    """War of attrition: concede at ``0 .. n_periods - 1`` or never; a tie gives nobody the prize.

    Conceding at ``t`` against a rival who concedes at ``s`` pays ``-cost t`` if ``t <= s`` and ``prize - cost s`` if
    ``t > s``; "never" against "never" lasts to the horizon and pays ``-cost n_periods``.
    """
    dates = range(n_periods + 1)
    row = [[prize - cost * s if t > s else -cost * t for s in dates] for t in dates]
    return row, [list(line) for line in zip(*row, strict=True)]


def bertrand(highest_price: int) -> tuple[list[list[int]], list[list[int]]]:
    """Unit demand goes to the lower of two prices ``0 .. highest_price``, half each at a tie; profits times two."""
    prices = range(highest_price + 1)
    row = [[2 * p if p < q else p if p == q else 0 for q in prices] for p in prices]
    return row, [list(line) for line in zip(*row, strict=True)]


def travelers_dilemma(low: int, high: int, reward: int = 2) -> tuple[list[list[int]], list[list[int]]]:
    """Both get the lower claim; the lower claimant gets ``reward`` on top and the other pays it (Basu 1994)."""
    claims = range(low, high + 1)
    row = [[min(p, q) + (reward if p < q else -reward if p > q else 0) for q in claims] for p in claims]
    return row, [list(line) for line in zip(*row, strict=True)]


def adoption(last_date: int) -> tuple[list[list[float]], list[list[float]]]:
    """Adopting a technology at ``0 .. last_date`` or never, precommitted, for ever after (Fudenberg and Tirole 1985).

    Flows are 0 while nobody has adopted, 4 for the only adopter, 0 for the one left behind and 1 once both have; they
    are discounted at 0.1, and adopting at ``t`` costs ``40 exp(-0.3 t)`` now.
    """
    nobody, alone, behind, both, cost, discount, cheapening = 0.0, 4.0, 0.0, 1.0, 40.0, 0.1, 0.2
    dates = [*map(float, range(last_date + 1)), inf]

    def payoff(own: float, other: float) -> float:
        first, second = exp(-discount * min(own, other)), exp(-discount * max(own, other))
        between = alone if own < other else behind
        flows = (nobody * (1 - first) + between * (first - second) + both * second) / discount
        return flows - cost * exp(-(discount + cheapening) * own)

    row = [[payoff(own, other) for other in dates] for own in dates]
    return row, [list(line) for line in zip(*row, strict=True)]
