"""Names of games and plans are text in pictures, whatever they hold: no formula, no control character, no warning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

import openrace as orc
from openrace.cli.app import run

HOSTILE = r"$x_$ \frac{1}{ <b>&amp;</b> \u001b[31m \U0001F4A5".replace("\\frac", "\\\\frac")
GAME = f"""
name = "{HOSTILE}"
calendar = {{ horizon = 6, slots = 3 }}
[[labs]]
name = "alice"
start = 6
terms = [{{ kind = "prestige", weight = 2 }}, {{ kind = "slowness", weight = 3 }}]
[[labs]]
name = "bob"
start = 4
growth = 2
terms = [{{ kind = "prestige", weight = 2 }}]
"""
TABLE = 'NFG 1 R "$x_$ \x1b[1m" { "$a_$" "=1+1" } { { "$up_$" "\x1b[31mdown" } { "💥" "right" } } "" 1 1 0 0 0 0 1 1'
VARY = ["--vary", "alice.prestige=0:3:3", "--vary", "alice.slowness=0:6:3"]
OPEN = ["--open", "9@2"]
COMMANDS = {
    "plot": ["plot", "odd.toml", *OPEN],
    "reaction": ["plot", "odd.toml", "--concept", "reaction"],
    "map": ["map", "odd.toml", *VARY, *OPEN],
    "flip": ["flip", "odd.toml", "--vary", "alice.prestige", *OPEN],
    "branches": ["branches", "odd.toml", "--vary", "alice.prestige=1:3:3"],
    "regions": ["regions", "odd.toml", "--vary", "alice.prestige=0:3:2", "--vary", "alice.slowness=0:6:2"],
    "effects": ["effects", "odd.toml", *OPEN],
    "prove": ["prove", "odd.toml", *OPEN, "--box", "alice.prestige=1:2"],
    "card": ["card", "odd.toml", *OPEN],
    "graph": ["graph", "odd.toml"],
    "graph of one player": ["graph", "odd.toml", "--do", "merge:alice+bob"],
    "graph of a file of Gambit's": ["graph", "odd.nfg"],
    "graph of long names": ["graph", "long.nfg"],
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    Path("odd.toml").write_text(GAME, encoding="utf-8")
    Path("odd.nfg").write_text(TABLE, encoding="utf-8")
    Path("long.nfg").write_text(TABLE.replace("_$", "_$" * 2000), encoding="utf-8")
    yield tmp_path
    plt.close("all")


@pytest.mark.parametrize("name", COMMANDS)
def test_names_are_text_in_every_picture_of_the_shell(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*COMMANDS[name], "--out", "picture.svg"]) == 0, capsys.readouterr().err
    picture = Path("picture.svg").read_text(encoding="utf-8")
    assert "\x1b" not in picture
    fromstring(picture)  # noqa: S314 - it was just written here


def test_names_are_text_in_pictures_of_python() -> None:
    game = orc.load("odd.toml").model_copy(update={"name": "$x_$ \\frac{1}{"})
    figure = orc.shift(game, "open:9@2").plot().get_figure(root=True)
    assert figure is not None
    figure.savefig("picture.png")
    mine = plt.subplots()[1]
    mine.set_title("$x^2$")
    orc.flip(game, "open:9@2", vary="alice.prestige").plot(mine)
    # A formula of the caller's own stays one.
    assert [text.get_parse_math() for text in mine.findobj(Text) if text.get_text() == "$x^2$"] != [False]
