"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

GameName = Annotated[str, Parameter(help="A catalogued name, a .toml game or a .nfg file.")]
Set = Annotated[
    tuple[str, ...],
    Parameter(name="--set", negative=(), help="Change a number: path=value. May be given several times."),
]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print one JSON object.")]
MethodName = Annotated[
    str | None, Parameter(name="--method", help="Solver method; left out, one that fits the size. See solve --help.")
]
ConceptName = Annotated[
    str, Parameter(name="--concept", help="precommitment, announcement, preemption, or all side by side.")
]
Leader = Annotated[str | None, Parameter(name="--leader", help="Who commits first under announcement.")]
Order = Annotated[
    str | None, Parameter(name="--order", help="Under preemption, labs in the order in which they move: alice,bob.")
]
Open = Annotated[
    str | None, Parameter(name="--open", help="CAPABILITY@DATE: an open model that nobody in the game releases.")
]
Do = Annotated[
    str | None,
    Parameter(name="--do", help="fix:LAB@DATE, ban:LAB, allow:LAB, announce:CAPABILITY@DATE and others."),
]
