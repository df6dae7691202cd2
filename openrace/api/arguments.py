"""What users write, read: interventions as in the shell, concepts and methods, assumptions that vary, numbers.

Every function here raises :class:`OpenraceError` where something else came.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any

from games.events.base import Intervention
from games.events.written import read_intervention
from openrace.concepts.choice import Choice, read_concept
from openrace.sweeps.axis import Axis, as_axis
from openrace.sweeps.prior import Belief, read_belief
from solver.answer.solving import Method
from solver.common.errors import OpenraceError
from solver.common.files import check_name
from solver.common.words import shown

LARGEST = 10**100
"""Whole numbers are below it in size, so that every message can write them."""
InterventionLike = Intervention | str
"""An intervention, or its text in the shell: ``"allow:bob"``, ``"open:8@3"``."""
ConceptLike = Choice | str
"""A concept with its options, or a name such as ``"reaction"``."""
AxisLike = Axis | str
"""Values of one assumption: ``Axis("alice.prestige", 0, 5, 60)``, or ``"alice.prestige=0:5:60"`` as in the shell."""
BeliefLike = Belief | str
"""A belief about an assumption, as in the shell: ``"alice.prestige=0:4"``, ``"bob.slowness=normal:2:0.5"``."""
Axes = AxisLike | Iterable[AxisLike]
Priors = BeliefLike | Iterable[BeliefLike]


def intervention_of(intervention: InterventionLike) -> Intervention:
    """The intervention that a user means."""
    if isinstance(intervention, str):
        return read_intervention(intervention)
    if isinstance(intervention, type) or not hasattr(intervention, "pair"):
        raise OpenraceError(
            f"the intervention is {shown(intervention)}",
            'an intervention such as Allow("bob"), or its text "allow:bob"',
            "openrace.shift has examples",
        )
    return intervention


def choice_of(concept: ConceptLike, method: Method | str | None = None) -> Choice:
    """One concept, with the method for its normal form where one is named."""
    found = read_concept(concept)
    if len(found) > 1:
        raise OpenraceError("several concepts came", "one concept", "ask under each: for c in openrace.Concept")
    (choice,) = found
    if method is None:
        return choice
    if not isinstance(method, str) and not callable(method):
        raise OpenraceError(f"the method {shown(method)} came", "a method of solver, or its name", "leave it out")
    if choice.method is not None:
        raise OpenraceError("a method came beside a concept that names one", "one method", "give it once")
    return replace(choice, method=method)


def texts_of(given: str | Iterable[str], meant: str) -> tuple[str, ...]:
    """One text or several; ``meant`` says what each of them is."""
    found = listed(given, (str,))
    for one in found:
        if not isinstance(one, str):
            raise OpenraceError(f"{shown(one)} came", meant, "put it in quotes")
    return found


def axes_of(vary: Axes) -> tuple[Axis, ...]:
    """One axis or several."""
    return tuple(as_axis(one) for one in listed(vary, (str, Axis)))


def beliefs_of(prior: Priors) -> tuple[Belief, ...]:
    """Priors over assumptions."""
    found = []
    for one in listed(prior, (str, Belief)):
        if not isinstance(one, str | Belief):
            raise OpenraceError(f"a prior is {shown(one)}", "text such as alice.prestige=0:4", "put it in quotes")
        found.append(read_belief(one) if isinstance(one, str) else one)
    return tuple(found)


def listed(
    given: object,
    single: tuple[type, ...],
    expected: str = "text, or a list of texts",
    hint: str = "put it in quotes",
) -> tuple[Any, ...]:
    """One thing or several, as several."""
    if isinstance(given, single):
        return (given,)
    if not isinstance(given, Iterable):
        raise OpenraceError(f"{shown(given)} came", expected, hint)
    return tuple(given)


def name_of(name: str, what: str, hint: str) -> str:
    """A name."""
    if not isinstance(name, str):
        article = "an" if what[:1] in "aeiou" else "a"
        raise OpenraceError(f"the {what} is {shown(name)}", f"the name of {article} {what}", hint)
    return name


def metric_of(metric: str | None) -> str | None:
    """A metric, if one is named."""
    hint = "leave it out for what is usual"
    if isinstance(metric, str) and not metric:
        raise OpenraceError("the metric is empty text", "the name of a metric", hint)
    return None if metric is None else name_of(metric, "metric", hint)


def whether(flag: bool, what: str) -> bool:
    """Yes or no."""
    if not isinstance(flag, bool):
        raise OpenraceError(f"{what} is {shown(flag)}", "True or False", "leave it out for False")
    return flag


def whole_of(number: int, what: str) -> int:
    """A whole number, 0 or more; who uses it says how large it may be."""
    is_whole = isinstance(number, Integral) and not isinstance(number, bool)
    if not is_whole or not 0 <= number < LARGEST:
        expected = "a whole number, 0 or more, of at most 100 digits"
        raise OpenraceError(f"{what} is {shown(number)}", expected, "leave it out for the default")
    return int(number)


def seconds_of(budget: float | None) -> float | None:
    """Seconds that something may take; ``None`` for no limit."""
    if budget is None:
        return None
    if isinstance(budget, Real) and not isinstance(budget, bool):
        with suppress(OverflowError):
            if (seconds := float(budget)) > 0:
                return seconds
    raise OpenraceError(
        f"the budget is {shown(budget)}", "a number of seconds above 0, or None for no limit", "leave it out"
    )


def limit_of(budget: float | None) -> float:
    """The same as a number: infinity for no limit."""
    seconds = seconds_of(budget)
    return math.inf if seconds is None else seconds


def directory_of(path: str | PathLike[str]) -> Path:
    """A directory of stored results."""
    if not isinstance(path, str | PathLike):
        raise OpenraceError(f"the directory is {shown(path)}", "a path", 'write for example "results"')
    check_name(path)
    return Path(path)


def file_of(path: str | PathLike[str], ending: str) -> Path:
    """A file to write, of which the name has that ending."""
    if not isinstance(path, str | PathLike):
        raise OpenraceError(f"the file is {shown(path)}", "a path", f'write for example "name{ending}"')
    target = Path(path)
    if target.suffix != ending:
        raise OpenraceError(f"the file is {target}", f"a name that ends in {ending}", "rename it")
    return target
