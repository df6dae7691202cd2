"""Questions that isolate assumptions: prove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from games.parts.paths import Settings
from openrace.api.arguments import InterventionLike, intervention_of, texts_of
from openrace.isolate.prove import BUDGET, Proof
from openrace.isolate.prove import prove as prove_sign
from openrace.isolate.weight_box import box_of, read_box
from openrace.questions.load import GameLike, load


def prove(
    game: GameLike,
    intervention: InterventionLike,
    box: Mapping[str, Sequence[float]] | str | Iterable[str],
    *,
    metric: str | None = None,
    settings: Settings = (),
    whole: bool = False,
    budget: float = BUDGET,
) -> Proof:
    """Whether a verdict holds at every point of a box of weights: proven in exact arithmetic, refuted, or left open.

    Args:
        game: a game in which at most two labs have a choice.
        intervention: whose effect has the sign.
        box: weights with their ends: ``{"alice.prestige": (1, 3)}``, or texts such as ``"alice.prestige=1:3"``.
        metric: whose sign; left out, the first release in response.
        settings: numbers to change first.
        whole: whether every part of the box gets its sign, even after a counterexample is found.
        budget: seconds after which what is not proven is left open.

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
        load(game, settings), intervention_of(intervention), sides, metric=metric, whole=whole, budget=budget
    )
