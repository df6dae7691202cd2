"""An answer to quote: the question, the verdict, how sure it is, and what would change it, on one card.

Everything on the card is computed: the verdict is that of ``shift``, what flips it is the nearest change of one weight,
and its share is over a stated prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from games.catalog.names import CATALOG, named
from games.events.base import Intervention
from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.lab_game import LabGame
from games.parts.paths import get, matching
from openrace.analysis.flip import Flip, Flips, flip
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.levers import relative_levers
from openrace.analysis.shares import Share, shares_of, shares_text
from openrace.analysis.sign_map import SignMap, sign_maps
from openrace.concepts.choice import Choice
from openrace.concepts.concept import spoken
from openrace.concepts.result import Picture
from openrace.isolate.effects import check_draws
from openrace.isolate.factors import terms_of
from openrace.isolate.positions import positions
from openrace.questions.assumptions import differences
from openrace.questions.question import Question
from openrace.questions.shift import Shift
from openrace.sweeps.axis import Axis
from openrace.sweeps.design import Listed
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.prior import Belief, Believed, Uniform, evidence, stated
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.common.table import Table
from solver.common.words import capital

DRAWS = 256
"""Draws from the prior for the share."""
SPAN = 2.0
"""The prior, where none is known: every weight between nothing and this many times what it is."""
MAP_CELLS = 24
"""Cells of the map along each axis."""


@dataclass(frozen=True)
class Plane:
    """A map of two weights with who stands where.

    Attributes:
        signs: the map.
        here: the game's own weights.
        people: points, and who stands there.
        flip: the point at which the sign flips nearest along one of the axes; ``None`` if it does along neither.
    """

    signs: SignMap
    here: tuple[float, float]
    people: dict[tuple[float, ...], tuple[str, ...]]
    flip: tuple[float, float] | None


@dataclass(frozen=True, repr=False)
class Quote(Picture):
    """An answer to quote.

    Attributes:
        game: the game.
        shift: the question and its answer.
        metric: whose direction the card is about.
        concept: what labs know and can do, in words.
        changed: assumptions that differ from the catalogue's game of that name, in words.
        flips: changes of one weight that flip the sign, nearest first.
        shares: shares of the signs over the prior.
        prior: the prior in words.
        command: what repeats the answer.
        plane: the map; ``None`` if none is wanted.
    """

    game: LabGame
    shift: Shift
    metric: str
    concept: str
    changed: tuple[str, ...]
    flips: Flips
    shares: tuple[Share, ...]
    prior: str
    command: str = ""
    plane: Plane | None = None

    @property
    def hash(self) -> str:
        """Of the game's numbers."""
        return game_hash(self.game)

    @property
    def question(self) -> str:
        """What was asked, in one sentence."""
        asked = self.shift.sentence
        return f"What happens in {self.game.name} if {asked}?"

    @property
    def proof(self) -> str:
        """How sure the verdict is."""
        sure = "proven: all equilibria of both games are listed" if self.shift.proven else "not proven complete"
        return f"{sure} ({self.concept})"

    @property
    def assumes(self) -> str:
        """What the game assumes otherwise than the catalogue's."""
        return ", ".join(self.changed) or "nothing: these are the game's own numbers"

    @property
    def nearest(self) -> Flip | None:
        """The nearest flip."""
        return self.flips.found[0] if self.flips.found else None

    @property
    def would_flip(self) -> str:
        """What would flip the verdict, in words."""
        near = self.nearest
        if near is None:
            return "no single weight flips it between nothing and twice its value"
        (path,), (at,), (change,) = near.paths, near.at, near.changes
        words = self.flips.about.place(path).words.replace("of *", "of all labs")
        then = self.flips.about.word(near.flipped.sign)
        return f"{words} is {at:.3g} instead of {at - change:.3g}: then {then}"

    @property
    def share(self) -> str:
        """Shares of the signs over the prior."""
        return f"{shares_text(self.shares)} over {self.prior}"

    @property
    def firm(self) -> str:
        """How fragile the verdict is."""
        firm = self.shift.firm(self.metric)
        return "" if firm is None else firm.line

    @property
    def text(self) -> str:
        """The card in one paragraph."""
        parts = [
            self.question,
            capital(self.shift.answer),
            f"It is {self.proof}.",
            f"Assumed otherwise than in the catalogue: {self.assumes}.",
            f"What would flip it: {self.would_flip}.",
            f"Over the prior: {self.share}.",
            self.firm,
        ]
        return " ".join(part for part in parts if part)

    def __repr__(self) -> str:
        return f"Quote({self.game.name}, {self.shift.intervention}: {self.shift.answer})"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace card``."""
        return {
            "game": self.game.name,
            "hash": self.hash,
            "intervention": self.shift.intervention,
            "question": self.question,
            "metric": self.metric,
            "verdict": self.shift.answer,
            "direction": self.shift.metric(self.metric).direction,
            "proven": self.shift.proven,
            "concept": self.concept,
            "assumptions": self.changed,
            "flip": self.nearest,
            "share": self.shares,
            "prior": self.prior,
            "fragility": self.firm,
            "command": self.command,
            "text": self.text,
        }

    def table(self) -> Table:
        """The lines of the card."""
        rows = (
            ("question", self.question),
            ("verdict", self.shift.answer),
            ("proof", self.proof),
            ("assumptions changed", self.assumes),
            ("what would flip it", self.would_flip),
            ("share over the prior", self.share),
            ("how firm", self.firm),
            ("command", self.command),
            ("hash", self.hash),
        )
        return Table(f"{self.game.name}, {self.shift.intervention}", ("line", "text"), rows)


def quote(
    game: Game,
    intervention: Intervention,
    *,
    metric: str | None = None,
    choice: Choice | None = None,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    mapped: bool = False,
    command: str = "",
    budget: float | None = BUDGET,
) -> Quote:
    """An answer with all that belongs on a card.

    Arguments are those of :func:`openrace.card`; ``command`` is what repeats the answer.

    Raises:
        OpenraceError: an event that does not fit, an unknown metric, a game without weights, or work that takes longer
            than the budget.
    """
    if not isinstance(game, LabGame):
        raise OpenraceError(f"{game.name} has no labs", "a game of labs", "openrace games lists the games")
    check_draws(draws, 1, DRAWS)
    chosen, question = choice or Choice(), Question(game, intervention)
    asked = metric or question.metric
    landscape = GameLandscape(question, chosen)
    answer = landscape.base
    answer.metric(asked)
    weights = weights_of(game)
    if not weights:
        raise OpenraceError(
            f"{game.name} has no weight other than 0", "a game in which labs care about something", "set one"
        )
    flips = flip(landscape, relative_levers(landscape, weights), asked, budget=budget)
    believed = stated(question, beliefs) if beliefs else evidence(game) or _widely(question, weights)
    paths, points = believed.points(believed.drawn(draws))
    listed = Listed(paths, points, sampled=True)
    done = sweep(game, listed, intervention, metrics=(asked,), concept=(chosen,), budget=budget)
    prior = f"{draws:,} draws from {believed.source}"
    plane = _plane(question, intervention, flips, weights, chosen, budget) if mapped else None
    return Quote(
        game,
        answer,
        asked,
        spoken(chosen.label_in(game)),
        _changed(game),
        flips,
        shares_of(done, asked),
        prior,
        command,
        plane,
    )


def weights_of(game: Game) -> tuple[str, ...]:
    """Paths of all weights other than 0; one that labs share with ``*`` where it is the same for all."""
    own: dict[str, dict[str, float]] = {}
    for path, term in terms_of(game):
        if term.weight:
            lab, _, label = path.partition(".")
            own.setdefault(label, {})[lab] = float(term.weight)
    found: list[str] = []
    for label, values in own.items():
        everywhere = len(matching(game, f"*.{label}")) == len(values)
        shared = len(values) > 1 and len(set(values.values())) == 1 and everywhere
        found += [f"*.{label}"] if shared else [f"{lab}.{label}" for lab in values]
    return tuple(found)


def _changed(game: LabGame) -> tuple[str, ...]:
    """What differs from the catalogue's game of that name; nothing for a game that is not there."""
    if game.name not in CATALOG:
        return ()
    usual = named(game.name)
    if not isinstance(usual, LabGame) or type(usual) is not type(game):
        return ()
    return tuple(f"{d.path} {d.second or 'left out'} (was {d.first or 'none'})" for d in differences(usual, game))


def _widely(question: Question, weights: Sequence[str]) -> Believed:
    """Every weight between nothing and twice what it is."""
    wide = [Belief(path, Uniform(*sorted((0.0, SPAN * question.value(path))))) for path in weights]
    return replace(stated(question, wide), source="every weight between 0 and twice what it is")


def _plane(
    question: Question,
    event: Intervention,
    flips: Flips,
    weights: Sequence[str],
    choice: Choice,
    budget: float | None,
) -> Plane | None:
    """The map over the two weights whose flips are nearest, or over the first two."""
    near = [path for found in flips.found for path in found.paths]
    axes = tuple(dict.fromkeys([*near, *weights]))[:2]
    if len(axes) < 2:
        return None
    here = tuple(float(get(question.game, path)) for path in axes)
    x, y = (
        Axis(path, sorted(np.linspace(0.0, SPAN * value, MAP_CELLS))) for path, value in zip(axes, here, strict=True)
    )
    (signs,) = sign_maps(question.game, x, y, event, metric=flips.metric, concept=(choice,), verify=0, budget=budget)
    return Plane(signs, (here[0], here[1]), positions(axes, here), _nearest_on(flips, axes, here))


def _nearest_on(flips: Flips, axes: tuple[str, ...], here: tuple[float, ...]) -> tuple[float, float] | None:
    """Where the sign flips nearest along one of two axes."""
    for found in flips.found:
        if len(found.paths) == 1 and found.paths[0] in axes:
            point = list(here)
            point[axes.index(found.paths[0])] = found.at[0]
            return point[0], point[1]
    return None
