"""Reaction: the same game read period by period, each lab seeing who has released (subgame-perfect equilibria).

Labs, terms, market and metrics are those of the normal form: the staged game is made of its payoff tensor and its
metrics, so a play pays exactly what the corresponding profile does. All that is found is complete of the game on its
calendar only: labs act at its dates, and answer a release within the slot or in the next one, as the question has it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from games.parts.game import Game
from games.parts.metric import Metric, with_names
from games.parts.part import FloatArray
from games.release.together.alike import metrics_of_each
from openrace.concepts.concept import MOST_TIES, Answered, Concept, Foresight, Tie, require_game
from openrace.concepts.equilibria import EquilibriumSets, marginals
from openrace.concepts.nature import Resolved, n_scenarios, resolve
from openrace.concepts.selves import impatient_players, plans_of, selves_of, solve_naive
from solver.common.errors import OpenraceError
from solver.game.normal_form import NormalForm
from solver.game.solution import Status
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import check_states, profile_distribution, staged_from_timing
from solver.staged.game import StagedGame
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.solution import StagedSolution
from solver.staged.talk import CheapTalk
from solver.staged.timing import Answers, TimingGame
from solver.staged.valuation import Valuation

MOMENTS_SHOWN = 200
"""States of a timeline in the JSON, on the path of play and off it."""

WHEN = {Answers.WITHIN: "within the slot", Answers.NEXT: "in the next slot"}
"""When labs answer, in words."""


@dataclass(frozen=True, eq=False)
class SlotBySlot:
    """A game read period by period, and not solved yet.

    Attributes:
        resolved: its scenarios, one if nothing is uncertain.
        metrics: what happens in every scenario and profile, ``(S, A_0, ..., A_{N-1})``.
        timing: the game read slot by slot.
        staged: the same, with moves in turn within a slot and with talk before it, if asked for.
        valuation: how each player values a lottery over scenarios, its selves included.
    """

    resolved: Resolved
    metrics: tuple[Metric, ...]
    timing: TimingGame
    staged: StagedGame
    valuation: Valuation


@dataclass(frozen=True, eq=False, repr=False)
class Reaction(Answered):
    """A game in which labs react, and its subgame-perfect equilibria.

    Attributes:
        game: what was solved.
        read: the game read period by period.
        solution: its equilibria, one for each vector of payoffs and metrics.
    """

    game: Game
    read: SlotBySlot
    solution: StagedSolution
    concept: ClassVar[Concept] = Concept.REACTION

    @property
    def form(self) -> NormalForm:
        """Players, plans and payoffs."""
        return self.read.resolved.form

    @property
    def timing(self) -> TimingGame:
        """The game read slot by slot, all who may act in a slot moving at once."""
        return self.read.timing

    @cached_property
    def distributions(self) -> tuple[FloatArray, ...]:
        """For every equilibrium, the chance of each scenario and profile, ``(S, A_0, ..., A_{N-1})``."""
        return tuple(profile_distribution(self.timing, e.outcomes) for e in self.solution.equilibria)

    @property
    def worlds(self) -> tuple[Game, ...]:
        """One certain game per scenario."""
        return self.read.resolved.games

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens in every scenario and profile, ``(S, A_0, ..., A_{N-1})``."""
        return self.read.metrics

    def metrics_named(self, names: Collection[str]) -> tuple[Metric, ...]:
        """Those of the metrics that have one of some names; all of them if no name is given."""
        return with_names(self.metrics, names)

    @cached_property
    def found(self) -> EquilibriumSets:
        """The set of equilibria, for expectations: each a distribution over scenarios and profiles, on one axis."""
        size = int(np.prod(self.metrics[0].values.shape))
        return self.listed([(d.ravel(),) for d in self.distributions], (size,))

    @property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium, the distribution over each player's plans."""
        return tuple(marginals(d.sum(axis=0)) for d in self.distributions)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs."""
        return np.array([e.payoffs for e in self.solution.equilibria]).reshape(-1, len(self.players))

    @property
    def complete(self) -> bool:
        """Whether the set is proven complete, up to equal payoffs and metrics."""
        return self.solution.complete

    @property
    def max_regret(self) -> float:
        """Largest gain from a one-shot deviation in any state, reached or not."""
        return self.solution.certificate.max_regret

    @property
    def answers(self) -> Answers:
        """When a lab can first answer another's release."""
        return self.timing.answers

    @property
    def status(self) -> Status:
        """How the computation ended; completeness is that of the game on its calendar, not of continuous time."""
        status = self.solution.status
        return Status(status.code, f"on this calendar, where labs answer {WHEN[self.answers]}, {status.message}")

    @property
    def searched(self) -> str:
        """What was searched, and what the calendar leaves out."""
        counts = f"{self.solution.n_states:,} states and {self.solution.n_stage_games:,} stage games"
        alone = "" if self.answers is Answers.WITHIN else ", and a lab that releases alone is alone for a slot"
        return f"{counts}, all by backward induction. Releases between two dates of the calendar are left out{alone}."

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Labs that are indifferent in a state that play reaches."""
        players = self.players
        found = [
            Tie(players[t.player], t.actions, f"at {t.words}", t.matters)
            for equilibrium in self.solution.equilibria
            for t in equilibrium.ties
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda tie: not tie.decides)[:MOST_TIES])

    def details(self) -> dict[str, Any]:
        """Timelines, and how many states and stage games there are."""
        equilibria = [
            {
                "strategies": [own.tolist() for own in play],
                "payoffs": equilibrium.payoffs.tolist(),
                "regret": equilibrium.check.gain,
                "component": None,
                "timeline": [
                    moment.to_dict(self.players) for moment in equilibrium.timeline(reached_only=False)[:MOMENTS_SHOWN]
                ],
            }
            for play, equilibrium in zip(self.plays, self.solution.equilibria, strict=True)
        ]
        return {
            "method": "backward induction, all equilibria of every stage game",
            "equilibria": equilibria,
            "certificate": {"max_regret": self.max_regret, "reason": self.solution.certificate.reason},
            "answers": str(self.answers),
            "states": self.solution.n_states,
            "stage_games": self.solution.n_stage_games,
        }


def react(
    game: Game,
    method: BackwardInduction | None = None,
    order: tuple[str, ...] = (),
    speaker: str | None = None,
    answers: Answers | None = None,
    foresight: Foresight = Foresight.SOPHISTICATED,
) -> Reaction:
    """All subgame-perfect equilibria of a game read period by period.

    Args:
        game: a game whose plans are dates: a release game without coalitions, or a classic of timing.
        method: options of backward induction.
        order: players in the order in which they move within a slot; left out, they move at the same time.
        speaker: a player who states one of its plans before play and is not bound by it; left out, nobody does.
        answers: when a player can first act after having seen another one act; left out, what fits the game.
        foresight: what a self of an impatient lab expects of later ones.

    Raises:
        OpenraceError: the game cannot be read period by period, or has too many states.
    """
    read = slot_by_slot(game, order, speaker, answers)
    options = replace(method or BackwardInduction(), valuation=read.valuation)
    if foresight is Foresight.NAIVE:
        if not read.timing.selves:
            raise OpenraceError(
                f"naive selves came for {game.name}, in which no lab is impatient",
                "a game with the modifier impatience",
                "leave --selves out",
            )
        plans = {slot: _wrapped(plan, order, speaker) for slot, plan in plans_of(read.timing).items()}
        return Reaction(game, read, solve_naive(plans, read.staged, options))
    return Reaction(game, read, solve_staged(read.staged, options))


def slot_by_slot(
    game: Game, order: tuple[str, ...] = (), speaker: str | None = None, answers: Answers | None = None
) -> SlotBySlot:
    """The staged game behind a game whose plans are dates; arguments and errors are those of :func:`react`."""
    require_game(game)
    game = game.by_slot()
    when = answers or game.answers()
    slots = game.slots()
    if slots is None:
        raise OpenraceError(
            f"labs were to react in {game.name}, whose plans are not dates of single labs",
            "a game whose plans are dates, without coalitions",
            "use --concept open-loop, or choose a game of labs: openrace games lists them",
        )
    # Before any payoff is built: a game refused for its size should be refused at once.
    extends = game.extends()
    at_once = not impatient_players(game)
    check_states(slots, n_scenarios(game), at_once=at_once, answers=when, extends=extends)
    resolved = resolve(game)
    form = resolved.form
    metrics = metrics_of_each(resolved.games)
    tracked = [pair for m in metrics for pair in _tracked(m)]
    numbers = np.stack([values for _, values in tracked], axis=1)
    selves, views = selves_of(game, slots, resolved.payoffs, len(slots) + len(tracked))
    # Beside its own row, which is that of the start, each self of a player has a row.
    later = [(row, player, slot) for player, own in enumerate(selves) for slot, row in enumerate(own) if slot]
    named = {
        slot: label
        for own, labels, before in zip(slots, form.actions, extends or ((),) * len(slots), strict=True)
        for slot, label, earlier in zip(own, labels, before or (NEVER,) * len(own), strict=True)
        if earlier == NEVER
    }
    timing = staged_from_timing(
        form,
        slots,
        payoffs=np.concatenate([resolved.payoffs, numbers, views], axis=1),
        scenarios=resolved.scenarios,
        tracked_names=[
            *(name for name, _ in tracked),
            *(f"{form.players[player]} in slot {slot}" for _, player, slot in later),
        ],
        slot_names=[named.get(slot, str(slot)).split(" ")[0] for slot in range(max(named) + 1)],
        answers=when,
        selves=selves,
        extends=extends,
    )
    valuation = replace(resolved.valuation, owners=tuple((row, player) for row, player, _ in later))
    return SlotBySlot(resolved, metrics, timing, _wrapped(timing, order, speaker), valuation)


def _wrapped(timing: TimingGame, order: tuple[str, ...], speaker: str | None) -> StagedGame:
    """A game with moves in turn within a slot and with talk before it, if asked for."""
    staged: StagedGame = (
        Ordered(timing, tuple(player_index(timing.players, name) for name in order)) if order else timing
    )
    if speaker is None:
        return staged
    says = player_index(timing.players, speaker)
    return CheapTalk(staged, says, timing.labels[says])


def _tracked(metric: Metric) -> list[tuple[str, FloatArray]]:
    """The numbers whose expectations make a metric, by name: its values, or the chance of every date or earlier."""
    if not metric.by_distribution:
        return [(metric.name, metric.values)]
    dates = np.unique(metric.values[np.isfinite(metric.values)])
    return [(f"{metric.name} by {date:g}", (metric.values <= date).astype(np.float64)) for date in dates]


def player_index(players: Sequence[str], name: str) -> int:
    """Position of a player.

    Raises:
        OpenraceError: nobody has that name.
    """
    if name not in players:
        raise OpenraceError(f"there is no player {name!r}", f"one of {', '.join(players)}", "name one of them")
    return players.index(name)
