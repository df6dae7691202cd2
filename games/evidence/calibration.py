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
from games.parts.paths import Setting, follow, leaves, matching, with_settings

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
        made = FUNCTIONS[self.use.function].call(*[q.central for q in self.quantities])
        # What numpy makes of one number is one of its own.
        return made.item() if hasattr(made, "item") else made

    def values(self, draws: Mapping[str, FloatArray]) -> FloatArray:
        """``(n,)`` values of the parameter for draws ``(n,)`` of quantities; those that are not drawn stay central."""
        given = [draws.get(q.name, q.central) for q in self.quantities]
        made: FloatArray = FUNCTIONS[self.use.function].call(*given)
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


def uncited(game: Game, known: Register, free: Mapping[str, float]) -> tuple[str, ...]:
    """Paths of numbers of a calibrated game that come from no entry.

    Args:
        game: the game.
        known: the register.
        free: values that need no entry, by the last step of their paths, such as a weight of 1 for units.
    """
    cited = {path for p in parameters(known, game.name) for path in matching(game, p.use.path)}

    def needs(path: str, value: Any) -> bool:
        members = value if isinstance(value, tuple) else (value,)
        numbers = [v for v in members if isinstance(v, int | float) and not isinstance(v, bool)]
        return any(v not in (0, free.get(path.rpartition(".")[2])) for v in numbers)

    return tuple(path for path, keys in leaves(game).items() if path not in cited and needs(path, follow(game, keys)))
