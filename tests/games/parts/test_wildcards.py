"""A path with ``*`` is one number that several parts share."""

import numpy as np
import pytest

from games.catalog.names import named
from games.modifiers import Belief
from games.parts.paths import Setting, SettingError, get, matching, replaced, with_arrays, with_settings
from games.release.lab import Lab
from games.release.release_game import ReleaseGame


def cast(name: str = "alice-bob-monopolist") -> ReleaseGame:
    game = with_settings(named(name), [Setting("calendar.slots", 3), Setting("calendar.horizon", 5.0)])
    assert isinstance(game, ReleaseGame)
    return game


def test_a_setting_with_a_star_is_the_same_as_one_for_every_lab_that_has_the_number() -> None:
    together = with_settings(cast(), [Setting("*.prestige", 3.0)])
    one_by_one = with_settings(cast(), [Setting(f"{lab}.prestige", 3.0) for lab in ("alice", "bob", "monopolist")])
    assert together == one_by_one
    assert matching(together, "*.prestige").keys() == {"alice.prestige", "bob.prestige", "monopolist.prestige"}


def test_only_labs_that_have_a_number_get_it_where_one_has_it() -> None:
    changed = with_settings(cast(), [Setting("*.revenue", 2.0)])
    assert list(matching(changed, "*.revenue")) == ["monopolist.revenue"]
    assert get(changed, "*.revenue") == 2.0


def test_a_term_that_no_lab_has_is_added_to_all_of_them() -> None:
    changed = with_settings(cast(), [Setting("*.gap_prize", 5.0), Setting("*.gap_prize.gap", 2.0)])
    labs = ("alice", "bob", "monopolist")
    assert [get(changed, f"{lab}.gap_prize") for lab in labs] == [5.0] * 3
    assert [get(changed, f"{lab}.gap_prize.gap") for lab in labs] == [2.0] * 3


@pytest.mark.parametrize("after", [True, False])
def test_of_two_settings_of_one_number_the_later_one_holds(after: bool) -> None:
    settings = [Setting("*.prestige", 3.0), Setting("bob.prestige", 1.0)]
    changed = with_settings(cast("alice-bob"), settings if after else settings[::-1])
    assert (get(changed, "alice.prestige"), get(changed, "bob.prestige")) == (3.0, 1.0 if after else 3.0)


def test_a_star_stands_for_a_place_in_a_list_too() -> None:
    releases = [{"capability": 3.0, "date": 1.0}, {"capability": 4.0, "date": 2.0}]
    game = with_settings(cast(), [Setting("open.releases", releases)])
    changed = with_settings(game, [Setting("open.releases.*.capability", 7.0)])
    assert [r.capability for r in changed.open.releases] == [7.0, 7.0]


def test_numbers_that_differ_have_no_common_value_and_the_error_says_how_to_get_one() -> None:
    with pytest.raises(SettingError, match=r"alice\.prestige=2\.0, bob\.prestige=2\.0, monopolist\.prestige=0\.0"):
        get(cast(), "*.prestige")
    assert get(cast("alice-bob"), "*.prestige") == 2.0


def test_a_star_that_fits_nothing_is_refused_with_the_nearest_that_does() -> None:
    with pytest.raises(SettingError, match=r"no path fits '\*\.prestge' \(did you mean '\*\.prestige'"):
        with_settings(cast(), [Setting("*.prestge", 3.0)])


def test_a_value_out_of_range_is_named_for_every_lab() -> None:
    with pytest.raises(SettingError, match=r"alice\.start: -1 came.*bob\.start: -1 came"):
        with_settings(cast("alice-bob"), [Setting("*.start", -1)])


def test_one_array_serves_every_lab() -> None:
    values = np.array([1.0, 4.0])
    many = with_arrays(cast("alice-bob"), {"*.prestige": values}, 2)
    payoffs = many.payoffs()
    for k, value in enumerate(values):
        alone = with_settings(cast("alice-bob"), [Setting("*.prestige", float(value))])
        np.testing.assert_array_equal(payoffs[:, k], alone.payoffs())


def test_a_number_replaced_under_a_star_is_replaced_everywhere() -> None:
    changed = replaced(cast("alice-bob"), "*.growth", 0.25)
    assert [lab.growth for lab in changed.labs] == [0.25, 0.25]


def test_a_belief_may_be_about_a_number_that_labs_share() -> None:
    wrong = cast("alice-bob").model_copy(update={"modifiers": (Belief(path="*.prestige", factor=2.0),)})
    right = with_settings(cast("alice-bob"), [Setting("*.prestige", 4.0)])
    np.testing.assert_allclose(wrong.payoffs(), right.payoffs())


def test_sources_of_all_numbers_that_are_set_anew_are_lost() -> None:
    changed = with_settings(cast("alice-bob"), [Setting("*.start", 6.5)])
    assert not [c for c in changed.sources if c.path.endswith(".start")]


def test_a_lab_without_labs_beside_it_is_fitted_by_a_star() -> None:
    game = ReleaseGame(name="alone", labs=(Lab(name="alice"),))
    assert [lab.start for lab in with_settings(game, [Setting("*.start", 2.0)]).labs] == [2.0]
