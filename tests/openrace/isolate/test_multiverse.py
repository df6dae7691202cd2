"""The multiverse: every specification is the shift it stands for, stores end in the same bytes, counts are counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.paths import Setting, with_settings
from games.release.release_game import ReleaseGame
from openrace.concepts.choice import Choice
from openrace.isolate.multiverse import PLAN, Multiverse, multiverse
from openrace.isolate.specification_curve import NO_CHOICE, Dimension, SpecificationCurve
from openrace.isolate.worlds import DIMENSIONS, GIVEN
from openrace.questions.load import load
from openrace.questions.shift import shift
from openrace.sweeps.prior import read_belief
from openrace.sweeps.store import Store
from openrace.sweeps.sweep import SweepInterrupted
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import contents, small_game

EVENT = "open:7@1"
PRIORS = (read_belief("alice.prestige=0.5:4"), read_belief("bob.slowness=normal:4:1"))


def asked(game: Game | None = None, **options: object) -> Multiverse:
    wanted = {"beliefs": PRIORS, "draws": 2, "metrics": ("response.first_release", "response.n_release")} | options
    return multiverse(game or small_game(), read_intervention(EVENT), **wanted)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("multiverse") / "undisturbed"
    asked(out=path, kept=("horizon",))
    return path


def test_every_specification_is_the_shift_it_stands_for() -> None:
    found = asked(draws=1)
    curve = found.curve
    assert len(curve) == (1 + 2 + 5) * 2 * 3 * 2 * 2
    values = dict(zip([GIVEN, "draw 1"], _numbers(found), strict=True))
    for s in np.random.default_rng(0).choice(len(curve), 24, replace=False).tolist():
        chosen = curve.names(s)
        game = with_settings(small_game(), values[chosen["numbers"]])
        if chosen["horizon"] != GIVEN:
            game = with_settings(game, [Setting("calendar.horizon", float(chosen["horizon"].split()[0]))])
        assert isinstance(game, ReleaseGame)
        if chosen["step"] != GIVEN:
            game = game.finer()
        there = shift(game, EVENT, _choice(chosen["concept"], chosen["ties"]).solver()).metric(chosen["accounting"])
        assert Code.of(there.direction) == curve.signs[s], chosen


def _numbers(found: Multiverse) -> list[list[Setting]]:
    from openrace.sweeps.design import Sample
    from openrace.sweeps.samplers import Sobol

    paths = [b.path for b in PRIORS]
    rows = [[2.0, 4.0], *Sample(PRIORS, 1, Sobol(0)).values.tolist()]
    assert paths == [b.path for b in found.beliefs]
    return [[Setting(p, v) for p, v in zip(paths, row, strict=True)] for row in rows]


def _choice(concept: str, ties: str) -> Choice:
    word, _, rest = concept.partition(" (")
    if word == "commitment":
        return Choice("commitment", leader=rest.split()[0])
    return Choice("reaction", ties=ties) if word == "reaction" else Choice()


def test_a_multiverse_stopped_by_the_user_ends_in_the_same_bytes(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, calls = Store.write, list[int]()

    def stop_at_the_fifth(self: Store, layout: object, k: int, summary: object) -> None:
        calls.append(k)
        if len(calls) == 5:
            raise KeyboardInterrupt
        whole(self, layout, k, summary)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Store, "write", stop_at_the_fifth)
    with pytest.raises(SweepInterrupted, match="openrace multiverse --resume"):
        asked(out=tmp_path / "m", kept=("horizon",), command="openrace multiverse --resume")
    monkeypatch.undo()
    assert contents(tmp_path / "m") != contents(kept)
    again = asked(out=tmp_path / "m", kept=("horizon",), resume=True)
    assert contents(tmp_path / "m") == contents(kept)
    assert again.curve.to_dict() == asked(kept=("horizon",)).curve.to_dict()


def test_a_second_run_of_the_same_store_computes_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(kept)

    def refuse(*_: object) -> None:
        raise AssertionError("a block was computed again")

    monkeypatch.setattr("openrace.sweeps.sweep.compute", refuse)
    asked(out=kept, kept=("horizon",), resume=True)
    assert contents(kept) == before


def test_two_threads_store_the_same_bytes(kept: Path, tmp_path: Path) -> None:
    asked(out=tmp_path / "m", kept=("horizon",), executor=2)
    assert contents(tmp_path / "m") == contents(kept)


def test_a_directory_of_another_question_or_of_something_else_is_kept(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "m")
    with pytest.raises(OpenraceError, match="--resume"):
        asked(out=tmp_path / "m", kept=("horizon",))
    with pytest.raises(OpenraceError, match="another question"):
        asked(out=tmp_path / "m", resume=True)
    assert contents(tmp_path / "m") == contents(kept)
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "thesis.tex").write_text("precious")
    with pytest.raises(OpenraceError, match="something else"):
        asked(out=tmp_path / "n", resume=True)
    assert (kept / PLAN).exists()


def test_what_cannot_be_chosen_is_left_out_with_its_reason() -> None:
    found = asked(kept=("ties",))
    reasons = {(one.dimension, one.option): one.reason for one in found.left_out}
    assert reasons["market", "logit"] == "nobody sells a model"
    short = asked(load("alice-bob", ["calendar.slots=5", "calendar.horizon=5"]), kept=("ties", "step"))
    reasons = {(one.dimension, one.option): one.reason for one in short.left_out}
    assert "outside the calendar" in reasons["horizon", "2.5 periods"]


def test_a_market_that_matters_is_a_choice() -> None:
    game = load("alice-bob-monopolist", ["calendar.slots=3", "calendar.horizon=4"])
    assert isinstance(game, ReleaseGame)
    event = read_intervention("allow:bob")
    found = multiverse(game, event, draws=0, kept=("concept", "ties", "step", "horizon"), metrics=["welfare"])
    (market,) = [d for d in found.curve.dimensions if d.name == "market"]
    assert {GIVEN, "logit", "cournot"} <= set(market.options)


def test_numbers_of_a_calibrated_game_are_drawn_from_its_evidence_and_worlds_take_those_they_have() -> None:
    keep = ("concept", "ties", "step", "horizon", "accounting")
    game, event = load("frontier-2026"), read_intervention("open:600@6")
    found = multiverse(game, event, draws=1, kept=keep, metrics=["welfare"])
    assert found.source == "the ranges of the evidence"
    assert {"prestige", "open_lag"} <= {b.path for b in found.beliefs}
    markets = {d.name: d for d in found.curve.dimensions}["market"].options
    # The spread of tastes is a number of logit markets alone.
    assert {GIVEN, "limit-pricing", "cournot"} <= set(markets)
    alone = shift(game, event).metric("welfare").direction
    assert Code.of(alone) == found.curve.signs[[found.curve.names(s)["numbers"] for s in range(2)].index(GIVEN)]


def test_a_dimension_that_is_kept_has_one_option() -> None:
    found = asked(kept=("concept", "ties", "horizon", "step", "market", "accounting"))
    assert [len(d.options) for d in found.curve.dimensions] == [1, 1, 1, 1, 1, 3, 1]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"kept": ("speed",)}, "speed"),
        ({"draws": -1}, "-1"),
        ({"metrics": ("speed",)}, "speed"),
        ({"executor": "fast"}, "fast"),
    ],
)
def test_bad_input_is_refused_in_one_sentence_and_no_store_is_begun(
    options: dict[str, object], word: str, tmp_path: Path
) -> None:
    with pytest.raises(OpenraceError, match=word):
        asked(None, out=tmp_path / "m", **options)
    assert not (tmp_path / "m").exists()


U, D, N = int(Code.UP), int(Code.DOWN), int(Code.NEUTRAL)


def curve_of(rows: dict[tuple[int, int], int]) -> SpecificationCurve:
    dimensions = (Dimension("concept", ("a", "b")), Dimension("ties", (NO_CHOICE, "x", "y")))
    chosen = np.array(list(rows))
    signs = np.array(list(rows.values()), dtype=np.int8)
    moves = np.array([{U: 1.0, D: -1.0, N: 0.0}[s] for s in rows.values()])
    return SpecificationCurve(dimensions, chosen, signs, np.stack([moves, moves], axis=1))


def test_shares_choices_and_knife_edges_are_counted_as_by_hand() -> None:
    curve = curve_of({(0, 0): U, (1, 1): U, (1, 2): D, (1, 0): N})
    assert curve.shares[Code.UP] == 0.5
    assert curve.leading is Code.UP
    moved = {m.dimension: m.by for m in curve.moved}
    # Concept a is always up, b in one of three; among the rules, x is up and y is down.
    assert moved == {"concept": pytest.approx(2 / 3), "ties": 1.0}
    assert curve.common[Code.DOWN] == (("concept", "b"), ("ties", "y"))
    assert curve.common[Code.NEUTRAL] == (("concept", "b"),)
    edges = {edge.dimension: (edge.flips, edge.pairs) for edge in curve.knife_edges}
    assert edges == {"concept": (0, 1), "ties": (1, 3)}
    assert curve.flip() == (1, 2)
    assert curve.order().tolist() == [2, 3, 0, 1]


def test_the_json_has_every_specification_and_shares_that_sum_to_one() -> None:
    data = asked(kept=("horizon", "ties")).to_dict()
    assert data["specifications"] == len(data["curve"])
    assert sum(data["shares"].values()) == pytest.approx(1)
    assert set(data["curve"][0]) == {*DIMENSIONS, "direction", "move"}
