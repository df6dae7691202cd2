"""Two games side by side, and which difference explains an opposite verdict.

The same question is put to both games. Swapping one assumption at a time shows which ones matter alone; Shapley
values share the whole difference between the two verdicts among the assumptions, each weighed by what it adds in every
order in which they could be adopted (Shapley 1953). A verdict counts as +1 for up, -1 for down and 0 otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.events.base import Intervention
from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction
from games.parts.game import Game
from games.parts.lab_game import LabGame, no_labs
from openrace.concepts.result import Result
from openrace.questions.assumptions import Difference, differences, hybrid
from openrace.questions.fragility import Firm
from openrace.questions.question import Question
from openrace.questions.shapley import shapley
from openrace.questions.shift import Shift, shift
from openrace.questions.verdict import MetricShift
from solver.common.errors import OpenraceError
from solver.common.words import count

MOST_FOR_SHAPLEY = 6
"""Differing assumptions up to which all hybrids are solved: 2^6 verdicts, each of two games."""

SCORE = {Direction.UP: 1.0, Direction.DOWN: -1.0, Direction.MORE: 1.0, Direction.LESS: -1.0}


@dataclass(frozen=True)
class Attribution:
    """What one differing assumption does to the verdict.

    Attributes:
        difference: the assumption.
        swapped_in: direction if the first game adopts this one alone.
        swapped_out: direction if the second game keeps the first one's value of this one alone.
        shapley: its share of the second verdict's score less the first's; ``None`` with too many differences.
    """

    difference: Difference
    swapped_in: Direction
    swapped_out: Direction
    shapley: float | None


@dataclass(frozen=True, repr=False)
class Diff(Result):
    """Two games compared.

    Attributes:
        first: the first game.
        second: the second game.
        differences: what they assume differently.
        metric: what the verdict is about; empty if no question was asked.
        verdicts: the metric's shift in each game, if a question was asked.
        attributions: one per difference, if a question was asked.
        firm: how firm the verdict in each game is, if a question was asked.
    """

    first: LabGame
    second: LabGame
    differences: tuple[Difference, ...]
    metric: str = ""
    verdicts: tuple[MetricShift, MetricShift] | None = None
    attributions: tuple[Attribution, ...] = ()
    firm: tuple[Firm | None, Firm | None] = (None, None)

    @property
    def names(self) -> tuple[str, str]:
        """What was typed for the games; files may hold games of one name."""
        return self.first.typed, self.second.typed

    @property
    def sentence(self) -> str:
        """The explanation in plain English."""
        if not self.differences:
            return "The two games make the same assumptions."
        if self.verdicts is None:
            return "Ask a question (--do or --open) to see which difference explains a verdict."
        name = metric_words(self.metric)
        first, second = (v.direction for v in self.verdicts)
        here, there = (change_word(v.direction, v.sense, v.unit) for v in self.verdicts)
        if first is second:
            return f"The two games agree: {name} is {here} in both."
        both = f"In the first game {name} is {here}, in the second {there}"
        alone = [a.difference.path for a in self.attributions if a.swapped_in is second]
        if alone:
            return f"{both}; {' or '.join(alone)} alone turns the first into the second."
        return f"{both}; no single difference explains it, several do together."

    def __repr__(self) -> str:
        n = len(self.differences)
        return f"Diff({self.first.name}, {self.second.name}: {count(n, 'difference')})"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace diff``."""
        by_path = {a.difference.path: a for a in self.attributions}
        rows = []
        for d in self.differences:
            row: dict[str, object] = {"path": d.path, "first": d.first, "second": d.second}
            if d.path in by_path:
                a = by_path[d.path]
                row |= {"swapped_in": a.swapped_in, "swapped_out": a.swapped_out, "shapley": a.shapley}
            rows.append(row)
        return {
            "games": [self.first.name, self.second.name],
            "differences": rows,
            "metric": self.metric,
            "verdicts": self.verdicts,
            "sentence": self.sentence,
            "fragility": [own and own.fragility for own in self.firm],
        }


def diff(first: Game, second: Game, question: Intervention | None = None, metric: str | None = None) -> Diff:
    """What two games assume differently and, given a question, which difference explains their verdicts.

    Args:
        first: one game of labs.
        second: another, with the same labs.
        question: what is done to both.
        metric: what the verdict is about; left out, the first release in response.

    Raises:
        OpenraceError: a game has no labs, the games are of different kinds, the metric is unknown, or the intervention
            or the swaps do not fit the games.
    """
    if not isinstance(first, LabGame) or not isinstance(second, LabGame):
        raise no_labs(second if isinstance(first, LabGame) else first)
    if type(first) is not type(second):
        raise OpenraceError(
            f"{first.name} is a {first.noun}, {second.name} a {second.noun}",
            "two games of one kind",
            "openrace games lists the games",
        )
    found = differences(first, second)
    if question is None:
        return Diff(first, second, found)
    metric = metric or Question(first, question).metric
    known: dict[frozenset[int], MetricShift] = {}

    def asked(adopted: frozenset[int]) -> Shift:
        """All of the answer for a hybrid, of which its verdict is kept."""
        answer = shift(hybrid(first, [found[k] for k in sorted(adopted)]), question)
        known[adopted] = answer.metric(metric)
        return answer

    def way(adopted: frozenset[int]) -> Direction:
        return (known[adopted] if adopted in known else asked(adopted).metric(metric)).direction

    everything = frozenset(range(len(found)))
    here, there = asked(frozenset()), asked(everything)
    shares: list[float | None] = [None] * len(found)
    if len(found) <= MOST_FOR_SHAPLEY:
        # Bit k of a mask says whether difference k is adopted.
        hybrids = [frozenset(k for k in everything if mask >> k & 1) for mask in range(1 << len(found))]
        shares = shapley(np.array([SCORE.get(way(adopted), 0.0) for adopted in hybrids])).tolist()
    attributions = tuple(
        Attribution(d, way(frozenset({k})), way(everything - {k}), shares[k]) for k, d in enumerate(found)
    )
    verdicts, firm = (here.metric(metric), there.metric(metric)), (here.firm(metric), there.firm(metric))
    return Diff(first, second, found, metric, verdicts, attributions, firm)
