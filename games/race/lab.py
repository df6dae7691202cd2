"""Labs of a race: a rung, a cost of effort, and how open what they release is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from games.parts.part import Finite, NonNegative, Part, Positive, Unit, kind_of
from games.terms import TERMS, AnyTerm

CLOSED = "closed"
"""A release of which no version is open."""


def _share(value: Any) -> Any:
    """``"open"`` is an open version of the model itself, 0 rungs below it."""
    return 0 if value == "open" else value


Openness = Annotated[int | str, BeforeValidator(_share)]


class RaceLab(Part):
    """A player: a firm, an open-model developer, a state."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Lower-case name, the first part of this lab's paths."""
    rung: Annotated[int, Field(ge=0), Unit("rung")] = 0
    """Rung of the ladder on which it starts; 0 is the lowest."""
    top: Annotated[int | None, Field(ge=0), Unit("rung")] = None
    """Highest rung that it can reach; left out, the top of the ladder."""
    effort_cost: Annotated[Positive, Unit("currency per period at effort 1, times the exponent")] = 1.0
    """Coefficient of its cost of effort: c in c h^g / g, per period of climbing at hazard h."""
    openness: tuple[Openness, ...] = (CLOSED,)
    """What it may do at every climb: "closed", "open", or how many rungs below its own the open version is."""
    income: Annotated[Finite, Unit("currency per period")] = 0.0
    """Flow until the race ends, whatever happens."""
    fixed_cost: Annotated[NonNegative, Unit("currency per period")] = 0.0
    """Cost of staying, paid until it leaves."""
    may_exit: bool = False
    """Whether it may leave for good while its flow is below its fixed cost."""
    effort: Annotated[NonNegative | None, Unit("per period")] = None
    """Effort set by decree, in every state in which it can climb; left out, it chooses."""
    ruin_loss: Annotated[NonNegative, Unit("currency")] = 0.0
    """What it loses if the race ends in ruin."""
    terms: tuple[AnyTerm, ...] = ()
    """What it cares about."""

    @field_validator("openness")
    @classmethod
    def _known(cls, openness: tuple[int | str, ...]) -> tuple[int | str, ...]:
        if not openness:
            raise ValueError('openness is empty; give at least one of "closed", "open" or a number of rungs')
        for share in openness:
            if share != CLOSED and (not isinstance(share, int) or isinstance(share, bool) or share < 0):
                raise ValueError(f'openness holds {share!r}; give "closed", "open", or how many rungs below its own')
        if len(set(openness)) < len(openness):
            raise ValueError("openness names the same choice twice")
        return openness

    @model_validator(mode="after")
    def _distinct_terms(self) -> RaceLab:
        labels = [term.label for term in self.terms]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise ValueError(f"two terms of {self.name} are named {twice[0]}; give one of them a 'name'")
        clash = sorted({*labels} & {*type(self).model_fields})
        if clash:
            raise ValueError(f"a term of {self.name} cannot be named {clash[0]}, which is a number of every lab")
        if self.top is not None and self.top < self.rung:
            raise ValueError(f"{self.name} starts on rung {self.rung}, above its top {self.top}")
        return self

    @property
    def chooses_openness(self) -> bool:
        """Whether openness is a choice at every climb."""
        return len(self.openness) > 1

    def addable(self) -> tuple[str, ...]:
        """Kinds of terms that a path may add, at weight 0."""
        return tuple(k for k in map(kind_of, TERMS) if k not in {t.label for t in self.terms})

    def with_added(self, name: str) -> RaceLab:
        """The lab with one term more, which pays nothing until its weight is set."""
        term = TERMS[name].model_validate({"weight": 0.0})
        return self.model_copy(update={"terms": (*self.terms, term)})
