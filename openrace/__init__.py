"""Questions over assumptions, and the face: shift, story, sweep, map, flip, and the shell.

Each question is a module with a function of its name: ``from openrace.questions.shift import shift``. Importing the
package alone loads none of them.
"""

from typing import Any

from openrace import own_packages

own_packages.check()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        # Read where it is needed: the import takes as long as that of all else here.
        from importlib.metadata import version

        return version("openrace")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
