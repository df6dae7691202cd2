"""The explorer: move an assumption, watch the answer, share the link.

In Python ``openrace.explore`` is both this package and the function of that name, which puts the page into a notebook:
a package that has been imported takes its name in the one above it, so it is called like the function.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """See :func:`openrace.explore.notebook.explore`."""
        from openrace.explore.notebook import explore

        return explore(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
