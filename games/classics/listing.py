"""The explicit list of published models."""

from __future__ import annotations

from games.classics.adoption.developing import DuttaLachRustichini, KatzShapiro
from games.classics.adoption.early_and_late import FudenbergTirole, Reinganum, Tan
from games.classics.contests.all_pay import BayeKovenockDeVries
from games.classics.contests.attrition_rates import HendricksWeissWilson
from games.classics.contests.best_of import HarrisVickers, KlumppPolborn
from games.classics.contests.blotto import Friedman
from games.classics.contests.escalation import ONeillAuction
from games.classics.contests.lottery import HillmanRiley, Stein
from games.classics.contests.tullock import Tullock
from games.classics.model import Classic
from games.classics.openness.fine_tuning import Laufer, PartialOpenness
from games.classics.patents.flow_races import BeathKatsoulacosUlph, LeeWilde
from games.classics.patents.incumbent import ReinganumIncumbent
from games.classics.patents.loury import Loury
from games.classics.patents.markets_and_races import Arrow, DelbonoDenicolo, GilbertNewbery
from games.classics.patents.step_by_step import Aghion
from games.classics.play.claims import Basu, Capra, GoereeHolt
from games.classics.play.commitment import Bagwell, ConitzerSandholm, VanDammeHurkens
from games.classics.play.constant_sum import (
    Kuhn,
    Mendelsohn,
    ONeill,
    Penalties,
    RapoportBoebel,
    SeltenChmura,
    Serves,
    TwoPosts,
    VonNeumannMorgenstern,
)
from games.classics.play.examples import (
    Bernheim,
    Jordan,
    McKelveyMcLennan,
    Myerson,
    Nash,
    Nau,
    QuintShubik,
    Selten,
    Shapley,
    VonStengel,
)
from games.classics.play.laboratory import (
    AradRubinstein,
    BattalioSamuelsonVanHuyck,
    MatchingPennies,
    McKelveyPalfrey,
    Ochs,
    VanHuyckBattalioBeil,
)
from games.classics.play.populations import HawkDove, NowakFixation
from games.classics.play.shared_links import Braess, ChristodoulouKoutsoupias, KoutsoupiasPapadimitriou
from games.classics.pricing.logit_prices import AndersonDePalmaThisse
from games.classics.pricing.places import Hotelling, Salop
from games.classics.pricing.quantities import Cournot, Stackelberg
from games.classics.pricing.several_markets import BulowGeanakoplosKlemperer, SalantSwitzerReynolds
from games.classics.pricing.spillovers import AspremontJacquemin
from games.classics.pricing.vertical import ChoiShin, Motta, MottaQuantities, ShakedSutton
from games.classics.safety.compute_prices import Jensen
from games.classics.safety.idealised_race import Dsair
from games.classics.safety.precipice import ArmstrongNone, ArmstrongPrivate, ArmstrongPublic
from games.classics.safety.split import Kwa
from games.classics.safety.unilateralist import Unilateralist

SAFETY: tuple[type[Classic], ...] = (
    ArmstrongNone,
    ArmstrongPrivate,
    ArmstrongPublic,
    Dsair,
    Jensen,
    Kwa,
    Unilateralist,
)
PATENTS: tuple[type[Classic], ...] = (
    LeeWilde,
    Loury,
    BeathKatsoulacosUlph,
    DelbonoDenicolo,
    ReinganumIncumbent,
    Arrow,
    GilbertNewbery,
    Aghion,
)
ADOPTION: tuple[type[Classic], ...] = (Reinganum, FudenbergTirole, Tan, KatzShapiro, DuttaLachRustichini)
CONTESTS: tuple[type[Classic], ...] = (
    Tullock,
    Stein,
    HillmanRiley,
    BayeKovenockDeVries,
    HarrisVickers,
    KlumppPolborn,
    Friedman,
    HendricksWeissWilson,
    ONeillAuction,
)
PRICING: tuple[type[Classic], ...] = (
    Cournot,
    Stackelberg,
    Hotelling,
    Salop,
    AndersonDePalmaThisse,
    ShakedSutton,
    ChoiShin,
    Motta,
    MottaQuantities,
    AspremontJacquemin,
    BulowGeanakoplosKlemperer,
    SalantSwitzerReynolds,
)
OPENNESS: tuple[type[Classic], ...] = (Laufer, PartialOpenness)
LABORATORY: tuple[type[Classic], ...] = (
    Basu,
    Capra,
    GoereeHolt,
    MatchingPennies,
    Ochs,
    SeltenChmura,
    ONeill,
    RapoportBoebel,
    AradRubinstein,
    BattalioSamuelsonVanHuyck,
    VanHuyckBattalioBeil,
    McKelveyPalfrey,
    Serves,
    Penalties,
)
PLAY: tuple[type[Classic], ...] = (
    VonNeumannMorgenstern,
    Kuhn,
    Mendelsohn,
    TwoPosts,
    ConitzerSandholm,
    Bagwell,
    VanDammeHurkens,
    HawkDove,
    NowakFixation,
    Braess,
    KoutsoupiasPapadimitriou,
    ChristodoulouKoutsoupias,
)
EXAMPLES: tuple[type[Classic], ...] = (
    Nash,
    Shapley,
    Selten,
    Myerson,
    Bernheim,
    Jordan,
    QuintShubik,
    VonStengel,
    McKelveyMcLennan,
    Nau,
)
SUBJECTS: dict[str, tuple[type[Classic], ...]] = {
    "safety": SAFETY,
    "patents": PATENTS,
    "adoption": ADOPTION,
    "contests": CONTESTS,
    "pricing": PRICING,
    "openness": OPENNESS,
    "laboratory": LABORATORY,
    "play": PLAY,
    "examples": EXAMPLES,
}
"""Models by subject."""
MODELS: tuple[type[Classic], ...] = tuple(model for models in SUBJECTS.values() for model in models)
"""Every model, by subject."""
