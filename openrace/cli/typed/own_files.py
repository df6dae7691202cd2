"""Files of a user's own: ``--parts FILE.py`` and ``--evidence FILE.toml``, as often as wanted, beside any command.

A file of parts is run as Python, for it is the user's own program; it lists its classes with ``TERMS.add`` and the
like, and the command then knows them. A file of evidence is read: its entries join the register of quantities, and one
of a known name takes its place in every calibrated game. Files in TOML never execute anything.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable, Sequence
from pathlib import Path

from solver.common.errors import OpenraceError


def load_own_files(words: Sequence[str]) -> list[str]:
    """Loads every file named by one of the flags and returns the words without them.

    Raises:
        OpenraceError: no file is named, there is none, or it fails.
    """
    left: list[str] = []
    queue = list(words)
    while queue:
        word = queue.pop(0)
        name, equals, place = word.partition("=")
        if name not in FLAGS:
            left.append(word)
            continue
        expected, example, load = FLAGS[name]
        if not equals and not queue:
            raise OpenraceError(f"{name} came without a file", expected, f"write {name} {example}")
        load(Path(place if equals else queue.pop(0)))
    return left


def _run(path: Path) -> None:
    if not path.is_file():
        raise OpenraceError(f"--parts {path} is no file", "a Python file", "check the path")
    try:
        runpy.run_path(str(path), run_name="openrace_parts")
    except OpenraceError:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise OpenraceError(f"{path} failed with {kind}: {error}", "a file that runs", "run it with python") from error


def _read(path: Path) -> None:
    from games.evidence.register import add_evidence

    add_evidence(path)


FLAGS: dict[str, tuple[str, str, Callable[[Path], None]]] = {
    "--parts": ("a Python file", "mine.py", _run),
    "--evidence": ("a TOML file", "mine.toml", _read),
}
"""Every word that names a file of the user's: what kind of file, one to write after the word, and what loads it."""
