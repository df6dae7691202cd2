"""The explicit list of published models."""

from __future__ import annotations

from games.classics.adoption import early_and_late, imitation, rising_quality
from games.classics.contests import all_pay, attrition_rates, best_of, blotto, escalation, lottery, tullock
from games.classics.model import Classic
from games.classics.openness import fine_tuning
from games.classics.patents import flow_races, incumbent, loury, markets_and_races, step_by_step
from games.classics.play import claims, commitment, constant_sum, examples, laboratory, populations, shared_links
from games.classics.pricing import logit_prices, places, quantities, several_markets, spillovers, vertical
from games.classics.safety import compute_prices, idealised_race, precipice, split, unilateralist

SUBJECTS: dict[str, tuple[type[Classic], ...]] = {
    "safety": (
        precipice.ArmstrongNone,
        precipice.ArmstrongPrivate,
        precipice.ArmstrongPublic,
        idealised_race.Dsair,
        compute_prices.Jensen,
        split.Kwa,
        unilateralist.Unilateralist,
    ),
    "patents": (
        flow_races.LeeWilde,
        loury.Loury,
        flow_races.BeathKatsoulacosUlph,
        markets_and_races.DelbonoDenicolo,
        incumbent.ReinganumIncumbent,
        markets_and_races.Arrow,
        markets_and_races.GilbertNewbery,
        step_by_step.Aghion,
    ),
    "adoption": (
        early_and_late.Reinganum,
        early_and_late.FudenbergTirole,
        early_and_late.Tan,
        imitation.KatzShapiro,
        rising_quality.DuttaLachRustichini,
    ),
    "contests": (
        tullock.Tullock,
        lottery.Stein,
        lottery.HillmanRiley,
        all_pay.BayeKovenockDeVries,
        best_of.HarrisVickers,
        best_of.KlumppPolborn,
        blotto.Friedman,
        attrition_rates.HendricksWeissWilson,
        escalation.ONeillAuction,
    ),
    "pricing": (
        quantities.Cournot,
        quantities.Stackelberg,
        places.Hotelling,
        places.Salop,
        logit_prices.AndersonDePalmaThisse,
        vertical.ShakedSutton,
        vertical.ChoiShin,
        vertical.Motta,
        vertical.MottaQuantities,
        spillovers.AspremontJacquemin,
        several_markets.BulowGeanakoplosKlemperer,
        several_markets.SalantSwitzerReynolds,
    ),
    "openness": (
        fine_tuning.Laufer,
        fine_tuning.PartialOpenness,
    ),
    "laboratory": (
        claims.Basu,
        claims.Capra,
        claims.GoereeHolt,
        laboratory.MatchingPennies,
        laboratory.Ochs,
        constant_sum.SeltenChmura,
        constant_sum.ONeill,
        constant_sum.RapoportBoebel,
        laboratory.AradRubinstein,
        laboratory.BattalioSamuelsonVanHuyck,
        laboratory.VanHuyckBattalioBeil,
        laboratory.McKelveyPalfrey,
        constant_sum.Serves,
        constant_sum.Penalties,
    ),
    "play": (
        constant_sum.VonNeumannMorgenstern,
        constant_sum.Kuhn,
        constant_sum.Mendelsohn,
        constant_sum.TwoPosts,
        commitment.ConitzerSandholm,
        commitment.Bagwell,
        commitment.VanDammeHurkens,
        populations.HawkDove,
        populations.NowakFixation,
        shared_links.Braess,
        shared_links.KoutsoupiasPapadimitriou,
        shared_links.ChristodoulouKoutsoupias,
    ),
    "examples": (
        examples.Nash,
        examples.Shapley,
        examples.Selten,
        examples.Myerson,
        examples.Bernheim,
        examples.Jordan,
        examples.QuintShubik,
        examples.VonStengel,
        examples.McKelveyMcLennan,
        examples.Nau,
    ),
}
"""Models by subject."""
MODELS: tuple[type[Classic], ...] = tuple(model for models in SUBJECTS.values() for model in models)
"""Every model, by subject."""
