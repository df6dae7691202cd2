"""Commands that check an answer by other means: verify, graph."""

from __future__ import annotations

import math
from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import Report, emit
from openrace.cli.typed.options import FOR_PEOPLE, Budget, Do, GameName, MethodName, Open, Printed, Set
from openrace.cli.typed.survey_options import Out, load_after, mistake, write_picture

DONE, FAILED = 0, 1
MOST_PROFILES = 5_000
"""Profiles of a best-response graph: a picture of more is grey, and ties give each profile a hundred switches."""


def verify(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    method: MethodName = None,
    budget: Budget = None,
    printed: Printed = FOR_PEOPLE,
) -> int:
    """Solve a game and check the answer by a second program that shares nothing with the search but the payoffs.

    Exits with 1 if the check contradicts the answer.

    Example: openrace verify alice-bob
    """
    from games.parts.identity import game_hash
    from openrace.api.asking import verify as check
    from openrace.concepts.choice import as_usual
    from openrace.show.cards.verification import verification_card, verification_share, verification_table
    from solver.common.clock import DEFAULT_BUDGET

    loaded = load_after(game, set_, open_, do)
    answer = as_usual(loaded, method, budget, keep_when_interrupted=True)
    found = check(answer, budget=budget or DEFAULT_BUDGET)
    data = {"game": loaded.name, "hash": game_hash(loaded), "concept": str(answer.concept), **found.to_dict()}
    report = Report(
        data,
        lambda: verification_card(found, loaded.name),
        lambda: verification_table(found, loaded.name),
        lambda: verification_share(found, loaded.name, game_hash(loaded)),
    )
    emit(report, printed, set_, game)
    return FAILED if found.contradicted else DONE


def graph(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    better: Annotated[
        bool,
        Parameter(
            name="--better", negative=(), show_default=False, help="Players switch to any better plan, not only a best."
        ),
    ] = False,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Follow best responses between pure profiles: where play rests (sinks), and where it moves for ever (cycles).

    Example: openrace graph alice-bob --out graph.svg
    """
    from openrace.show.cards.response import response_card, response_dict, response_share, response_table
    from openrace.show.response_plot import draw_graph
    from solver.game.best_response import BestReplies, BetterReplies, response_graph

    loaded = load_after(game, set_, open_, do)
    form = loaded.normal_form()
    if (n_profiles := math.prod(form.n_actions)) > MOST_PROFILES:
        raise mistake(
            f"the game has {n_profiles:,} pure profiles",
            f"at most {MOST_PROFILES:,} for a graph that can be read",
            "take fewer plans, such as fewer calendar.slots",
        )
    found = response_graph(form, BetterReplies() if better else BestReplies())
    data = response_dict(loaded, form, found)
    write_picture(data, out, lambda: draw_graph(found, form))
    report = Report(
        data,
        lambda: response_card(data),
        lambda: response_table(data),
        lambda: response_share(data),
    )
    emit(report, printed, set_, game)
