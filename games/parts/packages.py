"""Installed packages that bring parts and games, by the entry point ``openrace.parts``.

A package names one of its modules in its ``pyproject.toml``::

    [project.entry-points."openrace.parts"]
    goodwill = "goodwill.parts"

Importing that module lists its classes (``TERMS.add``, ``add_kind``, ``add_game``). It is imported before names are
listed, and where openrace does not know a name; commands that use openrace's own parts do not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from solver.common.errors import OpenraceError

GROUP = "openrace.parts"
"""The group of entry points."""

T = TypeVar("T")


class Listing(Mapping[str, T]):
    """Names and what they stand for: openrace's own, and those that installed packages add."""

    def __init__(self, own: Mapping[str, T] | None = None) -> None:
        self._members: dict[str, T] = dict(own or {})

    def add(self, name: str, member: T) -> None:
        """Lists a member, in place of any that has the name."""
        self._members[name] = member

    def known(self, name: str) -> T | None:
        """The member of that name among those listed so far; no package is imported."""
        return self._members.get(name)

    def __getitem__(self, name: str) -> T:
        if name not in self._members:
            load_packages()
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        load_packages()
        return iter(tuple(self._members))

    def __len__(self) -> int:
        load_packages()
        return len(self._members)


_loaded: list[str] = []
"""Entry points that were imported, or are being imported now."""


def load_packages() -> None:
    """Imports what installed packages name, once in a process.

    Raises:
        OpenraceError: a package's module fails.
    """
    if _loaded:
        return
    _loaded.append(GROUP)
    # Imported here: it takes longer than a small question, and few questions need it.
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP):
        _loaded.append(point.value)
        try:
            point.load()
        except Exception as error:
            owner = point.dist.name if point.dist else "an installed package"
            raise OpenraceError(
                f"{owner} brings parts in {point.value}, which fails with {type(error).__name__}: {error}",
                "a module that can be imported",
                "mend the package, or remove it",
            ) from error
