"""Commands about one game or two: solve, shift, story, stories, diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from openrace.cli.guard import answers
from openrace.cli.output import emit, report_of
from openrace.cli.typed import options
from openrace.cli.typed.option import option
from openrace.show import faces
from openrace.show.cards.share import Report
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from games.parts.paths import Setting
    from openrace.concepts.concept import Answered
    from openrace.questions.shift import Shift
    from solver.common.table import Table
    from solver.game.check import Check

DONE, FAILED = 0, 1


def solve(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    method: options.MethodName = None,
    asked: options.Asked = options.AS_USUAL,
    verify: options.Verify = False,
    budget: options.Budget = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> int:
    """Find every equilibrium of a game, each with its certificate; with an event, of the game after it.

    Example: openrace solve alice-bob --set alice.prestige=3
    """
    from solver.game.solution import StatusCode

    loaded = given.after(game)
    answers = [solver(loaded) for solver in asked.solvers(method, budget)]
    data = _side_by_side(loaded.name, answers)
    checks = _verified(answers, [loaded.name]) if verify else {}
    if checks:
        data["verification"] = checks[loaded.name].to_dict()
    report = Report(
        data,
        lambda: _stacked([faces.card(a) for a in answers], checks),
        answers[0].table,
        lambda: faces.share(answers[0]),
    )
    emit(report, printed, given.set_, game)
    failed = any(a.status.code is StatusCode.FAILED for a in answers) or any(c.contradicted for c in checks.values())
    return FAILED if failed else DONE


def _verified(answers: Sequence[Answered], names: Sequence[str]) -> dict[str, Check]:
    """What a second program finds of answers, by their names.

    Raises:
        OpenraceError: an answer is none of the normal form's equilibria.
    """
    from openrace.api.asking import verify
    from openrace.concepts.open_loop import Answer
    from openrace.concepts.race import RaceAnswer

    if len(answers) != len(names) or not all(isinstance(answer, Answer | RaceAnswer) for answer in answers):
        raise OpenraceError(
            "--verify came with another concept than open-loop",
            "answers of the normal form: others are checked by one-shot deviations as they are found",
            "leave --concept or --verify out",
        )
    return {name: verify(answer) for name, answer in zip(names, answers, strict=True)}


def _stacked(cards: Sequence[RenderableType], checks: dict[str, Check]) -> RenderableType:
    """Cards below each other, and below them what a second program found."""
    from rich.console import Group

    from openrace.show.cards.verification import verification_card

    checked = [part for name, found in checks.items() for part in ("", verification_card(found, name))]
    return Group(*cards, *checked)


def shift(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    method: options.MethodName = None,
    asked: options.Asked = options.AS_USUAL,
    metric: Annotated[str | None, option("--metric", "Ask about one metric, such as frontier_end, or one lab.")] = None,
    everything: Annotated[bool, option("--all", "Show every metric, welfare and incentives.")] = False,
    verify: options.Verify = False,
    budget: options.Budget = None,
    robust: options.Robust = False,
    printed: options.Printed = options.FOR_PEOPLE,
) -> int:
    """Show what an event does to the race: what others do about it, how far models get, what it adds itself, and why.

    Example: openrace shift alice-bob --open 9@4
    """
    from openrace.questions.books import about
    from openrace.questions.shift import shift as shift_game

    question, loaded = given.question(), given.game(game)
    results = [shift_game(loaded, question, solver, robust=robust) for solver in asked.solvers(method, budget)]
    data = _side_by_side(loaded.name, results)
    sides = [answer for result in results for answer in (result.before, result.after)]
    checks = _verified(sides, ("before", "after")) if verify else {}
    if checks:
        data["verification"] = {side: found.to_dict() for side, found in checks.items()}
    named = [about(result.metrics, metric) for result in results] if metric is not None else []
    if named:
        data["asked"] = {m.metric: m.to_dict() for m in named[0]}

    def card() -> RenderableType:
        from openrace.show.cards.verdict import concepts_card, metric_card, shift_card

        if named:
            return _stacked([metric_card(r, own) for r, own in zip(results, named, strict=True)], checks)
        whole = shift_card(results[0], everything=everything) if len(results) == 1 else concepts_card(results)
        return _stacked([whole], checks)

    def table() -> Table:
        from openrace.show.cards.verdict import shift_table

        return shift_table(*results)

    emit(Report(data, card, table, lambda: faces.share(results[0])), printed, given.set_, game)
    return FAILED if any(found.contradicted for found in checks.values()) else DONE


def _side_by_side(name: str, results: Sequence[Answered] | Sequence[Shift]) -> dict[str, Any]:
    """The one result; of several, one object per concept, under the game's name."""
    if len(results) == 1:
        return results[0].to_dict()
    return {"game": name, "concept": "all", "concepts": {str(r.concept): r.to_dict() for r in results}}


def story(
    name: options.StoryName,
    /,
    *,
    set_: options.SetSymbol = (),
    without: Annotated[str | None, option("--without", "Drop one assumption and ask again.")] = None,
    toml: Annotated[bool, option("--toml", "Print the story's game, to be saved as a file.")] = False,
    race: Annotated[bool, option("--race", "Print the claim as a race of efforts instead.")] = False,
    asked: options.Asked = options.AS_USUAL,
    printed: options.Printed = options.FOR_PEOPLE,
) -> int:
    """Reproduce one claim from the threads: its numbers, its breakpoints and its verdict.

    With --concept, a story that is a game is also compared under that concept, or under all of them side by side.
    With --toml, the story's game is printed instead: solve and shift give the story's numbers.

    Example: openrace story alice-answers --set tau=5
    """
    from games.parts.paths import read_setting
    from openrace.claims.story import run_story, story_shift
    from openrace.concepts.choice import Choice
    from openrace.concepts.concept import Concept
    from openrace.show.cards.verdict import concepts_card

    settings = [read_setting(s) for s in set_]
    written = _written_game(name, settings, without, race=race) if toml or race else ""
    if written and not printed.json:
        answers().write(written)
        return DONE
    result = run_story(name, settings, without)
    report = report_of(result)
    concepts = asked.choices()
    shifts = [] if concepts == (Choice(),) else [story_shift(name, settings, without, c.solver()) for c in concepts]
    if written:
        report.data["toml"] = written
    if shifts:
        dicts = {str(s.concept): s.to_dict() for s in shifts}
        report.data["concepts"] = {concept: own["verdict"] for concept, own in dicts.items()}
        if (reaction := dicts.get(str(Concept.REACTION))) is not None:
            sides = {side: reaction[side]["equilibria"] for side in ("before", "after")}
            report.data["timelines"] = {side: [e["timeline"] for e in found] for side, found in sides.items()}
        report = replace(report, card=lambda: _stacked([faces.card(result), "", concepts_card(shifts)], {}))
    emit(report, printed, set_)
    return DONE if result.holds else FAILED


def _written_game(name: str, settings: Sequence[Setting], without: str | None, *, race: bool) -> str:
    from openrace.claims.story_game import story_race, story_toml

    if without is not None:
        raise OpenraceError(
            "--without came with --toml or --race", "one of them", "set a number of the file to 0 instead"
        )
    return (story_race if race else story_toml)(name, settings)


def stories(*, printed: options.Printed = options.FOR_PEOPLE) -> int:
    """Run every story and list who claims what, and whether it holds.

    Example: openrace stories --table stories.csv
    """
    from openrace.claims.story import run_story
    from openrace.claims.story_list import story_names
    from openrace.show.cards.story import stories_report

    results = [run_story(name) for name in story_names()]
    emit(stories_report(results), printed)
    return DONE if all(r.holds for r in results) else FAILED


def diff(
    first: options.GameName,
    second: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Put two games side by side, and name the difference that explains an opposite verdict.

    --set changes both games.

    Example: openrace diff alice-bob mine.toml --do allow:bob
    """
    from openrace.api import asking

    emit(asking.diff(first, second, given.event(), metric=metric, settings=given.set_), printed, given.set_)
