"""Why a verdict came out as it did, whatever the labs choose: what each line pays, and the incentives to race."""

from __future__ import annotations

from openrace.concepts.concept import Answered
from openrace.concepts.race import RaceAnswer
from openrace.questions.race_reasons import compare_race_incentives, compare_race_terms
from openrace.questions.reasons import (
    Incentives,
    Reasons,
    TermShift,
    compare_incentives,
    compare_terms,
    release_games,
)


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
