"""The war of attrition's symmetric equilibrium in closed form.

Where each gets a share ``s`` of the prize ``V`` at a tie, conceding now is worth ``W_t = h_t s V`` above ``-c t``, so
the hazard has ``h_t (1 - s) V = (1 - h_t) (c - W_{t+1})`` with ``W_H = 0``.
"""

from __future__ import annotations

import numpy as np

from games.classics.contests.attrition import AttritionGame
from games.parts.part import FloatArray


def hazards(game: AttritionGame) -> FloatArray:
    """``(H,)``: probability of conceding in each period, given that both still hold out, when both play alike.

    Where nothing depends on it (prize and cost 0) it is 0.
    """
    found = np.zeros(game.periods)
    later = 0.0
    for t in reversed(range(game.periods)):
        # What the last to hold out loses by a period of waiting; none is lost where later concessions are worth it.
        loss = max(0.0, game.cost - later)
        found[t] = loss / total if (total := (1 - game.tie_share) * game.prize + loss) else 0.0
        later = max(found[t] * game.tie_share * game.prize, later - game.cost)
    return found


def mixed(game: AttritionGame) -> FloatArray:
    """``(H + 1,)``: the equilibrium that the hazards make, as probabilities of the dates and of never."""
    stay = np.append(1.0, np.cumprod(1 - hazards(game)))
    return np.append(hazards(game) * stay[:-1], stay[-1])
