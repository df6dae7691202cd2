"""Every example of the gallery runs and draws; here on few values of each axis and few draws."""

from __future__ import annotations

import ast
import runpy
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import openrace as orc
from docs.tools.gallery import ORDER, Order
from openrace.cli.app import app

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.py"))
FEW = 3


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    axis: Callable[..., Any] = orc.Axis
    few = {
        "Axis": lambda path, *numbers: axis(path, *numbers[:2], min(numbers[2], FEW)),
        "sensitivity": lambda *given, n, **more: _sensitivity(*given, n=min(n, 2), **more),
        "sign_map": lambda *given, **more: _sign_map(*given, **{**more, "draws": 2}),
    }
    for name, smaller in few.items():
        monkeypatch.setattr(orc, name, smaller)
    yield
    plt.close("all")


_sensitivity, _sign_map = orc.sensitivity, orc.sign_map


def test_the_gallery_has_between_eight_and_twelve_examples_each_with_its_place() -> None:
    assert 8 <= len(EXAMPLES) <= 12
    assert sorted(ORDER) == [example.stem for example in EXAMPLES]
    assert [Order("")(f"{name}.py") for name in ORDER] == list(range(len(ORDER)))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_draws_a_picture(example: Path) -> None:
    from matplotlib import pyplot as plt

    runpy.run_path(str(example), run_name="__main__")
    assert plt.get_fignums()


def test_the_average_is_paler_where_draws_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    signs = runpy.run_path(str(EXAMPLES[0]))["signs"]
    assert 0.5 < signs.certainty.min() < signs.certainty.max() == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_asks_one_question_and_names_a_command_that_the_shell_takes(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    asked = (ast.get_docstring(ast.parse(text)) or "").splitlines()
    assert asked[0].endswith("?")
    assert len(asked[1]) == len(asked[0])
    comments = " ".join(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    (command,) = comments.split("``openrace ")[1:]
    words = shlex.split(command.split("``")[0])
    assert words[words.index("--out") + 1].endswith(".png")
    app.parse_args(words, exit_on_error=False, print_error=False)
