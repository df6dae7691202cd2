"""The register: every quantity by its name, openrace's own and a user's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from games.evidence.quantity import Quantity
from games.parts.mistakes import explain
from games.parts.reading import read_toml_text
from solver.common.errors import OpenraceError
from solver.common.files import read_text

HOME = Path(__file__).parent
"""Folder of openrace's own entries."""
MAX_BYTES = 100_000
"""Longest file that is read."""
KEPT = ("unit", "measured", "spread")
"""What a user's entry of a known name may leave out: it is about the same quantity, with other numbers."""


class EvidenceError(OpenraceError):
    """An entry of the register cannot be read, or is not there."""


class Register(dict[str, Quantity]):
    """Quantities by name, in their order; a later one of a name takes the place of an earlier one."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        super().__init__((q.name, q) for q in quantities)
        for quantity in self.values():
            for use in quantity.maps:
                for other in use.also:
                    self[other]  # raises where there is none

    def __missing__(self, name: str) -> Quantity:
        close = get_close_matches(name, self, 1)
        hint = f"did you mean {close[0]!r}" if close else "openrace evidence lists them"
        raise EvidenceError(f"no quantity is named {name!r}", f"one of {', '.join(self)}", hint)

    def with_more(self, more: Iterable[Quantity]) -> Register:
        """The register with further entries; one of a known name takes its place."""
        return Register([*self.values(), *more])


def read_entries(path: Path, known: Mapping[str, Quantity] | None = None) -> tuple[Quantity, ...]:
    """The entries in a TOML file: one, or several under ``[[quantities]]``.

    Args:
        path: the file.
        known: entries by name; one of the same name in the file takes over what it leaves out of ``KEPT`` and the uses
            of parameters that it does not name.

    Raises:
        EvidenceError: no such file, malformed TOML, or names and numbers that make no entry, all at once.
    """
    text = read_text(path, "a TOML file", MAX_BYTES, EvidenceError)
    try:
        data = read_toml_text(text)
    except ValueError as error:
        raise EvidenceError(f"{path} is not TOML: {error}", "a TOML file", "mend the line it names") from error
    tables = data["quantities"] if set(data) == {"quantities"} else [data]
    if not isinstance(tables, list) or not tables:
        raise EvidenceError(f"{path}: quantities is no list of tables", "[[quantities]] once per entry", "mend it")
    return tuple(_entry(table, path, known or {}) for table in tables)


def _entry(table: Any, path: Path, known: Mapping[str, Quantity]) -> Quantity:
    name = str(table.get("name")) if isinstance(table, dict) else ""
    before = known.get(name)
    if before is not None:
        table = {field: getattr(before, field) for field in KEPT} | table
    try:
        entry = Quantity.model_validate(table)
    except ValidationError as error:
        raise EvidenceError(
            f"{path}: {explain(error, model=Quantity)}",
            "an entry: name, estimate, low, high, unit, range, measured, source, address, date and quality",
            "openrace evidence --json shows the entries that exist",
        ) from error
    return entry if before is None else _used_as_before(entry, before, path)


def _used_as_before(entry: Quantity, before: Quantity, path: Path) -> Quantity:
    """The entry, with the uses of the one before for parameters about which it says nothing."""
    if "maps" in entry.model_fields_set and not entry.maps:
        return entry
    claimed = {(use.game, use.path) for use in entry.maps}
    kept = [use for use in before.maps if (use.game, use.path) not in claimed]
    if kept and entry.unit != before.unit:
        use = kept[0]
        raise EvidenceError(
            f"{path}: {entry.name} is in {entry.unit}, and {use.path} of {use.game} is computed from {before.unit}",
            f"an entry in {before.unit}, or one that says under [[maps]] what every parameter is",
            f"convert the numbers to {before.unit}",
        )
    return entry.model_copy(update={"maps": (*entry.maps, *kept)})


@cache
def own_register() -> Register:
    """What openrace itself brings."""
    return Register(entry for path in sorted(HOME.rglob("*.toml")) for entry in read_entries(path))


_MORE: list[Quantity] = []
"""Entries that the user has added, in their order."""


def add_evidence(path: Path) -> tuple[Quantity, ...]:
    """Adds the entries of a user's file; one of a known name takes its place, in every calibrated game made later.

    Parameters about which it says nothing are computed from it as from the one before.

    Raises:
        EvidenceError: the file cannot be read, or names quantities that do not exist.
    """
    entries = read_entries(path, register())
    own_register().with_more([*_MORE, *entries])
    _MORE.extend(entries)
    return entries


def register() -> Register:
    """All that is known: openrace's own entries and those that the user has added."""
    return own_register().with_more(_MORE) if _MORE else own_register()


def forget_added() -> None:
    """Takes back all that the user has added."""
    _MORE.clear()
