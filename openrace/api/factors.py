"""What makes an answer: the effect of each factor, and a card with all that belongs to it."""

from __future__ import annotations

from games.parts.paths import Settings
from openrace.api.arguments import (
    ConceptLike,
    InterventionLike,
    beliefs_of,
    choice_of,
    intervention_of,
    metric_of,
    seconds_of,
    seed_of,
    whether,
    whole_of,
)
from openrace.api.surveying import Priors
from openrace.concepts.concept import Concept
from openrace.isolate.effects import DRAWS, Effects
from openrace.isolate.effects import effects as find_effects
from openrace.isolate.quote import DRAWS as CARD_DRAWS
from openrace.isolate.quote import Quote, quote
from openrace.questions.load import GameLike, load
from openrace.sweeps.effort import BUDGET


def effects(
    game: GameLike,
    intervention: InterventionLike,
    *,
    metric: str | None = None,
    concept: ConceptLike = Concept.OPEN_LOOP,
    prior: Priors = (),
    draws: int = DRAWS,
    settings: Settings = (),
    seed: int = 0,
    budget: float | None = BUDGET,
) -> Effects:
    """The effect of each factor: every assumption of a game switched off and on, in all orders.

    Args:
        game: a game of labs; see :func:`openrace.load`.
        intervention: an object such as ``OpenModel(8, date=3)``, or its text, ``"open:8@3"``.
        metric: what is asked about first; left out, the first release in response.
        concept: what labs know and can do.
        prior: beliefs about numbers; left out, the ranges of the evidence for a calibrated game.
        draws: draws from the prior, for intervals; 0 for none.
        settings: numbers to change first.
        seed: of the draws, and of orders where there are too many factors for all.
        budget: seconds that it may take; ``None`` for no limit.

    Raises:
        OpenraceError: no game of labs, an unknown metric, or a search that takes longer than the budget.

    Example:
        >>> import openrace as orc
        >>> found = orc.effects("closed-monopolist", "open:12@2", settings={"calendar.slots": 4})
        >>> [effect.factor.name for effect in found.main.effects if effect.value]
        ['revenue']
    """
    return find_effects(
        load(game, settings),
        intervention_of(intervention),
        metric=metric_of(metric),
        choice=choice_of(concept),
        beliefs=beliefs_of(prior),
        draws=whole_of(draws, "the number of draws"),
        seed=seed_of(seed),
        budget=seconds_of(budget),
    )


def card(
    game: GameLike,
    intervention: InterventionLike,
    *,
    metric: str | None = None,
    concept: ConceptLike = Concept.OPEN_LOOP,
    prior: Priors = (),
    draws: int = CARD_DRAWS,
    mapped: bool = False,
    settings: Settings = (),
    budget: float | None = BUDGET,
) -> Quote:
    """An answer to quote: verdict, proof, what flips it, its share over a prior, and how firm it is.

    Args:
        game: a game of labs; see :func:`openrace.load`.
        intervention: an object such as ``OpenModel(8, date=3)``, or its text, ``"open:8@3"``.
        metric: whose direction; left out, the first release in response.
        concept: what labs know and can do.
        prior: beliefs for the share; left out, the ranges of the evidence for a calibrated game, else every weight
            between nothing and twice what it is.
        draws: draws from it.
        mapped: whether a map of two weights is wanted, with those who argue on it.
        settings: numbers to change first.
        budget: seconds that each search may take; ``None`` for no limit.

    Raises:
        OpenraceError: no game of labs, or none in which labs care about something; an unknown metric, or a search that
            takes longer than the budget.

    Example:
        >>> import openrace as orc
        >>> small = {"calendar.slots": 4, "calendar.horizon": 8}
        >>> orc.card("alice-bob", "open:8@3", draws=8, settings=small).would_flip
        'prestige of every lab is 1.53 instead of 2: then the same'
    """
    return quote(
        load(game, settings),
        intervention_of(intervention),
        metric=metric_of(metric),
        choice=choice_of(concept),
        beliefs=beliefs_of(prior),
        draws=whole_of(draws, "the number of draws"),
        mapped=whether(mapped, "mapped"),
        budget=seconds_of(budget),
    )
