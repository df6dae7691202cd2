"""What contestants fight for: how much more winning pays than losing."""

from __future__ import annotations

from solver.common.errors import GameError


def spread(prize: float, lose: float) -> float:
    """What winning pays above losing.

    Raises:
        GameError: losing pays as much.
    """
    if lose >= prize:
        raise GameError(f"prize = {prize:g} and lose = {lose:g}", "prize above lose", "raise prize, or lower lose")
    return prize - lose
