"""Every equilibrium of a game of three and more players: branch and bound on who is in and who is out.

After the complementarity branch and bound of Audet, Hansen, Jaumard and Savard (2001), carried over to games whose
expected payoffs are products by a relaxation on the joint distribution of play. A node says of some actions that they
are *out* (not played) and of others that they are *in* (no regret); an equilibrium satisfies one of the two for every
action, so the two children of an open action lose nothing. A node whose relaxation is proven empty is dropped; a node
at which at most two players still choose is handed to the exact two-player solver
(``solver.n_player.tree.two_left``); a node without open actions is a leaf and is closed by
``solver.n_player.roots.leaf``.

The argument for completeness: every drop is a proof that allows for rounding
(``solver.n_player.relaxation.programs``), every closed leaf cell has exactly one root in a box that contains the
cell's relaxation, the two-player solver is complete, and everything else is still on the stack or listed as
unresolved. A linear program that fails leads to a branch, never to a drop.

The search can be stopped and taken up again: ``Search.run`` works until its budget is spent, and its stack stays.
"""

from __future__ import annotations

import time

from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.relaxation.node import IN, OUT, Node
from solver.n_player.relaxation.programs import Programs
from solver.n_player.roots.krawczyk import CertifiedRoot
from solver.n_player.roots.leaf import Cell, LeafCloser, Region
from solver.n_player.tree.log import Handed, Leaf, Record, Split
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing


class Search:
    """The tree of one game: a stack that can be worked on in portions.

    Attributes:
        stack: nodes and leaf cells not yet looked at.
        regions: leaf cells that could not be closed.
        closed: certified roots of closed leaf cells, feasible or not.
        products: equilibria found where at most two players still choose, by what the others do.
        log: one record with reasons per item looked at, see ``solver.n_player.tree.log``.
        n_nodes, n_cells: how many tree nodes and leaf cells were looked at.
    """

    def __init__(self, game: IntegerGame, programs: Programs | None = None) -> None:
        self.game = game
        self._programs = programs
        self.leaves = LeafCloser(game)
        self.stack: list[Node | Cell] = [Node.root(game.payoffs[0].shape)]
        self.regions: list[Region] = []
        self.closed: list[CertifiedRoot] = []
        self.products: dict[Fixing, tuple[Product, ...]] = {}
        self.log: list[Record] = []
        self.n_nodes = self.n_cells = 0

    @property
    def n_programs(self) -> int:
        """Linear programs solved so far."""
        return self.leaves.n_solved + (0 if self._programs is None else self._programs.n_solved)

    @property
    def programs(self) -> Programs:
        """The programs of nodes."""
        if self._programs is None:
            self._programs = Programs(self.game)
        return self._programs

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
        if fixing is None and node.is_settled:
            # Its own program has all slice rows; judge it there.
            return self._leaf(node)
        known = None if fixing is None else self._solved(node)
        if known is not None:
            self.log.append(Handed(known.others))
            return []
        step = self.programs.expand(node)
        if step.proof is not None:
            self.log.append(step.proof)
            return []
        if fixing is not None:
            products = solve_fixing(self.game, fixing)
            if products is not None:
                self.products[fixing] = products
                self.log.append(Handed(fixing.others))
                return []
            if node.is_settled:
                return self._leaf(node)
        player, action = step.pick or node.open_actions()[0]
        self.log.append(Split(player, action))
        return [node.decided(player, action, fate, step.frame) for fate in (OUT, IN)]

    def _fixing(self, node: Node) -> Fixing | None:
        """What all but two players do, where that is settled; players with more actions left go first."""
        sizes = [node.n_alive(i) for i in range(len(node.fates))]
        order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
        if len(order) > 2 and sizes[order[2]] > 1:
            return None
        first, second = sorted(order[:2])
        return Fixing((first, second), tuple((i, node.alive(i)[0]) for i in sorted(order[2:])))

    def _leaf(self, node: Node) -> list[Node | Cell]:
        self.log.append(Leaf())
        return [Cell.whole(node.support(), self.game.payoffs[0].shape)]

    def _solved(self, node: Node) -> Fixing | None:
        """A game the two-player solver was asked about that contains all that is left at ``node``."""
        for known in self.products:
            if all(node.alive(i) == [a] for i, a in known.others):
                return known
        return None
