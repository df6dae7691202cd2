"""Every number that a user can type gives a game, or one sentence."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from games.catalog.files import read_toml
from games.catalog.names import named
from games.parts.part import GREATEST, LEAST
from games.parts.paths import Setting, SettingError, get, read_setting, with_settings
from solver.common.errors import OpenraceError

PATHS = (
    "alice.prestige",
    "alice.start",
    "alice.efforts",
    "alice.path",
    "alice.dates",
    "calendar.slots",
    "calendar.step",
    "calendar.horizon",
    "calendar.discount_rate",
    "market.customers",
    "market.value.kind",
    "open.date",
    "open.arrival_rate",
    "milestones",
    "coalitions",
    "*.growth",
)
ODD = (
    *("9" * 5000, "-" + "9" * 4200, "9" * 3999, "1" * 400, "1e400", "-1e999", "1e308", "1e-310", "5e-324", "1e-100"),
    *(
        "1_000",
        "1__0",
        "²",
        "２",
        "٣",
        "1e３",
        "-0",
        "-0.0",
        "nan",
        "inf",
        "-inf",
        "0x10",
        "0b1",
        "1e",
        "∞",
        "1j",
        "+3",
    ),
    *("[" * 3000, "(" * 200, '"' * 3, "true", "1970-01-01", "[1, 2]", "{}", "{a=1}", "(1", "\x00", "'", "[[1], 2]"),
)


@given(
    st.sampled_from(PATHS),
    st.sampled_from(ODD) | st.text(alphabet="0123456789eE.+-_[](),infa²２", max_size=12) | st.floats().map(repr),
)
@example("market.value.kind", "{}")
@example("calendar.step", "1e-40")
@settings(deadline=None, max_examples=150)
def test_whatever_is_typed_for_a_number_gives_a_game_or_one_sentence(path: str, raw: str) -> None:
    game = with_settings(named("alice-bob"), [Setting("calendar.slots", 3), Setting("calendar.horizon", 5.0)])
    told = ""
    try:
        changed = with_settings(game, [read_setting(f"{path}={raw}")])
        changed.normal_form()
        changed.metrics()
    except OpenraceError as error:
        told = str(error)
    assert len(told) < 600


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("calendar.horizon=1e400", "the number 1e400 came"),
        ("calendar.horizon=" + "9" * 5000, "a number of 5,000 characters came"),
        ("alice.efforts=" + "[" * 3000, "nested too deeply came"),
    ],
)
def test_what_no_arithmetic_can_hold_is_not_taken_for_infinity(text: str, complaint: str) -> None:
    with pytest.raises(SettingError, match=complaint):
        read_setting(text)
    assert read_setting("calendar.horizon=inf").value == math.inf


@pytest.mark.parametrize("value", [GREATEST * 2, LEAST / 2, -GREATEST * 2, 1e-310, 5e-324, 1e308])
def test_sizes_far_from_everything_are_refused_with_the_range(value: float) -> None:
    with pytest.raises(SettingError, match=r"alice.prestige: .* came, expected 0, or a size between 1e-50 and 1e\+50"):
        with_settings(named("alice-bob"), [Setting("alice.prestige", value)])


def test_a_negative_zero_is_zero() -> None:
    changed = with_settings(named("alice-bob"), [Setting("alice.start", -0.0)])
    assert math.copysign(1.0, get(changed, "alice.start")) == 1.0


@pytest.mark.parametrize("path", ["calendar.step", "calendar.horizon"])
def test_a_random_arrival_in_more_steps_than_can_be_computed_is_refused_before_it_is_computed(path: str) -> None:
    arrival = [Setting("open.arrival_rate", 0.1), Setting("open.arrival_capability", 9.0)]
    value = {"calendar.step": 1e-40, "calendar.horizon": 1e9}[path]
    with pytest.raises(SettingError, match="at most 2,000 are computed"):
        with_settings(named("alice-bob"), [*arrival, Setting(path, value)])
    assert with_settings(named("alice-bob"), [Setting(path, value)]).normal_form().payoffs.shape == (2, 13, 13)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("start = " + "9" * 5000, "a whole number of more than 4,300 digits"),
        ("start = 1e400", "the number 1e400"),
        ("efforts = " + "[" * 3000, "nested too deeply"),
        ("start = 1e-310", "expected 0, or a size between"),
        ("start = ２", "is not TOML"),
    ],
)
def test_a_file_with_such_a_number_is_refused_in_one_sentence(line: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'[[labs]]\nname = "alice"\n{line}\n', encoding="utf-8")
    with pytest.raises(OpenraceError, match=complaint) as caught:
        read_toml(file)
    assert len(str(caught.value)) < 400


def test_a_file_whose_kind_is_a_list_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('kind = ["release"]\n', encoding="utf-8")
    with pytest.raises(OpenraceError, match="has kind"):
        read_toml(file)
