"""The page of parts: every term, market, modifier and value function with its formula, numbers, units and source.

``python -m openrace.parts_page`` writes ``docs/parts.md``; a test holds the page to what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from games.markets import MARKETS
from games.modifiers import MODIFIERS
from games.parts.docs import doc_of
from games.parts.part import KindedPart, Unit, kind_of
from games.terms import TERMS
from games.terms.base import Term
from games.values import VALUES

PAGE = Path(__file__).parents[1] / "docs" / "parts.md"

_HEAD = """# Parts

What a game is composed of. `openrace show GAME` prints the parts of one game with their values; any number is changed
by its path, such as `--set alice.prestige.among=open`. This page is written by `make docs`.

A part of your own is a class like these, in a file of yours. `openrace ... --parts mine.py` makes it known to any
command; from Python it is enough to import the file before the game is read.

```python
from typing import ClassVar, Literal

from games.terms import TERMS, Slot, Term


@TERMS.add
class Goodwill(Term):
    \"\"\"1 per period while the best open model is the lab's own.\"\"\"

    kind: Literal["goodwill"] = "goodwill"
    summary: ClassVar[str] = "likes to be thanked for the best open model"
    formula: ClassVar[str] = "integral of 1[own open model is best]"
    unit: ClassVar[str] = "periods"
    slot: ClassVar[Slot] = Slot.FLOW

    def evaluate(self, history, lab, market):
        return (history.flow(lab) * (history.open_capability(lab) >= history.best_open)).sum(axis=0)
```
"""


def page() -> str:
    """The whole page, in Markdown."""
    sections = [
        _section("Terms", "What labs care about; a payoff is the sum of weights times terms.", TERMS),
        _section("Markets", "Who sells to whom at what price; per customer and day.", MARKETS),
        _section("Value functions", "What a customer pays per day for a model of capability y.", VALUES),
        _section("Modifiers", "Changes of the world, and of how a lab feels about its total.", MODIFIERS),
    ]
    return "\n".join([_HEAD, *sections])


def _section(title: str, sentence: str, members: Iterable[type[KindedPart]]) -> str:
    # A user's own parts, listed by whoever imported them, are not the project's to document.
    own = [member for member in members if member.__module__.startswith("games.")]
    return "\n".join([f"## {title}\n{sentence}\n", *[_entry(member) for member in own]])


def _entry(member: type[KindedPart]) -> str:
    lines = [f"### `{kind_of(member)}`", f"{member.summary[:1].upper()}{member.summary[1:]}.", ""]
    lines.append(f"    {member.formula}")
    lines.append("")
    if issubclass(member, Term):
        lines.append(f"Unit at weight 1: {member.unit}; paid as a {member.slot}. ")
    lines.append(f"Source: {member.source}.")
    numbers = [_number(member, name) for name in member.model_fields if name not in ("kind", "name", "weight")]
    return "\n".join([*lines, "", *numbers, ""])


def _number(member: type[KindedPart], name: str) -> str:
    field = member.model_fields[name]
    unit = next((f" ({m.text})" for m in field.metadata if isinstance(m, Unit)), "")
    return f"* `{name}`{unit}: {doc_of(member, name)}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.name}\n")
