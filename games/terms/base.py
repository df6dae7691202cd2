"""A term: one economic force, from a history to each lab's payoff.

A lab's payoff is the sum of its terms, each linear in its ``weight``. A term returns its payoff *at weight 1*, with the
sign it has in the sum (costs and penalties are negative), as an array that broadcasts to ``[*batch, *profile]``.

To add one, write a class like those beside this file and list it in ``games.terms``; a user's own class is listed with
``TERMS.add``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import reduce
from typing import Annotated, ClassVar

import numpy as np

from games.markets.base import Market
from games.parts.part import Finite, FloatArray, KindedPart, Range, Unit
from games.parts.state import State
from games.time.timeline import Timeline


class Slot(StrEnum):
    """What kind of payoff a term moves; a verdict says which of these an intervention changed."""

    FLOW = "flow"
    """Paid while a state of the world lasts."""
    PRIZE = "prize"
    """Paid once, when something is reached."""
    COST = "cost"
    """Paid once, at the lab's own release."""
    HARM = "harm"
    """Loss if something goes wrong in the world, as far as the lab minds."""


class Term(KindedPart):
    """One economic force with a weight."""

    name: str = ""
    """Path of this term within its lab; by default its kind."""
    weight: Annotated[Finite, Unit("currency per unit of the term")] = 1.0
    """How much the lab cares; its payoff is linear in it."""

    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 5)}
    unit: ClassVar[str]
    slot: ClassVar[Slot]
    needs: ClassVar[str] = ""
    """What the term minds of the world's risk: a field of ``WorldRisk``; empty if nothing."""
    former: ClassVar[tuple[str, ...]] = ()
    """Fields that files once gave the term itself, and that belong to that part of the risk (``games.release``)."""

    @property
    def label(self) -> str:
        """The name used in paths and tables."""
        return self.name or self.kind

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:
        """Payoff to ``lab`` at weight 1, broadcasting to ``[*batch, *profile]``.

        Args:
            history: what each profile makes happen.
            lab: index of the lab that is paid.
            market: how customers are served.
        """
        raise NotImplementedError


class ReleaseTerm(Term):
    """A term that is paid at every release of the lab's own."""

    slot: ClassVar[Slot] = Slot.COST

    def at_release(self, history: Timeline, lab: int, number: int, market: Market) -> FloatArray:
        """Present value to ``lab`` at weight 1 of what one of its releases brings it, ``[*batch, *profile]``.

        Args:
            history: what each profile makes happen.
            lab: index of the lab that is paid.
            number: which of its releases; 0 is the first.
            market: how customers are served.
        """
        raise NotImplementedError

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:
        """The sum over the lab's releases."""
        return reduce(np.add, [self.at_release(history, lab, number, market) for number in history.numbers(lab)])


class FlowTerm(Term):
    """A term that is paid while a state of the market lasts, and that depends on nothing else."""

    slot: ClassVar[Slot] = Slot.FLOW

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:
        """Payoff to ``lab`` per period at weight 1, with the axes of the state.

        Args:
            state: who has which model on the market.
            lab: index of the lab that is paid.
            market: how customers are served.
        """
        raise NotImplementedError

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:
        """The discounted integral of the rate."""
        rate = history.in_cells(self.rate(history.states, lab, market))
        return np.asarray((history.flow(lab) * rate).sum(axis=0), dtype=np.float64)
