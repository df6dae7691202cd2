"""The page of stories, ``docs/stories.md``: every row of the table with its claim, its verdict and the command to ask.

``python -m docs.tools.stories_page`` writes it; a test runs the stories again and holds the page current.
"""

from __future__ import annotations

from pathlib import Path

from games.parts.change_words import change_word
from openrace.claims.story import StoryResult, run_story
from openrace.claims.story_list import story_names
from openrace.concepts.plain import plain

PAGE = Path(__file__).parents[1] / "stories.md"

_HEAD = """# The stories

Each row of the table is one claim from the two threads that [the model](model.md) starts from, in our own words, with
what came of it. *Holds* says whether the claim holds with the numbers of its story: `yes`, `no`, or `conditional`, in
which case the last column states the condition. A claim is judged where its premises hold, and what happens beyond them
is openrace's finding. *Reading* says whose the sign is: the author's, or openrace's where the author only names a
topic. Up and down are directions of racing: an earlier date or a lower cost is up. Conditions are found by solving the
story along its lever; none of them is written down anywhere. Ask any of them yourself, with other numbers or with an
assumption less:

```
openrace story announced-date --set tau=5
openrace story alice-answers --without alice.prestige
```

This page is written by `python -m docs.tools.stories_page`.

## Every row

| row | story | who | claim | reading | holds | what happens |
|---|---|---|---|---|---|---|
"""

_PARAMETERS = """
## Parameters and values

| story | kind | parameters | values | `--without` |
|---|---|---|---|---|
"""


_RACES = """
## Told as races

The same claim where labs choose how hard to work (`openrace story NAME --race` writes the race as a file): effort at
the start without and with what the claim is about.

| story | effort without | effort with | response |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, from running every story at its defaults."""
    results = [run_story(name) for name in story_names()]
    by_row = sorted(((row, r) for r in results for row in r.rows), key=lambda pair: _order(pair[0]))
    table = "".join(_line(row, r) for row, r in by_row)
    races = "".join(_effort(r) for r in results)
    return _HEAD + table + _RACES + races + _PARAMETERS + "".join(_parameters(r) for r in results)


def write(path: Path = PAGE) -> Path:
    """Write the page and say where."""
    path.write_text(page(), encoding="utf-8")
    return path


def _order(row: str) -> tuple[int, str]:
    digits = row.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), row[len(digits) :]


def _line(row: str, result: StoryResult) -> str:
    told = (result.claim, str(result.reading), result.claim_holds, result.finding.because)
    cells = (row, f"`{result.story}`", result.who, *told)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _effort(result: StoryResult) -> str:
    """The response of all labs' effort, for a story that is also a race."""
    return "".join(
        f"| `{result.story}` | {_ends(m.before)} | {_ends(m.after)} | {change_word(m.direction, m.sense, m.unit)} |\n"
        for m in result.response
        if m.metric == "effort"
    )


def _ends(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else " to ".join(dict.fromkeys(f"{end:.4g}" for end in interval))


def _parameters(result: StoryResult) -> str:
    from openrace.claims.story_list import list_stories

    line = next(entry for entry in list_stories() if entry.story == result.story)
    symbols = ", ".join(f"`{p.symbol}={_shown(plain(p.value))}`" for p in result.parameters)
    values = "; ".join(f"`{n.name}` {n.meaning}" for n in result.numbers)
    without = ", ".join(f"`{term}`" for term in line.ingredients)
    return f"| `{result.story}` | {result.kind} | {symbols} | {values} | {without} |\n"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(v) for v in value) + "]"
    return "left out" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    write()
