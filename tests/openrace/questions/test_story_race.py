"""Claims told as races: efforts by closed forms of their own, and what the open model does to them."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openrace as orc
from games.catalog.files import read_toml
from games.parts.paths import Setting
from games.stories import STORIES
from openrace.claims.story import StoryResult, run_story
from openrace.claims.story_game import story_race
from openrace.cli.app import run
from solver.common.errors import OpenraceError

R = 0.1


def ran(name: str, **chosen: Any) -> StoryResult:
    return run_story(name, [Setting(k, v) for k, v in chosen.items()])


def efforts(name: str, **chosen: Any) -> tuple[float, float]:
    """Effort of all labs at the start, without and with what the claim is about."""
    (found,) = [m for m in ran(name, **chosen).response if m.metric == "effort"]
    assert found.before is not None
    assert found.after is not None
    assert found.before[0] == pytest.approx(found.before[1])
    return found.before[0], found.after[0]


def effort(now: float, then: float, cost: float, bonus: float = 0.0, rate: float = R) -> float:
    """One lab, one rung: ``c h^2/2 + r c h = then + r bonus - now``."""
    gain = then + rate * bonus - now
    return max(0.0, -rate + sqrt(rate**2 + 2 * gain / cost)) if gain > 0 else 0.0


def lead(y: float, x: float) -> float:
    return max(0.0, sqrt(y) - sqrt(x))


few = settings(deadline=None, max_examples=8)


@few
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 50))
def test_effort_on_the_upgrade_follows_the_difference_of_two_revenues(y: int, more: int, quarters: int) -> None:
    z, x = y + more, quarters / 4
    without, beside = efforts("upgrade", y=y, z=z, x=x, n=3)
    assert without == pytest.approx(effort(3 * lead(y, 0), 3 * lead(z, 0), 3))
    assert beside == pytest.approx(effort(3 * lead(y, x), 3 * lead(z, x), 3))


@few
@given(st.integers(1, 8), st.integers(1, 6), st.integers(1, 9), st.integers(0, 9))
def test_a_state_works_harder_on_what_is_left_to_train(v: int, own: int, more: int, x: int) -> None:
    top = own + more
    if x >= top:
        assert ran("catch-up", V=v, T=top, own=own, x=x).response == ()
        return
    cost, left = float(more), (top - max(own, x)) / more
    without, beside = efforts("catch-up", V=v, T=top, own=own, x=x)
    assert without == pytest.approx(effort(0, R * v, cost))
    assert beside == pytest.approx(effort(0, R * v, cost * left))
    assert beside >= without - 1e-12


@few
@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 8))
def test_a_penalty_is_paid_at_the_climb(n: int, phi: int, eighths: int) -> None:
    x = eighths / 8
    shapes = {"linear-penalty": lambda g: g, "convex-penalty": lambda g: g * g / 2, "concave-penalty": sqrt}
    low, high = n**2 / 16, n**2 / 4
    for name, shape in shapes.items():
        _, beside = efforts(name, N=n, phi=phi, x=x)
        penalty = phi * shape(lead(high, x))
        assert beside == pytest.approx(effort(R * n * lead(low, x), R * n * lead(high, x), n, -penalty), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "chosen", "direction"),
    [
        ("upgrade", {}, "neutral"),
        ("upgrade", {"x": 12.25}, "down"),
        ("announced-upgrade", {}, "down"),
        ("race-or-progress", {}, "down"),
        ("just-better", {}, "up"),
        ("catch-up", {}, "up"),
        ("states-and-firms", {}, "up"),
        ("alice-answers", {}, "up"),
        ("alice-answers", {"tau": "never"}, "neutral"),
        ("gap-wins", {"x": 5}, "neutral"),
        ("hazard-race", {}, "down"),
        ("oligopoly-hurries", {}, "up"),
        ("talent", {}, "down"),
        ("experience", {}, "up"),
        ("easier-training", {"k": 1}, "neutral"),
        # What is likely to be stopped is done in a hurry: less hazard, less effort.
        ("regulation", {}, "down"),
    ],
)
def test_the_response_of_effort_is_reported_beside_the_formula(
    name: str, chosen: dict[str, Any], direction: str
) -> None:
    result = ran(name, **chosen)
    (found,) = [m for m in result.response if m.metric == "effort"]
    assert str(found.direction) == direction, (found.before, found.after)
    assert result.to_dict()["race"]["effort"]["direction"] == direction


def test_effort_and_progress_are_told_apart() -> None:
    told = {m.metric: m for m in ran("catch-up").response}
    assert set(told) == {"effort", "effort.state", "reached.10"}
    (before, _), (after, _) = (told["reached.10"].before or (0, 0)), (told["reached.10"].after or (0, 0))
    # A rung that is climbed at hazard h is reached at 1/h on average.
    assert (before, after) == pytest.approx([1 / h for h in efforts("catch-up")])
    still = {m.metric: m.to_dict() for m in ran("alice-answers").response}
    assert still["reached.2"]["before"] == [None, None]


def test_the_rows_that_fit_are_told_as_races_and_others_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {row for story in STORIES if story().race() is not None for row in story.rows}
    assert told >= {"3", "7", "11", "12", *map(str, range(16, 18)), *map(str, range(19, 25)), "31", "33"}
    assert run(["story", "catch-up", "--race"]) == 0
    file = tmp_path / "race.toml"
    file.write_text(capsys.readouterr().out)
    assert read_toml(file).model_dump() == orc.load(file).model_dump()
    assert orc.solve(file).complete
    with pytest.raises(OpenraceError, match="is no race at these numbers"):
        story_race("bass")
    assert ran("bass").response == ()
    assert ran("bass").to_dict()["race"] is None
