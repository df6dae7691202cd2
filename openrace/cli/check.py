"""Commands that check an answer by other means: verify, graph."""

from __future__ import annotations

import math
from typing import Annotated

from openrace.cli.output import emit
from openrace.cli.typed import options
from openrace.cli.typed.option import option
from solver.common.errors import OpenraceError

DONE, FAILED = 0, 1
MOST_PROFILES = 5_000
"""Profiles of a best-response graph: a picture of more is grey, and ties give each profile a hundred switches."""


def verify(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    method: options.MethodName = None,
    budget: options.Budget = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> int:
    """Solve a game and check the answer from the payoffs by a second program, which does not trust the search.

    Exits with 1 if the check contradicts the answer.

    Example: openrace verify alice-bob
    """
    from openrace.api.asking import verify as check
    from openrace.concepts.choice import as_usual
    from openrace.show.cards.verification import verification_report
    from solver.common.clock import DEFAULT_BUDGET

    loaded = given.after(game)
    answer = as_usual(loaded, method, budget, keep_when_interrupted=True)
    found = check(answer, budget=budget or DEFAULT_BUDGET)
    emit(verification_report(found, loaded, str(answer.concept)), printed, given.set_, game)
    return FAILED if found.contradicted else DONE


def graph(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    better: Annotated[bool, option("--better", "Players switch to any better plan, not only a best.")] = False,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Follow best responses between pure profiles: where play rests (sinks), and where it moves for ever (cycles).

    Example: openrace graph alice-bob --out graph.svg
    """
    from openrace.show.cards.response import response_report
    from solver.game.best_response import BestReplies, BetterReplies, response_graph

    loaded = given.after(game)
    form = loaded.normal_form()
    if (n_profiles := math.prod(form.n_actions)) > MOST_PROFILES:
        raise OpenraceError(
            f"the game has {n_profiles:,} pure profiles",
            f"at most {MOST_PROFILES:,} for a graph that can be read",
            "take fewer plans, such as fewer calendar.slots",
        )
    found = response_graph(form, BetterReplies() if better else BestReplies())
    emit(response_report(loaded, form, found), printed, given.set_, game, out=out)
