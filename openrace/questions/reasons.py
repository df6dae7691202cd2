"""Why a verdict came out as it did: terms at the equilibria, and the incentives to race.

For lab i at its equilibrium plan, ``W`` is its payoff if no rival ever releases (win), ``L`` if it never releases while
rivals keep to their plans (lose), ``pi0`` if nobody ever releases (status quo). ``W - pi0`` is the profit incentive and
``W - L`` the competitive threat (Beath, Katsoulacos and Ulph 1989, Economic Journal 99).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Interval
from games.parts.part import FloatArray
from games.race.accounts import race_lines, stakes
from games.release.release_game import ReleaseGame
from games.release.setup import Player
from openrace.concepts.concept import Answered
from openrace.concepts.expectations import intervals
from openrace.concepts.plain import Plain
from openrace.concepts.race import RaceAnswer

IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class TermShift(Plain):
    """One of the lines that add up to a lab's payoff, in expectation, over all equilibria before and after.

    Attributes:
        lab: whose.
        term: name of the term, or of the modifier that changes the lab's total.
        before: as the lab believes it, before.
        after: as the lab believes it, after.
        true: the same as it will be, before and after; ``None`` where no belief is wrong.
    """

    lab: str
    term: str
    before: Interval
    after: Interval
    true: tuple[Interval, Interval] | None = None

    def entries(self) -> dict[str, object]:
        """The JSON of one line of ``why``."""
        line: dict[str, object] = {"lab": self.lab, "term": self.term, "before": self.before, "after": self.after}
        return line if self.true is None else {**line, "true": dict(zip(("before", "after"), self.true, strict=True))}


@dataclass(frozen=True)
class Incentives(Plain):
    """Win, lose and status quo of one lab, over all equilibria of one game."""

    lab: str
    win: Interval
    lose: Interval
    status_quo: Interval
    has_rivals: bool = True
    """Whether somebody else plays: without rivals there is no competitive threat."""

    def entries(self) -> dict[str, object]:
        """The JSON of one side of ``incentives``."""
        return {"W": self.win, "L": self.lose, "pi0": self.status_quo}


Lines = dict[tuple[str, str], Interval]
"""Expected payoff of every line of every lab, by both names, over all equilibria."""
NOTHING: Interval = (0.0, 0.0)


def explain(then: Answered, now: Answered) -> tuple[tuple[TermShift, ...], tuple[tuple[Incentives, Incentives], ...]]:
    """Lines of all labs, and their incentives, before and after; nothing for games without labs."""
    if isinstance(then, RaceAnswer) and isinstance(now, RaceAnswer):
        lines = [_ends(side, race_lines(side.game, side.solution)) for side in (then, now)]
        both = [name for name in now.players if name in then.players]
        return _compare_terms(lines, lines), tuple((_in_race(then, name), _in_race(now, name)) for name in both)
    worlds = [_release_games(side) for side in (then, now)]
    if not all(worlds):
        return (), ()
    believed = [_lines(*pair, believed=True) for pair in zip((then, now), worlds, strict=True)]
    true = believed
    if not all(game.is_believed for own in worlds for game in own):
        true = [_lines(*pair, believed=False) for pair in zip((then, now), worlds, strict=True)]
    return _compare_terms(believed, true), _compare_incentives(then, now, *worlds)


def _release_games(side: Answered) -> tuple[ReleaseGame, ...]:
    """One game per scenario that labs react to, else the game itself; none unless labs release in all of them."""
    found = tuple(world for world in side.worlds if isinstance(world, ReleaseGame))
    return found if len(found) == len(side.worlds) else ()


def _ends(side: Answered, arrays: Mapping[tuple[str, str], FloatArray]) -> Lines:
    return dict(zip(arrays, intervals(side.found, list(arrays.values())), strict=True))


def _lines(side: Answered, worlds: Sequence[ReleaseGame], *, believed: bool) -> Lines:
    """What every line of every lab pays: the lines add up to the lab's payoff."""
    each = zip(*[game.term_payoffs(believed=believed) for game in worlds], strict=True)
    return _ends(side, {(same[0].lab, same[0].term): _stacked([t.values for t in same]) for same in each})


def _compare_terms(believed: Sequence[Lines], true: Sequence[Lines]) -> tuple[TermShift, ...]:
    """Lines that pay something before or after, in the games' order; believed and true apart where they differ."""
    shifts = []
    for key in dict.fromkeys(key for side in (*believed, *true) for key in side):
        before, after = (side.get(key, NOTHING) for side in believed)
        truth = true[0].get(key, NOTHING), true[1].get(key, NOTHING)
        if any(pair != NOTHING for pair in (before, after, *truth)):
            shifts.append(TermShift(*key, before, after, None if true is believed else truth))
    return tuple(shifts)


def _in_race(side: RaceAnswer, name: str) -> Incentives:
    found = stakes(side.game, side.solution, side.players.index(name))
    win, lose, status_quo = intervals(side.found, [found.win, found.lose, found.status_quo])
    return Incentives(name, win, lose, status_quo, len(side.players) > 1)


def _compare_incentives(
    then: Answered, now: Answered, before: Sequence[ReleaseGame], after: Sequence[ReleaseGame]
) -> tuple[tuple[Incentives, Incentives], ...]:
    """Both sides of every player of the game after, as far as its labs are players of the game before.

    A player that several make together is compared with what these got together: their payoffs are summed, and its
    rivals are those outside. A lab that an intervention keeps from waiting is here given "never" all the same: these
    are payoffs of a thought experiment, taken from the same world.
    """
    players = after[0].players
    teams = [(player.name, _members(before[0], _names(after[0], player))) for player in players]
    known = sorted([team for team in teams if team[1]], key=lambda team: team[1])
    own = _incentives(now, after, [(player.name, (i,)) for i, player in enumerate(players)])
    theirs = {i.lab: i for i in own}
    return tuple((i, theirs[i.lab]) for i in _incentives(then, before, known))


def _incentives(
    side: Answered, worlds: Sequence[ReleaseGame], teams: Sequence[tuple[str, tuple[int, ...]]]
) -> tuple[Incentives, ...]:
    """Of teams of players, each by its name."""
    game = worlds[0]
    payoffs = _free_payoffs(side, worlds)
    places = [_places(game, player) for player in game.players]
    everybody = list(range(len(places)))

    def paid(team: tuple[int, ...], who: list[int]) -> FloatArray:
        together = [np.add.reduce([own[i] for i in team]) for own in payoffs]
        return _stacked([_at_never(own, places, who) for own in together])

    cases = [([j for j in everybody if j not in team], list(team), everybody) for _, team in teams]
    ends = iter(
        intervals(side.found, [paid(team, who) for (_, team), own in zip(teams, cases, strict=True) for who in own])
    )
    return tuple(
        Incentives(name, next(ends), next(ends), next(ends), len(team) < len(everybody)) for name, team in teams
    )


def _free_payoffs(side: Answered, worlds: Sequence[ReleaseGame]) -> list[FloatArray]:
    """Payoffs in every world if every lab could also wait."""
    labs = worlds[0].labs
    if len(worlds) == 1 and all(lab.may_wait for lab in labs):
        return [side.form.payoffs]
    free = {"labs": tuple(lab.model_copy(update={"may_wait": True}) for lab in labs)}
    return [world.model_copy(update=free).payoffs() for world in worlds]


def _names(game: ReleaseGame, player: Player) -> set[str]:
    return {game.labs[i].name for i in player.labs}


def _members(game: ReleaseGame, names: set[str]) -> tuple[int, ...]:
    """The players of a game that have exactly these labs together; none if no players do."""
    within = [k for k, player in enumerate(game.players) if _names(game, player) <= names]
    found = set().union(*(_names(game, game.players[k]) for k in within))
    return tuple(within) if found == names else ()


def _stacked(scenarios: list[FloatArray]) -> FloatArray:
    """One array per scenario as one with a leading axis; a single one as it is."""
    return scenarios[0] if len(scenarios) == 1 else np.stack(scenarios)


def _places(game: ReleaseGame, player: Player) -> IntArray:
    """Where the player's plans stand among those it would have if all its labs could wait; never stands last."""
    counts = [len(game.labs[i].plans(game.calendar)) for i in player.labs]
    free = [n if game.labs[i].may_wait else n + 1 for i, n in zip(player.labs, counts, strict=True)]
    return np.arange(int(np.prod(free))).reshape(free)[np.ix_(*[range(n) for n in counts])].ravel()


def _at_never(own: FloatArray, places: list[IntArray], who: list[int]) -> FloatArray:
    """Payoffs per profile of the game when the players in ``who`` never release, whatever the profile says."""
    for axis, place in enumerate(places):
        taken = np.full(len(place), own.shape[axis] - 1) if axis in who else place
        own = np.take(own, taken, axis=axis)
    return own
