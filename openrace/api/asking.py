"""Questions about one game or a few: solve, shift, story, diff, compose, verify, export."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from games.parts.game import Game
from games.parts.paths import Settings, as_settings
from openrace.api.arguments import (
    ConceptLike,
    InterventionLike,
    choice_of,
    file_of,
    intervention_of,
    limit_of,
    listed,
    metric_of,
    name_of,
    seconds_of,
    whether,
)
from openrace.claims.compose import Composition
from openrace.claims.compose import compose as compose_games
from openrace.claims.story import StoryResult, run_story
from openrace.claims.story_game import story_game as game_of_story
from openrace.concepts.concept import Answered, Concept
from openrace.concepts.open_loop import Answer
from openrace.concepts.race import RaceAnswer
from openrace.questions.diff import Diff
from openrace.questions.diff import diff as diff_games
from openrace.questions.load import GameLike, load
from openrace.questions.shift import Shift
from openrace.questions.shift import shift as shift_game
from solver.answer.solving import Method
from solver.answer.verifying import verify as verify_solution
from solver.common.clock import DEFAULT_BUDGET
from solver.common.errors import OpenraceError
from solver.directional import recheck
from solver.game.check import Check
from solver.game.nfg import write_nfg


def solve(
    game: GameLike,
    *,
    concept: ConceptLike = Concept.OPEN_LOOP,
    method: Method | str | None = None,
    settings: Settings = (),
    budget: float | None = None,
) -> Answered:
    """Every equilibrium of a game, each with its certificate.

    Args:
        game: a name, a file or a game; see :func:`openrace.load`.
        concept: what labs know and can do: a name (``"open-loop"``, ``"commitment"``, ``"reaction"``) or a
            :class:`openrace.Choice` with options.
        method: how the normal form is solved: an object of :mod:`solver`, or a name such as ``"lemke-howson"``.
        settings: numbers to change first, ``{"alice.prestige": 3}``.
        budget: seconds after which a search of open-loop equilibria returns what it knows; left out, the method's own.

    Raises:
        OpenraceError: no such game, concept or method, or they do not fit each other.

    Example:
        >>> import openrace as orc
        >>> answer = orc.solve("alice-bob", settings={"alice.prestige": 3, "calendar.slots": 6})
        >>> answer
        Answer(alice-bob, open loop: 2 equilibria, complete)
        >>> [e.regret < 1e-12 for e in answer.solution.equilibria]
        [True, True]
    """
    return choice_of(concept, method).solver(seconds_of(budget))(load(game, settings))


def shift(
    game: GameLike,
    intervention: InterventionLike,
    *,
    concept: ConceptLike = Concept.OPEN_LOOP,
    method: Method | str | None = None,
    settings: Settings = (),
    budget: float | None = None,
    robust: bool = False,
) -> Shift:
    """What an intervention changes, over all equilibria before and after it.

    Args:
        game: a name, a file or a game of labs; see :func:`openrace.load`.
        intervention: an object such as ``Allow("bob")``, or its text in the shell, ``"allow:bob"``.
        concept: what labs know and can do; see :func:`openrace.solve`.
        method: how the normal form is solved; see :func:`openrace.solve`.
        settings: numbers to change first.
        budget: seconds for each of the two games; see :func:`openrace.solve`.
        robust: whether ``fragility`` is computed whole, and not within a budget of about a second.

    Raises:
        OpenraceError: no such game, concept or method, or the intervention does not fit the game.
        SolverError: one of the two games has no equilibrium that was found.

    Example:
        >>> import openrace as orc
        >>> found = orc.shift("alice-bob", orc.Allow("bob"))
        >>> found.metric("n_release").direction
        <Direction.UP: 'up'>
        >>> found.proven
        True
    """
    choice = choice_of(concept, method)
    solver = choice.solver(seconds_of(budget))
    return shift_game(load(game, settings), intervention_of(intervention), solver, robust=whether(robust, "robust"))


def story(name: str, /, *, without: str | None = None, **symbols: Any) -> StoryResult:
    """One published claim, with its numbers, its conditions and whether it holds.

    Args:
        name: one of :func:`openrace.stories`.
        without: an assumption to take away: one of the story's ingredients, or the path of a term of its game.
        symbols: parameters to change, by their symbols: ``tau=5``.

    Raises:
        OpenraceError: no such story, parameter, value or assumption.

    Example:
        >>> import openrace as orc
        >>> orc.story("alice-answers").claim_holds
        'yes'
    """
    asked = name_of(name, "story", "openrace.stories() lists them")
    taken = None if without is None else name_of(without, "assumption", "leave it out to keep all")
    return run_story(asked, as_settings(symbols), taken)


def diff(
    first: GameLike,
    second: GameLike,
    intervention: InterventionLike | None = None,
    *,
    metric: str | None = None,
    settings: Settings = (),
) -> Diff:
    """Two games side by side and, given an intervention, which difference explains their verdicts.

    Args:
        first: a game of labs.
        second: another one.
        intervention: what is asked of both; left out, only assumptions are compared.
        metric: what the verdict is about; left out, the first release in response.
        settings: numbers to change in both games first.

    Raises:
        OpenraceError: no such game or metric, or the games do not fit together.

    Example:
        >>> import openrace as orc
        >>> mine = orc.load("alice-bob", {"alice.prestige": 3})
        >>> [d.path for d in orc.diff("alice-bob", mine).differences]
        ['alice.prestige']
    """
    asked = None if intervention is None else intervention_of(intervention)
    return diff_games(load(first, settings), load(second, settings), asked, metric_of(metric))


def story_game(name: str, /, **symbols: Any) -> Game:
    """The game of a story, whose equilibria give the story's numbers.

    Args:
        name: one of :func:`openrace.stories`.
        symbols: parameters to change, by their symbols: ``tau=5``.

    Raises:
        OpenraceError: no such story, parameter or value; or nobody chooses in the story, with the reason.

    Example:
        >>> import openrace as orc
        >>> orc.solve(orc.story_game("training-cost", x=0.25)).payoffs
        array([[2.]])
    """
    asked = name_of(name, "story", "openrace.stories() lists them")
    return game_of_story(asked, as_settings(symbols))


def compose(games: GameLike | Iterable[GameLike], others: GameLike | Iterable[GameLike] = ()) -> Composition:
    """Games put together: their assumptions merged, and what they state differently named.

    Of two stated numbers that differ the later game's holds. A number whose default means nothing (0, none, an empty
    list) states nothing at that default.

    Args:
        games: the first game, or all of them: names of games or stories, files, or games.
        others: those that come after it, one or several.

    Raises:
        OpenraceError: fewer than two games, games of different sorts, or a whole that makes no sense.

    Example:
        >>> import openrace as orc
        >>> both = orc.compose("training-cost", "upgrade")
        >>> both
        Composition(training-cost+upgrade: 3 conflicts)
        >>> both.conflicts[1].sentence
        "open.capability is 0.25 in training-cost and 4 in upgrade; the later game's holds"
    """
    kinds, expected = (Game, str, PathLike), "a game, or a list of games"
    hint = 'write for example compose("training-cost", "upgrade")'
    return compose_games([one for given in (games, others) for one in listed(given, kinds, expected, hint)])


def verify(
    game: GameLike | Answered,
    *,
    method: Method | str | None = None,
    settings: Settings = (),
    budget: float | None = DEFAULT_BUDGET,
) -> Check:
    """Check the equilibria of a game from its payoffs by a second program, which does not trust the search.

    Args:
        game: a game, which is solved first, or an answer of :func:`openrace.solve` about plans fixed at the start.
        method: how the normal form is solved.
        settings: numbers to change first.
        budget: seconds for the search of a proof, ``None`` for no limit; what is left out is not confirmed, and said
            to be so.

    Raises:
        OpenraceError: no such game or method, or the answer is about another concept.

    Example:
        >>> import openrace as orc
        >>> orc.verify("alice-bob")
        Verification(confirmed: sound, complete)
    """
    limit = limit_of(budget)
    answer = game if isinstance(game, Answered) else solve(game, method=method, settings=settings)
    if isinstance(answer, RaceAnswer):
        return recheck(answer.solution)
    if not isinstance(answer, Answer):
        raise OpenraceError(
            f"the answer is about {answer.concept.word}",
            "one about plans fixed at the start",
            "the regret of every state is in its certificate",
        )
    return verify_solution(answer.solution, budget=limit)


def export(
    game: GameLike,
    path: str | PathLike[str],
    intervention: InterventionLike | None = None,
    *,
    settings: Settings = (),
) -> Path:
    """Write a game's payoffs as Gambit's ``.nfg``, for Gambit and for sceptics.

    Args:
        game: a name, a file or a game.
        path: the file, which ends in ``.nfg``.
        intervention: what is done to the game first.
        settings: numbers to change before that.

    Returns:
        The path.

    Raises:
        OpenraceError: no such game, the intervention does not fit, or the file cannot be written.

    Example:
        >>> import openrace as orc, tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     orc.load(orc.export("alice-bob", pathlib.Path(folder, "mine.nfg")))
        PayoffFile(alice-bob)
    """
    loaded = load(game, settings)
    if intervention is not None:
        loaded = intervention_of(intervention).pair(loaded)[1]
    target = file_of(path, ".nfg")
    write_nfg(loaded.normal_form(), target)
    return target
