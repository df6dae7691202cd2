"""What an intervention does: two games, their equilibria, and the verdict between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.event import Event
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.part import FloatArray
from openrace.concepts.choice import as_usual
from openrace.concepts.concept import Answered, Concept, RaceConcept, Solver
from openrace.concepts.result import Picture
from openrace.questions.books import Books, in_books
from openrace.questions.fragility import Asked, Firm, Fragility, fragility
from openrace.questions.moves import Clock
from openrace.questions.question import metric_named
from openrace.questions.race_states import state_shifts
from openrace.questions.reasons import Incentives, TermShift, explain
from openrace.questions.sentence import headline, headline_without_labs
from openrace.questions.verdict import MetricShift, judge
from solver.common.errors import OpenraceError, SolverError

SAME_CHANCE = 1e-9
"""Chances of plans closer than this are the same."""


@dataclass(frozen=True, eq=False)
class Shift(Picture):
    """A comparison of two games.

    Attributes:
        before: the game without the intervention, solved.
        after: the game with it, solved.
        intervention: as written in the shell.
        sentence: what happens, in words.
        verdict: one entry per metric of the game as a whole.
        books: what the other labs do, how far models get, and what the event adds, apart.
        answer: the verdict in one or two sentences, about the race: the response.
        why: what each term pays each lab, before and after.
        incentives: win, lose and status quo of every lab, before and after; of labs that merge, together.
        asked: the question behind the two games; ``None`` where two games were compared without one.
    """

    before: Answered
    after: Answered
    intervention: str
    sentence: str
    verdict: tuple[MetricShift, ...]
    books: Books
    answer: str
    why: tuple[TermShift, ...]
    incentives: tuple[tuple[Incentives, Incentives], ...]
    asked: Asked | None = None

    @cached_property
    def fragility(self) -> Fragility | None:
        """How fragile the verdict is; computed when it is first asked for, ``None`` without a question."""
        if self.asked is None:
            return None
        return fragility(self.asked, (self.before, self.after), {m.metric: m.direction for m in self.metrics})

    def firm(self, metric: str) -> Firm | None:
        """How firm the verdict on one metric is; ``None`` without a question.

        Raises:
            OpenraceError: there is no such metric.
        """
        return None if self.fragility is None else Firm(self.metric(metric), self.fragility)

    def metric(self, name: str) -> MetricShift:
        """The shift of one metric.

        Raises:
            OpenraceError: there is no such metric.
        """
        return metric_named({m.metric: m for m in self.metrics}, name)

    @property
    def metrics(self) -> tuple[MetricShift, ...]:
        """All metrics: those of the game as a whole, then those of each book."""
        return (*self.verdict, *self.books.response, *self.books.progress, *self.books.contribution)

    @property
    def default(self) -> str:
        """Name of the metric that a question is about if it names none."""
        game = self.before.game
        if not isinstance(game, LabGame):
            return self.verdict[0].metric
        return game.default_metric(responds=bool(self.books.response))

    @property
    def concept(self) -> Concept | RaceConcept:
        """The concept under which both games were solved."""
        return self.before.concept

    @property
    def proven(self) -> bool:
        """Whether both sets of equilibria are proven complete."""
        return self.before.complete and self.after.complete

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace shift``."""
        states = state_shifts(self.before, self.after)
        return {
            "game": self.before.game.name,
            "intervention": self.intervention,
            "sentence": self.sentence,
            "answer": self.answer,
            "metric": self.default,
            "concept": self.concept,
            "before": self.before,
            "after": self.after,
            "verdict": {m.metric: m for m in self.verdict},
            "books": self.books,
            "why": self.why,
            "incentives": [{"lab": then.lab, "before": then, "after": now} for then, now in self.incentives],
            **({"states": states} if states else {}),
            "fragility": self.fragility,
            "certificate": {
                "max_regret": max(self.before.max_regret, self.after.max_regret),
                "complete_before": self.before.complete,
                "complete_after": self.after.complete,
            },
        }

    def __repr__(self) -> str:
        lines = ", ".join(f"{m.metric} {m.direction}" for m in self.verdict)
        return f"Shift({self.before.game.name}, {self.intervention}: {lines})"


def shift(game: Game, intervention: Intervention | str, solver: Solver = as_usual, *, robust: bool = False) -> Shift:
    """What an intervention does to a game of labs, over all equilibria.

    Args:
        game: a game of labs; ``set:PATH=VALUE`` fits any game.
        intervention: an object of :mod:`games.events.interventions`, or its text, such as ``"allow:bob"``.
        solver: solves a game under some concept; left out, the usual one of its kind.
        robust: whether its fragility is computed whole, and not within a budget.

    Raises:
        OpenraceError: the game has no labs, or the intervention does not fit it.
        SolverError: one of the games came out without any equilibrium.
    """
    wanted = read_intervention(intervention) if isinstance(intervention, str) else intervention
    before, after = wanted.pair(game)
    found = compare(before, after, intervention=wanted.text, sentence=wanted.sentence(game), solver=solver)
    return replace(found, asked=Asked(game, wanted, solver, robust))


def read_question(open_model: str | None, do: str | None) -> Intervention:
    """The intervention that a command line names.

    Raises:
        OpenraceError: none or two came.
    """
    if (open_model is None) == (do is None):
        came = "no intervention came" if do is None else "both --open and --do came"
        raise OpenraceError(came, "one of --open CAPABILITY@DATE and --do EVENT", "write for example --do allow:bob")
    return read_intervention(do if do is not None else f"open:{open_model}")


def compare(
    before: Game, after: Game, *, intervention: str = "", sentence: str = "", solver: Solver = as_usual
) -> Shift:
    """The verdict between any two games that share metrics; a release game that says of no event is treated by none.

    Raises:
        SolverError: one of the games came out without any equilibrium.
    """
    then, now = solve_both(before, after, solver)
    why, moved = explain(then, now)
    verdict, books = in_books(judge(then, now))
    played = now.game
    if books.progress and isinstance(played, LabGame):
        # A published model that is a race keeps the model's own unit of time.
        days = after.period_days if isinstance(after, LabGame) else played.period_days
        answer = headline(books, Clock(days), played.responses, played.says)
    else:
        answer = headline_without_labs(verdict, same_play=_same_play(then, now))
    return Shift(then, now, intervention, sentence, verdict, books, answer, why, moved)


def solve_both(before: Game, after: Game, solver: Solver) -> tuple[Answered, Answered]:
    """Both sides of a comparison, solved.

    Raises:
        SolverError: one of the games came out without any equilibrium.
    """
    then, now = solver(_noted(before)), solver(_noted(after))
    for solved in (then, now):
        if not solved.plays:
            raise SolverError(f"no equilibrium of {solved.game.name} was found: {solved.status.message}")
    return then, now


def _same_play(then: Answered, now: Answered) -> bool:
    """Whether equilibria are the same, one by one."""
    old, new = ([_by_label(side, play) for play in side.plays] for side in (then, now))
    return len(old) == len(new) and all(
        a.keys() == b.keys() and all(abs(a[plan] - b[plan]) <= SAME_CHANCE for plan in a)
        for a, b in zip(old, new, strict=True)
    )


def _by_label(side: Answered, play: Sequence[FloatArray]) -> dict[tuple[int, str], float]:
    """Chances of the plans that are played, by player and label: the sides may offer other plans."""
    return {
        (player, labels[k]): float(own[k])
        for player, (labels, own) in enumerate(zip(side.labels, play, strict=True))
        for k in np.flatnonzero(own).tolist()
    }


def _noted(game: Game) -> Game:
    return game.under(Event()) if isinstance(game, LabGame) and game.event is None else game
