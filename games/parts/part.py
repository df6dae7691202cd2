"""What every piece of a game has in common: frozen, validated, documented numbers.

A game is composed of parts (labs, calendar, open path, market, terms, modifiers). Each part is a frozen pydantic model
whose numbers carry a unit and, where the number is an estimate, a source; ``openrace show`` prints all of them, and any
of them can be changed by its dotted path (``games.parts.paths``).

For sweeps a number may be replaced by an array with one value per parameter point
(``games.parts.paths.with_arrays``); every formula in ``games`` is written with numpy operations that broadcast over
it, so grid points never become models.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from games.parts.docs import doc_of
from games.parts.mistakes import explain
from solver.common.errors import OpenraceError
from solver.common.words import shortened

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Unit:
    """Unit of a number, as printed."""

    text: str


@dataclass(frozen=True)
class Source:
    """Where a default comes from."""

    text: str


@dataclass(frozen=True)
class Range:
    """Values of a number that are worth looking at: where sliders begin and end. Others are allowed as well."""

    low: float
    high: float


class PartError(OpenraceError):
    """A part was made with wrong names or values, all of them at once."""


_TURN = RLock()
"""One thread builds a class at a time: pydantic's own lock exists since 2.14 only."""


class _Signature:
    """Stands for the signature of a class until pydantic builds the class and puts the signature in its place."""

    def __get__(self, _: object, owner: type[BaseModel]) -> inspect.Signature:
        owner.model_rebuild()
        return owner.__signature__


class Part(BaseModel):
    """Base of every part: frozen, closed to unknown names, documented by its docstrings (``games.parts.docs``).

    A class gets its validator when the first part of it is made or read: for all classes of parts, that takes longer
    than a small question, which uses a few of them.
    """

    model_config = ConfigDict(
        defer_build=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=True,
        ser_json_inf_nan="constants",
    )
    ranges: ClassVar[Mapping[str, Range]] = {}
    """Ranges of numbers that a class inherits, such as a weight, where they differ from class to class."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Lets ``help`` list the fields of a class that is not built yet."""
        cls.__signature__ = _Signature()  # type: ignore[assignment]

    @classmethod
    def model_rebuild(
        cls, *, force: bool = False, raise_errors: bool = True, _parent_namespace_depth: int = 2, **names: Any
    ) -> bool | None:
        """Builds the class unless that has been done; arguments and answer are those of pydantic."""
        with _TURN:
            return super().model_rebuild(
                force=force, raise_errors=raise_errors, _parent_namespace_depth=_parent_namespace_depth + 1, **names
            )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The JSON schema, with what is said of every number."""
        made = handler(schema)
        properties = handler.resolve_ref_schema(made).get("properties", {})
        for name, field in cls.model_fields.items():
            text = doc_of(cls, name)
            if text and field.description is None:
                properties[field.alias or name].setdefault("description", text)
        return made

    def __init__(self, /, **fields: Any) -> None:
        """A part with these fields.

        Raises:
            PartError: unknown names, or values out of their ranges.
        """
        try:
            super().__init__(**fields)
        except ValidationError as error:
            kind = type(self)
            raise PartError(
                f"{kind.__name__}: {explain(error, model=kind)}",
                "names that it has, and values within their ranges",
                f"see help({kind.__name__})",
            ) from error

    # So marked, pydantic does not call it for parts inside of others, whose mistakes it collects.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuses: a part is changed by making another one."""
        try:
            super().__setattr__(name, value)
        except ValidationError:
            raise PartError(
                f"{type(self).__name__}.{name} was set to {shortened(repr(value))}",
                "a part that is left as it is: others may share it",
                "make a changed copy with games.parts.paths.with_settings",
            ) from None

    def addable(self) -> tuple[str, ...]:
        """Names of members that the part lacks and that a path may add, such as the terms a lab does not list."""
        return ()

    def with_added(self, name: str) -> Self:
        """The part with one of the ``addable`` members, which does nothing until a number of it is set."""
        raise NotImplementedError

    def advice(self, name: str) -> str:  # noqa: ARG002 - the contract
        """How to get the member of that name, which the part lacks and no path can add; empty if there is none."""
        return ""


class Surroundings(Protocol):
    """What a part may read of the game in which it is used, to say whether it makes sense there."""

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""

    @property
    def is_endless(self) -> bool:
        """Whether flows run for ever."""

    @property
    def discount_rates(self) -> Mapping[str, float]:
        """Every discount rate of the game, by its path."""

    @property
    def modifiers(self) -> Sequence[object]:
        """The game's modifiers, in the order in which they apply."""

    def term_labels(self, lab: str) -> tuple[str, ...]:
        """Labels of the terms of one lab."""


class KindedPart(Part):
    """A part chosen by its ``kind`` from an explicit list: a term, a market, a value function, a modifier.

    Class attributes say what ``openrace show`` prints: ``summary`` in words, ``formula``, ``source``.
    """

    kind: str = ""
    """Which member of the explicit list this is."""

    summary: ClassVar[str]
    formula: ClassVar[str]
    source: ClassVar[str] = "the model's own convention"
    listed: ClassVar[Mapping[str, type[KindedPart]]] = {}
    """The explicit list to which the class belongs, by kind; set when it is added (``games.parts.registry``)."""

    def problems(self, game: Surroundings) -> list[str]:  # noqa: ARG002 - the contract
        """What keeps the part from making sense in that game, in words."""
        return []


LEAST, GREATEST = 1e-50, 1e50
"""Sizes of numbers that are not 0: products of several, and their squares, stay far from where arithmetic ends."""


def _of_size(value: float) -> float:
    if value and math.isfinite(value) and not LEAST <= abs(value) <= GREATEST:
        raise PydanticCustomError("size", "too large or too small", {"least": LEAST, "greatest": GREATEST})
    return value + 0.0  # -0.0 becomes 0.0


OF_SIZE = AfterValidator(_of_size)
"""For numbers with ranges other than those below."""
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False), OF_SIZE]
NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False), OF_SIZE]
Probability = Annotated[float, Field(ge=0, le=1), OF_SIZE]
Share = Annotated[float, Field(gt=0, le=1), OF_SIZE]
"""A share that is not nothing."""
Finite = Annotated[float, Field(allow_inf_nan=False), OF_SIZE]


def kind_of(part_type: type[KindedPart]) -> str:
    """The ``kind`` under which a class is listed: its field's default."""
    return str(part_type.model_fields["kind"].default)


def unit_of(part: Part, field: str) -> str:
    """The printed unit of a field, empty where it has none."""
    return next((m.text for m in _metadata(part, field) if isinstance(m, Unit)), "")


def source_of(part: Part, field: str) -> str:
    """Where the default of a field comes from, empty where nothing is cited."""
    return next((m.text for m in _metadata(part, field) if isinstance(m, Source)), "")


def range_of(part: Part, field: str) -> Range | None:
    """The values of a field that are worth looking at, as stated, or the bounds of a share; else ``None``."""
    found = _metadata(part, field)
    stated = part.ranges.get(field) or next((m for m in found if isinstance(m, Range)), None)
    if stated is not None:
        return stated
    low, high = ([float(getattr(m, b)) for m in found for b in bounds if hasattr(m, b)] for bounds in _BOUNDS)
    # Wide bounds keep mistakes out; only a share's or a chance's say where to look.
    return Range(low[0], high[0]) if low and high and high[0] - low[0] <= 1 else None


def least_of(part: Part, field: str) -> tuple[float, bool] | None:
    """The lower bound of a field and whether it is itself allowed; ``None`` for no bound."""
    for constraint in _metadata(part, field):
        for name in _BOUNDS[0]:
            if hasattr(constraint, name):
                return float(getattr(constraint, name)), name == "ge"
    return None


_BOUNDS = (("ge", "gt"), ("le", "lt"))
"""What constraints of fields call their ends."""

NUMBERS = (float, int, str)
"""Most of what parts hold: checked first, since the check for a model takes longer."""


def batch_size(part: Any) -> int | None:
    """Number of parameter points in the arrays of a part (1 where all have one), ``None`` if it holds no array."""
    try:
        hash(part)
    except TypeError:
        return _batch_size(part)
    # Whatever holds an array has no hash.
    return None


def _batch_size(part: Any) -> int | None:
    if isinstance(part, NUMBERS):
        return None
    if isinstance(part, np.ndarray):
        return len(part)
    children: Iterable[Any]
    if isinstance(part, tuple):
        children = part
    elif isinstance(part, BaseModel):
        children = part.__dict__.values()
    else:
        return None
    sizes = [size for size in map(_batch_size, children) if size is not None]
    return max(sizes) if sizes else None


def _metadata(part: Part, field: str) -> list[Any]:
    return list(type(part).model_fields[field].metadata)
