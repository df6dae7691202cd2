"""Every equilibrium of a game of three and more players: branch and bound on who is in and who is out.

``solver.n_player`` has the idea and why nothing is lost. It is the complementarity branch and bound of Audet, Hansen,
Jaumard and Savard (2001), carried over to games whose expected payoffs are products by a relaxation on the joint
distribution of play. A linear program that fails leads to a branch, never to a drop.

Of the two children the one without the action comes first: small supports are cheap to close, so that a search that is
stopped early knows most of what it can know.

The search can be stopped and taken up again: ``Search.run`` works until its budget is spent, and its stack stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from solver.common.clock import Clock
from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.relaxation.node import IN, OUT, Node
from solver.n_player.relaxation.whole import programs_for
from solver.n_player.roots.leaf import Cell, LeafCloser
from solver.n_player.tree.log import Handed, Leaf, Record, Split
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing

CELLS_PER_NODE = 4
"""A cell of a leaf has one small program; a node has several, with more rows and columns."""


class Search:
    """The tree of one game: a stack that can be worked on in portions.

    Attributes:
        stack: nodes and leaf cells not yet looked at.
        leaves: what became of leaf cells: roots that close them, supports solved, regions that could not be closed.
        products: equilibria found where at most two players still choose, by what the others do.
        log: one record with reasons per item looked at, see ``solver.n_player.tree.log``.
        n_nodes, n_cells: how many tree nodes and leaf cells were looked at.
    """

    def __init__(self, game: IntegerGame) -> None:
        self.game = game
        self.clock = Clock()
        self.programs = programs_for(game, self.clock)
        self.leaves = LeafCloser(game, self.clock)
        self.stack: list[Node | Cell] = [Node.root(game.payoffs[0].shape)]
        self.products: dict[Fixing, tuple[Product, ...]] = {}
        self.log: list[Record] = []
        self.n_nodes = self.n_cells = 0

    @property
    def n_programs(self) -> int:
        """Linear programs solved so far."""
        return self.leaves.solver.n_solved + self.programs.n_solved

    def run(self, node_budget: int, seconds: float, keep_when_interrupted: bool = False) -> bool:
        """Work until the stack is empty (``True``) or the budget of nodes, or of time, is spent.

        ``CELLS_PER_NODE`` leaf cells count as one node.

        An item stays on the stack until all that follows from it is known, so nothing is lost when the time is spent in
        the middle of it, nor by Ctrl-C, which ends the portion where ``keep_when_interrupted`` says so and else raises
        ``KeyboardInterrupt``.
        """
        self.clock.start(seconds, keep_when_interrupted)
        end = self._n_parts() + node_budget
        record: Record
        children: Sequence[Node | Cell]
        with self.clock.limiting():
            while self.stack and self._n_parts() < end:
                self.clock.tick(self._progress)
                self.clock.check()
                item = self.stack[-1]
                if isinstance(item, Node):
                    record, children = self._expand(item)
                    self.n_nodes += 1
                else:
                    record, children = self.leaves.work(item)
                    self.n_cells += 1
                self.log.append(record)
                self.stack[-1:] = children
        return not self.stack

    def _n_parts(self) -> int:
        return self.n_nodes + self.n_cells // CELLS_PER_NODE

    def _progress(self) -> str:
        n_found = sum(root.feasible is True for root in self.leaves.closed) + sum(map(len, self.products.values()))
        return (
            f"{self.n_nodes + self.n_cells:,} parts of the game judged, {n_found:,} equilibria found, "
            f"{len(self.stack):,} parts open"
        )

    def _expand(self, node: Node) -> tuple[Record, Sequence[Node | Cell]]:
        fixing = self._fixing(node)
        if fixing is None and node.is_settled:
            # The program of the cell has all slice rows, so the node needs none.
            return self._leaf(node)
        # The two-player solver lists whole games: a node inside one that was solved adds nothing.
        known = None if fixing is None else self._solved(node)
        if known is not None:
            return Handed(known), []
        step = self.programs.expand(node)
        if step.proof is not None:
            return step.proof, []
        if fixing is not None:
            products = solve_fixing(self.game, fixing, self.clock)
            # If it gave up, the node goes on like any other.
            if products is not None:
                self.products[fixing] = products
                return Handed(fixing.actions or ()), []
            if node.is_settled:
                return self._leaf(node)
        player, action = step.pick or node.open_actions()[0]
        return Split(player, action), [node.decided(player, action, fate, step.frame) for fate in (IN, OUT)]

    def _fixing(self, node: Node) -> Fixing | None:
        """What all but two players do, where that is settled; players with more actions left go first."""
        sizes = [len(node.alive(i)) for i in range(len(node.fates))]
        order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
        if len(order) > 2 and sizes[order[2]] > 1:
            return None
        first, second = sorted(order[:2])
        return Fixing.of_actions((first, second), ((i, node.alive(i)[0]) for i in sorted(order[2:])))

    def _leaf(self, node: Node) -> tuple[Record, Sequence[Node | Cell]]:
        return Leaf(), [Cell.whole(node.support(), self.game.payoffs[0].shape)]

    def _solved(self, node: Node) -> tuple[tuple[int, int], ...] | None:
        """What the others do in a solved two-player game that contains all that is left at ``node``."""
        others = (known.actions for known in self.products if known.actions is not None)
        return next((own for own in others if all(node.alive(i) == [a] for i, a in own)), None)
