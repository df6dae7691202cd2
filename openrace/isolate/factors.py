"""Factors: the forces that the post lists and those that its comments add, each as a switch on a game.

A game has a factor if it assumes something that the factor names: a term of weight other than 0, a modifier, a market
in which sellers compete. Switched off, the game assumes it no longer and keeps all else. What training costs is no
factor: without it a release would be free, and nothing to decide. Terms go by their weights, so games that differ in
terms alone share one computation; everything else is a change of the game's shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from games.markets import LimitPricing, Market, Niches
from games.parts.game import Game
from games.parts.part import Part
from games.parts.paths import follow, leaves
from games.race.race_game import RaceGame
from games.race.world import Regulation
from games.release.release_game import ReleaseGame
from games.terms import Term

Labs = ReleaseGame | RaceGame
"""Games of labs whose assumptions can be switched: by dates, and by effort."""
Change = Callable[[Labs], Labs]
P = TypeVar("P", bound=Part)

POST = "the post's model"
LIST = "the post's list"


@dataclass(frozen=True, eq=False)
class Factor:
    """One force.

    Attributes:
        name: what it is called.
        words: what a game with it assumes.
        who: who named it.
        terms: kinds of terms whose weights are 0 without it.
        modifiers: kinds of modifiers that are gone without it.
        race: numbers of a race without it.
        release: numbers of a game of dates without it.
        change: what else is different without it; nothing else if left out.
    """

    name: str
    words: str
    who: str
    terms: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    race: Mapping[str, object] = field(default_factory=dict)
    release: Mapping[str, object] = field(default_factory=dict)
    change: Change | None = None

    def reshaped(self, game: Labs) -> Labs:
        """The game without the factor, but for its terms."""
        if isinstance(game, ReleaseGame):
            kept = tuple(m for m in game.modifiers if m.kind not in self.modifiers)
            game = _with(game, {"modifiers": kept, **self.release})
        else:
            game = _with(game, self.race)
        return game if self.change is None else self.change(game)

    def weights(self, game: Labs) -> tuple[str, ...]:
        """Paths of the weights, other than 0, that are its own."""
        return tuple(path for path, term in terms_of(game) if term.kind in self.terms and term.weight != 0)


def terms_of(game: Game) -> tuple[tuple[str, Term], ...]:
    """Every term of the game, by the path of its weight."""
    weights = [(path, keys) for path, keys in leaves(game).items() if keys[-1] == "weight"]
    owned = [(path, follow(game, keys[:-1])) for path, keys in weights]
    return tuple((path, term) for path, term in owned if isinstance(term, Term))


def _with(part: P, numbers: Mapping[str, object]) -> P:
    """A part with fields set, by ``field`` or ``field.field``; of a tuple of parts, those of every one."""
    changed: dict[str, Any] = {}
    for path, value in numbers.items():
        name, _, rest = path.partition(".")
        own = changed.get(name, getattr(part, name))
        if not rest:
            changed[name] = value
        elif isinstance(own, tuple):
            changed[name] = tuple(_with(item, {rest: value}) for item in own)
        else:
            changed[name] = _with(own, {rest: value})
    return part.model_copy(update=changed)


def _with_market(game: Labs, market: Market) -> Labs:
    return game if market == game.market else game.model_copy(update={"market": market})


def _without_tastes(game: Labs) -> Labs:
    """Customers who are all alike buy the best offer; niches are no matter of taste and stay."""
    market = game.market
    if market is None or isinstance(market, LimitPricing | Niches):
        return game
    return _with_market(game, LimitPricing(customers=market.customers, value=market.value, separate=market.separate))


def _without_substitution(game: Labs) -> Labs:
    """A model is of use in its own niche alone."""
    if not isinstance(game.market, Niches):
        return game
    return _with_market(game, game.market.model_copy(update={"substitution": ()}))


def _without_rivals(game: Labs) -> Labs:
    """Customers are shared out among the labs: nobody sells to those of another."""
    if len(game.labs) == 1 or game.market is None:
        return game
    return _with_market(game, game.market.model_copy(update={"separate": True}))


def _without_discounting(game: Labs) -> Labs:
    """All dates count alike; over an infinite horizon, as in a race, they cannot."""
    if isinstance(game, RaceGame) or game.is_endless:
        return game
    return _with(game, {"labs.discount_rate": None, "calendar.discount_rate": 0.0})


FACTORS: tuple[Factor, ...] = (
    Factor("revenue", "labs sell what is better than the free model", POST, terms=("revenue",)),
    Factor(
        "easier training",
        "open models make training easier, or give insights for nothing",
        LIST,
        modifiers=("spillover", "catch_up", "leakage"),
        race={"ease": 1.0, "learn": 0.0},
    ),
    Factor("substitution", "a model helps in other niches than its own", LIST, change=_without_substitution),
    Factor(
        "uncertainty",
        "nobody knows which open models come, or when",
        LIST,
        modifiers=("worst_cases",),
        race={"open.arrival_rate": 0.0, "open.arrival_rung": None},
        release={"open.scenarios": (), "open.arrival_rate": 0.0},
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
    Factor(
        "bankruptcy",
        "a lab that earns too little gives up",
        "RobertM",
        modifiers=("survival",),
        race={"labs.may_exit": False, "labs.fixed_cost": 0.0},
    ),
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
    Factor(
        "regulation",
        "regulation may end the business",
        "Mikhail Samin",
        modifiers=("regulation",),
        race={"regulation": Regulation()},
    ),
    Factor("entry", "entering the market costs or pays a fixed sum", "Mikhail Samin", terms=("entry_cost", "subsidy")),
    Factor(
        "following",
        "open models follow what the labs release",
        "the register of evidence",
        race={"open.follow_rate": 0.0},
        release={"open.reaction": 0.0},
    ),
    Factor(
        "ruin",
        "labs mind what may go wrong in the world",
        "the thread",
        terms=("shared_ruin", "liability", "world_harm"),
        race={"labs.ruin_loss": 0.0},
    ),
    Factor(
        "scale of use",
        "good and harm grow with the number of uses",
        "the second post",
        terms=("scale_harm", "scale_benefit"),
    ),
)
"""The explicit list, in the order in which factors are named."""


def factors_of(game: Labs) -> tuple[Factor, ...]:
    """All factors of the list, and one more for every term of the user's own that is in the game."""
    known = {"training_cost", *(kind for factor in FACTORS for kind in factor.terms)}
    own = dict.fromkeys(term.kind for _, term in terms_of(game) if term.kind not in known)
    return (*FACTORS, *(Factor(kind, f"labs care about {kind}", "the user", terms=(kind,)) for kind in own))


def is_in(factor: Factor, game: Labs) -> bool:
    """Whether switching the factor off changes the game."""
    return bool(factor.weights(game)) or factor.reshaped(game) != game


def reshaped(game: Labs, off: Sequence[Factor]) -> Labs:
    """The game without some factors, but for their terms."""
    for factor in off:
        game = factor.reshaped(game)
    return game
