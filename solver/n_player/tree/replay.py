"""Follow a proof log and trust nothing in it but where it points.

The replay keeps its own stack: nodes, described by the fate of every action, and leaf cells. Each record is about
the item on top. A drop is added up again in integers, a root is proven again in exact arithmetic, a two-player game is
solved again in rationals, boxes are computed again in fractions, and the children of a split are those that the
rule says. The first record that does not hold ends the replay with a *fault*. What is on the stack when the log ends is
open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.n_player.relaxation.integers import IntegerGame, Support
from solver.n_player.relaxation.node import IN, OUT, Node
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.krawczyk import CertifiedRoot, certify_root
from solver.n_player.roots.leaf import Cell, reach
from solver.n_player.roots.one_parameter import Solved, solve_support
from solver.n_player.tree.log import CellNote, Dropped, End, Handed, Leaf, Record, Split
from solver.n_player.tree.recheck import leaves_nothing, root_boxes
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing


@dataclass(eq=False)
class Replay:
    """How far a log was followed, and what it establishes.

    Attributes:
        stack: nodes and cells still open.
        closed: roots proven to be the only ones of their cells.
        products: equilibria of the two-player games, by what the others do.
        solved: supports solved by exact algebra.
        unresolved: cells the log left so.
        n_records: how many records held.
        fault: what the first record that did not hold claims wrongly, or ``None``.
    """

    game: IntegerGame
    relaxation: Relaxation
    stack: list[Node | Cell]
    closed: list[CertifiedRoot] = field(default_factory=list)
    products: dict[Fixing, tuple[Product, ...]] = field(default_factory=dict)
    solved: dict[Support, Solved | None] = field(default_factory=dict)
    unresolved: list[Cell] = field(default_factory=list)
    n_records: int = 0
    fault: str | None = None

    def follow(self, log: Sequence[Record]) -> None:
        """Check one record after another until the log or its truth ends."""
        for record in log:
            if not self.stack:
                self.fault = "there are more records than parts of the game"
                return
            item = self.stack.pop()
            self.fault = self._node(item, record) if isinstance(item, Node) else self._cell(item, record)
            if self.fault is not None:
                self.stack.append(item)
                return
            self.n_records += 1

    def _node(self, node: Node, record: Record) -> str | None:
        n_actions = self.game.payoffs[0].shape
        if isinstance(record, Dropped):
            if not all(self._holds(node, row) for row in record.rows):
                return "a node is dropped by a row that does not hold there"
            alive = np.array(np.meshgrid(*(node.alive(i) for i in range(len(n_actions))), indexing="ij"))
            proven = leaves_nothing(self.relaxation, alive.reshape(len(n_actions), -1), record)
            return None if proven else "the rows that drop a node leave some play"
        if isinstance(record, Split):
            if (record.player, record.action) not in node.open_actions():
                return "a node is split by an action that is not open"
            self.stack.extend(node.decided(record.player, record.action, fate, None) for fate in (IN, OUT))
            return None
        if isinstance(record, Handed):
            return self._handed(node, record)
        if isinstance(record, Leaf):
            if node.open_actions():
                return "a node with open actions is called a leaf"
            self.stack.append(Cell.whole(node.support(), n_actions))
            return None
        return "a record about a cell where a node is due"

    @staticmethod
    def _holds(node: Node, row: tuple[int, int, int, int]) -> bool:
        i, k, a, b = row
        n = len(node.fates[i]) if 0 <= i < len(node.fates) else 0
        return min(k, a, b) >= 0 and max(k, a, b) < n and (k == a or node.fates[i][a] == IN)

    def _handed(self, node: Node, record: Handed) -> str | None:
        if any(node.alive(i) != [a] for i, a in record.others):
            return "a node is handed to a two-player game that it does not lie in"
        pair = [i for i in range(len(node.fates)) if i not in {j for j, _ in record.others}]
        if len(pair) != 2:
            return "a node is handed on with more than two players left"
        fixing = Fixing.of_actions((pair[0], pair[1]), record.others)
        if fixing not in self.products:
            products = solve_fixing(self.game, fixing)
            if products is None:
                return "a two-player game that was handed on cannot be solved completely"
            self.products[fixing] = products
        return None

    def _cell(self, cell: Cell, note: Record) -> str | None:
        if not isinstance(note, CellNote):
            return "a record about a node where a cell is due"
        if note.end == End.DROPPED:
            return self._dropped_cell(cell, note.dropped)
        if note.end == End.OUTSIDE:
            return None if root_boxes(self.game, cell, note.pair) == [] else "a cell said to hold no root may hold one"
        if note.end == End.SOLVED:
            return self._solved_cell(cell)
        if note.end == End.BOXED:
            return self._closed_cell(cell, note)
        if note.end == End.UNRESOLVED:
            self.unresolved.append(cell)
            return None
        if note.halved is None or note.halved not in range(len(cell.simplices)):
            return "a cell is halved along nobody's simplex"
        self.stack.extend(cell.halved(note.halved))
        return None

    def _dropped_cell(self, cell: Cell, dropped: Dropped | None) -> str | None:
        relaxation = Relaxation.of_cell(self.game, cell.simplices)
        if dropped is None or any(a not in cell.support[i] for i, _, a, _ in dropped.rows):
            return "a cell is dropped by a row that does not hold there"
        proven = leaves_nothing(relaxation, relaxation.own, dropped)
        return None if proven else "the rows that drop a cell leave some play"

    def _solved_cell(self, cell: Cell) -> str | None:
        if cell.support not in self.solved:
            self.solved[cell.support] = solve_support(self.game, cell.support)
        return "a support said to be solved is not" if self.solved[cell.support] is None else None

    def _closed_cell(self, cell: Cell, note: CellNote) -> str | None:
        guess = np.array(note.root or (), dtype=np.float64)
        if len(guess) != sum(len(own) for own in cell.support):
            return "a cell is closed without a root"
        root = next((r for r in self.closed if r.support == cell.support and np.array_equal(r.flat, guess)), None)
        root = root or certify_root(self.game, cell.support, guess)
        if root is None:
            return "a cell is closed with a root that cannot be proven"
        boxes = root_boxes(self.game, cell, note.pair)
        if not boxes or not root.is_only_root_within(reach(root, boxes)):
            return "a cell is closed with a root that may not be its only one"
        if root not in self.closed:
            self.closed.append(root)
        return None


def replay(game: IntegerGame, log: Sequence[Record]) -> Replay:
    """Check ``log`` against the reduced game it is about (``solver.n_player.all_equilibria.prepare``)."""
    out = Replay(game, Relaxation.of_game(game), [Node.root(game.payoffs[0].shape)])
    out.follow(log)
    return out
