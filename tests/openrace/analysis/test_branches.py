import json
from itertools import pairwise
from pathlib import Path

import pytest

from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.paths import Setting
from games.stories import story_named
from games.stories.selling.announced import AnnouncedDate
from openrace.analysis.branches import EventKind, branches
from openrace.analysis.landscape import GameLandscape, Ground, Signs, State
from openrace.analysis.story_landscape import StoryLandscape
from openrace.claims.story import run_story
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.show.branches_plot import draw_branches
from openrace.show.style import Note, save
from solver.answer.solving import solve
from solver.common.errors import OpenraceError, TooLargeError
from tests.openrace.analysis.plain import Plain
from tests.openrace.sweeps.sweeps import small_game


def test_row_30_has_its_two_breakpoints_to_1e_6() -> None:
    found = branches(StoryLandscape(AnnouncedDate()), "tau", 1.0, 20.0)
    assert found.breakpoints == pytest.approx([8.8474810, 12.6032847], abs=1e-6)
    assert [(e.before, e.after, e.kind) for e in found.events] == [
        ("delays", "hurries", EventKind.JUMP),
        ("hurries", "as alone", EventKind.JUMP),
    ]


def test_row_30_has_them_to_the_grids_step_on_a_calendar() -> None:
    for step in (0.5, 0.25):
        question = Question(load(f"announced-date@{step}"), read_intervention("open:4@10"))
        found = branches(GameLandscape(question), "intervention.date", 7.0, 14.0, cells=28, tolerance=1e-9)
        (delays,) = [e.at for e in found.events if e.before == "t=14"]
        (alone,) = [e.at for e in found.events if e.after == "t=6"]
        assert delays == pytest.approx(8.8475, abs=step)
        assert alone == pytest.approx(12.6033, abs=step)


def test_between_breakpoints_the_branches_are_the_equilibria_of_the_game() -> None:
    game = small_game()
    found = branches(GameLandscape(Question(game)), "alice.prestige", 0.3, 3.9, cells=24, tolerance=1e-9)
    assert found.breakpoints
    edges = [0.3, *found.breakpoints, 3.9]
    for low, high in pairwise(edges):
        at = (low + high) / 2
        here = {b.key for b in found.branches if b.at[0] <= at <= b.at[-1]}
        form = Question(game).at([Setting("alice.prestige", at)]).game.normal_form()
        expected = {
            "; ".join("+".join(form.actions[i][a] for a in s) for i, s in enumerate(e.support))
            for e in solve(form).equilibria
        }
        assert here == expected


def test_equilibria_that_mix_the_same_plans_are_listed_by_their_values() -> None:
    landscape = GameLandscape(Question(load("alice-bob"), read_intervention("allow:bob")))
    found = landscape.states("alice.prestige", 1.5, "response.first_release")
    assert len({state.key for state in found}) < len(found)
    assert list(found) == sorted(found, key=lambda state: (state.key, state.value))


class Pitchfork(Plain):
    """One state; at 0 two others are born beside it; at 1 one of these changes its key."""

    metric = "only"

    def value(self, path: str) -> float:  # noqa: ARG002 - the contract
        return 0.0

    def signs(self, *_args: object) -> Signs:
        raise NotImplementedError

    def states(self, path: str, at: float, metric: str) -> tuple[State, ...]:  # noqa: ARG002 - the contract
        if at < 0:
            return (State("middle", (0.0, 0.0)),)
        wing = at**0.5
        name = "upper" if at < 1 else "upper, wider"
        return (State("middle", (0.0, 0.0)), State(name, (wing, wing)), State("lower", (-wing, -wing)))

    def ground(self, *_args: object) -> Ground:
        raise NotImplementedError


def test_births_and_changes_of_support_are_told_apart(tmp_path: Path) -> None:
    found = branches(Pitchfork(), "mu", -2.0, 2.3, cells=32)
    kinds = {(e.kind, e.before, e.after): e.at for e in found.events}
    assert kinds[EventKind.BIRTH, "", "lower"] == pytest.approx(0, abs=1e-9)
    assert kinds[EventKind.BIRTH, "", "upper"] == pytest.approx(0, abs=1e-9)
    assert kinds[EventKind.SUPPORT, "upper", "upper, wider"] == pytest.approx(1, abs=1e-9)
    assert len(found.events) == 3
    save(draw_branches(found), tmp_path / "b.png", Note("branches"))
    assert (tmp_path / "b.png").stat().st_size > 4000


def test_an_empty_range_and_unknown_names_are_refused() -> None:
    landscape = GameLandscape(Question(small_game()))
    with pytest.raises(OpenraceError, match="a range"):
        branches(landscape, "alice.prestige", 2.0, 2.0)
    with pytest.raises(OpenraceError, match=r"alice\.prestige"):
        branches(landscape, "alice.prestig", 0.0, 2.0)
    with pytest.raises(OpenraceError, match="no metric"):
        branches(landscape, "alice.prestige", 0.0, 2.0, metric="speed")
    with pytest.raises(OpenraceError, match="no number"):
        branches(StoryLandscape(AnnouncedDate()), "tax", 0.0, 2.0)


def test_a_large_game_is_refused_before_it_is_built_and_its_branches_are_strict_json() -> None:
    large = GameLandscape(Question(load("alice-bob", ("calendar.horizon=3000", "calendar.slots=1500"))))
    with pytest.raises(TooLargeError, match=r"129 games of alice-bob take about .* s each"):
        branches(large, "alice.start", 1.0, 8.0)
    found = branches(GameLandscape(Question(small_game())), "alice.prestige", 0.0, 4.0, metric="first_release", cells=4)
    assert found.branches
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_story_whose_game_two_labs_play_is_solved_at_every_value() -> None:
    landscape = StoryLandscape(story_named("alice-and-bob")())
    found = branches(landscape, "rho", 0.5, 1.5, cells=4)
    assert found.breakpoints == pytest.approx([2 / 3])
    for rho in (0.6, 0.9):
        told = {m.metric: m for m in run_story("alice-and-bob", [Setting("rho", rho)], None).verdict}
        ground = landscape.ground([Setting("rho", rho)], found.metric)
        assert ground.sign is Code.of(told[found.metric].direction)
        assert (ground.before, ground.after) == (told[found.metric].before, told[found.metric].after)
