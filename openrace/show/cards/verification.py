"""An independent check of an answer, in words."""

from __future__ import annotations

from typing import Any, Protocol

from rich.console import Group, RenderableType
from rich.text import Text

from openrace.questions.tables import Table
from openrace.show.cards.share import Share
from openrace.show.cards.words import capital, number, sentence
from solver.common.tabular import Rows
from solver.game.solution import Certificate


class Checked(Protocol):
    """What a second program found of an answer, whatever the answer is about."""

    @property
    def certificate(self) -> Certificate:
        """What it establishes by itself."""

    @property
    def claimed_complete(self) -> bool:
        """Whether the answer says that no equilibrium is missing."""

    @property
    def sound(self) -> bool:
        """Whether every point listed is an equilibrium."""

    @property
    def complete(self) -> bool:
        """Whether the check proves that none is missing."""

    @property
    def confirmed(self) -> bool:
        """Whether it establishes everything that the answer claims."""

    @property
    def contradicted(self) -> bool:
        """Whether it denies what the answer claims."""

    @property
    def checked_by(self) -> str:
        """How, in words."""

    def table(self) -> Rows:
        """One row per claim."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of it."""


def verification_card(checked: Checked, name: str) -> RenderableType:
    """The card of ``openrace verify``: what the answer claims, and what the check establishes by itself."""
    sound = "every point listed is an equilibrium" if checked.sound else "a point listed is no equilibrium"
    lines = [
        Text.assemble((name, "bold"), ": ", _confirmed(checked)),
        Text(f"{capital(sound)}: the largest regret is {number(checked.certificate.max_regret, 2)}, computed again."),
        Text(f"No equilibrium is missing: {'proven' if checked.complete else 'not proven'} by the check, "
             f"{'proven' if checked.claimed_complete else 'not proven'} by the solver."),
        Text(f"{capital(sentence(checked.checked_by))} {capital(sentence(checked.certificate.reason))}", style="dim"),
    ]  # fmt: skip
    return Group(*lines)


def verification_table(checked: Checked, name: str) -> Table:
    """One row per claim."""
    rows = checked.table()
    return Table(f"{name}: {rows.title}", rows.header, rows.rows)


def verification_share(checked: Checked, name: str, hash_: str) -> Share:
    """What was checked, and how."""
    said = "confirmed" if checked.confirmed else "not confirmed"
    reason = capital(sentence(checked.certificate.reason))
    paragraph = f"{name}: the answer was checked by a second program ({checked.checked_by}) and is {said}. {reason}"
    return Share(name, paragraph, said, checked.certificate.reason, hash_)


def _confirmed(checked: Checked) -> Text:
    if checked.confirmed:
        return Text("confirmed by an independent check", style="bold green")
    if checked.contradicted:
        return Text("contradicted by an independent check", style="bold red")
    return Text("not confirmed: the independent check did not end", style="bold yellow")
