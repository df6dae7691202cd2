"""How the world may come to harm: numbers that are stated once and hold for everybody."""

from games.risk.ways import RISKS, Additive, Independent, OrderedUsers, Risk, Urn
from games.risk.world_risk import Deployment, Uses, WorldRisk

__all__ = [
    "RISKS",
    "Additive",
    "Deployment",
    "Independent",
    "OrderedUsers",
    "Risk",
    "Urn",
    "Uses",
    "WorldRisk",
]
