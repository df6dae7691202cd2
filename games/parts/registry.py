"""Explicit lists of interchangeable parts, and the one way to add to them.

A list maps ``kind`` to class. The project's own members are in the ``__init__`` of ``games.terms``, ``games.markets``,
``games.modifiers`` and ``games.values``; a user adds one with :meth:`Registry.add` (also as a decorator) before a game
that names it is read, or by a package (``games.parts.packages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from games.parts.packages import Listing
from games.parts.part import KindedPart, kind_of
from solver.common.errors import OpenraceError
from solver.common.words import all_of, shortened

P = TypeVar("P", bound=KindedPart)


class Registry(Generic[P]):
    """``kind -> class`` for one sort of part."""

    def __init__(self, sort: str, members: tuple[type[P], ...]) -> None:
        self.sort = sort
        self._members: Listing[type[P]] = Listing({})
        for member in members:
            self._list(member)

    def add(self, member: type[P]) -> type[P]:
        """List a class under its ``kind``.

        Raises:
            OpenraceError: it has no kind, another class has it, or it does not say of itself what every part says.
        """
        # A class of a user's own fails where it is listed, and not where a game first uses it.
        member.model_rebuild()
        self._list(member)
        return member

    def _list(self, member: type[P]) -> None:
        kind = kind_of(member)
        if not kind:
            raise OpenraceError(
                f"{member.__qualname__} has no kind", "a name in lists and files", "give its field 'kind' a default"
            )
        taken = self._members.known(kind)
        if taken is not None and taken.__qualname__ != member.__qualname__:
            raise OpenraceError(
                f"a {self.sort} of kind {kind!r} exists already ({taken.__qualname__})",
                "a different kind for every class",
                "give the new class another default for its field 'kind'",
            )
        unsaid = [name for name in sorted(member.__class_vars__) if not hasattr(member, name)]
        if unsaid:
            raise OpenraceError(
                f"{member.__qualname__} has no {all_of(unsaid)}",
                f"a {self.sort} that states what openrace show prints",
                f'write for example {unsaid[0]}: ClassVar[str] = "..."',
            )
        self._members.add(kind, member)
        member.listed = self._members

    def parse(self, data: Any) -> Any:
        """A pydantic before-validator: turns a table with a ``kind`` into the class listed under it."""
        if not isinstance(data, dict):
            return data
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in self._members:
            close = get_close_matches(str(kind), self._members, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            came = shortened(repr(kind))
            raise ValueError(f"unknown kind {came} of {self.sort}, known are {', '.join(self._members)}{hint}")
        return self._members[kind].model_validate(data)

    def __iter__(self) -> Iterator[type[P]]:
        return iter(self._members.values())

    def __getitem__(self, kind: str) -> type[P]:
        return self._members[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self._members
