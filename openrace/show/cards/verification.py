"""An independent check of an answer, in words."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.game import Game
from games.parts.identity import game_hash
from openrace.show.cards.share import Report, Share
from openrace.show.cards.words import number
from solver.common.table import Table
from solver.common.words import capital, sentence
from solver.game.check import Check


def verification_card(checked: Check, name: str) -> RenderableType:
    """The card of ``openrace verify``: what the answer claims, and what the check establishes by itself."""
    sound = "every point listed is an equilibrium" if checked.sound else "a point listed is no equilibrium"
    reason = capital(sentence(checked.certificate.reason))
    lines = [
        Text.assemble((name, "bold"), ": ", _confirmed(checked)),
        Text(f"{capital(sound)}: the largest regret is {number(checked.certificate.max_regret, 2)}, computed again."),
        Text(f"No equilibrium is missing: {'proven' if checked.complete else 'not proven'} by the check, "
             f"{'proven' if checked.claimed_complete else 'not proven'} by the solver."),
        Text(f"Checked by: {sentence(checked.checked_by)} {reason}", style="dim"),
    ]  # fmt: skip
    return Group(*lines)


def verification_report(checked: Check, game: Game, concept: str) -> Report:
    """What ``openrace verify`` prints of the check of a game's answer under a concept."""
    name, rows = game.name, checked.table()
    said = "confirmed" if checked.confirmed else "not confirmed"
    reason = checked.certificate.reason
    paragraph = f"{name}: the answer was checked by a second program ({checked.checked_by}) and is {said}. "
    paragraph += capital(sentence(reason))
    return Report(
        {"game": name, "hash": game_hash(game), "concept": concept, **checked.to_dict()},
        lambda: verification_card(checked, name),
        lambda: Table(f"{name}: {rows.title}", rows.header, rows.rows),
        lambda: Share(name, paragraph, said, reason, game_hash(game)),
    )


def _confirmed(checked: Check) -> Text:
    if checked.confirmed:
        return Text("confirmed by an independent check", style="bold green")
    if checked.contradicted:
        return Text("contradicted by an independent check", style="bold red")
    return Text("not confirmed: the independent check did not end", style="bold yellow")
