"""Games as files: written, read back equal, and refused with all problems at once."""

from pathlib import Path

import pytest

import games
from games.catalog.files import FileError, read_toml, write_toml
from games.catalog.names import CATALOG, named
from games.markets import MARKETS
from games.modifiers import MODIFIERS
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import TERMS
from games.time.open_path import OpenPath, OpenRelease, Scenario
from solver.common.errors import OpenraceError

OWN = """
kind = "release"
summary = "three labs and a value function of their own"
coalitions = [["alice", "bob"]]

[calendar]
slots = 4
horizon = 6.0

[market]
kind = "niches"
customers = 2.0
value = { kind = "expression", expression = "3*sqrt(y) + y/10" }
niches = [{ share = 0.5 }, { share = 1.0, strengths = [{ lab = "carol", factor = 0.5 }] }]

[[modifiers]]
kind = "spillover"
beta = 0.2

[[labs]]
name = "alice"
start = 2.0
growth = 1.0
terms = [{ kind = "revenue" }, { kind = "training_cost", weight = 0.5 }]

[[labs]]
name = "bob"
start = 1.0
release = "open"
terms = [{ kind = "prestige", weight = 3.0, among = "open" }]

[[labs]]
name = "carol"
release = "either"
growth = 2.0
"""


@pytest.mark.parametrize("name", list(CATALOG))
def test_a_catalogued_game_written_and_read_back_is_the_same_game(name: str, tmp_path: Path) -> None:
    file = tmp_path / "game.toml"
    file.write_text(write_toml(named(name)), encoding="utf-8")
    assert read_toml(file) == named(name)


def test_a_game_with_every_listed_part_survives_the_file(tmp_path: Path) -> None:
    labs = (Lab(name="alice", terms=tuple(t() for t in TERMS if t.__module__.startswith("games."))), Lab(name="bob"))
    for market in MARKETS:
        game = ReleaseGame(
            name="all",
            labs=labs,
            market=market(),
            modifiers=tuple(m() for m in MODIFIERS),
            open=OpenPath(
                reaction=0.5,
                lag=1.0,
                arrival_rate=0.1,
                arrival_capability=3.0,
                scenarios=(Scenario(probability=0.5, releases=(OpenRelease(capability=2.0, date=1.0),)),),
            ),
        )
        file = tmp_path / "game.toml"
        file.write_text(write_toml(game), encoding="utf-8")
        assert read_toml(file) == game


def test_a_users_own_game_needs_no_code(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(OWN, encoding="utf-8")
    game = read_toml(file)
    assert isinstance(game, ReleaseGame)
    assert game.name == "mine"
    form = game.normal_form()
    assert form.players == ("alice+bob", "carol")
    assert form.n_actions == (25, 9)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("growth = 1.0", "growth = -1.0"), "alice"),
        (("slots = 4", "slots = 40"), "outside the calendar"),
        (('kind = "niches"', 'kind = "nitches"'), "did you mean 'niches'"),
        (("beta = 0.2", "beat = 0.2"), "beat"),
        (("3*sqrt(y)", "__import__('os')"), "not allowed"),
        (("3*sqrt(y)", "-sqrt(y)"), "falls after"),
        (('lab = "carol"', 'lab = "zoe"'), "zoe"),
        (('["alice", "bob"]', '["alice", "zoe"]'), "zoe"),
        (('name = "bob"', 'name = "calendar"'), "part of every game"),
        (("[[labs]]", "[[labs"), "not TOML"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(change: tuple[str, str], complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(FileError, match=complaint):
        read_toml(file)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(OWN.replace("growth = 1.0", "growth = -1.0").replace("slots = 4", "slots = 0"), encoding="utf-8")
    with pytest.raises(FileError, match="growth") as caught:
        read_toml(file)
    assert "slots" in caught.value.what


def test_no_file_and_no_text_are_mistakes_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_toml(tmp_path / "nothing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="cannot be read"):
        read_toml(tmp_path / "bytes.toml")


def test_no_game_of_a_users_own_takes_the_name_of_a_published_model() -> None:
    with pytest.raises(OpenraceError, match="openrace has a game named 'tullock'; expected a name that is not taken"):
        games.add_game("tullock", lambda: games.named("alice-bob"))
    assert games.named("tullock").name == "tullock"
