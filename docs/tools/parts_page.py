"""The page of parts: every term, market, modifier and value function with its formula, numbers, units and source.

``python -m docs.tools.parts_page`` writes ``docs/parts.md``; a test holds the page to what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from games.markets import MARKETS
from games.modifiers import MODIFIERS
from games.parts.docs import doc_of
from games.parts.part import KindedPart, Part, Unit, kind_of
from games.risk import RISKS, Deployment, Uses, WorldRisk
from games.terms import TERMS
from games.terms.base import Term
from games.values import VALUES

PAGE = Path(__file__).parents[1] / "parts.md"

_HEAD = """# Parts

A game is composed of the parts on this page. `openrace show GAME` prints the parts of one game with their values; every
number is changed by its path, such as `--set alice.prestige.among=open`, and a step `*` stands for every lab, as in
`--set '*.prestige=3'`. `make docs` writes this page.

## A part of your own

It is a class like those below, in a file of your own. `openrace ... --parts mine.py` lists it for one command; in
Python, import the file before the game is read.

```python
from typing import ClassVar, Literal

from games.terms import TERMS, FlowTerm


@TERMS.add
class Goodwill(FlowTerm):
    \"\"\"1 per period while the best open model is the lab's own.\"\"\"

    kind: Literal["goodwill"] = "goodwill"
    summary: ClassVar[str] = "likes to be thanked for the best open model"
    formula: ClassVar[str] = "integral of 1[own open model is best]"
    unit: ClassVar[str] = "period of being thanked"

    def rate(self, state, lab, market):
        return 1.0 * (state.open_capability(lab) >= state.best_open)
```

A flow term and a market see the *state* of the market alone: who has which model (`games.State`). A term that is paid
once inherits from `Term` and states `evaluate(self, history, lab, market)`, its payoff at weight 1; a history also
knows dates and plans (`games.Timeline`). Numbers may be arrays, one value for each parameter point, so write formulas
with numpy. A number is a field with a type from `games.parts.part`, a unit and a text below it. `MARKETS`, `MODIFIERS`
and `VALUES` list the other parts in the same way.

## A game of your own

A class that makes a payoff tensor is a sort of game that a file may hold (`kind = "chicken"`), and a name lists a game
beside those of `openrace games`. Every question works on it, except those about labs and their releases.
A game of labs inherits from `games.parts.lab_game.LabGame`, which lists what it states: the events that it knows,
`responses` (the metrics that are the race) and `says` (words for them; a metric without words is named in sentences).

```python
from typing import Literal

from games import Game, Metric, Sense, add_game, add_kind
from solver import NormalForm


@add_kind
class Chicken(Game):
    \"\"\"Two drivers; the one who swerves loses face.\"\"\"

    kind: Literal["chicken"] = "chicken"
    name: str = "chicken"
    summary: str = "two drivers, and neither wants to be the one who swerves"
    crash: float = 10.0
    \"\"\"What a crash costs each of them.\"\"\"

    def normal_form(self):
        ann, ben = [[0, -1], [1, -self.crash]], [[0, 1], [-1, -self.crash]]
        return NormalForm.from_bimatrix(ann, ben, title=self.name)

    def metrics(self):
        payoffs = self.normal_form().payoffs
        return tuple(Metric(f"payoff.{i}", "utility", Sense.LEVEL, payoffs[i]) for i in range(2))


add_game("chicken", Chicken)
```

## A package of parts

A package names the module that lists its classes as an entry point. Installed beside openrace, its parts and games are
known to every command, without `--parts`.

```toml
[project.entry-points."openrace.parts"]
goodwill = "goodwill.parts"
```
"""


def page() -> str:
    """The whole page, in Markdown."""
    sections = [
        _section("Terms", "What labs care about; a payoff is the sum of weights times terms.", TERMS),
        _section("Markets", "Who sells to whom at what price; per customer and day.", MARKETS),
        _section("Value functions", "What a customer pays per day for a model of capability y.", VALUES),
        _risk(),
        _section(
            "Ways in which uses go wrong", "How the danger grows with the number of uses, `risk.uses.risk`.", RISKS
        ),
        _section("Modifiers", "Changes of the world, and of how a lab feels about its total.", MODIFIERS),
    ]
    return "\n".join([_HEAD, *sections])


def _risk() -> str:
    """The world's risk: one block of numbers, with its two parts."""
    blocks = (("[risk]", WorldRisk), ("[risk.uses]", Uses), ("[risk.deployment]", Deployment))
    lines = [
        "## The world's risk",
        "What may go wrong in the world is stated once in a game's file; `harm`, `p_safe` and `welfare_with_harm` are",
        "computed from it, whoever minds. Labs mind by the weights of `world_harm`, `scale_harm` and `shared_ruin`.",
        "",
    ]
    for title, part in blocks:
        lines += [f"### `{title}`", "", *[_number(part, name) for name in part.model_fields], ""]
    return "\n".join(lines)


def _section(title: str, sentence: str, members: Iterable[type[KindedPart]]) -> str:
    # A user's own parts, listed by whoever imported them, are not the project's to document.
    own = [member for member in members if member.__module__.startswith("games.")]
    return "\n".join([f"## {title}\n{sentence}\n", *[_entry(member) for member in own]])


def _entry(member: type[KindedPart]) -> str:
    lines = [f"### `{kind_of(member)}`", f"{member.summary[:1].upper()}{member.summary[1:]}.", ""]
    lines.append(f"    {member.formula}")
    lines.append("")
    if issubclass(member, Term):
        lines.append(f"Unit at weight 1: {member.unit}; a {member.slot}.\n")
    lines.append(f"Source: {member.source}.")
    numbers = [_number(member, name) for name in member.model_fields if name not in ("kind", "name", "weight")]
    return "\n".join([*lines, "", *numbers, ""])


def _number(member: type[Part], name: str) -> str:
    field = member.model_fields[name]
    unit = next((f" ({m.text})" for m in field.metadata if isinstance(m, Unit)), "")
    return f"* `{name}`{unit}: {doc_of(member, name)}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.name}\n")
