"""One world, one risk: files in which every lab's terms state the physics themselves, read as files that state it once.

Terms such as ``scale_harm`` used to hold ``uses``, and ``shared_ruin`` a ``threshold``. Such numbers go to the game's
``risk``, if all terms that have them agree; where they do not, there would be two worlds, and the file is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from games.parts.part import Part
from games.risk.world_risk import Deployment, Uses
from games.terms import TERMS, Term

USUAL: dict[str, type[Part]] = {"uses": Uses, "deployment": Deployment}
"""What is assumed of each part of the world's risk that some lab minds and no one states."""


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
    listed = _listed(term)
    own = {name: term[name] for name in listed.former if name in term} if listed else {}
    if listed and own:
        # A part of the risk was one field of the term, or several.
        where = f"{lab.get('name', 'a lab')}.{term.get('name') or term['kind']}"
        yield where, listed.needs, own.get(listed.needs, own)


def _bare(term: Any) -> Any:
    listed = _listed(term) if isinstance(term, dict) else None
    return term if listed is None else {name: value for name, value in term.items() if name not in listed.former}


def _listed(term: dict[str, Any]) -> type[Term] | None:
    """The class of a term's kind, if there is one."""
    kind = term.get("kind")
    return TERMS[kind] if isinstance(kind, str) and kind in TERMS else None


def _whole(part: str, own: Any) -> Any:
    """The numbers with the usual ones for those left out, so that equal worlds compare equal."""
    return USUAL[part].model_validate(own) if isinstance(own, dict) else own
