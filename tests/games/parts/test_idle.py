"""Settings that cannot matter are found by computing the game without them."""

import pytest

from games.catalog.names import named
from games.parts.idle import idle_settings
from games.parts.paths import Setting, read_setting


def idle(game: str, *texts: str) -> list[str]:
    small = ["calendar.slots=3", "calendar.horizon=5"] if game.startswith("alice") else []
    settings = [read_setting(text) for text in (*small, *texts)]
    return [found.sentence for found in idle_settings(named(game), settings)]


@pytest.mark.parametrize(
    ("game", "text", "reason"),
    [
        ("alice-bob", "market.kind=logit", "nobody sells a model"),
        ("alice-bob", "alice.revenue=3", "alice releases openly and sells nothing"),
        ("alice-bob", "open.date=3", "open.capability is 0"),
        ("alice-bob", "open.arrival_rate=0.1", "open.arrival_capability is 0"),
        ("alice-bob", "alice.gap_prize.gap=2", "alice.gap_prize is 0"),
        ("alice-bob", "alice.prestige=2", "it was so before"),
        ("alice-bob", "*.start_open=true", ""),
    ],
)
def test_a_setting_that_changes_nothing_is_told_with_the_reason(game: str, text: str, reason: str) -> None:
    value = read_setting(text)
    said = f"{value.path}={value.value} changes nothing"
    assert idle(game, text) == [f"{said}: {reason}" if reason else said]


@pytest.mark.parametrize(
    "text",
    ["alice.prestige=3", "market.customers=7", "calendar.discount_rate=0.1", "*.growth=0.5", "bob.release=closed"],
)
def test_a_setting_that_matters_is_not_told(text: str) -> None:
    assert idle("alice-bob-monopolist", text) == []


def test_what_matters_only_together_is_not_told() -> None:
    assert idle("alice-bob", "open.arrival_rate=0.3", "open.arrival_capability=9") == []


def test_a_market_that_only_customers_notice_is_told_with_what_they_notice() -> None:
    (said,) = idle("alice-bob", "market.kind=vertical", "open.capability=4")[:1]
    assert said.startswith("market.kind=vertical changes no player's payoff, only consumer_surplus, ")
    assert said.endswith("welfare: nobody sells a model")


def test_a_kind_is_left_out_together_with_the_numbers_that_only_it_has() -> None:
    assert len(idle("alice-bob", "market.kind=logit", "market.sigma=0.1")) == 2


def test_games_that_are_no_release_races_are_asked_too() -> None:
    assert idle("scaling", "K_max=200") == ["K_max=200 changes nothing: it was so before"]
    assert idle("scaling", "A=3") == []
    assert idle_settings(named("scaling"), []) == ()


def test_a_setting_that_another_one_needs_is_not_told() -> None:
    assert idle_settings(named("alice-bob"), [Setting("calendar.horizon", 40.0), Setting("calendar.slots", 30)]) == ()
