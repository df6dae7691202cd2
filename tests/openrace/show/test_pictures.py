"""Pictures mean what they show: colours, labels, marks, panels, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

import openrace as orc
from games.parts.direction import Code
from games.parts.identity import game_hash
from games.parts.metric import Sense
from openrace import results
from openrace.analysis.branches import Branch, Branches, Event, EventKind
from openrace.analysis.sensitivity import Bar, Sensitivity
from openrace.analysis.shares import shares
from openrace.analysis.sign_map import SignMap
from openrace.questions.about import About, Measured, Place
from openrace.show import bars_plot, branches_plot, map_plot, style, timeline
from openrace.show.branches_plot import spread
from openrace.show.cards.alike import kinds
from openrace.sweeps.axis import Axis

SMALL = {"calendar.slots": 5}
ABOUT = About(
    "game",
    "0123456789abcdef",
    (Place("a.x", "x of a", "hours", 1.0), Place("b.y", "y of b", "", 5.0)),
    Measured("date", Sense.EARLIER, "hours"),
)


@pytest.fixture(autouse=True)
def no_figure_is_left_open() -> Iterator[None]:
    yield
    plt.close("all")


def sign_map(codes: Any, base: tuple[float, float] = (1.0, 5.0)) -> SignMap:
    """A map of given codes over x from 0 to 4 and y from 0 to 9."""
    array = np.array(codes, dtype=np.int8)
    x, y = Axis("a.x", np.linspace(0, 4, len(array))), Axis("b.y", np.linspace(0, 9, len(array[0])))
    places = tuple(replace(p, base=v) for p, v in zip(ABOUT.places, base, strict=True))
    about = replace(ABOUT, places=places)
    ones = np.ones(array.shape)
    return SignMap(
        "game",
        "open:8@3",
        "date",
        "precommitment",
        x,
        y,
        array,
        ones,
        ones > 0,
        shares(array, about.measured, sampled=False),
        about,
    )


def tornado(base: float, *bars: tuple[tuple[float, float], tuple[Code, Code]]) -> Sensitivity:
    made = tuple(Bar(p.path, (0.0, 1.0), *bar) for p, bar in zip(ABOUT.places, bars, strict=False))
    return Sensitivity("game", "date", base, Code.DOWN, made, (), (), 9, ABOUT)


def boxes(axes: Axes, texts: list[Any]) -> list[Any]:
    axes.figure.canvas.draw()
    # Of the words alone, without the line that leads to them.
    return [Text.get_window_extent(t) for t in texts]


# ---- colours


def test_before_and_after_share_no_colour_with_directions_and_all_series_differ() -> None:
    assert not {style.BEFORE, style.AFTER} & set(style.SIGNS.values())
    assert len(set(style.SIGNS.values())) == len(style.SIGNS)
    assert len({style.series(k) for k in range(branches_plot.LISTED)}) == branches_plot.LISTED


def test_a_bar_of_the_tornado_changes_its_colour_at_zero_and_its_ends_have_their_own() -> None:
    result = tornado(2.0, ((-3.0, 4.0), (Code.UP, Code.AMBIGUOUS)), ((1.0, 6.0), (Code.DOWN, Code.DOWN)))
    axes = bars_plot.draw_tornado(result)
    spans = [
        (p.get_x(), p.get_x() + p.get_width(), to_hex(p.get_facecolor()).upper())
        for p in axes.patches
        if isinstance(p, Rectangle)
    ]
    assert spans
    for low, high, colour in spans:
        assert high <= 1e-9 or low >= -1e-9
        assert colour == style.SIGNS[Code.UP if high <= 1e-9 else Code.DOWN]
    assert min(low for low, *_ in spans) == -3
    assert max(high for _, high, _ in spans) == 6
    drawn: list[Any] = list(axes.lines)
    ends = {float(line.get_xdata()[0]): line.get_color() for line in drawn if line.get_marker() == "o"}
    assert ends[4.0] == style.SIGNS[Code.AMBIGUOUS]
    assert ends[-3.0] == style.SIGNS[Code.UP]
    lines = {float(line.get_xdata()[0]) for line in drawn if line.get_marker() != "o"}
    assert {0.0, 2.0} <= lines
    low, high = axes.get_xlim()
    assert low < -3
    assert high > 6


def test_an_end_without_an_effect_draws_no_bar() -> None:
    axes = bars_plot.draw_tornado(tornado(1.0, ((float("nan"), 2.0), (Code.UNKNOWN, Code.DOWN))))
    assert [p.get_width() for p in axes.patches if isinstance(p, Rectangle)] == [1.0]


# ---- maps


@pytest.mark.parametrize("corner", [(0, 0), (0, -1), (-1, 0), (-1, -1)])
def test_the_word_of_an_area_in_a_corner_stays_inside_the_map(corner: tuple[int, int]) -> None:
    codes = np.full((6, 6), int(Code.UP))
    i, j = (slice(0, 2) if c == 0 else slice(-2, None) for c in corner)
    codes[i, j] = int(Code.AMBIGUOUS)
    axes = map_plot.draw_map(sign_map(codes))
    frame = axes.get_window_extent()
    words = [t for t in axes.texts if t.get_text() == ABOUT.word(Code.AMBIGUOUS)]
    assert len(words) == 1
    (box,) = boxes(axes, words)
    frame = axes.get_window_extent()
    assert frame.x0 <= box.x0
    assert box.x1 <= frame.x1
    assert frame.y0 <= box.y0
    assert box.y1 <= frame.y1


def test_the_base_point_is_marked_on_the_map_and_named_beside_it_where_it_is_not_on_it() -> None:
    def marks(axes: Axes) -> list[tuple[float, float]]:
        drawn: list[Any] = list(axes.lines)
        return [(float(x.get_xdata()[0]), float(x.get_ydata()[0])) for x in drawn if x.get_marker() == "X"]

    def said(axes: Axes) -> str:
        legend = axes.get_legend()
        assert legend is not None
        return " ".join(t.get_text().replace("\n", " ") for t in legend.get_texts())

    inside = map_plot.draw_map(sign_map(np.zeros((3, 3))))
    assert marks(inside) == [(1.0, 5.0)]
    assert "base point 1, 5" in said(inside)
    outside = map_plot.draw_map(sign_map(np.zeros((3, 3)), base=(1.0, 50.0)))
    assert marks(outside) == []
    assert "1, 50, is outside" in said(outside)


def test_axes_have_words_and_units() -> None:
    signs = orc.sign_map("alice-bob", "alice.prestige=0:4:2", "intervention.date=2:4:2", "open:8@3", settings=SMALL)
    axes = signs.plot()
    assert axes.get_xlabel().startswith("prestige of alice (currency per")
    assert axes.get_ylabel() == "date of the event (periods)"
    assert "first release in response (periods)" in axes.get_title()
    found = orc.branches("announced-date", "tau=1:20:9").plot()
    assert found.get_xlabel().startswith("tau: ")
    assert "(periods)" in found.get_xlabel() or "(time)" in found.get_xlabel() or "(" in found.get_ylabel()


# ---- branches


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1), max_size=12).map(sorted), st.floats(0.001, 0.3))
def test_spread_labels_keep_their_order_and_their_distance_where_there_is_room(places: list[float], gap: float) -> None:
    moved = spread(places, gap)
    step = min(gap, 1 / (len(places) - 1)) if len(places) > 1 else gap
    assert all(b - a >= step - 1e-9 for a, b in pairwise(moved))
    assert all(-1e-9 <= v <= 1 + 1e-9 for v in moved)
    if all(b - a >= gap for a, b in pairwise(places)):
        assert moved == pytest.approx(places)


def many_branches(n: int) -> Branches:
    def branch(k: int) -> Branch:
        return Branch(f"branch {k}", (float(k), k + 1.0), ((1.0 * k, 1.0 * k), (k + 0.5, k + 0.5)))

    events = tuple(Event(n / 2 + 0.01 * k, (0.0, 0.0), EventKind.BIRTH, "", f"branch {k}") for k in range(8))
    return Branches("game", "a.x", "date", tuple(branch(k) for k in range(n)), events, ABOUT)


def test_no_two_branches_share_a_line_and_no_two_breakpoint_labels_overlap() -> None:
    axes = branches_plot.draw_branches(many_branches(branches_plot.LISTED))
    drawn = [line for line in axes.lines if str(line.get_label()).startswith("branch")]
    assert len({(line.get_color(), line.get_linestyle()) for line in drawn}) == branches_plot.LISTED
    found = boxes(axes, list(axes.texts))
    assert len(found) == 8
    assert not any(a.overlaps(b) for a, b in combinations(found, 2))


def test_branches_beyond_those_that_a_legend_tells_apart_are_thin_and_said_to_be() -> None:
    axes = branches_plot.draw_branches(many_branches(branches_plot.LISTED + 3))
    assert "3 of 23 thin and grey" in axes.get_title()


# ---- timelines


def test_a_timeline_has_a_panel_for_each_equilibrium_and_draws_no_average() -> None:
    result = orc.shift("alice-bob", "open:8@3", concept="commitment", settings=SMALL)
    first = result.plot()
    panels = [axes for axes in first.figure.axes if axes.get_visible()]
    expected = [kind.shown for a in (result.before, result.after) for kind in kinds(a.plays)[: timeline.MOST_SHOWN]]
    assert len(panels) == len(expected)
    for axes, (answer, k) in zip(panels, _plays(result), strict=True):
        discs: list[Any] = list(axes.collections)
        drawn = sum(len(c.get_offsets()) for c in discs)
        assert drawn == sum(int(np.count_nonzero(own > 1e-6)) for own in answer.plays[k])


def _plays(result: results.Shift) -> list[tuple[Any, int]]:
    return [(a, kind.shown) for a in (result.before, result.after) for kind in kinds(a.plays)[: timeline.MOST_SHOWN]]


# ---- a caller's axes

DRAWN: list[Callable[[Axes], object]] = [
    lambda ax: map_plot.draw_map(sign_map(np.zeros((3, 3))), ax),
    lambda ax: bars_plot.draw_tornado(tornado(1.0, ((-1.0, 2.0), (Code.UP, Code.DOWN))), ax),
    lambda ax: branches_plot.draw_branches(many_branches(3), ax),
    lambda ax: orc.shift("alice-bob", "open:8@3", settings=SMALL).plot(ax),
    lambda ax: orc.solve("alice-bob", settings=SMALL).plot(ax),
    lambda ax: orc.solve("alice-bob", concept="reaction", settings=SMALL).plot(ax),
    lambda ax: orc.flip("alice-bob", "open:9@4", vary=["alice.prestige"], settings=SMALL).plot(ax),
    lambda ax: orc.regions("alice-bob", ["alice.prestige=0:5:2", "bob.prestige=0:5:2"], settings=SMALL).plot(ax),
]


@pytest.mark.parametrize("draw", DRAWN)
def test_drawing_into_axes_returns_them_opens_no_figure_and_leaves_the_neighbours_alone(
    draw: Callable[[Axes], object],
) -> None:
    figure, pair = plt.subplots(1, 2, figsize=(12, 4))
    mine: Any = cast(Any, pair)[0]
    theirs: Any = cast(Any, pair)[1]
    theirs.plot([0, 1], [0, 1])
    theirs.set_title("theirs")
    figure.suptitle("figure")
    before = len(theirs.get_children())
    assert id(draw(mine)) == id(mine)
    assert plt.get_fignums() == [figure.number]
    assert len(theirs.get_children()) == before
    assert theirs.get_title() == "theirs"
    assert figure.get_suptitle() == "figure"
    assert figure.get_supxlabel() == ""
    figure.canvas.draw()
    assert mine.get_tightbbox().x1 <= theirs.get_window_extent().x0
    for inset in mine.child_axes:
        assert mine.get_window_extent().x0 - 1 <= inset.get_window_extent().x0
        assert inset.get_window_extent().x1 <= mine.get_window_extent().x1 + 1


# ---- where pictures come from


@pytest.mark.parametrize("ending", style.ENDINGS)
def test_a_picture_carries_its_command_version_and_hash(ending: str, tmp_path: Path) -> None:
    file, other = tmp_path / f"map{ending}", plt.figure()
    note = style.Note("map", "0123456789abcdef", "openrace map game --open 8@3")
    axes: Any = map_plot.draw_map(sign_map(np.zeros((3, 3))))
    style.save(axes, file, note)
    assert plt.get_fignums() == [other.number]
    wanted = f"openrace map game --open 8@3, openrace {orc.__version__}, game 0123456789abcdef"
    assert wanted == note.source
    if ending == ".png":
        with Image.open(file) as image:
            assert image.info["Description"] == wanted
            assert image.info["Title"] == note.title
    elif ending == ".svg":
        assert wanted in file.read_text()
    else:
        assert b"0123456789abcdef" in file.read_bytes()
    assert axes.figure.get_supxlabel().replace("\n", " ") == wanted


@pytest.mark.parametrize("ending", style.ENDINGS)
def test_the_same_picture_is_the_same_file(ending: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}{ending}" for name in ("one", "other")]
    for file in files:
        style.save(map_plot.draw_map(sign_map(np.zeros((3, 3)))), file, style.Note("map"))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_picture_of_python_says_version_and_game() -> None:
    result: Any = orc.solve("alice-bob", concept="reaction", settings=SMALL)
    axes: Any = result.plot()
    assert axes.figure.get_supxlabel() == style.Note("", game_hash(result.game)).source
    assert result.to_dict()["hash"] in axes.figure.get_supxlabel()


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    axes = map_plot.draw_map(sign_map(np.zeros((3, 3))))
    with pytest.raises(orc.OpenraceError, match=r"\.png, \.svg or \.pdf"):
        style.save(axes, tmp_path / "map.jpg", style.Note("map"))
    assert list(tmp_path.iterdir()) == []


def test_reactions_without_an_equilibrium_are_not_drawn() -> None:
    result: Any = orc.solve("alice-bob", concept="reaction", settings=SMALL)
    none = replace(result, solution=replace(result.solution, equilibria=()))
    with pytest.raises(orc.OpenraceError, match="no equilibrium of alice-bob was found; expected one to draw"):
        none.plot()
