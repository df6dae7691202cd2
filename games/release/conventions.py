"""What every release game takes for granted."""

from __future__ import annotations

RELEASE_CONVENTIONS = (
    "A release in a slot is on the market from the start of that period.",
    "A lab's model on the market is the best it has released, its starting model included; that model's cost is sunk.",
    "A lab releases at most as often as its number of releases says, each time at another date; 'never' is a plan.",
    "Flows are integrals over time at the discount rate; one-off costs, prizes and penalties fall at the release date.",
    "After the last slot the state stays as it is until the horizon, for ever if the horizon is infinite.",
    "Labs that release together face the same frontier: the best model on the market before that date. What is certain "
    "to come at date 0, from outside or as a lab's only plan, is there before it.",
    "Several best labs share what being best pays, unless a term says otherwise.",
    "A customer who is indifferent buys.",
    "An open release counts as the best open model for every seller, its owner included.",
    "In an expectation over dates 'never' counts as the horizon; the chance of never is reported beside it.",
    "Each lab fixes its plan at the start, knowing the game: equilibria are those of the normal form.",
    "Units of money and of capability are free: only ratios matter.",
)
"""What every release game takes for granted."""
