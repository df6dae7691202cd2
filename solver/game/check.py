"""What a second program finds of a solution, whatever kind of game was solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from solver.common.table import Table
from solver.common.tabular import Tabular
from solver.game.solution import UNFINISHED, Certificate


@dataclass(frozen=True, eq=False)
class Check(Tabular):
    """What an independent check of a solution found.

    Attributes:
        certificate: what the check establishes by itself; its reason says what is missing where something is.
        checked_by: how completeness was checked, in words.
        subject: what was solved, in words.
        sound: whether every point listed is an equilibrium.
        claimed_complete: whether the solution says of itself that no equilibrium is missing.
        equilibria: how many are listed.
        components: how many components they form.
        gain: what the largest regret is called, and what the solution says of it; empty if it says nothing.
    """

    certificate: Certificate
    checked_by: str
    subject: str
    sound: bool
    claimed_complete: bool
    equilibria: int
    components: int
    gain: tuple[str, str]

    @property
    def complete(self) -> bool:
        """Whether the check proves that no equilibrium is missing."""
        return self.certificate.complete

    @property
    def confirmed(self) -> bool:
        """Whether the check establishes everything that the solution claims of itself."""
        return self.sound and (self.complete or not self.claimed_complete)

    @property
    def contradicted(self) -> bool:
        """Whether the check denies what the solution claims, rather than stopping short of proving it."""
        return not self.sound or (not self.confirmed and UNFINISHED not in self.certificate.reason)

    def table(self) -> Table:
        """One row per claim: what the solution says, and what the check finds."""
        words = {True: "proven", False: "not proven"}
        return Table(
            f"{self.subject}: checked independently, {self._confirmed}",
            ("claim", "solution", "check"),
            (
                ("every point listed is an equilibrium", "yes", "yes" if self.sound else "no"),
                ("no equilibrium is missing", words[self.claimed_complete], words[self.complete]),
                (*self.gain, f"{self.certificate.max_regret:.2g}"),
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace verify`` (without the fields that name the game)."""
        return {
            "confirmed": self.confirmed,
            "contradicted": self.contradicted,
            "sound": self.sound,
            "complete": self.complete,
            "claimed_complete": self.claimed_complete,
            "max_regret": self.certificate.max_regret,
            "equilibria": self.equilibria,
            "components": self.components,
            "checked_by": self.checked_by,
            "reason": self.certificate.reason,
        }

    @property
    def _confirmed(self) -> str:
        return "confirmed" if self.confirmed else "not confirmed"

    def __repr__(self) -> str:
        sound, complete = "sound" if self.sound else "not sound", "complete" if self.complete else "not proven complete"
        return f"{type(self).__name__}({self._confirmed}: {sound}, {complete})"

    def __str__(self) -> str:
        return f"{self.table().text()}\n{self.checked_by}: {self.certificate.reason}"
