"""One world, one risk: files in which every lab's terms state the physics themselves, read as files that state it once.

Terms such as ``scale_harm`` used to hold ``uses``, and ``shared_ruin`` a ``threshold``. Such numbers go to the game's
``risk``, if all terms that have them agree; where they do not, there would be two worlds, and the file is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from games.parts.part import Part
from games.risk.world_risk import Deployment, Uses

USUAL: dict[str, type[Part]] = {"uses": Uses, "deployment": Deployment}
"""What is assumed of each part of the world's risk that some lab minds and no one states."""
_FIELDS = {
    "scale_harm": ("uses", ("uses",)),
    "scale_benefit": ("uses", ("uses",)),
    "shared_ruin": ("deployment", ("safety_growth", "threshold")),
    "liability": ("deployment", ("safety_growth", "threshold")),
}
"""By the kind of a term: the part of ``risk`` that its former fields belong to, and these fields."""


def with_one_risk(data: dict[str, Any]) -> dict[str, Any]:
    """The table of a game with the physics of its terms in ``risk``.

    Raises:
        ValueError: two places state different numbers for one world.
    """
    stated = [(lab, term) for lab in _tables(data.get("labs")) for term in _tables(lab.get("terms"))]
    found = [(where, part, own) for lab, term in stated for where, part, own in _physics(lab, term)]
    if not found:
        return data
    risk = data.get("risk") or {}
    if not isinstance(risk, dict):
        raise ValueError("the world's risk is stated in risk and in a lab's terms; state it in risk alone")
    places = {part: ("risk." + part, risk[part]) for part in USUAL if risk.get(part) is not None}
    for where, part, own in found:
        first, known = places.setdefault(part, (where, own))
        if _whole(part, known) != _whole(part, own):
            raise ValueError(
                f"{where} and {first} state two different worlds; state the world's risk once, in [risk.{part}]"
            )
    labs = [
        {**lab, "terms": [_bare(t) for t in lab["terms"]]} if _tables(lab, "terms") else lab for lab in data["labs"]
    ]
    return {**data, "labs": labs, "risk": {**risk, **{part: own for part, (_, own) in places.items()}}}


def _tables(value: Any, key: str | None = None) -> list[dict[str, Any]]:
    """The tables in a list; none where there is no list."""
    inside = value.get(key) if key is not None and isinstance(value, dict) else value
    return [item for item in inside if isinstance(item, dict)] if isinstance(inside, list | tuple) else []


def _physics(lab: dict[str, Any], term: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Where a term states physics, which part of the risk that is, and the numbers."""
    kind = term.get("kind")
    part, names = _FIELDS.get(kind, ("", ())) if isinstance(kind, str) else ("", ())
    own = {name: term[name] for name in names if name in term}
    if own:
        where = f"{lab.get('name', 'a lab')}.{term.get('name') or kind}"
        yield where, part, own.get("uses", own) if part == "uses" else own


def _bare(term: Any) -> Any:
    if not isinstance(term, dict) or term.get("kind") not in _FIELDS:
        return term
    return {name: value for name, value in term.items() if name not in _FIELDS[term["kind"]][1]}


def _whole(part: str, own: Any) -> Any:
    """The numbers with the usual ones for those left out, so that equal worlds compare equal."""
    return USUAL[part].model_validate(own) if isinstance(own, dict) else own
