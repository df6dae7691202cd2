"""What names a game's numbers: a short hash, the same on every machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from games.parts.game import Game


def game_hash(game: Game) -> str:
    """Sixteen hexadecimal digits that name the game's numbers: equal games, equal hash, on every machine."""
    text = json.dumps(game.model_dump(mode="python"), sort_keys=True, default=_plain, allow_nan=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else str(value)
