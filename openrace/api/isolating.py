"""Questions that isolate assumptions, and a card of their answers: effects, prove, multiverse, rules and card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike

from games.parts.paths import Settings
from openrace.api.arguments import (
    ConceptLike,
    InterventionLike,
    Priors,
    beliefs_of,
    choice_of,
    directory_of,
    intervention_of,
    limit_of,
    metric_of,
    name_of,
    seconds_of,
    texts_of,
    whether,
    whole_of,
)
from openrace.concepts.concept import Concept
from openrace.isolate.effects import DRAWS as EFFECTS_DRAWS
from openrace.isolate.effects import Effects
from openrace.isolate.effects import effects as find_effects
from openrace.isolate.multiverse import DRAWS as MULTIVERSE_DRAWS
from openrace.isolate.multiverse import Multiverse
from openrace.isolate.multiverse import multiverse as ask_all
from openrace.isolate.prove import BUDGET as PROOF_BUDGET
from openrace.isolate.prove import FINEST, Proof
from openrace.isolate.prove import prove as prove_sign
from openrace.isolate.quote import DRAWS as CARD_DRAWS
from openrace.isolate.quote import Quote, quote
from openrace.isolate.rules import FRESH, Rules
from openrace.isolate.rules import rules as find_rules
from openrace.isolate.weight_box import box_of, read_box
from openrace.questions.load import GameLike, load
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.results import Sweep
from openrace.sweeps.store import Store


def effects(
    game: GameLike,
    intervention: InterventionLike,
    *,
    metric: str | None = None,
    concept: ConceptLike = Concept.OPEN_LOOP,
    prior: Priors = (),
    draws: int = EFFECTS_DRAWS,
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
        seed=whole_of(seed, "the seed"),
        budget=seconds_of(budget),
    )


def prove(
    game: GameLike,
    intervention: InterventionLike,
    box: Mapping[str, Sequence[float]] | str | Iterable[str],
    *,
    metric: str | None = None,
    settings: Settings = (),
    whole: bool = False,
    finest: float = FINEST,
    budget: float | None = PROOF_BUDGET,
) -> Proof:
    """Whether a verdict holds at every point of a box of weights: proven in exact arithmetic, refuted, or left open.

    Args:
        game: a game in which at most two labs have a choice.
        intervention: whose effect has the sign.
        box: weights with their ends: ``{"alice.prestige": (1, 3)}``, or texts such as ``"alice.prestige=1:3"``.
        metric: whose sign; left out, the first release in response.
        settings: numbers to change first.
        whole: whether every part of the box gets its sign, even after a counterexample is found.
        finest: share of the box down to which parts are halved.
        budget: seconds after which what is not proven is left open; ``None`` for no limit.

    Raises:
        OpenraceError: a path is no weight, more than two labs have a choice, or there is no such game or metric.

    Example:
        >>> import openrace as orc
        >>> small = {"calendar.slots": 4}
        >>> found = orc.prove("alice-bob", "open:8@3", {"alice.prestige": (1, 2)}, settings=small)
        >>> found
        Proof(alice-bob: response.first_release down, proven)
        >>> found.open_share
        0.0
    """
    sides = box_of(box) if isinstance(box, Mapping) else read_box(texts_of(box, "a side such as alice.prestige=1:3"))
    return prove_sign(
        load(game, settings),
        intervention_of(intervention),
        sides,
        metric=metric_of(metric),
        whole=whether(whole, "whole"),
        finest=finest,
        budget=limit_of(budget),
    )


def multiverse(
    game: GameLike,
    intervention: InterventionLike,
    *,
    prior: Priors = (),
    draws: int = MULTIVERSE_DRAWS,
    seed: int = 0,
    metrics: str | Iterable[str] = (),
    keep: str | Iterable[str] = (),
    settings: Settings = (),
    out: str | PathLike[str] | None = None,
    resume: bool = False,
    executor: Workers = 1,
) -> Multiverse:
    """One question under every specification: shares of signs, the choices that move them, and knife edges.

    A specification is one choice of concept, rule about ties, step, horizon, market, numbers and accounting (the metric
    that counts as racing).

    Args:
        game: the base point.
        intervention: what is done to it.
        prior: what numbers are drawn from; left out, the ranges of the evidence for a calibrated game, and every weight
            between half of it and twice it for another.
        draws: sets of numbers drawn, besides the game's own.
        seed: of the draws.
        metrics: what may count as racing; left out, what the other labs do, when anybody releases first, and how far
            models get.
        keep: dimensions along which nothing is chosen, such as ``"horizon"``.
        settings: numbers to change first.
        out: directory for the stores; left out, results stay in memory.
        resume: continue a directory that exists.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.

    Raises:
        OpenraceError: no game of labs, an unknown dimension or metric, or a directory of another question.

    Example:
        >>> import openrace as orc
        >>> keep = ("ties", "horizon", "market", "accounting")
        >>> orc.multiverse("alice-bob", "open:8@3", draws=1, keep=keep, settings={"calendar.slots": 3})
        Multiverse(alice-bob, open:8@3: 16 specifications, down in 75 %)
    """
    return ask_all(
        load(game, settings),
        intervention_of(intervention),
        beliefs=beliefs_of(prior),
        draws=whole_of(draws, "the number of draws"),
        seed=whole_of(seed, "the seed"),
        metrics=texts_of(metrics, "the name of a metric"),
        kept=texts_of(keep, "the name of a dimension"),
        out=None if out is None else directory_of(out),
        resume=whether(resume, "resume"),
        executor=executor,
    )


def rules(
    sweep: Sweep | str | PathLike[str],
    *,
    metric: str | None = None,
    concept: str | None = None,
    fresh: int = FRESH,
    seed: int = 0,
    executor: Workers = 1,
) -> Rules:
    """Which assumptions make the sign over a sweep, in sentences, each checked on cells solved anew.

    Args:
        sweep: what :func:`openrace.sweep` returned, with an intervention; or the directory of a stored one.
        metric: whose sign; left out, what the question is about.
        concept: a concept's name, where the sweep holds several; left out, the first.
        fresh: cells solved anew within each rule, and as many outside; 0 for none.
        seed: of these cells.
        executor: a number of threads, ``"processes:8"``, ``"dask"``, ``"tcp://host:port"``, or an executor.

    Raises:
        OpenraceError: no finished sweep with an intervention, or one without the metric or the concept.
        MissingExtraError: scikit-learn is not installed.

    Example:
        >>> import openrace as orc
        >>> vary = ["alice.prestige=0:5:20", "alice.slowness=0:30:20"]
        >>> done = orc.sweep("alice-bob", "open:8@3", vary=vary, settings={"calendar.slots": 4})
        >>> found = orc.rules(done, fresh=16)
        >>> found.rules[0].box.sign.word
        'down'
        >>> found.rules[0].box.density > 0.9
        True
    """
    dataset = sweep.dataset() if isinstance(sweep, Sweep) else Store(directory_of(sweep)).open()
    return find_rules(
        dataset,
        metric=metric_of(metric),
        concept=None if concept is None else name_of(concept, "concept", "leave it out for the first"),
        fresh=whole_of(fresh, "the number of fresh cells"),
        seed=whole_of(seed, "the seed"),
        executor=executor,
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
