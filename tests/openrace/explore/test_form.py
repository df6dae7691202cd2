"""Sliders begin and end where numbers are worth looking at, hold the preset, and make a game wherever they stand."""

from __future__ import annotations

import pytest

import games
from games.catalog.names import CATALOG
from games.parts.part import Part, Range, least_of, range_of
from games.parts.paths import follow, leaves
from games.release.lab import Lab
from games.stories import STORIES, Story
from games.terms import Slowness
from games.time.calendar import Calendar
from openrace.explore.form import game_form, numbers, round_up, story_form


@pytest.mark.parametrize("name", CATALOG)
def test_every_slider_holds_its_preset(name: str) -> None:
    game = games.named(name)
    items = game_form(game, game)
    assert items
    for item in numbers(items):
        assert item.low <= float(item.preset) <= item.high or item.preset == "inf", item
        assert item.value == item.preset
        assert item.step > 0


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_slider_of_a_story_holds_its_preset(story: type[Story]) -> None:
    for item in numbers(story_form(story())):
        assert item.low <= float(item.preset) <= item.high
        assert item.sentence


@pytest.mark.parametrize("name", CATALOG)
def test_labels_are_short_and_no_formulas(name: str) -> None:
    game = games.named(name)
    for item in game_form(game, game):
        assert 0 < len(item.words) <= 110, item
        assert item.words in item.sentence
        assert not {"*", "^", "`", "="} & set(item.words), item


@pytest.mark.parametrize("end", ["low", "high"])
def test_both_ends_of_every_slider_make_a_game(end: str) -> None:
    game = games.named("alice-bob")
    for item in numbers(game_form(game, game)):
        at = getattr(item, end)
        settings = [games.Setting(item.path, int(at) if item.whole else at)]
        if item.group != "calendar":
            games.with_settings(game, settings)


def test_a_slider_keeps_its_ends_while_it_is_moved_within_them() -> None:
    preset = games.named("alice-bob")
    before = {item.path: (item.low, item.high, item.step) for item in game_form(preset, preset)}
    for value in (0.0, 7.0, 30.0):
        moved = games.with_settings(preset, [games.Setting("alice.slowness", value)])
        after = {item.path: (item.low, item.high, item.step) for item in game_form(moved, preset)}
        assert after == before
    beyond = games.with_settings(preset, [games.Setting("alice.slowness", 90.0)])
    assert next(i.high for i in game_form(beyond, preset) if i.path == "alice.slowness") == 90.0


def test_a_range_is_stated_or_that_of_a_share_or_unknown() -> None:
    game = games.named("alice-bob")

    def at(path: str) -> tuple[Part, str]:
        keys = leaves(game)[path]
        return follow(game, keys[:-1]), str(keys[-1])

    assert range_of(*at("alice.slowness")) == Slowness.ranges["weight"] == Range(0, 30)
    assert range_of(*at("calendar.horizon")) == Range(6, 60)
    assert range_of(*at("alice.market_share.churn")) == Range(0, 1)
    assert range_of(Lab(name="a"), "start") is None
    assert least_of(Lab(name="a"), "start") == (0.0, True)
    assert least_of(Calendar(), "step") == (0.0, False)
    assert least_of(*at("alice.slowness")) is None


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.0, 0.0), (0.3, 0.5), (1.0, 1.0), (2.1, 5.0), (6e-7, 1e-6), (99.0, 100.0)]
)
def test_ends_are_round_numbers(value: float, rounded: float) -> None:
    assert round_up(value) == rounded
