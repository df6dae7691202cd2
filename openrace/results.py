"""The classes of what questions return, for annotations: ``def mine(found: results.Shift) -> str``.

>>> from openrace import results, shift
>>> isinstance(shift("alice-bob", "allow:bob"), results.Shift)
True

Names are imported when they are first used; ``results.pyi`` lists them.
"""

from __future__ import annotations

from solver.common.door import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
