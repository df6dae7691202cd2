"""Commands that solve: solve, shift, story, stories, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from openrace.cli.options import AS_USUAL, Asked, Do, GameName, Json, MethodName, Open, Set, SetSymbol, StoryName
from openrace.cli.output import emit
from openrace.cli.places import ending_in

if TYPE_CHECKING:
    from rich.console import RenderableType

    from openrace.concepts.concept import Answered
    from openrace.questions.shift import Shift


def solve(
    game: GameName,
    /,
    *,
    set_: Set = (),
    method: MethodName = None,
    asked: Asked = AS_USUAL,
    json: Json = False,
) -> None:
    """Find every equilibrium of a game, each with its certificate."""
    from openrace.questions.load import load

    loaded = load(game, set_)
    answers = [choice.solver()(loaded) for choice in asked.choices(method)]
    data = answers[0].to_dict() if len(answers) == 1 else _side_by_side(loaded.name, answers)

    def card() -> RenderableType:
        from rich.console import Group

        from openrace.show.cards.answer import answer_card

        return Group(*[answer_card(a) for a in answers])

    emit(data, card, as_json=json)


def shift(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    method: MethodName = None,
    asked: Asked = AS_USUAL,
    json: Json = False,
) -> None:
    """Show what an intervention does to the race: before, after and direction of every metric, and why."""
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.questions.shift import shift as shift_game
    from openrace.show.cards.verdict import concepts_card, verdict_card

    question, loaded = read_question(open_, do), load(game, set_)
    results = [shift_game(loaded, question, choice.solver()) for choice in asked.choices(method)]
    data = results[0].to_dict() if len(results) == 1 else _side_by_side(loaded.name, results)
    emit(data, lambda: verdict_card(results[0]) if len(results) == 1 else concepts_card(results), as_json=json)


def _side_by_side(name: str, results: Sequence[Answered] | Sequence[Shift]) -> dict[str, Any]:
    """One object per concept, under the game's name."""
    return {"game": name, "concept": "all", "concepts": {str(r.concept): r.to_dict() for r in results}}


def story(
    name: StoryName,
    /,
    *,
    set_: SetSymbol = (),
    without: Annotated[str | None, Parameter(name="--without", help="Drop one assumption and ask again.")] = None,
    asked: Asked = AS_USUAL,
    json: Json = False,
) -> int:
    """Reproduce one claim from the threads: its numbers, its breakpoints and its verdict.

    With --concept, a story that is a game is also compared under that concept, or under all of them side by side.
    """
    from rich.console import Group

    from games.parts.paths import read_setting
    from openrace.concepts.choice import Choice
    from openrace.questions.story import run_story, story_shift
    from openrace.show.cards.story import story_card
    from openrace.show.cards.verdict import concepts_card

    settings = [read_setting(s) for s in set_]
    result = run_story(name, settings, without)
    concepts = asked.choices()
    shifts = [] if concepts == (Choice(),) else [story_shift(name, settings, without, c.solver()) for c in concepts]
    data = result.to_dict()
    if shifts:
        told = {str(s.concept): s.to_dict() for s in shifts}
        data["concepts"] = {concept: own["verdict"] for concept, own in told.items()}
        if (reaction := told.get("preemption")) is not None:
            sides = {side: reaction[side]["equilibria"] for side in ("before", "after")}
            data["timelines"] = {side: [e["timeline"] for e in found] for side, found in sides.items()}
    card = (lambda: Group(story_card(result), "", concepts_card(shifts))) if shifts else (lambda: story_card(result))
    emit(data, card, as_json=json)
    return 0 if result.holds else 1


def stories(*, json: Json = False) -> int:
    """Run every story and print the table of claims, verdicts and conditions."""
    from openrace.questions.story import run_story, story_names
    from openrace.show.cards.story import stories_card

    results = [run_story(name) for name in story_names()]
    emit({"stories": [r.to_dict() for r in results]}, lambda: stories_card(results), as_json=json)
    return 0 if all(r.holds for r in results) else 1


def export(
    game: GameName,
    /,
    *,
    out: Annotated[Path, Parameter(name="--out", help="The .nfg file to write.", validator=ending_in("the game"))],
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    json: Json = False,
) -> None:
    """Write a game's payoffs as Gambit's .nfg, for Gambit and for sceptics."""
    from games.parts.identity import game_hash
    from openrace.questions.load import load
    from openrace.questions.shift import after_intervention, read_question
    from solver.game.nfg import write_nfg

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
    from openrace.questions.diff import diff as diff_games
    from openrace.questions.diff import release_game
    from openrace.questions.load import load
    from openrace.questions.shift import read_question
    from openrace.show.cards.diff import diff_card

    question = None if open_ is None and do is None else read_question(open_, do)
    games = [release_game(load(name, set_)) for name in (first, second)]
    result = diff_games(games[0], games[1], question, metric)
    emit(result.to_dict(), lambda: diff_card(result), as_json=json)
