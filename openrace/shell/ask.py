"""Commands that solve: solve, shift, story, stories, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.shell.options import Do, GameName, Json, MethodName, Open, Set
from openrace.shell.output import emit


def solve(game: GameName, /, *, set_: Set = (), method: MethodName = None, json: Json = False) -> None:
    """Find every equilibrium of a game, each with its certificate."""
    from openrace.answer import solve as solve_game
    from openrace.cards.answer import answer_card
    from openrace.load import load
    from solver.solve import method_named

    answer = solve_game(load(game, set_), None if method is None else method_named(method))
    emit(answer.to_dict(), lambda: answer_card(answer), as_json=json)


def shift(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    method: MethodName = None,
    json: Json = False,
) -> None:
    """Show what an intervention does to the race: before, after and direction of every metric, and why."""
    from openrace.cards.verdict import verdict_card
    from openrace.load import load
    from openrace.shift import read_question
    from openrace.shift import shift as shift_game
    from solver.solve import method_named

    question = read_question(open_, do)
    result = shift_game(load(game, set_), question, None if method is None else method_named(method))
    emit(result.to_dict(), lambda: verdict_card(result), as_json=json)


def story(
    name: str,
    /,
    *,
    set_: Set = (),
    without: Annotated[str | None, Parameter(name="--without", help="Drop one assumption and ask again.")] = None,
    json: Json = False,
) -> int:
    """Reproduce one claim from the threads: its numbers, its breakpoints and its verdict."""
    from games.paths import read_setting
    from openrace.cards.story import story_card
    from openrace.story import run_story

    result = run_story(name, [read_setting(s) for s in set_], without)
    emit(result.to_dict(), lambda: story_card(result), as_json=json)
    return 0 if result.holds else 1


def stories(*, json: Json = False) -> int:
    """Run every story and print the table of claims, verdicts and conditions."""
    from openrace.cards.story import stories_card
    from openrace.story import run_story, story_names

    results = [run_story(name) for name in story_names()]
    emit({"stories": [r.to_dict() for r in results]}, lambda: stories_card(results), as_json=json)
    return 0 if all(r.holds for r in results) else 1


def export(
    game: GameName,
    /,
    *,
    out: Annotated[Path, Parameter(name="--out", help="The .nfg file to write.")],
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    json: Json = False,
) -> None:
    """Write a game's payoffs as Gambit's .nfg, for Gambit and for sceptics."""
    from openrace.load import game_hash, load
    from openrace.shift import after_intervention, read_question
    from solver.nfg import write_nfg

    loaded = load(game, set_)
    if open_ is not None or do is not None:
        loaded = after_intervention(loaded, read_question(open_, do))
    payoffs = loaded.normal_form()
    write_nfg(payoffs, out)
    data = {"game": loaded.name, "hash": game_hash(loaded), "file": str(out), "actions": list(payoffs.n_actions)}
    emit(data, lambda: f"wrote {payoffs!r} to {out}", as_json=json)


def diff(
    first: GameName,
    second: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    metric: Annotated[str, Parameter(name="--metric", help="What the verdict is about.")] = "frontier_area",
    json: Json = False,
) -> None:
    """Put two games side by side, and name the difference that explains an opposite verdict.

    --set changes both games.
    """
    from openrace.cards.diff import diff_card
    from openrace.diff import diff as diff_games
    from openrace.diff import release_game
    from openrace.load import load
    from openrace.shift import read_question

    question = None if open_ is None and do is None else read_question(open_, do)
    games = [release_game(load(name, set_)) for name in (first, second)]
    result = diff_games(games[0], games[1], question, metric)
    emit(result.to_dict(), lambda: diff_card(result), as_json=json)
