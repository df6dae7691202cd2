"""Proofs over boxes of weights, against points of the box solved one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.paths import Setting
from games.release.release_game import ReleaseGame
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.regions import regions
from openrace.isolate.exact_question import exact_question
from openrace.isolate.prove import Part, Proof, ProofStatus, prove
from openrace.isolate.weight_box import WeightBox, box_of, read_box
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis
from solver.common.errors import OpenraceError
from solver.two_player.family.candidates import candidates
from solver.two_player.family.family import Box
from solver.two_player.family.lasting import lasting
from tests.openrace.sweeps.sweeps import small_game

EVENT = "open:7@1"
WIDE = ("alice.prestige=0:5", "alice.slowness=0:30")


def signs_at(game: Game, event: str, box: WeightBox, metric: str, n: int, seed: int) -> set[Code]:
    """The signs at points drawn from the box, each of both games with all its equilibria."""
    question = Question(game, read_intervention(event))
    low, high = (np.array([float(v) for v in end]) for end in (box.box.low, box.box.high))
    signs = GameLandscape(question).signs(box.paths, low, high, metric)
    drawn = np.random.default_rng(seed).uniform(low, high, (n, len(low)))
    return {Code(int(code)) for code in signs(drawn)}


def asked(texts: tuple[str, ...], game: Game | None = None, event: str = EVENT, **options: object) -> Proof:
    return prove(game or small_game(), read_intervention(event), read_box(texts), **options)  # type: ignore[arg-type]


def random_box(seed: int) -> tuple[str, str]:
    draw = np.random.default_rng(seed)
    sides = []
    for path, most in (("alice.prestige", 5), ("alice.slowness", 30)):
        low = Fraction(int(draw.integers(0, 80)), 100) * most
        high = low + Fraction(int(draw.integers(2, 20)), 100) * most
        sides.append(f"{path}={low}:{high}")
    return sides[0], sides[1]


@pytest.mark.parametrize("seed", range(6))
def test_random_boxes_agree_with_a_thousand_points_solved_one_by_one(seed: int) -> None:
    texts = random_box(seed)
    found = asked(texts, budget=20)
    signs = signs_at(small_game(), EVENT, read_box(texts), found.metric, 1000, seed)
    assert found.status is not ProofStatus.OPEN
    if found.status is ProofStatus.PROVEN:
        assert signs == {found.direction}
    if len(signs) > 1:
        assert found.status is ProofStatus.REFUTED


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_random_boxes_of_the_catalogues_game_agree_with_a_thousand_points(seed: int) -> None:
    texts, game = random_box(seed), load("alice-bob")
    found = asked(texts, game, "open:9@4", finest=1e-3, budget=300)
    signs = signs_at(game, "open:9@4", read_box(texts), found.metric, 1000, seed)
    if found.status is ProofStatus.PROVEN:
        assert signs == {found.direction}
    if len(signs) > 1:
        assert found.status is ProofStatus.REFUTED
    if found.status is ProofStatus.OPEN:
        assert found.open_share < 0.1


@pytest.mark.parametrize("metric", ["response.first_release", "response.n_release", "first_release.alice", "gap"])
def test_each_part_has_its_sign_at_every_point_drawn_from_it(metric: str) -> None:
    found = asked(WIDE, metric=metric, whole=True, finest=1 / 64)
    assert sum(part.share for part in found.parts) == pytest.approx(1)
    settled = [part for part in found.parts if part.sign is not None]
    assert settled
    for k, part in enumerate(sorted(settled, key=lambda p: -p.share)[:12]):
        assert signs_at(small_game(), EVENT, WeightBox(found.box.paths, part.box), metric, 40, k) == {part.sign}


def test_a_counterexample_is_in_the_box_proven_and_has_another_sign() -> None:
    found = asked(WIDE)
    assert found.status is ProofStatus.REFUTED
    assert found.counterexample is not None
    assert found.counterexample.proven
    assert found.counterexample.sign is not found.direction
    for setting in found.counterexample.settings:
        low, high = found.box.to_dict()[setting.path]
        assert low <= setting.value <= high
    again = GameLandscape(Question(small_game(), read_intervention(EVENT))).ground(
        found.counterexample.settings, found.metric
    )
    assert again.sign is found.counterexample.sign


def test_a_box_with_a_narrow_flip_is_refuted() -> None:
    """The sign along prestige changes once in the box, close to its end: found by halving, not by the first looks."""
    question = Question(load("alice-bob"), read_intervention("open:9@4"))
    landscape = GameLandscape(question)
    low, high = 0.0, 5.0
    base = landscape.ground([Setting("alice.prestige", low + 2)], question.metric).sign
    inside, outside = 2.0, 5.0
    while outside - inside > 2e-3:
        middle = (inside + outside) / 2
        same = landscape.ground([Setting("alice.prestige", middle)], question.metric).sign is base
        inside, outside = (middle, outside) if same else (inside, middle)
    short = asked((f"alice.prestige=2:{inside - 0.02!r}",), load("alice-bob"), "open:9@4")
    assert short.status is ProofStatus.PROVEN
    beyond = asked((f"alice.prestige=2:{outside!r}",), load("alice-bob"), "open:9@4")
    assert beyond.status is ProofStatus.REFUTED
    assert high > outside


def test_pure_equilibria_over_boxes_are_those_of_the_exact_regions() -> None:
    """A profile lasts over a box exactly where its region contains it, and is a candidate where the two meet."""
    game = load("alice-bob")
    assert isinstance(game, ReleaseGame)
    paths = ("alice.prestige", "alice.slowness")
    axes = (Axis(paths[0], [0.0, 5.0]), Axis(paths[1], [0.0, 30.0]))
    event = read_intervention("open:9@4")
    exact = exact_question(Question(game, event), paths, read_box(WIDE).box, "response.first_release")
    known = [regions(side, axes) for side in event.pair(game)]
    inside = meeting = 0
    for p, s in product((Fraction(0), Fraction(1, 5), Fraction(2)), (Fraction(2), Fraction(11), Fraction(25))):
        box = Box((p, s), (p + Fraction(1, 5), s + 2))
        for family, found in zip((exact.before, exact.after), known, strict=True):
            pure = {one.first.support + one.second.support for one in lasting(family, box)}
            leaves = candidates(family, box).leaves
            for region in found.regions:
                whole = all(region.contains(corner) for corner in product(*zip(box.low, box.high, strict=True)))
                assert (region.actions in pure) == whole
                inside += whole
                if region.contains(box.middle):
                    meeting += 1
                    m = family.shape[0]
                    labels = (region.actions[0], m + region.actions[1])
                    assert any(
                        not first.zeros >> labels[0] & 1 and not second.zeros >> labels[1] & 1
                        for first, second in leaves
                    )
            assert all(actions in {r.actions for r in found.regions} for actions in pure if len(actions) == 2)
    assert inside > 3
    assert meeting > inside


def test_what_changes_nothing_is_proven_to_change_nothing_everywhere() -> None:
    found = asked(("alice.prestige=0:4",), event="open:0.5@1")
    assert found.status is ProofStatus.PROVEN
    assert found.direction is Code.NEUTRAL
    assert [part.sign for part in found.parts] == [Code.NEUTRAL]


def test_a_game_with_one_lab_that_chooses_is_proven_too() -> None:
    game = load("closed-monopolist")
    found = asked(("monopolist.revenue=0.5:1.4",), game, "open:7@3")
    assert found.status is ProofStatus.PROVEN
    assert signs_at(game, "open:7@3", found.box, found.metric, 200, 0) == {found.direction}


def test_a_tie_at_one_weight_that_rounding_moves_between_the_games_is_left_open() -> None:
    """At a revenue of 1.47 two dates tie in both games, in exact numbers at the same weight, in floats nearly so."""
    game = load("closed-monopolist")
    found = asked(("monopolist.revenue=0.5:2",), game, "open:7@3")
    assert found.status is ProofStatus.OPEN
    assert 0 < found.open_share < 1e-5
    (part,) = found.open
    assert part.box.low[0] < Fraction(1472553, 10**6) < part.box.high[0]


def test_a_box_with_parts_of_two_signs_is_not_proven_even_where_no_point_refutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("openrace.isolate.prove._Search.refutation", lambda *_: None)
    found = asked(WIDE, finest=1 / 64)
    assert len({part.sign for part in found.parts if part.sign is not None}) > 1
    assert found.status is ProofStatus.OPEN


def test_without_time_everything_is_left_open_and_said_to_be_so() -> None:
    found = asked(("alice.prestige=1:1.1",), budget=1e-9)
    assert found.status is ProofStatus.OPEN
    assert found.open_share == 1
    assert found.to_dict()["open"]["parts"] == [{"box": {"alice.prestige": [1.0, 1.1]}, "share": 1.0}]


def test_a_part_knows_its_share() -> None:
    whole = Box((Fraction(0), Fraction(0)), (Fraction(2), Fraction(3)))
    half = whole.halves(1)[0]
    assert Part(half, None, float(half.share_of(whole))).share == 0.5
    assert whole.halves(0)[1].low == (Fraction(1), Fraction(0))


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        ((), "the number of weights that vary is 0"),
        (("alice.prestige",), "alice.prestige"),
        (("alice.prestige=2:1",), "2:1"),
        (("alice.prestige=1:1",), "1:1"),
        (("alice.prestige=1:2:3",), "1:2:3"),
        (("alice.prestige=nan:2",), "nan:2"),
        (("alice.prestige=1:2", "alice.prestige=2:3"), "twice"),
        (("calendar.horizon=8:12",), "calendar.horizon"),
        (("alice.start=5:6",), "alice.start"),
        (("nobody.prestige=0:1",), "nobody"),
        (("intervention.capability=7:8",), "intervention"),
    ],
)
def test_a_box_that_makes_no_sense_is_refused_in_one_sentence(texts: tuple[str, ...], word: str) -> None:
    with pytest.raises(OpenraceError) as error:
        asked(texts)
    assert word in str(error.value)


def test_an_unknown_metric_three_labs_and_a_pair_that_is_none_are_refused() -> None:
    with pytest.raises(OpenraceError, match="no metric is named 'speed'"):
        asked(("alice.prestige=0:1",), metric="speed")
    with pytest.raises(OpenraceError, match="3 labs"):
        asked(("alice.prestige=0:1",), load("alice-bob-monopolist"), "open:9@4")
    for finest in (0, 2, float("nan"), True):
        with pytest.raises(OpenraceError, match="finest"):
            asked(("alice.prestige=0:1",), finest=finest)
    with pytest.raises(OpenraceError, match="lo < hi"):
        box_of({"alice.prestige": (1,)})


@pytest.mark.parametrize(
    ("name", "side", "event"), [("race", "leader.prestige=1:2", "open:9@0"), ("tullock", "prize=1:2", "open:1@win")]
)
def test_a_game_in_which_no_lab_releases_is_refused_as_such(name: str, side: str, event: str) -> None:
    with pytest.raises(OpenraceError, match=f"{name} is no release game"):
        asked((side,), load(name), event)


def test_decimals_are_read_as_they_are_written() -> None:
    assert read_box(["alice.prestige=0.1:1/3"]).box == Box((Fraction(1, 10),), (Fraction(1, 3),))
    assert box_of({"alice.prestige": (0.1, 3)}).box.low == (Fraction(1, 10),)


@pytest.mark.parametrize("end", ["1e400", "1e1000000000", "1e-1000000000", "1e51", "1/1e60", "nan", "inf", "9" * 5000])
def test_an_end_of_no_size_that_games_take_is_refused_at_once(end: str) -> None:
    with pytest.raises(OpenraceError, match=r"numbers of sizes from 1e-50 to 1e\+50"):
        read_box([f"alice.prestige={end}:1", f"alice.slowness=0:{end}"])
    with pytest.raises(OpenraceError, match="numbers of sizes"):
        read_box([f"alice.prestige=0:{end}"])
