"""Stories whose lever is the capability ``x`` of an open model that is there from the start."""

from __future__ import annotations

from games.stories.telling.base import Story


class BesideOpen(Story):
    """A claim about labs beside an open model that is better and better."""

    moved_by = "open:{x}@0"
    less = "open.capability=0"
