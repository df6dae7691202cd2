"""The list of games on the screen."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.catalog.names import CATALOG, named
from games.classics.published_game import by_subject
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Share
from solver.common.table import Table, entry_text
from solver.common.tabular import Tabular
from solver.common.words import count


def catalog_dict() -> dict[str, Any]:
    """The JSON of ``openrace games``."""
    rows = []
    for name, entry in CATALOG.items():
        game = named(name)
        players, plans = game.roster()
        rows.append(
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
    return {"games": rows, "published": published}


def catalog_card(data: dict[str, Any]) -> RenderableType:
    """The card of ``openrace games``: a line with the name and the players, and below it what the game is about."""
    lines: list[RenderableType] = []
    for row in data["games"]:
        lines.append(Text.assemble((row["name"], "bold"), f"  {', '.join(row['players'])}; {_plans(row)}"))
        lines.append(Padding(Text(row["summary"]), (0, 0, 0, 4)))
    lines.append(Text("published models, each as it was published", style="bold"))
    subjects = columns("", "")
    for subject, names in _published(data).items():
        subjects.add_row(Text(subject), ", ".join(names))
    says = "openrace show NAME says what a game assumes; openrace solve NAME solves it; "
    opens = "openrace shift NAME --do open:1 says what an open model does in a published model."
    return Group(*lines, Padding(subjects, (0, 0, 0, 4)), Text(says + opens, style="dim"))


def _published(data: dict[str, Any]) -> dict[str, list[str]]:
    """Names of published models that are games, by subject."""
    found: dict[str, list[str]] = {}
    for row in data["published"]:
        found.setdefault(row["subject"], []).append(row["name"])
    return found


def listing_card(result: Tabular) -> RenderableType:
    """A list of names: each in a line, and below it what is said of it."""
    table = result.table()
    lines: list[RenderableType] = []
    for name, *said in table.rows:
        titles = [f"{title}: " for title in table.header[1:]] if len(said) > 1 else [""]
        words = [f"{title}{entry_text(entry)}" for title, entry in zip(titles, said, strict=True)]
        lines += [Text(entry_text(name), style="bold"), Padding(Text("; ".join(words)), (0, 0, 0, 4))]
    return Group(*lines)


def catalog_table(data: dict[str, Any]) -> Table:
    """One row per game."""
    rows = tuple((r["name"], ", ".join(r["players"]), _plans(r), r["summary"]) for r in data["games"])
    rows += tuple((r["name"], "", "", r["source"]) for r in data["published"])
    return Table("games", ("name", "players", "plans", "summary"), rows)


def catalog_share(data: dict[str, Any]) -> Share:
    """How many games there are, and their names."""
    names = [row["name"] for row in (*data["games"], *data["published"])]
    paragraph = f"openrace knows {count(len(names), 'game')} by name: {', '.join(names)}."
    return Share("games", paragraph, count(len(names), "game"), "nothing was solved")


def _plans(row: dict[str, Any]) -> str:
    return f"{' x '.join(str(n) for n in row['plans'])} plans" if row["plans"] else "efforts"
