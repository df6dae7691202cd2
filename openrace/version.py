"""The version of this program, as installed: it is written in ``pyproject.toml`` alone."""

from __future__ import annotations


def version() -> str:
    """As ``pip`` prints it."""
    # Imported here: it takes as long as everything else that ``import openrace`` loads.
    from importlib.metadata import version as installed

    return installed("openrace")
