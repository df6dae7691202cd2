"""The page on races: its file is a race, and its numbers are what the solver finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from games.catalog.files import read_toml
from games.race import RaceGame
from games.terms import Prestige
from solver.common.arrays import FloatArray
from solver.directional import solve_directional

PAGE = Path(__file__).parents[2] / "docs" / "races.md"


def starts(game: RaceGame) -> FloatArray:
    return solve_directional(game.directional()).efforts[:, 0]


def test_the_file_and_the_numbers_of_the_page_agree(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "ladder.toml"
    path.write_text(block, encoding="utf-8")
    game = read_toml(path)
    assert isinstance(game, RaceGame)
    alone, opened = starts(game), starts(game.opened(9.0, 0.0).after)
    proud = game.model_copy(
        update={"labs": tuple(lab.model_copy(update={"terms": (Prestige(),)}) for lab in game.labs), "market": None}
    )
    answered = starts(proud.opened(6.0, 0.0).after)
    assert len(starts(proud)) == 3
    for found in (alone, opened, answered):
        assert found.shape == (1, 2)
        assert found[0, 0] == pytest.approx(found[0, 1], abs=1e-9)
        assert f"{found[0, 0]:.6f}" in text
