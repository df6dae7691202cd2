"""Claims as races of efforts: the same assumptions on a ladder, where the incentive to race is a number.

What a release game pays once is here the present value of a flow, at the race's discount rate, so that sizes stay those
of the story. Where a claim is about easier training, the open model leaves a share of the climb to be paid for.
"""

from __future__ import annotations

from typing import Any

from games.race import OutsideModel, RaceGame, RaceLab
from games.stories.telling.base import Story

RATE = 0.1
"""Discount rate of every race here: a flow of 1 is worth 10."""


def climb(story: Story, rungs: tuple[float, ...], *labs: RaceLab, x: float = 0.0, **parts: Any) -> RaceGame:
    """Labs on a ladder, beside an open model of capability ``x`` that is there from the start.

    Args:
        story: gives name and summary.
        rungs: capabilities, rising.
        labs: the players.
        x: capability of the open model; 0 for none.
        parts: further parts of the race.
    """
    return RaceGame(
        name=story.name,
        summary=story.claim,
        rungs=rungs,
        labs=labs,
        **{"discount_rate": RATE, "open": OutsideModel(capability=x) if x > 0 else OutsideModel(), **parts},
    )


def left_to_train(own: float, top: float, head_start: float) -> float:
    """Share of the way from ``own`` to ``top`` that is left for whoever may start from ``head_start``."""
    return (top - max(own, head_start)) / (top - own)
