"""A quantity about which something is known, or stated not to be known: estimate, range, source, and its parameters.

One TOML file holds one quantity; a user's file may hold several, each a table under ``[[quantities]]``.
"""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from games.evidence.functions import FUNCTIONS, SHAPES
from games.parts.part import Finite, Part

ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/[^\s<>\"]*)?")
"""The form of an address: a host that is reached by https, and a path."""

Said = Annotated[str, Field(min_length=1)]


class Quality(StrEnum):
    """How good an entry is."""

    MEASURED = "measured"
    """Computed from records of what happened, by a stated method."""
    SURVEY = "survey"
    """What people answered who were asked."""
    GUESS = "expert guess"
    """What somebody who knows the field wrote down, or the trade press counted."""
    NONE = "none"
    """Nothing is known: the range is wide on purpose, and there is no estimate."""


class Spread(StrEnum):
    """How draws lie between the ends of a range."""

    UNIFORM = "uniform"
    """Every value alike."""
    LOG = "log"
    """Every ratio alike."""


class Use(Part):
    """How a quantity becomes a parameter of a calibrated game."""

    game: Said
    """Name of the game."""
    path: Said
    """Path of the parameter; a step ``*`` stands for every lab."""
    function: Said
    """Name of the function (``games.evidence.functions``) that makes the parameter of the quantity."""
    also: tuple[Said, ...] = ()
    """Further quantities that the function takes, after this one."""
    derivation: Said
    """Why the parameter is that function, in one or two sentences."""

    @field_validator("function")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in FUNCTIONS:
            raise ValueError(f"no function is named {name!r}, known are {', '.join(FUNCTIONS)}")
        return name

    @property
    def shapes_game(self) -> bool:
        """Whether the parameter shapes the game (dates, counts, ladders): it stays at the estimate when others vary."""
        return self.function in SHAPES


class Quantity(Part):
    """One entry of the register."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Name of the quantity."""
    estimate: Finite | None = None
    """Best estimate; left out where there is none."""
    low: Finite
    """Lower end of the range."""
    high: Finite
    """Upper end of the range."""
    unit: Said
    """Unit of estimate and range."""
    range: Said = "as the source states it"
    """What sort of range it is, such as "90 % confidence interval"."""
    spread: Spread = Spread.UNIFORM
    """How draws lie in the range."""
    measured: Said
    """What was measured, or what the number stands for."""
    source: Said
    """Who says so, and where."""
    address: Said
    """Address of the source."""
    date: Said
    """Date of the source, or of its reading where it has none: YYYY-MM-DD."""
    quality: Quality
    """How good the entry is."""
    maps: tuple[Use, ...] = ()
    """Parameters that the quantity becomes; none if no calibrated game has a place for it."""

    @field_validator("address")
    @classmethod
    def _of_form(cls, address: str) -> str:
        if not ADDRESS.fullmatch(address):
            raise ValueError(f"{address!r} is no address; write for example https://example.org/paper")
        return address

    @field_validator("date", mode="before")
    @classmethod
    def _is_date(cls, date: object) -> object:
        # TOML has dates of its own.
        text = date.isoformat() if isinstance(date, datetime.date) else date
        if isinstance(text, str):
            try:
                datetime.date.fromisoformat(text)
            except ValueError:
                raise ValueError(f"{text!r} is no date; write YYYY-MM-DD") from None
        return text

    @model_validator(mode="after")
    def _fits(self) -> Quantity:
        if not self.low < self.high:
            raise ValueError(f"low is {self.low:g} and high {self.high:g}; the range needs low below high")
        if self.estimate is not None and not self.low <= self.estimate <= self.high:
            raise ValueError(f"the estimate {self.estimate:g} is outside the range {self.low:g} to {self.high:g}")
        if (self.estimate is None) != (self.quality is Quality.NONE):
            raise ValueError("an estimate and the quality 'none' exclude each other, and one of them is needed")
        if self.spread is Spread.LOG and self.low <= 0:
            raise ValueError(f"low is {self.low:g}; draws spread by ratios need a range above 0")
        return self

    @property
    def central(self) -> float:
        """The estimate; where there is none, the middle of the range."""
        if self.estimate is not None:
            return self.estimate
        return (self.low * self.high) ** 0.5 if self.spread is Spread.LOG else (self.low + self.high) / 2

    @property
    def citation(self) -> str:
        """The entry in one line."""
        found = "no estimate" if self.estimate is None else f"{self.estimate:g}"
        return (
            f"{self.name}: {found} ({self.low:g} to {self.high:g} {self.unit}, {self.range}), {self.quality}; "
            f"{self.source}, {self.date}, {self.address}"
        )
