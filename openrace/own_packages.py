"""Whether openrace's own packages are the ones that Python finds under their names.

``solver`` and ``games`` are plain names: a file ``solver.py`` beside a user's script is found first, and what follows
would be an error about modules that nobody has heard of.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

NAMES = ("games", "solver")
"""Packages beside this one."""


def check() -> None:
    """Whether the packages beside this one are those that an import finds; nothing is imported.

    Raises:
        ImportError: something else is found, which the error names.
    """
    here = Path(__file__).resolve().parents[1]
    for name in NAMES:
        spec = find_spec(name)
        found = None if spec is None or spec.origin is None else Path(spec.origin).resolve()
        if found is None or found.parent != here / name:
            what = f"{found or f'a folder {name}'} hides openrace's own package {name!r}"
            raise ImportError(f"{what}. Rename it, or run your program from another folder.")
