"""What was computed of a game is kept for equal games, within bounds, and nothing is computed that nobody wants."""

from typing import ClassVar, Literal

import numpy as np
import pytest

from games.catalog.names import named
from games.markets import Market
from games.modifiers import Account, Survival
from games.parts.event import Event
from games.parts.part import BoolArray, FloatArray
from games.parts.paths import Setting, with_arrays, with_settings
from games.release import evaluation as module
from games.release.evaluation import evaluation
from games.release.release_game import ReleaseGame
from games.terms.base import Term
from games.time.timeline import Timeline


def game_at(prestige: float, slots: int = 3) -> ReleaseGame:
    game = with_settings(named("alice-bob"), [Setting("alice.prestige", prestige), Setting("calendar.slots", slots)])
    assert isinstance(game, ReleaseGame)
    return game


def test_equal_games_share_one_evaluation_whatever_their_event_and_others_do_not() -> None:
    own = evaluation(game_at(0.5))
    assert evaluation(game_at(0.5)) is own
    assert evaluation(game_at(0.5).under(Event(treated=("bob",)))) is own
    assert evaluation(game_at(0.75)) is not own


def test_what_is_kept_cannot_be_overwritten_by_who_looks_at_it() -> None:
    game = with_settings(game_at(0.9), [Setting("open.arrival_rate", 0.1), Setting("open.arrival_capability", 5.0)])
    found = [account.values for own in (game, game_at(0.5)) for account in own.accounts(unweighted=True)]
    arrays = [m.values for m in game.metrics()] + [values for own in found for values in own]
    arrays += [m.never for m in game.metrics() if m.never is not None]
    for own in arrays:
        with pytest.raises(ValueError, match="read-only"):
            own[...] = 99.0


def test_metrics_of_one_event_are_not_those_of_another() -> None:
    first, second = (game_at(0.5).under(Event(treated=(name,))) for name in ("alice", "bob"))
    for game, other in ((first, "bob"), (second, "alice")):
        assert f"response.first_release.{other}" in [m.name for m in game.metrics()]
    assert not any(m.name.startswith("response") for m in game_at(0.5).metrics())


def test_metrics_of_the_whole_game_are_computed_once_for_all_events(monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_at(0.53)
    found = {m.name: m for m in game.metrics()}

    def costly(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("games.release.metrics.Measure.metric", costly)
    for treated in ("alice", "bob"):
        for m in game.under(Event(treated=(treated,))).metrics_named(tuple(found)):
            np.testing.assert_array_equal(m.values, found[m.name].values)


def test_what_is_kept_is_bounded_by_number_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    first = evaluation(game_at(10.0))
    for k in range(module.MOST_KEPT):
        evaluation(game_at(11.0 + k))
    assert len(module._LATEST._known) == module.MOST_KEPT
    assert evaluation(game_at(10.0)) is not first
    monkeypatch.setattr(module._LATEST, "_room", evaluation(game_at(10.0)).size * 5)
    evaluation(game_at(1.0))
    assert len(module._LATEST._known) <= 5
    monkeypatch.setattr(module._LATEST, "_room", 0)
    assert evaluation(game_at(2.0)) is not evaluation(game_at(2.0))


def test_games_at_many_points_are_known_by_their_numbers() -> None:
    one, same, other = (
        with_arrays(game_at(0.5), {"alice.prestige": np.array(values)}, 2)
        for values in ([0.1, 0.2], [0.1, 0.2], [0.1, 0.25])
    )
    assert evaluation(one) is evaluation(same)
    assert evaluation(one) is not evaluation(other)


def test_who_goes_under_is_computed_once_for_a_lab_whatever_the_number_of_metrics(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    labs: list[int] = []
    gone = Survival.gone

    def counted(self: Survival, account: Account) -> BoolArray:
        labs.append(account.lab)
        return gone(self, account)

    monkeypatch.setattr(Survival, "gone", counted)
    game = game_at(0.57).model_copy(update={"modifiers": (Survival(minimum=1.0),)}).under(Event(treated=("alice",)))
    game.metrics()
    game.under(Event(treated=("bob",))).metrics()
    assert sorted(labs) == [0, 1]


class Listed(Term):
    """A constant that a list holds."""

    kind: Literal["listed"] = "listed"
    paid: list[float]

    summary: ClassVar[str] = "pays a constant"
    formula: ClassVar[str] = "paid"

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        return np.full(history.shape, self.paid[0])


def test_a_part_of_ones_own_may_hold_a_list_and_then_nothing_is_kept() -> None:
    game = game_at(0.5)
    lab = game.labs[0].model_copy(update={"terms": (*game.labs[0].terms, Listed(paid=[1.5]))})
    own = game.model_copy(update={"labs": (lab, *game.labs[1:])})
    np.testing.assert_allclose(own.payoffs()[0], game.payoffs()[0] + 1.5)
    assert evaluation(own) is not evaluation(own)


def test_one_player_gets_what_it_gets_among_all() -> None:
    game = game_at(0.5)
    merged = game.model_copy(update={"coalitions": (("alice", "bob"),)})
    for one in (game, merged):
        for player, own in enumerate(one.payoffs()):
            np.testing.assert_array_equal(one.payoffs_of(player), own)


def test_metrics_by_name_are_the_same_as_among_all_and_nothing_else_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = with_settings(game_at(0.9), [Setting("open.arrival_rate", 0.1), Setting("open.arrival_capability", 5.0)])
    names = ("response.n_release", "frontier_end")
    wanted = {m.name: m for m in game.under(Event(treated=("bob",))).metrics_named(names)}
    assert set(wanted) == set(names)

    def costly(*_: object) -> None:
        raise AssertionError("nobody asked for this")

    other = with_settings(game, [Setting("alice.prestige", 0.95)]).under(Event(treated=("bob",)))
    monkeypatch.setattr("games.markets.base.Market.discounted_surplus", costly)
    assert [m.name for m in other.metrics_named(names)] == ["frontier_end", "response.n_release"]
    with pytest.raises(AssertionError, match="nobody asked"):
        other.metrics()


def test_every_game_gives_metrics_by_name() -> None:
    for name in ("alice-bob", "bertrand", "dsair"):
        game = named(name)
        every = game.metrics()
        (last,) = game.metrics_named((every[-1].name,))
        np.testing.assert_array_equal(last.values, every[-1].values)
        assert len(game.metrics_named(())) == len(every)
