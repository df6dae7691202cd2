"""What a direction says of an event, in words, and shares of cases."""

from __future__ import annotations

from games.parts.direction import Code

VERBS = {
    Code.UP: "speeds the race up",
    Code.DOWN: "slows the race down",
    Code.NEUTRAL: "changes nothing",
    Code.AMBIGUOUS: "depends on the equilibrium",
    Code.MORE: "raises the number",
    Code.LESS: "lowers the number",
    Code.UNKNOWN: "leaves a game without an equilibrium that was found",
}
"""The rest of a sentence that begins with the event, or with it."""


def percent(share: float) -> str:
    """A share in percent, to three digits."""
    return f"{100 * share:.3g} %"
