"""A card to quote: what it says is what shift, flip and a sample say, and its picture has its size."""

from __future__ import annotations

import re
import struct
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from games.catalog.names import named
from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.identity import game_hash
from openrace.analysis.flip import flip
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.levers import read_levers
from openrace.analysis.shares import Share
from openrace.cli.app import run
from openrace.concepts import choice as choices
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Answered
from openrace.concepts.open_loop import solve
from openrace.isolate.positions import positions
from openrace.isolate.quote import Quote, quote, weights_of
from openrace.questions.question import Question
from openrace.questions.shift import shift
from openrace.show import style
from openrace.show.quote_plot import _lines, draw_quote
from openrace.sweeps.prior import read_belief
from tests.openrace.cli.test_shell import ask, refuse

SMALL = ("--set", "calendar.slots=4", "--set", "calendar.horizon=8")
EVENT = "open:8@3"


def small_game() -> Game:
    return named("alice-bob").with_settings({"calendar.slots": 4, "calendar.horizon": 8.0, "alice.prestige": 3.0})


def small(**options: object) -> Quote:
    mapped = bool(options.get("mapped"))
    return quote(small_game(), read_intervention(EVENT), draws=16, mapped=mapped)


@pytest.fixture(scope="module")
def found() -> Quote:
    """The card of the small game, with its map."""
    return small(mapped=True)


def test_a_card_says_what_shift_says_and_what_differs_from_the_catalogue(found: Quote) -> None:
    answer = shift(found.game, EVENT)
    assert found.shift.answer == answer.answer
    assert found.to_dict()["proven"] is answer.proven
    changed = " ".join(found.changed)
    assert "alice.prestige 3 (was 2)" in changed
    assert "calendar.slots 4 (was 12)" in changed
    for part in (answer.answer[1:], "proven", "What would flip it", "16 draws", found.changed[0]):
        assert part in found.text


def test_the_flip_on_the_card_is_where_the_sign_changes(found: Quote) -> None:
    near = found.nearest
    assert near is not None
    (path,), (at,), (change,) = near.paths, near.at, near.changes
    signs = [
        shift(found.game.with_settings({path: at - change * step}), EVENT).metric(found.metric).direction
        for step in (1e-3, -1e-3)
    ]
    assert signs[0] is shift(found.game, EVENT).metric(found.metric).direction
    assert signs[0] is not signs[1]


def test_what_flips_a_card_s_verdict_flips_it_under_the_card_s_concept() -> None:
    # Labs that fix their plans speed up here, a follower of an announced plan slows down.
    settings = {"calendar.slots": 4, "calendar.horizon": 8.0, "*.prestige": 1.5, "*.slowness": 2.0}
    game, event = named("alice-bob").with_settings(settings), read_intervention("open:7@1")
    choice = Choice("commitment")
    found = quote(game, event, choice=choice, draws=4)
    own = shift(game, event, choice.solver()).metric(found.metric).direction
    assert own is not shift(game, event).metric(found.metric).direction
    assert found.flips.base is Code.of(own)
    assert found.nearest is not None
    for flipped in found.flips.found:
        (path,), (at,), (change,) = flipped.paths, flipped.at, flipped.changes
        near = [game.with_settings({path: at - change * step}) for step in (1e-3, -1e-3)]
        signs = [shift(side, event, choice.solver()).metric(found.metric).direction for side in near]
        assert signs[0] is own
        assert signs[1] is not own


def test_a_card_and_a_search_for_flips_solve_no_game_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: Counter[tuple[str, str]] = Counter()

    def counted(game: Game, *args: Any, **options: Any) -> Answered:
        solved[game_hash(game), str(getattr(game, "event", None))] += 1
        return solve(game, *args, **options)

    monkeypatch.setattr(choices, "solve", counted)
    assert small().text
    assert set(solved.values()) == {1}
    solved.clear()
    landscape = GameLandscape(Question(small_game(), read_intervention(EVENT)))
    assert flip(landscape, read_levers(landscape, ["alice.prestige"])).firm is not None
    assert set(solved.values()) == {1}


def test_shares_on_the_card_are_over_every_weight_between_nothing_and_twice_itself_or_over_a_stated_prior(
    found: Quote,
) -> None:
    assert isinstance(found.shares[0], Share)
    assert sum(share.count for share in found.shares) == 16
    assert "every weight between 0 and twice" in found.prior
    game = named("closed-monopolist").with_settings({"calendar.slots": 3})
    stated = quote(game, read_intervention("open:12@2"), beliefs=[read_belief("monopolist.revenue=0.5:2")], draws=8)
    assert "the stated priors" in stated.prior


def test_a_weight_that_labs_share_is_one_weight() -> None:
    assert weights_of(named("alice-bob")) == ("*.prestige", "alice.slowness", "bob.slowness", "*.training_cost")


def test_who_names_no_force_of_the_plane_stands_at_nothing() -> None:
    found = positions(("*.prestige", "alice.slowness"), (2.0, 12.0))
    assert found[(0.0, 0.0)] == ("jessicata", "Wei Dai")
    assert found[(2.0, 12.0)] == ("Zach Stein-Perlman",)
    assert found[(0.0, 12.0)] == ("RobertM",)
    assert positions(("alice.whim", "alice.slowness"), (1.0, 1.0)) == {}


def test_the_map_shows_the_game_where_it_is_and_the_way_to_the_nearest_flip(found: Quote) -> None:
    plane = found.plane
    assert plane is not None
    x, y = plane.signs.x, plane.signs.y
    assert x.values[-1] == pytest.approx(2 * plane.here[0])
    assert y.values[-1] == pytest.approx(2 * plane.here[1])
    assert plane.flip is not None
    assert np.count_nonzero(np.array(plane.flip) != np.array(plane.here)) == 1


@pytest.mark.parametrize("words", [(), ("--map",)])
def test_the_picture_has_the_size_at_which_links_are_shown(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    png, svg = tmp_path / "card.png", tmp_path / "card.svg"
    for path in (png, svg):
        data = ask(capsys, "card", "alice-bob", *SMALL, "--open", "8@3", "--draws", "8", *words, "--out", str(path))
        assert data["file"] == str(path)
    assert struct.unpack(">II", png.read_bytes()[16:24]) == (1200, 630)
    size = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg.read_text())
    assert size is not None
    assert float(size[1]) / float(size[2]) == pytest.approx(1200 / 630)
    wanted = {
        "question",
        "verdict",
        "proven",
        "assumptions",
        "flip",
        "share",
        "fragility",
        "version",
        "hash",
        "command",
    }
    assert wanted <= set(data)
    assert data["command"].startswith("openrace card alice-bob")


def test_a_text_that_does_not_fit_ends_after_a_whole_clause() -> None:
    text = "It slows the race down: Alice releases later (month 6.3 -> 8.9); Bob trains more. Progress: none."
    assert _lines(text, 10, 0.3, 2) == [
        "It slows the race down: Alice releases later",
        "(month 6.3 -> 8.9); Bob trains more ...",
    ]
    assert _lines(text, 10, 0.9, 1) == [text]
    assert _lines("one " * 40, 10, 0.1, 1) == ["one one one ..."]


def test_the_command_says_where_it_wrote_the_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "card.png"
    assert run(["card", "alice-bob", *SMALL, "--open", "8@3", "--draws", "8", "--out", str(path)]) == 0
    assert f"wrote {path}" in capsys.readouterr().out.replace("\n", "")


def test_a_name_with_formulas_markup_or_control_characters_is_text_on_the_card(tmp_path: Path) -> None:
    name = 'a $\\frac{$ <script>x</script> & \x1b[31m "b"'
    game = small_game().model_copy(update={"name": name})
    found = quote(game, read_intervention(EVENT), draws=4)
    with style.into_files():
        style.write(draw_quote(found), tmp_path / "card.svg", style.Note(found.question, found.hash, found.command))
    title = ElementTree.parse(tmp_path / "card.svg").getroot().find("{http://www.w3.org/2000/svg}title")  # noqa: S314 - our own file
    assert title is not None
    assert title.text == found.question.replace("\x1b", "")


def test_a_race_has_a_card_under_its_own_concept() -> None:
    small = named("race-prestige").with_settings({"rungs": [4.0, 6.0]})
    states = quote(small, read_intervention("open:5@0"), draws=4)
    assert "Markov-perfect" in states.proof
    assert states.metric == "response.effort"


def test_games_without_labs_or_weights_have_no_card(capsys: pytest.CaptureFixture[str]) -> None:
    refuse(capsys, "card", "attrition", "--open", "8@3")
    nothing = ("--set", "*.prestige=0", "--set", "*.slowness=0", "--set", "*.training_cost=0")
    assert "no weight" in refuse(capsys, "card", "alice-bob", *SMALL, *nothing, "--open", "7@1")["what"]
