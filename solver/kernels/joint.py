"""What Python calls of the kernels for three and more players."""

from __future__ import annotations

from solver.kernels.joint_node import EMPTY, NO_ROOM, SPLIT, UNFINISHED, expand
from solver.kernels.joint_supports import settle_supports

__all__ = ["EMPTY", "NO_ROOM", "SPLIT", "UNFINISHED", "expand", "settle_supports"]
