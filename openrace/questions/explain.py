"""Why a verdict came out as it did, whatever the labs choose: what each line pays, and the incentives to race."""

from __future__ import annotations

from games.parts.direction import Interval
from games.parts.part import FloatArray
from games.race.accounts import race_lines, stakes
from openrace.concepts.concept import Answered
from openrace.concepts.race import RaceAnswer
from openrace.questions.reasons import (
    Incentives,
    Reasons,
    TermShift,
    compare_incentives,
    compare_terms,
    release_games,
)

NOTHING: Interval = (0.0, 0.0)


def compare_race_terms(then: RaceAnswer, now: RaceAnswer) -> tuple[TermShift, ...]:
    """Lines that pay something before or after, in the games' order."""
    before, after = (
        {key: _interval(values) for key, values in race_lines(side.game, side.solution).items()} for side in (then, now)
    )
    keys = dict.fromkeys([*before, *after])
    return tuple(TermShift(*key, before.get(key, NOTHING), after.get(key, NOTHING)) for key in keys)


def compare_race_incentives(then: RaceAnswer, now: RaceAnswer) -> tuple[tuple[Incentives, Incentives], ...]:
    """Both sides of every lab that is in both races."""
    known = then.game.lab_names
    return tuple(
        (_incentives(then, known.index(name)), _incentives(now, k))
        for k, name in enumerate(now.game.lab_names)
        if name in known
    )


def _incentives(answer: RaceAnswer, lab: int) -> Incentives:
    found = stakes(answer.game, answer.solution, lab)
    win, lose, status_quo = (_interval(values) for values in (found.win, found.lose, found.status_quo))
    return Incentives(answer.game.labs[lab].name, win, lose, status_quo, len(answer.game.labs) > 1)


def _interval(values: FloatArray) -> Interval:
    return float(values.min()), float(values.max())


def explain(then: Answered, now: Answered) -> tuple[tuple[TermShift, ...], tuple[tuple[Incentives, Incentives], ...]]:
    """Lines of all labs, and their incentives, before and after; nothing for games without labs."""
    if isinstance(then, RaceAnswer) and isinstance(now, RaceAnswer):
        return compare_race_terms(then, now), compare_race_incentives(then, now)
    if any(isinstance(side, RaceAnswer) for side in (then, now)):
        return (), ()
    reasons = [Reasons(release_games(side.worlds), side.found, side.form.payoffs) for side in (then, now)]
    if not all(side.worlds for side in reasons):
        return (), ()
    return compare_terms(*reasons), compare_incentives(*reasons)
