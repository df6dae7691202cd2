"""Why a number of a release game cannot matter: what it belongs to is absent."""

from __future__ import annotations

from games.parts.paths import follow, matching
from games.release.lab import Lab
from games.release.setup import ReleaseSetup
from games.terms import Revenue, Term

_ABSENT = {
    "open.lag": "open.reaction",
    "open.arrival_rate": "open.arrival_capability",
    "open.arrival_capability": "open.arrival_rate",
    "open.date": "open.capability",
}
"""Numbers that do nothing while another one is 0."""


def why_idle(game: ReleaseSetup, path: str) -> str:
    """The reason, in words; empty where none is known."""
    *way, field = matching(game, path)[path]
    owners = [follow(game, tuple(way[:end])) for end in range(1, len(way) + 1)]
    lab = next((owner for owner in owners if isinstance(owner, Lab)), None)
    term = next((owner for owner in owners if isinstance(owner, Term)), None)
    needed = _ABSENT.get(path)
    if needed and not follow(game, matching(game, needed)[needed]):
        return f"{needed} is 0"
    if way[:1] == ["market"] and not any(map(_sells, game.labs)):
        return "nobody sells a model"
    if lab is None:
        return ""
    if isinstance(term, Revenue) and not _sells(lab):
        return f"{lab.name} releases openly and sells nothing"
    if term is not None:
        return f"{lab.name}.{term.label} is 0" if field != "weight" and not term.weight else ""
    if field == "start_age" and not game.open.reaction:
        return "open.reaction is 0"
    if field == "start_open" and not lab.start:
        return f"{lab.name} starts without a model"
    if lab.dates == () and field in ("growth", "path", "efforts", "release"):
        return f"{lab.name} never releases"
    return f"{lab.name}.path states its capabilities" if field == "growth" and lab.path else ""


def _sells(lab: Lab) -> bool:
    """Whether the lab may ever have a closed model."""
    starts_closed = not lab.starts_open and lab.start > 0
    return starts_closed or (lab.release != "open" and lab.dates != ())
