"""The page of published models, ``docs/replication.md``: values, parameters and quantities of each, and the sign table.

``python -m docs.tools.replication_page`` writes it; tests compute its values again and hold the page current.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from games.classics.listing import MODELS
from games.classics.model import Channel, Classic
from games.parts.docs import doc_of
from games.parts.part import unit_of
from openrace.replication.opened import Signs, signs
from openrace.replication.rows import Row, replicate
from solver.common.table import without_noise

PAGE = Path(__file__).parents[1] / "replication.md"

_HEAD = """# Published models

`openrace replicate` computes what the field's papers publish and prints each value beside ours; exit code 1 says that
one differs by more than it may. A value marked *formula* is what the paper's closed form says at the stated parameters.
Where the model is a game, ours comes from a solver that does not know the formula.

```
openrace replicate lee-wilde                  # the values of one paper
openrace replicate lee-wilde --set firms=5    # its quantities at your parameters, beside the formula
openrace replicate --question open            # an open model appears: what moves, and through what?
openrace replicate aghion --figures figures   # the paper's figure, drawn again
```

In Python, `openrace.replicate("lee-wilde")` returns the rows, and
`openrace.classic("lee-wilde", firms=5).found("effort")` one number with how it was found.

This page is written by `python -m docs.tools.replication_page`.

## As games

Most of these models are games for every other command, under their own names (`openrace games` lists them by subject).
Their numbers are the parameters that `openrace replicate MODEL --set` takes.

```
openrace solve tullock                                   # the equilibria, with their certificate
openrace shift tullock --do open:1@win                   # an open model of quality 1 appears: it slows the race down
openrace shift lee-wilde --do open:1                     # the same in a race, through every channel at once
openrace map lee-wilde --do open:1 --vary prize=0.5:2:9 --vary r=0.05:0.2:9
openrace sweep hawk-dove --vary value=1:3:9 --out hawks
openrace flip beath-katsoulacos-ulph --do open:1@lose --vary win=0.2:2
```

`open:QUALITY@CHANNEL` is the open model as the model itself understands it, through one channel of the table below
(`open:1@all-flows-alike` for two words); without a channel it acts through all that the model states. In Python it is
`openrace.shift("tullock", "open:1@win")`, and `openrace.load("tullock", {"exponent": 0.5})` is the game.

A model whose players choose from a finite list is solved as it is, and all of its equilibria are listed: where the
paper singles one out, the answer is about all of them. Two or three players who choose numbers do so from a grid that
holds the equilibria of the continuous game, points at equal distances, and points that come nearer to each
equilibrium by halves; `openrace solve` says what anybody gains off it. A race is solved state by state. Models whose
players choose dates in continuous time, see each other's choices or know their types have no such table;
`openrace solve` says so and names the command that computes them.

## An open model appears

One question asked of all models: which way do effort, date and risk move, and through which channel? *Up* is more
effort or an earlier date; risks are *more* or *less*. Below, each model states what an open model does to it.

"""


def page() -> str:
    """The whole page, from computing every value and asking every model."""
    rows = {name: list(own) for name, own in groupby(replicate().rows, key=lambda row: row.model)}
    return _HEAD + sign_table(signs()) + "\n## Values\n\n" + "".join(part(m, rows[m.name]) for m in MODELS)


def sign_table(found: Signs) -> str:
    """The answers of all models, one line per model and metric, one column per channel."""
    channels = [str(c) for c in Channel if any(row.channel is c for row in found.rows)]
    lines = []
    for (model, metric), own in groupby(found.rows, key=lambda row: (row.model, row.metric)):
        ways = {str(row.channel): str(row.direction) for row in own}
        lines.append((model, metric, *[ways.get(channel, "") for channel in channels]))
    return _table(("model", "metric", *channels), lines)


def part(model: type[Classic], rows: list[Row]) -> str:
    """What the page says of one model."""
    values = _table(("quantity", "place", "published", "ours"), [_value(row) for row in rows])
    fields = [
        (f"`{name}`", _default(model, name), unit_of(model(), name), doc_of(model, name) or "")
        for name in model.model_fields
    ]
    parameters = _table(("parameter", "default", "unit", "what it is"), fields)
    computed = "".join(f"* `{name}`: {words}\n" for name, words in model.quantities().items())
    opened = f"\n*An open model appears:* {_first_line(model.changes.__doc__)}\n" if model().opened(1.0) else ""
    finding = f"\n*Finding:* {model.finding}\n" if model.finding else ""
    head = f"### `{model.name}`\n\n{model.source}. {_first_line(model.__doc__)} Concept: {model.concept}.\n\n"
    return f"{head}{values}{finding}{opened}\n{parameters}\n{computed}\n"


def _value(row: Row) -> tuple[str, str, str, str]:
    published = "" if row.published is None else f"{row.published:.7g}"
    return row.quantity, row.source.split("; ", 1)[1], published, shown(row.ours)


def shown(value: float) -> str:
    """A computed number without the digits in which machines differ."""
    return f"{without_noise(value):.5g}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown whose cells may hold code, as docstrings do."""
    lines = [header, ["---"] * len(header), *rows]
    cells = [[cell.replace("``", "`").replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _default(model: type[Classic], name: str) -> str:
    value = model.model_fields[name].default
    return f"{value:g}" if isinstance(value, float) else str(value)


def _first_line(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split()).replace("``", "`")


def write(path: Path = PAGE) -> Path:
    """Write the page and say where."""
    path.write_text(page(), encoding="utf-8")
    return path


if __name__ == "__main__":
    write()
