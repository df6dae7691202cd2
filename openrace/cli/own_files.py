"""Parts of a user's own: ``--parts FILE.py``, once or several times, before or after any command.

The file is run as Python, for it is the user's own program; games in TOML files never execute anything. It lists its
classes with ``TERMS.add`` and the like, and the command then knows them.
"""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path

FLAG = "--parts"


def load_parts(words: Sequence[str]) -> list[str]:
    """Runs every file named by ``--parts`` and returns the words without them.

    Raises:
        OpenraceError: no file is named, there is none, or it fails.
    """
    if not any(word == FLAG or word.startswith(f"{FLAG}=") for word in words):
        return list(words)
    from solver.game.errors import OpenraceError

    left: list[str] = []
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if word == FLAG and not queue:
            raise OpenraceError(f"{FLAG} came without a file", "a Python file", f"write {FLAG} mine.py")
        if word == FLAG:
            _run(Path(queue.pop(0)))
        elif word.startswith(f"{FLAG}="):
            _run(Path(word.removeprefix(f"{FLAG}=")))
        else:
            left.append(word)
    return left


def _run(path: Path) -> None:
    from solver.game.errors import OpenraceError

    if not path.is_file():
        raise OpenraceError(f"{FLAG} {path} is no file", "a Python file", "check the path")
    try:
        runpy.run_path(str(path), run_name="openrace_parts")
    except OpenraceError:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise OpenraceError(f"{path} failed with {kind}: {error}", "a file that runs", "run it with python") from error
