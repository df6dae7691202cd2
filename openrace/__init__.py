"""Do open AI models speed the race up or slow it down? Questions to games of labs, with every equilibrium certified.

>>> import openrace as orc
>>> game = orc.load("alice-bob", {"alice.prestige": 3, "calendar.slots": 6})
>>> orc.solve(game)
Answer(alice-bob, open loop: 2 equilibria, complete)
>>> orc.shift(game, orc.Allow("bob")).metric("n_release").direction
<Direction.UP: 'up'>

Names are imported when they are first used. Everything that ``__init__.pyi`` does not list is private.
"""

from __future__ import annotations

from typing import Any

from openrace import own_packages
from openrace.concepts.faces import Faces, shown_by

own_packages.check()

from solver.common.door import door  # noqa: E402 (a user's own solver.py is found by the check, not by this import)

_published, __dir__, __all__ = door(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from openrace.version import version

        return version()
    return _published(name)


def _faces() -> Faces:
    from openrace.show import faces

    return faces


shown_by(_faces)
