"""Figures of papers: what is drawn is what was found, and files say where they come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from games.classics.listing import MODELS
from openrace.cli.app import run
from openrace.replication.figures import FIGURES, figures
from openrace.show.papers_plot import draw_paper


def test_at_least_four_papers_have_a_figure_and_every_figure_a_model() -> None:
    assert len(FIGURES) >= 4
    assert set(FIGURES) <= {model.name for model in MODELS}


def test_lines_are_drawn_where_they_were_found_and_named_in_the_legend() -> None:
    (figure,) = figures(["aghion"])
    axes = draw_paper(figure)
    drawn = [tuple(np.asarray(line.get_ydata()).tolist()) for line in axes.get_lines()]
    assert drawn == [line.y for line in figure.lines]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [line.label for line in figure.lines]


def test_innovation_is_an_inverted_u_in_competition() -> None:
    (figure,) = figures(["aghion"])
    (middle,) = [line for line in figure.lines if line.label == "imitation 0.5"]
    top = middle.y.index(max(middle.y))
    assert 0 < top < len(middle.y) - 1


def test_the_shell_writes_the_figures_of_the_models_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replicate", "aghion", "--figures", str(tmp_path / "new")]) == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["aghion.png"]
    assert "aghion.png" in capsys.readouterr().out


def test_a_model_without_a_figure_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replicate", "nau", "--figures", str(tmp_path)]) == 2
    assert "capra" in capsys.readouterr().err
