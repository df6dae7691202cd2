"""Do open AI models speed the race up or slow it down? Questions to games of labs, with every equilibrium certified.

>>> import openrace as orc
>>> game = orc.load("alice-bob", {"alice.prestige": 3, "calendar.slots": 6})
>>> orc.solve(game)
Answer(alice-bob, open loop: 2 equilibria, complete)
>>> orc.shift(game, orc.Allow("bob")).metric("n_release").direction
<Direction.UP: 'up'>

Names are imported when they are first used. Everything that ``__all__`` does not list is private.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from openrace import own_packages
from openrace.concepts.faces import Faces, shown_by

own_packages.check()

if TYPE_CHECKING:
    from games import markets, modifiers, terms, values
    from games.events.interventions import Allow, Announce, Ban, Fix, Merge, OpenModel, Regulate, Release, Subsidy
    from games.parts.direction import Direction
    from games.release.lab import Lab
    from games.release.release_game import ReleaseGame as Game
    from games.time.calendar import Calendar
    from games.time.open_path import OpenPath, OpenRelease
    from openrace.analysis.branches import Branches
    from openrace.analysis.flip import Flips
    from openrace.analysis.regions import Regions
    from openrace.analysis.sensitivity import Sensitivity
    from openrace.analysis.sign_map import SignMap
    from openrace.api.asking import compose, diff, export, shift, solve, story, story_game, verify
    from openrace.api.factors import card, effects
    from openrace.api.isolating import multiverse, prove, rules
    from openrace.api.listing import catalog, evidence, stories
    from openrace.api.replicating import classic, open_question, replicate
    from openrace.api.surveying import branches, flip, regions, sensitivity, sign_map, sweep
    from openrace.claims.compose import Composition
    from openrace.claims.story import StoryResult
    from openrace.concepts.choice import Choice
    from openrace.concepts.concept import Answered, Concept
    from openrace.explore.notebook import explore
    from openrace.isolate.effects import Effects
    from openrace.isolate.multiverse import Multiverse
    from openrace.isolate.prove import Proof
    from openrace.isolate.quote import Quote
    from openrace.isolate.rules import Rules
    from openrace.questions.diff import Diff
    from openrace.questions.load import load
    from openrace.questions.shift import Shift
    from openrace.sweeps.axis import Axis
    from openrace.sweeps.results import Sweep
    from solver.common.errors import OpenraceError, SolverError

__all__ = [
    "Allow",
    "Announce",
    "Answered",
    "Axis",
    "Ban",
    "Branches",
    "Calendar",
    "Choice",
    "Composition",
    "Concept",
    "Diff",
    "Direction",
    "Effects",
    "Fix",
    "Flips",
    "Game",
    "Lab",
    "Merge",
    "Multiverse",
    "OpenModel",
    "OpenPath",
    "OpenRelease",
    "OpenraceError",
    "Proof",
    "Quote",
    "Regions",
    "Regulate",
    "Release",
    "Rules",
    "Sensitivity",
    "Shift",
    "SignMap",
    "SolverError",
    "StoryResult",
    "Subsidy",
    "Sweep",
    "branches",
    "card",
    "catalog",
    "classic",
    "compose",
    "diff",
    "effects",
    "evidence",
    "explore",
    "export",
    "flip",
    "load",
    "markets",
    "modifiers",
    "multiverse",
    "open_question",
    "prove",
    "regions",
    "replicate",
    "rules",
    "sensitivity",
    "shift",
    "sign_map",
    "solve",
    "stories",
    "story",
    "story_game",
    "sweep",
    "terms",
    "values",
    "verify",
]

_HOME = {
    "games": ("markets", "modifiers", "terms", "values"),
    "games.events.interventions": (
        "Allow",
        "Announce",
        "Ban",
        "Fix",
        "Merge",
        "OpenModel",
        "Regulate",
        "Release",
        "Subsidy",
    ),
    "games.parts.direction": ("Direction",),
    "games.release.lab": ("Lab",),
    "games.release.release_game": ("Game",),
    "games.time.calendar": ("Calendar",),
    "games.time.open_path": ("OpenPath", "OpenRelease"),
    "openrace.analysis.branches": ("Branches",),
    "openrace.analysis.flip": ("Flips",),
    "openrace.analysis.regions": ("Regions",),
    "openrace.analysis.sensitivity": ("Sensitivity",),
    "openrace.analysis.sign_map": ("SignMap",),
    "openrace.api.asking": ("compose", "diff", "export", "shift", "solve", "story", "story_game", "verify"),
    "openrace.api.factors": ("card", "effects"),
    "openrace.api.isolating": ("multiverse", "prove", "rules"),
    "openrace.api.listing": ("catalog", "evidence", "stories"),
    "openrace.api.replicating": ("classic", "open_question", "replicate"),
    "openrace.api.surveying": ("branches", "flip", "regions", "sensitivity", "sign_map", "sweep"),
    "openrace.concepts.choice": ("Choice",),
    "openrace.concepts.concept": ("Answered", "Concept"),
    "openrace.explore.notebook": ("explore",),
    "openrace.isolate.effects": ("Effects",),
    "openrace.isolate.multiverse": ("Multiverse",),
    "openrace.isolate.prove": ("Proof",),
    "openrace.isolate.quote": ("Quote",),
    "openrace.isolate.rules": ("Rules",),
    "openrace.claims.compose": ("Composition",),
    "openrace.questions.diff": ("Diff",),
    "openrace.questions.load": ("load",),
    "openrace.questions.shift": ("Shift",),
    "openrace.claims.story": ("StoryResult",),
    "openrace.sweeps.axis": ("Axis",),
    "openrace.sweeps.results": ("Sweep",),
    "solver.common.errors": ("OpenraceError", "SolverError"),
}
"""Modules and what is published of them; a test holds this table, ``__all__`` and the imports above together."""
_CALLED = {"Game": "ReleaseGame"}
"""Names that differ where they are defined: a user who composes a game composes one of labs that release."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from openrace.version import version

        return version()
    for module, names in _HOME.items():
        if name in names:
            # Of ``games`` its folders are published, of other modules what they define.
            value = (
                import_module(f"games.{name}")
                if module == "games"
                else getattr(import_module(module), _CALLED.get(name, name))
            )
            globals()[name] = value
            return value
    raise AttributeError(f"module 'openrace' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _faces() -> Faces:
    from openrace.show import faces

    return faces


shown_by(_faces)
