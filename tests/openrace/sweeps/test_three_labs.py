"""Three labs in sweeps and maps: extremal metrics over the equilibrium set are those of the single game."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from games.parts.direction import Code
from games.parts.paths import Setting, with_settings
from openrace.concepts.equilibria import CellFlag
from openrace.questions.load import load
from openrace.questions.shift import shift
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid
from openrace.sweeps.sweep import sweep
from tests.openrace.sweeps.sweeps import sign_map

GAME = ("calendar.slots=6", "calendar.horizon=12")
QUESTION = "open:7@2"


def test_extremes_of_every_metric_are_swept_for_three_labs_as_shift_finds_them(tmp_path: Path) -> None:
    game = load("alice-bob-monopolist", GAME)
    axes = (read_axis("alice.prestige=2,4"), read_axis("bob.start=4,5"))
    dataset = sweep(game, Grid(axes), QUESTION, out=tmp_path / "s").dataset()
    wide = 0
    for i, prestige in enumerate((2.0, 4.0)):
        for j, start in enumerate((4.0, 5.0)):
            at = [Setting("alice.prestige", prestige), Setting("bob.start", start)]
            single = shift(with_settings(game, at), QUESTION)
            where = {"alice.prestige": i, "bob.start": j}
            for column in dataset.attrs["provenance"]["metrics"]:
                verdict = single.metric(column["name"])
                stored = dataset["extent"].sel(metric=column["name"]).isel(where).values
                np.testing.assert_allclose(stored[0], np.array(verdict.before), atol=1e-9)
                np.testing.assert_allclose(stored[1], np.array(verdict.after), atol=1e-9)
                wide += int((stored[:, 1] > stored[:, 0] + 1e-6).sum())
            complete = (dataset["flags"].isel(where).values & CellFlag.COMPLETE) > 0
            assert complete.tolist() == [single.before.complete, single.after.complete]
    # Several equilibria somewhere: otherwise lowest and highest were never told apart.
    assert wide


def test_a_map_of_three_labs_shows_the_verdict_of_each_point() -> None:
    game = load("alice-bob-monopolist", GAME)
    drawn = sign_map(game, read_axis("alice.prestige=2,4"), read_axis("bob.start=4,5"), QUESTION)
    for i, prestige in enumerate((2.0, 4.0)):
        for j, start in enumerate((4.0, 5.0)):
            at = [Setting("alice.prestige", prestige), Setting("bob.start", start)]
            verdict = shift(with_settings(game, at), QUESTION).metric("first_release")
            assert Code(int(drawn.codes[i, j])) is Code.of(verdict.direction)
    assert drawn.complete.all()
    assert len(np.unique(drawn.codes)) > 1
