"""One call for any game: the method that claims most for its size, or the one the caller names.

Without a method: one player gets the best actions, two players every equilibrium with proof, three and more players
dominance first and then whatever can be finished quickly (``solver.n_player.any_size``). ``METHODS`` lists by name
what the shell offers; from Python a method is an object with its options, ``solve(game, LemkeHowson(max_pivots=50))``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from inspect import signature
from types import MappingProxyType
from typing import Any, Protocol, cast

from solver.common.clock import positive_seconds
from solver.common.errors import GameError
from solver.common.words import shown
from solver.game.given import GameLike, as_game
from solver.game.normal_form import NormalForm, Payoffs
from solver.game.solution import Solution


class Method(Protocol):
    """Options bound in an object that solves games when called."""

    def __call__(self, game: NormalForm) -> Solution:
        """Solve ``game``; a search that ends short says so in the solution's status."""
        ...


def solve(
    game: GameLike,
    column: Payoffs | Method | str | None = None,
    method: Method | str | None = None,
    *,
    budget: float | None = None,
    keep_when_interrupted: bool = False,
) -> Solution:
    """Equilibria of a game with certificates, by a method or by the default for its number of players.

    Args:
        game: a :class:`~solver.NormalForm`, the payoff matrices of two players as two arguments, one array
            ``(N, A_0, ..., A_{N-1})``, a ``nashpy.Game``, or the path of a ``.nfg`` file.
        column: the second player's payoffs, if ``game`` is the first player's payoff matrix; else it may be the method.
        method: an object with its options, ``LemkeHowson(max_pivots=50)``, or a name of :data:`solver.METHODS`.
        budget: seconds after which a search returns what it knows, with a status that says so; without it the method's
            own (30 s with three players and more, none with two). Lines of progress go to the logger
            ``openrace.progress`` once per second.
        keep_when_interrupted: whether Ctrl-C ends a search as a spent budget does, instead of raising
            ``KeyboardInterrupt``.

    Raises:
        GameError: it is no game, or the method does not fit it.
        TooLargeError: the game is too large for the method; the message says how large and what to use instead.

    Example:
        >>> import solver
        >>> print(solver.solve([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
        3 extreme equilibria in 3 components, proven complete
        #  player 1      player 2      payoffs             regret  component (index)
        1  0             0             2, 1                     0  1 (+1)
        2  1             1             1, 2                     0  2 (+1)
        3  0 67%, 1 33%  0 33%, 1 67%  0.666667, 0.666667       0  3 (-1)
    """
    if column is None or isinstance(column, str) or callable(column):
        if column is not None and method is not None:
            raise GameError("two methods came", "one method", "give one of them")
        known, wanted = as_game(game), method if column is None else column
    else:
        known, wanted = as_game(game, column), method
    chosen = default_method(known) if wanted is None else as_method(wanted)
    if budget is not None and wanted is not None and not _is_limited(chosen):
        raise GameError(
            f"a budget for {wanted if isinstance(wanted, str) else type(wanted).__name__}",
            "a method that may search for long: all, reduce, or the default",
            "leave out the budget or the method",
        )
    return limited(chosen, budget, keep_when_interrupted)(known)


def limited(method: Method, budget: float | None = None, keep_when_interrupted: bool = False) -> Method:
    """``method`` with a budget in seconds, where one is given, and with what Ctrl-C does to it.

    Methods that may search for long have the options ``budget`` and ``keep_when_interrupted``; others stay as they are.

    Raises:
        GameError: no positive number of seconds.
    """
    options: dict[str, object] = {} if budget is None else {"budget": positive_seconds(budget)}
    if keep_when_interrupted:
        options["keep_when_interrupted"] = True
    return cast(Method, replace(cast(Any, method), **options)) if options and _is_limited(method) else method


def _is_limited(method: Method) -> bool:
    return is_dataclass(method) and {"budget", "keep_when_interrupted"} <= {field.name for field in fields(method)}


def as_method(method: Method | str) -> Method:
    """The method that a caller means: an object, or a name.

    Raises:
        GameError: it is neither.
    """
    if isinstance(method, str):
        return method_named(method)
    if isinstance(method, type):
        raise GameError(f"the class {method.__name__} came", "a method", f"write {method.__name__}()")
    if not callable(method):
        raise GameError(
            f"the method {shown(method)} came",
            f"an object such as LemkeHowson(), or one of {', '.join(METHODS)}",
            "name one",
        )
    if not _takes_a_game(method):
        raise GameError(
            f"the method {shown(method)} came, which cannot be called with one game",
            "a function of one argument, the NormalForm, that returns a Solution",
            "give it the game as its first argument, and defaults for all others",
        )
    return method


def _takes_a_game(method: Method) -> bool:
    try:
        signature(method).bind(None)
    except TypeError:
        return False
    except ValueError:
        # Some functions written in C do not say what they take.
        return True
    return True


def default_method(game: NormalForm) -> Method:
    """What ``solve`` uses when no method is named."""
    small = game.payoffs[0].size <= MAX_DIRECT_PROFILES
    if game.n_players == 1 or (game.n_players == 2 and small):
        return _complete(game.n_players)
    from solver.n_player.any_size import ReduceThenSearch

    # With the idle players put aside it is a game of two, to be solved as that game would be.
    choosing = sum(n > 1 for n in game.n_actions)
    return ReduceThenSearch(dominance=not (small and choosing <= 2))


MAX_DIRECT_PROFILES = 2_000
"""Two-player games up to this size go to the complete solver as they are; larger ones lose dominated actions first.

Dominance costs little beside the solver at that size, and settles some games outright: the Traveler's Dilemma on 2..100
takes 0.7 s instead of 3.3 s.
"""


@dataclass(frozen=True)
class NamedMethod:
    """A method as the shell offers it.

    Attributes:
        home: its module and class.
        summary: what it is in a few words.
    """

    home: str
    summary: str

    def make(self) -> Method:
        """The method with default options; it is imported only now, so that listing the methods costs nothing."""
        module, name = self.home.rsplit(".", 1)
        return cast(Method, getattr(import_module(module), name)())


def method_named(name: str) -> Method:
    """The method of that name, with default options.

    Raises:
        GameError: unknown name, with the nearest known one.
    """
    if name not in METHODS:
        near = get_close_matches(name, METHODS, n=1, cutoff=0.5)
        raise GameError(
            f"there is no method {name!r}",
            f"one of {', '.join(METHODS)}",
            f"did you mean {near[0]!r}?" if near else "leave it out for the default of the game's size",
        )
    return METHODS[name].make()


@dataclass(frozen=True)
class _All:
    """Every equilibrium, whatever the number of players: the name the shell gives to three methods."""

    budget: float | None = None
    keep_when_interrupted: bool = False

    def __call__(self, game: NormalForm) -> Solution:
        return limited(_complete(game.n_players), self.budget, self.keep_when_interrupted)(game)


def _complete(n_players: int) -> Method:
    """The method that proves that no equilibrium is missing."""
    if n_players > 2:
        from solver.n_player.all_equilibria import AllIsolated

        return AllIsolated()
    from solver.two_player.all_equilibria import AllEquilibria, BestActions

    return BestActions() if n_players == 1 else AllEquilibria()


METHODS: Mapping[str, NamedMethod] = MappingProxyType(
    {
        "all": NamedMethod(
            "solver.answer.solving._All", "every equilibrium, with proof; three players and more may take a minute"
        ),
        "reduce": NamedMethod(
            "solver.n_player.any_size.ReduceThenSearch",
            "dominance, then complete if that is quick, else a short search",
        ),
        "pure": NamedMethod("solver.n_player.pure.PureEquilibria", "all pure equilibria, any number of players"),
        "one": NamedMethod(
            "solver.n_player.one_equilibrium.QuickestOne", "one certified equilibrium, any number of players"
        ),
        "conditional-supports": NamedMethod(
            "solver.n_player.conditional_supports.ConditionalSupports",
            "a second opinion on small games of any number of players, not complete",
        ),
        "support-enumeration": NamedMethod(
            "solver.two_player.nashpy_methods.SupportEnumeration", "nashpy, two players, not complete when payoffs tie"
        ),
        "vertex-enumeration": NamedMethod(
            "solver.two_player.nashpy_methods.VertexEnumeration", "nashpy, two players, not complete when payoffs tie"
        ),
        "lemke-howson": NamedMethod(
            "solver.two_player.nashpy_methods.LemkeHowson",
            "nashpy, two players, the ends of the paths from every label",
        ),
    }
)
