"""A term that a lab does not list is added when its path is named, and does nothing until it has a weight."""

from typing import ClassVar, Literal

import numpy as np
import pytest

from games.catalog.names import named
from games.parts.part import kind_of
from games.parts.paths import Setting, SettingError, get, with_settings
from games.release.release_game import ReleaseGame
from games.terms import TERMS, FlowTerm
from solver.common.errors import OpenraceError

SMALL = [Setting("calendar.slots", 3), Setting("calendar.horizon", 5.0)]


def small() -> ReleaseGame:
    return with_settings(named("alice-bob-monopolist"), SMALL)  # type: ignore[return-value]  # the catalogue's type is wider


OWN = [kind_of(t) for t in TERMS if t.__module__.startswith("games.")]


@pytest.mark.parametrize("kind", OWN)
def test_every_listed_term_can_be_named_for_every_lab_and_is_neutral_at_weight_0(kind: str) -> None:
    game = small()
    for lab in ("alice", "bob", "monopolist"):
        had = any(t.label == kind for owner in game.labs if owner.name == lab for t in owner.terms)
        changed = with_settings(game, [Setting(f"{lab}.{kind}", get(game, f"{lab}.{kind}") if had else 0.0)])
        np.testing.assert_array_equal(changed.normal_form().payoffs, game.normal_form().payoffs)


def test_a_number_of_a_term_that_is_not_there_does_nothing_without_a_weight() -> None:
    changed = with_settings(small(), [Setting("monopolist.gap_prize.gap", 1.0)])
    assert get(changed, "monopolist.gap_prize") == 0.0
    np.testing.assert_array_equal(changed.normal_form().payoffs, small().normal_form().payoffs)


def test_a_prize_for_the_gap_is_won_by_the_lab_that_opens_it() -> None:
    game = with_settings(small(), [Setting("monopolist.gap_prize", 50.0), Setting("monopolist.gap_prize.gap", 2.0)])
    added = game.normal_form().payoffs - small().normal_form().payoffs
    assert (added[:2] == 0).all()
    # The seller starts at 9 beside 6 and 5: it has won before anybody moves.
    np.testing.assert_allclose(added[2], 50.0)


def test_a_term_that_is_there_is_not_added_twice() -> None:
    game = with_settings(small(), [Setting("alice.prestige", 7.0), Setting("alice.gap_prize", 1.0)])
    again = with_settings(game, [Setting("alice.gap_prize", 2.0)])
    assert [t.kind for t in again.labs[0].terms].count("gap_prize") == 1
    assert (get(again, "alice.prestige"), get(again, "alice.gap_prize")) == (7.0, 2.0)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("alice.gap_prise", "did you mean 'alice.gap_prize'"),
        ("alice.gap_prize.gab", "did you mean 'alice.gap_prize.gap'"),
        ("carol.gap_prize", "unknown path 'carol.gap_prize'"),
        ("spillover.beta", "openrace show alice-bob-monopolist --toml > mine.toml"),
    ],
)
def test_what_cannot_be_added_is_refused_with_what_to_do(path: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        with_settings(small(), [Setting(path, 1.0)])


def test_a_part_that_does_not_say_its_unit_or_formula_is_not_listed() -> None:
    class Unsaid(FlowTerm):
        kind: Literal["unsaid"] = "unsaid"
        summary: ClassVar[str] = "has neither unit nor formula"

    with pytest.raises(
        OpenraceError, match="Unsaid has no formula and unit; expected a term that states what openrace show prints"
    ):
        TERMS.add(Unsaid)
    assert "unsaid" not in TERMS


def test_a_term_that_is_looked_at_before_it_is_there_is_refused_with_how_to_add_it() -> None:
    with pytest.raises(SettingError, match=r"--set alice\.gap_prize=0"):
        get(small(), "alice.gap_prize")
