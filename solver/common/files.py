"""Reading a user's text file within bounds, and writing one.

A name may belong to a directory, a device or a pipe: reading these fails late, never ends, or waits for a writer. What
lies under the name is looked at first, and no more than a stated number of bytes is read.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike, fsencode
from pathlib import Path

from solver.common.errors import OpenraceError

_OTHER = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def read_text(
    path: str | PathLike[str], expected: str, most_bytes: int, error: type[OpenraceError] = OpenraceError
) -> str:
    """The text of a regular file in UTF-8.

    Args:
        path: the file.
        expected: what kind of file is meant, such as ``"a Gambit .nfg file"``.
        most_bytes: a longer file is refused.
        error: class of the error to raise.

    Raises:
        OpenraceError: no such file, not a regular file, too long, or no text in UTF-8.
    """
    if not isinstance(path, str | PathLike):
        raise error(f"the file is {path!r}", f"the path of {expected}", "give a name or a pathlib.Path")
    check_name(path, error)
    place = Path(path)
    try:
        found = place.stat()
        kind = next((word for is_kind, word in _OTHER if is_kind(found.st_mode)), None)
        if kind is not None:
            raise error(f"{path} is {kind}", expected, "name a regular file")
        with place.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as problem:
        reason = problem.strerror or problem
        raise error(f"{path} cannot be read: {reason}", expected, "check its name and place") from problem
    if len(data) > most_bytes:
        raise error(f"{path} is longer than {most_bytes:,} bytes", expected, "write a smaller game")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        raise error(f"{path} cannot be read: it is no text ({problem})", expected, "save it as UTF-8") from problem


LONGEST_PART = 255
"""Bytes of the longest name within a path."""


def check_name(path: str | PathLike[str], error: type[OpenraceError] = OpenraceError) -> None:
    """Refuses a name that no file can have.

    Raises:
        OpenraceError: the name holds a null character, which no system takes, or one that cannot be encoded; or a part
            of it is longer than any system takes.
    """
    try:
        encoded = fsencode(path)
        wrong = "a null character" if b"\0" in encoded else ""
        if max(map(len, encoded.split(b"/"))) > LONGEST_PART:
            wrong = f"a part of more than {LONGEST_PART} bytes"
    except UnicodeEncodeError:
        wrong = "a character that cannot be encoded"
    if wrong:
        raise error(f"the name {str(path)!r:.60} holds {wrong}", "a name that a file may have", "give another name")


@contextmanager
def writing(path: str | PathLike[str], error: type[OpenraceError] = OpenraceError) -> Iterator[None]:
    """While it lasts a file is written; what stops that is reported with the file's name.

    Args:
        path: the file.
        error: class of the error to raise.

    Raises:
        OpenraceError: the disk is full, or the file cannot be written.
    """
    check_name(path, error)
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or problem
        raise error(
            f"{path} cannot be written: {reason}", "a place that has room and may be written", "name another place"
        ) from problem
