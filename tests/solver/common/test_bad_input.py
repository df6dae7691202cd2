"""What cannot be a name of a file, or be written out, is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.common.errors import GameError, OpenraceError, require
from solver.common.files import read_text, writing

IMPOSSIBLE = pytest.mark.parametrize(
    ("name", "why"), [("a\0b", "holds a null character"), ("a\ud800b", "holds a character that cannot be encoded")]
)


@IMPOSSIBLE
def test_no_file_of_an_impossible_name_is_read(name: str, why: str) -> None:
    with pytest.raises(OpenraceError, match=why) as caught:
        read_text(name, "a text file", 10)
    assert str(caught.value).isprintable()


@IMPOSSIBLE
def test_no_file_of_an_impossible_name_is_written(name: str, why: str) -> None:
    with pytest.raises(OpenraceError, match=why), writing(name):
        pytest.fail("it began to write")


def test_a_missing_file_a_directory_and_a_long_file_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "long").write_text("0123456789")
    for name, why in (("none", "No such file"), (".", "is a directory"), ("long", "longer than 9 bytes")):
        with pytest.raises(GameError, match=why):
            read_text(tmp_path / name, "a text file", 9, GameError)
    assert read_text(tmp_path / "long", "a text file", 10) == "0123456789"


def test_a_number_too_long_to_write_is_refused_like_any_other() -> None:
    with pytest.raises(GameError, match="expected a text"):
        require(10**5000, str, "a text", "put it in quotes")
