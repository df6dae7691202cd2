"""What a store says of its numbers' origin and units, besides the question itself."""

from __future__ import annotations

from functools import lru_cache

from games.parts.game import Game
from games.parts.part import unit_of
from games.parts.paths import follow, matching
from openrace.questions.question import OWN


def unit_at(game: Game, path: str) -> str:
    """Unit of the number at a path; the intervention's own are dates and capabilities."""
    if path.startswith(OWN):
        return {"date": "periods", "capability": "capability"}.get(path.removeprefix(OWN), "")
    # The labs of a path with ``*`` share one number, and its unit.
    *way, field = next(iter(matching(game, path).values()))
    part = follow(game, tuple(way))
    if isinstance(field, int):
        return ""
    return str(getattr(part, "unit", "")) and f"per {part.unit}" if field == "weight" else unit_of(part, field)


@lru_cache(maxsize=1)
def source_hash() -> str:
    """Hash of the kernels' sources, on which the last bits of results depend."""
    from solver.kernels.loader import digest_of, own_sources

    return digest_of(own_sources()).hexdigest()[:16]
