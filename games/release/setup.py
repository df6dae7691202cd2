"""What a release game is composed of: labs, calendar, open path, market and modifiers, as one validated whole.

``games.release.release_game`` makes payoffs of it; ``games.release.checks`` says what keeps it from making sense.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from games.markets import AnyMarket, LimitPricing
from games.modifiers import MODIFIERS, AnyModifier, Modifier
from games.parts.change_words import Doing, Response
from games.parts.lab_game import LabGame
from games.parts.mistakes import Keys
from games.parts.part import NonNegative, Unit, kind_of
from games.release.lab import Lab
from games.release.one_risk import USUAL, with_one_risk
from games.risk.world_risk import WorldRisk
from games.time.calendar import Calendar
from games.time.open_path import OpenPath

RELEASES = Doing("releases", "may release", "earlier", "later")
COUNTS = Doing("is", "may be", "higher", "lower")


@dataclass(frozen=True)
class Player:
    """A player: one lab, or a coalition.

    Attributes:
        name: the lab's name, or the labs' joined by ``+``.
        labs: their indices.
    """

    name: str
    labs: tuple[int, ...]


class ReleaseSetup(LabGame):
    """The parts of a release game."""

    noun: ClassVar[str] = "release game"
    responses: ClassVar[tuple[str, ...]] = (
        "response.first_release",
        "response.capability_trained",
        "response.n_release",
    )
    says: ClassVar[Mapping[str, Response]] = {
        "first_release": Response(RELEASES, "the first lab", RELEASES, "when it releases or what it trains"),
        "capability_trained": Response(
            Doing("trains", "may train", "more", "less"),
            "all labs together",
            Doing("train", "may train", "more", "less"),
        ),
        "n_release": Response(COUNTS, "the number of labs that release", COUNTS),
    }
    anybody: ClassVar[str] = "first_release"
    kind: Literal["release"] = "release"
    """What sort of game this is."""
    labs: tuple[Lab, ...] = Field(min_length=1)
    """The players."""
    calendar: Calendar = Calendar()
    """Horizon, slots, discounting."""
    open: OpenPath = OpenPath()
    """Open models from outside the game."""
    market: AnyMarket = LimitPricing()
    """How customers are served."""
    risk: WorldRisk | None = None
    """What may go wrong in the world, stated once for everybody; left out, nothing, or what a lab's terms mind."""
    modifiers: tuple[AnyModifier, ...] = ()
    """Changes of the world and of how labs feel; their order does not matter."""
    milestones: Annotated[tuple[NonNegative, ...], Unit("capability")] = ()
    """Capabilities whose first date is reported."""
    coalitions: tuple[tuple[str, ...], ...] = ()
    """Labs that act as one player: joint plans, summed payoffs, and no competition among themselves."""

    @model_validator(mode="before")
    @classmethod
    def _one_world(cls, data: Any) -> Any:
        return with_one_risk(data) if isinstance(data, dict) else data

    @property
    def world_risk(self) -> WorldRisk | None:
        """What may go wrong, with the usual numbers for what some lab minds and the game does not state."""
        needs = {type(term).needs for lab in self.labs for term in lab.terms} - {""}
        if self.risk is None and not needs:
            return None
        risk = self.risk or WorldRisk()
        usual = {need: make() for need, make in USUAL.items() if need in needs and getattr(risk, need) is None}
        return risk.model_copy(update=usual)

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""
        return tuple(lab.name for lab in self.labs)

    @property
    def player_names(self) -> tuple[str, ...]:
        """Names of the players: labs, and coalitions of labs."""
        return tuple(player.name for player in self.players)

    @property
    def period_days(self) -> float:
        """Days in a period."""
        return float(self.calendar.days_per_period)

    def owners(self, keys: Keys) -> tuple[str, ...]:
        """Labs whose own number lies at keys: also one of a modifier for them alone, or of who plans together."""
        if keys[0] == "coalitions":
            return tuple(name for group in self.coalitions for name in group)
        if keys[0] == "modifiers" and len(keys) > 1:
            only = getattr(self.modifiers[int(keys[1])], "only", ())
            return tuple(name for name in self.lab_names if name in only)
        return super().owners(keys)

    @property
    def horizon(self) -> float:
        """When the game ends, in periods."""
        return float(self.calendar.horizon)

    @property
    def is_endless(self) -> bool:
        """Whether flows run for ever."""
        return self.calendar.is_infinite

    @property
    def discount_rates(self) -> dict[str, float]:
        """Every discount rate of the game, by its path."""
        own = {f"{lab.name}.discount_rate": lab.discount_rate for lab in self.labs if lab.discount_rate is not None}
        return {**own, "calendar.discount_rate": self.calendar.discount_rate}

    def term_labels(self, lab: str) -> tuple[str, ...]:
        """Labels of the terms of one lab."""
        return tuple(term.label for term in self.labs[self.lab_index(lab)].terms)

    def advice(self, name: str) -> str:
        """How to get a modifier that the game lacks."""
        if name == "risk" and self.risk is None:
            return (
                f"the game does not state the world's risk: write it to a file with openrace show {self.name} --toml > "
                "mine.toml, and add [risk] to it"
            )
        if name not in map(kind_of, MODIFIERS):
            return ""
        return (
            f"the game has no modifier {name}: write it to a file with openrace show {self.name} --toml > mine.toml, "
            f'and add [[modifiers]] with kind = "{name}" to it'
        )

    @property
    def ordered_modifiers(self) -> tuple[Modifier, ...]:
        """Modifiers in the order in which they apply: by stages, and within a stage by name."""
        return tuple(sorted(self.modifiers, key=lambda modifier: (modifier.stage, modifier.label)))

    @property
    def linear(self) -> bool:
        """Whether payoffs are linear in the weights of terms."""
        return all(type(m).linear for m in self.modifiers)

    @property
    def players(self) -> tuple[Player, ...]:
        """The players; a coalition takes the place of its first lab."""
        names = [lab.name for lab in self.labs]
        if not self.coalitions:
            return tuple(Player(name, (i,)) for i, name in enumerate(names))
        team = {name: tuple(names.index(n) for n in members) for members in self.coalitions for name in members}
        groups = dict.fromkeys(tuple(sorted(team.get(name, (i,)))) for i, name in enumerate(names))
        return tuple(Player("+".join(names[i] for i in group), group) for group in groups)
