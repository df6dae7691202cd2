"""Factors: the forces that the post lists and those that its comments add, each as a switch on a game.

A game has a factor if it assumes something that the factor names: a term of weight other than 0, a modifier, a market
in which sellers compete. Switched off, the game assumes it no longer and keeps all else. What training costs is no
factor: without it a release would be free, and nothing to decide. Terms go by their weights, so games that differ in
terms alone share one computation; everything else is a change of the game's shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from games.markets import LimitPricing, Niches
from games.parts.part import Part
from games.release.release_game import ReleaseGame

Change = Callable[[ReleaseGame], ReleaseGame]

POST = "the post's model"
LIST = "the post's list"


@dataclass(frozen=True)
class Factor:
    """One force.

    Attributes:
        name: what it is called.
        words: what a game with it assumes.
        who: who named it.
        terms: kinds of terms whose weights are 0 without it.
        modifiers: kinds of modifiers that are gone without it.
        change: what else is different without it; nothing else if left out.
    """

    name: str
    words: str
    who: str
    terms: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    change: Change | None = None

    def reshaped(self, game: ReleaseGame) -> ReleaseGame:
        """The game without the factor, but for its terms."""
        kept = tuple(m for m in game.modifiers if m.kind not in self.modifiers)
        less = game if len(kept) == len(game.modifiers) else game.model_copy(update={"modifiers": kept})
        return less if self.change is None else self.change(less)

    def weights(self, game: ReleaseGame) -> tuple[str, ...]:
        """Paths of the weights, other than 0, that are its own."""
        return tuple(
            f"{lab.name}.{term.label}"
            for lab in game.labs
            for term in lab.terms
            if term.kind in self.terms and term.weight != 0
        )


def _on(part: str, **numbers: object) -> Change:
    """Sets fields of one part of the game."""

    def change(game: ReleaseGame) -> ReleaseGame:
        own: Part = getattr(game, part)
        if all(getattr(own, name) == value for name, value in numbers.items()):
            return game
        return game.model_copy(update={part: own.model_copy(update=numbers)})

    return change


def _without_tastes(game: ReleaseGame) -> ReleaseGame:
    """Customers who are all alike buy the best offer; niches are no matter of taste and stay."""
    if isinstance(game.market, LimitPricing | Niches):
        return game
    market = LimitPricing(customers=game.market.customers, value=game.market.value, separate=game.market.separate)
    return game.model_copy(update={"market": market})


def _without_substitution(game: ReleaseGame) -> ReleaseGame:
    """A model is of use in its own niche alone."""
    if not isinstance(game.market, Niches) or not game.market.substitution:
        return game
    return game.model_copy(update={"market": game.market.model_copy(update={"substitution": ()})})


def _without_rivals(game: ReleaseGame) -> ReleaseGame:
    """Customers are shared out among the labs: nobody sells to those of another."""
    return game if len(game.labs) == 1 else _on("market", separate=True)(game)


def _without_discounting(game: ReleaseGame) -> ReleaseGame:
    """All dates count alike; over an infinite horizon they cannot."""
    if game.is_endless:
        return game
    if any(lab.discount_rate for lab in game.labs):
        labs = tuple(lab.model_copy(update={"discount_rate": None}) for lab in game.labs)
        game = game.model_copy(update={"labs": labs})
    return _on("calendar", discount_rate=0.0)(game)


FACTORS: tuple[Factor, ...] = (
    Factor("revenue", "labs sell what is better than the free model", POST, terms=("revenue",)),
    Factor(
        "easier training",
        "open models make training easier, or give insights for nothing",
        LIST,
        modifiers=("spillover", "catch_up", "leakage"),
    ),
    Factor("substitution", "a model helps in other niches than its own", LIST, change=_without_substitution),
    Factor(
        "uncertainty",
        "nobody knows which open models come, or when",
        LIST,
        modifiers=("worst_cases",),
        change=_on("open", scenarios=(), arrival_rate=0.0),
    ),
    Factor("tastes", "customers value models differently", LIST, change=_without_tastes),
    Factor(
        "prestige",
        "labs like to have the best model, which brings recruits",
        LIST,
        terms=("prestige",),
        modifiers=("hiring",),
    ),
    Factor("oligopoly", "sellers compete for the same customers", LIST, change=_without_rivals),
    Factor("discounting", "sooner counts more than later", LIST, change=_without_discounting),
    Factor("demand over time", "the number of customers changes", LIST, modifiers=("demand_growth", "bass")),
    Factor("frontier penalty", "labs would rather not push the frontier", "RobertM", terms=("frontier_penalty",)),
    Factor("bankruptcy", "a lab that earns too little gives up", "RobertM", modifiers=("survival",)),
    Factor(
        "falling returns",
        "each further step ahead is worth less",
        "jessicata",
        terms=("gap_utility",),
        modifiers=("concave_utility",),
    ),
    Factor("changing minds", "labs weigh the present more than later", "RobertM", modifiers=("impatience",)),
    Factor(
        "strategic prize",
        "whoever gets far enough wins more than money, and whoever cannot spends on something else",
        "Wei Dai",
        terms=("gap_prize", "goal", "staying_out"),
    ),
    Factor(
        "slowness",
        "labs prefer progress to slow down",
        "Zach Stein-Perlman",
        terms=("slowness", "slow_progress"),
    ),
    Factor("market share", "labs want many customers later", "Zach Stein-Perlman", terms=("market_share",)),
    Factor("overconfidence", "labs believe other numbers than the true ones", "Chris_Leong", modifiers=("belief",)),
    Factor("talent", "open labs draw people, who come with experience", "Mikhail Samin", modifiers=("talent",)),
    Factor(
        "infrastructure",
        "what is built on open models later pays others",
        "Mikhail Samin",
        terms=("complement",),
        modifiers=("open_demand",),
    ),
    Factor("regulation", "regulation may end the business", "Mikhail Samin", modifiers=("regulation",)),
    Factor("entry", "entering the market costs or pays a fixed sum", "Mikhail Samin", terms=("entry_cost", "subsidy")),
    Factor(
        "following",
        "open models follow what the labs release",
        "the register of evidence",
        change=_on("open", reaction=0.0),
    ),
    Factor(
        "ruin",
        "labs mind what may go wrong in the world",
        "the thread",
        terms=("shared_ruin", "liability", "world_harm"),
    ),
    Factor(
        "scale of use",
        "good and harm grow with the number of uses",
        "the second post",
        terms=("scale_harm", "scale_benefit"),
    ),
)
"""The explicit list, in the order in which factors are named."""


def factors_of(game: ReleaseGame) -> tuple[Factor, ...]:
    """All factors of the list, and one more for every term of the user's own that is in the game."""
    known = {"training_cost", *(kind for factor in FACTORS for kind in factor.terms)}
    own = dict.fromkeys(t.kind for lab in game.labs for t in lab.terms if t.kind not in known)
    return (*FACTORS, *(Factor(kind, f"labs care about {kind}", "the user", terms=(kind,)) for kind in own))


def is_in(factor: Factor, game: ReleaseGame) -> bool:
    """Whether switching the factor off changes the game."""
    return bool(factor.weights(game)) or factor.reshaped(game) != game


def reshaped(game: ReleaseGame, off: Sequence[Factor]) -> ReleaseGame:
    """The game without some factors, but for their terms."""
    for factor in off:
        game = factor.reshaped(game)
    return game
