"""Calibrated games: every number that a game of some name gets from the register, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from games.evidence.functions import FUNCTIONS
from games.evidence.quantity import Quantity, Use
from games.evidence.register import EvidenceError, Register
from games.parts.game import Citation, Game
from games.parts.part import FloatArray
from games.parts.paths import Setting, matching, with_settings

G = TypeVar("G", bound=Game)


@dataclass(frozen=True)
class Calibrated:
    """One parameter of a calibrated game.

    Attributes:
        use: which one, and how it is made.
        quantities: what it is made of, the quantity that lists the use first.
    """

    use: Use
    quantities: tuple[Quantity, ...]

    @property
    def value(self) -> Any:
        """The parameter at the central values."""
        made = FUNCTIONS[self.use.function](*[q.central for q in self.quantities])
        # What numpy makes of one number is one of its own.
        return made.item() if hasattr(made, "item") else made

    def values(self, draws: Mapping[str, FloatArray]) -> FloatArray:
        """``(n,)`` values of the parameter for draws ``(n,)`` of quantities; those that are not drawn stay central."""
        given = [draws.get(q.name, q.central) for q in self.quantities]
        made: FloatArray = FUNCTIONS[self.use.function](*given)
        return made


def parameters(known: Register, game: str) -> tuple[Calibrated, ...]:
    """Every parameter that the game of that name gets from the register.

    Raises:
        EvidenceError: two entries claim the same parameter.
    """
    found: dict[str, Calibrated] = {}
    for quantity in known.values():
        for use in quantity.maps:
            if use.game != game:
                continue
            if use.path in found:
                first = found[use.path].quantities[0].name
                raise EvidenceError(
                    f"{use.path} of {game} is claimed by {first} and by {quantity.name}",
                    "one entry per parameter",
                    "take the map out of one of them",
                )
            found[use.path] = Calibrated(use, (quantity, *[known[name] for name in use.also]))
    return tuple(found.values())


def quantities_drawn(known: Register, game: str) -> tuple[Quantity, ...]:
    """The quantities of which numbers of a calibrated game are made that do not shape it; none of any other game."""
    made = [q for p in parameters(known, game) if not p.use.shapes_game for q in p.quantities]
    return tuple(dict.fromkeys(made))


def parameters_at(known: Register, game: Game, draws: Mapping[str, FloatArray], n: int) -> dict[str, FloatArray]:
    """``(n,)`` values, by path, of all numbers of a calibrated game that are made of drawn quantities.

    Args:
        known: the register.
        game: the game.
        draws: values ``(n,)`` by quantity.
        n: how many.
    """
    return {
        path: np.broadcast_to(p.values(draws), (n,))
        for p in parameters(known, game.name)
        if not p.use.shapes_game
        for path in matching(game, p.use.path)
    }


def calibrated(bare: G, known: Register) -> G:
    """A game with every number that the register has for its name, each with its citation.

    Raises:
        SettingError: the register names a path that the game lacks, or makes a number out of its range.
    """
    found = parameters(known, bare.name)
    game = with_settings(bare, [Setting(p.use.path, p.value) for p in found])
    cited = [
        Citation(path=path, text=f"{p.use.derivation} {'; '.join(q.citation for q in p.quantities)}")
        for p in found
        for path in matching(game, p.use.path)
    ]
    return game.model_copy(update={"sources": (*game.sources, *cited)})
