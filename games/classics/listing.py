"""The explicit list of published models."""

from __future__ import annotations

from games.classics.adoption.early_and_late import FudenbergTirole, Reinganum, Tan
from games.classics.model import Classic
from games.classics.patents.flow_races import BeathKatsoulacosUlph, LeeWilde

PATENTS: tuple[type[Classic], ...] = (LeeWilde, BeathKatsoulacosUlph)
ADOPTION: tuple[type[Classic], ...] = (Reinganum, FudenbergTirole, Tan)
MODELS: tuple[type[Classic], ...] = (*PATENTS, *ADOPTION)
"""Every model, by subject."""
