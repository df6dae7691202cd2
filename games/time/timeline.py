"""What a part may read of dates and plans, besides the state of the market: when who releases what.

Terms that are paid once (costs, prizes, penalties) and modifiers need this; markets and flow terms need the state alone
(``games.parts.state``). Arrays are those of ``games.release.history``: ``[cell, *batch, A_0, ..., A_{N-1}]``, the first
axis only where time matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from games.parts.part import BoolArray, FloatArray
from games.parts.state import State
from games.risk.world_risk import WorldRisk
from games.time.calendar import Calendar
from games.time.discounting import Discount
from games.time.open_path import OpenRelease
from games.time.shocks import Shocks


class Timeline(State, Protocol):
    """The states of the market over time, and the releases that bring them about."""

    @property
    def calendar(self) -> Calendar:
        """Horizon, slots and discounting."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one payoff array: ``(*batch, A_0, ..., A_{N-1})``."""

    @property
    def shocks(self) -> Shocks:
        """What modifiers changed so far."""

    @property
    def states(self) -> State:
        """The states of the market that differ, on the axis of the cells: what depends on them alone is theirs."""

    def in_cells(self, values: FloatArray) -> FloatArray:
        """Values of the different states, ``[state, *batch, *profile]`` or broadcasting to it, in every cell."""

    @property
    def start(self) -> FloatArray:
        """Left ends of the cells of time."""

    @property
    def end(self) -> FloatArray:
        """Right ends of the cells; the last may be ``inf``."""

    @property
    def lasts(self) -> BoolArray:
        """Cells of positive length."""

    @property
    def risk(self) -> WorldRisk:
        """What may go wrong in the world."""

    @property
    def steps(self) -> Sequence[OpenRelease]:
        """Open releases from outside."""

    def terms(self, lab: int) -> Sequence[object]:
        """What a lab cares about: its terms."""

    def rivals(self, lab: int) -> list[int]:
        """Labs outside the lab's coalition."""

    def numbers(self, lab: int) -> range:
        """Numbers of a lab's releases, from 0; where no number is given, the first one is meant."""

    def date(self, lab: int, number: int = 0) -> FloatArray:
        """Release date of a lab, ``inf`` at never."""

    def finite_date(self, lab: int, number: int = 0) -> FloatArray:
        """Release date of a lab, 0 at never."""

    def releases(self, lab: int, number: int = 0) -> BoolArray:
        """Whether the lab releases at all."""

    def is_open(self, lab: int, number: int = 0) -> BoolArray:
        """Whether its release is open."""

    def start_capability(self, lab: int) -> float | FloatArray:
        """Capability of the model with which the lab starts."""

    def own_size(self, lab: int, number: int = 0) -> FloatArray:
        """Capability that the lab itself trains for its release, 0 at never."""

    def size(self, lab: int, number: int = 0) -> FloatArray:
        """Capability of the lab's release, with what it gets for nothing; 0 at never."""

    def frontier_before(self, lab: int, number: int = 0) -> FloatArray:
        """Best model on the market just before the lab's release."""

    def open_before(self, lab: int, number: int = 0) -> FloatArray:
        """Best open model just before the lab's release."""

    def cost(self, lab: int, number: int = 0) -> FloatArray:
        """Training cost of the lab's release in currency, 0 at never."""

    def discount(self, lab: int) -> Discount:
        """How the lab weighs time."""

    def flow(self, lab: int) -> FloatArray:
        """Weight of each cell in a flow to the lab: the integral of its discount factor over the cell."""

    def sales_flow(self, lab: int) -> FloatArray:
        """As ``flow``, times customers relative to the market's number."""

    def social_flow(self) -> FloatArray:
        """Weight of each cell in customers' surplus, at the calendar's discount rate."""

    def factor(self, lab: int, number: int = 0) -> FloatArray:
        """Discount factor at the lab's release date, 0 at never."""
