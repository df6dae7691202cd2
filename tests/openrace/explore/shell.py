"""What the shell says of a state, which every host of the page must say, too."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from random import Random
from typing import Any

from games.parts.change_words import metric_words
from openrace.cli.app import run
from openrace.explore.form import numbers
from openrace.explore.state import read_state
from openrace.explore.subject import subject_of
from openrace.show.cards.changes import with_never


def shell(*words: str) -> dict[str, Any]:
    """What a command prints with ``--json``."""
    out = io.StringIO()
    with redirect_stdout(out):
        run([*words, "--json"])
    return dict(json.loads(out.getvalue()))


def shift_of(state: str) -> dict[str, Any]:
    """What ``openrace shift`` prints for a state."""
    read = read_state(state)
    changed = [word for s in read.settings for word in ("--set", f"{s.path}={s.value}")]
    concept = ["--concept", read.concept] if read.concept else []
    return shell("shift", read.game, "--do", read.event, *changed, *concept)


def rows_of(found: dict[str, Any], metrics: Sequence[str]) -> list[list[str]]:
    """Name, both numbers and direction of some metrics of a shift's books, as a page writes them."""
    rows = []
    for metric in metrics:
        book, _, name = metric.partition(".")
        own = found["books"][book][name]
        sides = [with_never(own[side], own.get("p_never", {}).get(side)) for side in ("before", "after")]
        rows.append([metric_words(name), *sides, own["direction"]])
    return rows


def random_states(n: int, seed: int, game: str, slots: int) -> list[str]:
    """States of one game with a few numbers moved somewhere on their sliders, under every kind of event and concept."""
    draws = Random(seed)  # noqa: S311 - reproducible, not secret
    subject = subject_of(read_state(f"v=1&game={game}&set=calendar.slots:{slots}"), {})
    items = [i for i in numbers(subject.items) if not i.path.startswith("calendar")]
    states = []
    for _ in range(n):
        moved = draws.sample(items, draws.randint(0, 3))
        steps = {i.path: f"{i.low + draws.randint(0, 20) * (i.high - i.low) / 20:.6g}" for i in moved}
        event = draws.choice(["open:9@3", "allow:bob", "ban:alice", "release:bob@2", "subsidy:bob=1"])
        concept = draws.choice(["", "", "&concept=commitment"])
        sets = "".join(f"&set={path}:{value}" for path, value in steps.items())
        states.append(f"v=1&game={game}&set=calendar.slots:{slots}{sets}&do={event}{concept}")
    return states
