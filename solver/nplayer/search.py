"""Every equilibrium of a game of three and more players: branch and bound on who is in and who is out.

After the complementarity branch and bound of Audet, Hansen, Jaumard and Savard (2001), carried over to games whose
expected payoffs are products by a relaxation on the joint distribution of play. A node says of some actions that they
are *out* (not played) and of others that they are *in* (no regret); an equilibrium satisfies one of the two for every
action, so the two children of an open action lose nothing. A node whose relaxation is proven empty is dropped; a node
at which at most two players still choose is handed to the exact two-player solver (``solver.nplayer.two_left``); a node
without open actions is a leaf and is closed by ``solver.nplayer.leaf``.

The argument for completeness: every drop is a proof in integers (``solver.nplayer.duality``), every closed leaf cell
has exactly one root in a box that contains the cell's relaxation, the two-player solver is complete, and everything
else is still on the stack or listed as unresolved. A linear program that fails leads to a branch, never to a drop.

The search can be stopped and taken up again: ``Search.run`` works until its budget is spent, and its stack stays.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from solver.nplayer.bound import Frame, jitter, judge
from solver.nplayer.duality import IntegerGame
from solver.nplayer.krawczyk import CertifiedRoot
from solver.nplayer.leaf import Cell, LeafCloser, Region, Support
from solver.nplayer.log import Dropped, Handed, Leaf, Record, Split
from solver.nplayer.lp import Solver
from solver.nplayer.relaxation import Relaxation
from solver.nplayer.separation import broken_rows
from solver.nplayer.two_left import Fixing, Product, solve_fixing

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Fate(IntEnum):
    """What a node says of an action."""

    OPEN = 0
    IN = 1
    OUT = 2


@dataclass(frozen=True, eq=False)
class Node:
    """One node of the tree: the fate of every action, ``(A_i,)`` per player, and the program to start from."""

    fates: tuple[IntArray, ...]
    frame: Frame

    @classmethod
    def root(cls, n_actions: Sequence[int]) -> Node:
        """The node at which nothing is decided."""
        frame = Frame(np.zeros((0, 4), dtype=np.int64), np.arange(int(np.prod(n_actions))))
        return cls(tuple(np.zeros(n, dtype=np.int64) for n in n_actions), frame)

    def alive(self, player: int) -> IntArray:
        """Actions of ``player`` that are not out."""
        return np.flatnonzero(self.fates[player] != Fate.OUT)

    def open_actions(self) -> list[tuple[int, int]]:
        """Undecided ``(player, action)`` pairs; a player's last action left counts as decided."""
        return [
            (i, int(a))
            for i, own in enumerate(self.fates)
            if len(self.alive(i)) > 1
            for a in np.flatnonzero(own == Fate.OPEN)
        ]

    def support(self) -> Support:
        """At a leaf: the actions of each player that have no regret."""
        return tuple(tuple(int(a) for a in self.alive(i)) for i in range(len(self.fates)))


class Search:
    """The tree of one game: a stack that can be worked on in portions.

    Attributes:
        stack: nodes and leaf cells not yet looked at.
        regions: leaf cells that could not be closed.
        closed: certified roots of closed leaf cells, feasible or not.
        products: equilibria found where at most two players still choose, by what the others do.
        log: one record with reasons per item looked at, see ``solver.nplayer.log``.
        n_nodes, n_cells: how many tree nodes and leaf cells were looked at.
    """

    def __init__(self, game: IntegerGame) -> None:
        self.game = game
        self.relaxation = Relaxation.of_game(game.normalised)
        self.exact = game.relaxation()
        self.solver = Solver()
        self.leaves = LeafCloser(game, self.solver)
        self.costs = jitter(len(self.relaxation.own[0]))
        self.stack: list[Node | Cell] = [Node.root(game.payoffs[0].shape)]
        self.regions: list[Region] = []
        self.closed: list[CertifiedRoot] = []
        self.products: dict[Fixing, tuple[Product, ...]] = {}
        self.log: list[Record] = []
        self.n_nodes = self.n_cells = 0

    @property
    def n_programs(self) -> int:
        """Linear programs solved so far."""
        return self.solver.n_solved

    def run(self, node_budget: int, seconds: float) -> bool:
        """Work until the stack is empty (``True``) or the budget of nodes and cells, or of time, is spent."""
        deadline, done = time.monotonic() + seconds, 0
        while self.stack and done < node_budget and time.monotonic() < deadline:
            done += 1
            item = self.stack.pop()
            if isinstance(item, Node):
                self.n_nodes += 1
                self.stack.extend(self._expand(item))
            else:
                self.n_cells += 1
                outcome = self.leaves.work(item)
                self.log.append(outcome.note)
                self.stack.extend(outcome.cells)
                if outcome.region is not None:
                    self.regions.append(outcome.region)
                if outcome.root is not None and not any(outcome.root is known for known in self.closed):
                    self.closed.append(outcome.root)
        return not self.stack

    def _expand(self, node: Node) -> list[Node | Cell]:
        fixing = self._fixing(node)
        known = None if fixing is None else self._solved(node)
        if known is not None:
            self.log.append(Handed(known.others))
            return []
        if not node.open_actions() and fixing is None:
            # Its own program has all slice rows; judge it there.
            return self._leaf(node)
        live = self._live(node)
        settled = [np.flatnonzero(own == Fate.IN) for own in node.fates]
        missing = partial(broken_rows, self.relaxation, settled)
        judgement = judge(self.relaxation, self.exact, node.frame, live, self.costs, self.solver, missing)
        if judgement.empty:
            self.log.append(Dropped.of(judgement.rows, judgement.multipliers))
            return []
        if fixing is not None:
            products = solve_fixing(self.game, fixing)
            if products is not None:
                self.products[fixing] = products
                self.log.append(Handed(fixing.others))
                return []
            if not node.open_actions():
                return self._leaf(node)
        frame = node.frame
        if judgement.basis is not None:
            frame = Frame(judgement.rows, frame.columns).slimmed(judgement.basis, live)
        player, action = self._pick(node, judgement.weights)
        self.log.append(Split(player, action))
        return [_decide(node, frame, player, action, Fate.OUT), _decide(node, frame, player, action, Fate.IN)]

    def _fixing(self, node: Node) -> Fixing | None:
        """What all but two players do, where that is settled; players with more actions left go first."""
        order = sorted(range(len(node.fates)), key=lambda i: (-len(node.alive(i)), i))
        if len(order) > 2 and len(node.alive(order[2])) > 1:
            return None
        first, second = sorted(order[:2])
        return Fixing((first, second), tuple((i, int(node.alive(i)[0])) for i in sorted(order[2:])))

    def _leaf(self, node: Node) -> list[Node | Cell]:
        self.log.append(Leaf())
        return [Cell.whole(node.support(), self.game.payoffs[0].shape)]

    def _solved(self, node: Node) -> Fixing | None:
        """A game the two-player solver was asked about that contains all that is left at ``node``."""
        for known in self.products:
            if all(node.alive(i).tolist() == [a] for i, a in known.others):
                return known
        return None

    def _live(self, node: Node) -> BoolArray:
        live = np.ones(len(node.frame.columns), dtype=bool)
        for i, own in enumerate(node.fates):
            live &= own[self.relaxation.own[i, node.frame.columns]] != Fate.OUT
        return live

    def _pick(self, node: Node, weights: FloatArray | None) -> tuple[int, int]:
        """The open action that is farthest from complementary: probability times regret is largest."""
        candidates = node.open_actions()
        if weights is None:
            return candidates[0]
        played = self.relaxation.marginals(weights, node.frame.columns)
        values = self.relaxation.action_values(weights, node.frame.columns)

        def violation(pair: tuple[int, int]) -> tuple[float, float]:
            i, a = pair
            slack = float(values[i].max() - values[i][a])
            return float(played[i][a]) * slack, max(float(played[i][a]), slack)

        return max(candidates, key=violation)


def _decide(node: Node, frame: Frame, player: int, action: int, fate: Fate) -> Node:
    """The child in which ``action`` is in or out."""
    fates = tuple(own.copy() if i == player else own for i, own in enumerate(node.fates))
    fates[player][action] = fate
    return Node(fates, frame)
