"""The list of games on the screen."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.catalog.names import CATALOG, named
from games.classics.published_game import by_subject
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Report, Share
from solver.common.table import Table, entry_text
from solver.common.tabular import Tabular
from solver.common.words import count


def catalog_report() -> Report:
    """What ``openrace games`` prints."""
    games: list[dict[str, Any]] = []
    for name, entry in CATALOG.items():
        game = named(name)
        players, plans = game.roster()
        games.append(
            {
                "name": name,
                "players": list(players),
                "plans": list(plans),
                "rows": list(entry.rows),
                "summary": game.summary,
            }
        )
    published = [
        {"name": model.name, "subject": subject, "source": model.source}
        for subject, models in by_subject().items()
        for model in models
    ]
    rows = [(r["name"], ", ".join(r["players"]), _plans(r), r["summary"]) for r in games]
    rows += [(r["name"], "", "", r["source"]) for r in published]
    names = [row[0] for row in rows]
    paragraph = f"openrace knows {count(len(names), 'game')} by name: {', '.join(names)}."
    return Report(
        {"games": games, "published": published},
        lambda: _card(games),
        lambda: Table("games", ("name", "players", "plans", "summary"), tuple(rows)),
        lambda: Share("games", paragraph, count(len(names), "game"), "nothing was solved"),
    )


def _card(games: list[dict[str, Any]]) -> RenderableType:
    """A line with the name and the players, and below it what the game is about; published models by subject."""
    lines: list[RenderableType] = []
    for row in games:
        lines.append(Text.assemble((row["name"], "bold"), f"  {', '.join(row['players'])}; {_plans(row)}"))
        lines.append(Padding(Text(row["summary"]), (0, 0, 0, 4)))
    lines.append(Text("published models, each as it was published", style="bold"))
    subjects = columns("", "")
    for subject, models in by_subject().items():
        subjects.add_row(Text(subject), ", ".join(model.name for model in models))
    says = "openrace show NAME says what a game assumes; openrace solve NAME solves it; "
    opens = "openrace shift NAME --do open:1 says what an open model does in a published model."
    return Group(*lines, Padding(subjects, (0, 0, 0, 4)), Text(says + opens, style="dim"))


def listing_card(result: Tabular) -> RenderableType:
    """A list of names: each in a line, and below it what is said of it."""
    table = result.table()
    lines: list[RenderableType] = []
    for name, *said in table.rows:
        titles = [f"{title}: " for title in table.header[1:]] if len(said) > 1 else [""]
        words = [f"{title}{entry_text(entry)}" for title, entry in zip(titles, said, strict=True)]
        lines += [Text(entry_text(name), style="bold"), Padding(Text("; ".join(words)), (0, 0, 0, 4))]
    return Group(*lines)


def _plans(row: dict[str, Any]) -> str:
    return f"{' x '.join(str(n) for n in row['plans'])} plans" if row["plans"] else "efforts"
