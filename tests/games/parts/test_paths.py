"""Any number by its path: read, set, refused with a reason."""

import numpy as np
import pytest

from games.catalog.names import named
from games.markets import Logit, Niche, Niches
from games.modifiers import Spillover
from games.parts.paths import Setting, SettingError, get, leaves, read_setting, replaced, with_arrays, with_settings
from games.release.release_game import ReleaseGame


def cast() -> ReleaseGame:
    game = named("alice-bob-monopolist")
    assert isinstance(game, ReleaseGame)
    return game


def test_the_paths_of_the_catalogs_games_are_those_promised() -> None:
    known = set(leaves(cast()))
    for lab in ("alice", "bob", "monopolist"):
        for term in ("prestige", "market_share", "frontier_penalty", "slowness", "training_cost", "start", "growth"):
            assert f"{lab}.{term}" in known
    assert known >= {
        "monopolist.revenue",
        "open.capability",
        "open.date",
        "calendar.horizon",
        "calendar.slots",
        "calendar.discount_rate",
        "market.customers",
    }


def test_every_number_can_be_set_and_read_back() -> None:
    game = cast()
    for path in leaves(game):
        value = get(game, path)
        if isinstance(value, float) and value > 0:
            assert get(with_settings(game, [Setting(path, value)]), path) == value
    changed = with_settings(game, [read_setting("alice.prestige = 7"), read_setting("bob.start=1.5")])
    assert (get(changed, "alice.prestige"), get(changed, "bob.start")) == (7.0, 1.5)
    assert get(game, "alice.prestige") == 2.0


def test_numbers_inside_lists_are_counted_from_0() -> None:
    game = cast().model_copy(update={"market": Niches(niches=(Niche(), Niche()))})
    changed = with_settings(game, [Setting("market.niches.1.share", 0.25)])
    assert get(changed, "market.niches.1.share") == 0.25
    assert get(changed, "market.niches.0.share") == 1.0


def test_modifiers_are_reached_by_their_names() -> None:
    game = cast().model_copy(update={"modifiers": (Spillover(), Spillover(name="other"))})
    changed = with_settings(game, [Setting("other.beta", 0.75)])
    assert [m.beta for m in changed.modifiers if isinstance(m, Spillover)] == [0.1, 0.75]


def test_a_part_is_exchanged_by_its_kind_and_keeps_the_numbers_both_have() -> None:
    changed = with_settings(cast(), [Setting("market.kind", "logit"), Setting("market.sigma", 0.5)])
    assert changed.market == Logit(customers=0.2, sigma=0.5)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match="did you mean 'logit'"):
        with_settings(cast(), [Setting("market.kind", "logti")])


def test_wrong_paths_are_all_named_with_the_nearest_right_one() -> None:
    with pytest.raises(SettingError, match=r"did you mean 'alice.prestige'.*calendar.horizon"):
        with_settings(cast(), [Setting("alice.prestge", 1), Setting("calendar.horizn", 1)])


def test_values_out_of_range_are_named_with_their_path() -> None:
    with pytest.raises(SettingError, match=r"market.customers.*-1"):
        with_settings(cast(), [Setting("market.customers", -1)])


@pytest.mark.parametrize("text", ["alice.prestige", "=3", "alice.prestige="])
def test_a_setting_needs_a_path_and_a_value(text: str) -> None:
    with pytest.raises(SettingError, match="path=value"):
        read_setting(text)


def test_settings_read_numbers_words_and_lists() -> None:
    values = [read_setting(f"a={raw}").value for raw in ("3", "2.5", "inf", "true", "open", "[1, 2]")]
    assert values == [3, 2.5, float("inf"), True, "open", [1, 2]]


def test_an_array_replaces_a_number_without_touching_the_rest() -> None:
    game = with_arrays(cast(), {"bob.start": np.array([1.0, 2.0])}, 3)
    assert np.shape(get(game, "bob.start")) == (2, 1, 1, 1)
    assert get(game, "alice.start") == 6.0
    assert get(replaced(cast(), "alice.start", 3.0), "alice.start") == 3.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x=.5", 0.5),
        ("x=(8, 4)", (8, 4)),
        ("x=[[1,.5],[.25,1]]", [[1, 0.5], [0.25, 1]]),
        ("x=1,0", (1, 0)),
        ("x=sqrt", "sqrt"),
    ],
)
def test_lists_and_numbers_are_read_as_people_write_them(text: str, value: object) -> None:
    assert read_setting(text).value == value


def test_wrong_paths_and_wrong_values_are_told_together() -> None:
    with pytest.raises(SettingError, match=r"alice\.prestgie.*calendar\.slots"):
        with_settings(named("alice-bob"), [Setting("alice.prestgie", 1), Setting("calendar.slots", 0)])
