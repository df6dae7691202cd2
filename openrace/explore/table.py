"""A table of answers over a grid of two or three assumptions, computed cell by cell, in parallel and resumable.

Every cell is a full answer of the core, so a page with the table in it says what the solver said, at solved points
only. Packed, answers are columns: what one place of the answer says in each cell, as a list of the different texts and
their numbers; neighbouring cells mostly say the same, and deflate makes the most of it.
"""

from __future__ import annotations

import base64
import itertools
import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

from games.parts.paths import Setting
from openrace.explore.core import call, catalog
from openrace.explore.state import State, read_state, value_text, write_state
from openrace.sweeps.axis import Axis
from openrace.sweeps.executors import Workers, executor_of
from openrace.sweeps.progress import timed, work
from solver.common.errors import OpenraceError
from solver.common.words import count

MOST_CELLS = 20_000
"""Cells of a table: beyond, a page is too large to be opened on a phone."""
BLOCK = 16
"""Cells that one task computes."""
DIGITS = 3
"""Decimals of chances in pictures."""

Answer = dict[str, Any]


def solve_table(
    state: State, axes: Sequence[Axis], kept: Path, *, executor: Workers = 1, resume: bool = False
) -> list[Answer]:
    """Answers at every point of the grid, the last axis fastest.

    Args:
        state: what is fixed.
        axes: the assumptions that vary.
        kept: file in which finished cells are kept until all are.
        executor: see :mod:`openrace.sweeps.executors`.
        resume: whether to go on with the cells in ``kept``.

    Raises:
        OpenraceError: the axes are no two or three different ones, the grid is too large, a cell cannot be answered,
            or the file holds cells of another question.
    """
    texts = [write_state(s) for s in _states(state, axes)]
    head = json.dumps({"state": write_state(state), "axes": [[a.path, a.values.tolist()] for a in axes]})
    done = _kept(kept, head, resume=resume)
    todo = [k for k in range(len(texts)) if k not in done]
    # The first cell alone: what is wrong with the question is wrong everywhere.
    blocks = [todo[:1], *[todo[k : k + BLOCK] for k in range(1, len(todo), BLOCK)]] if todo else []
    with kept.open("a", encoding="utf-8") as file, work(len(texts), "cells") as bar, executor_of(executor) as pool:
        if not done:
            file.write(head + "\n")
        bar.skip(len(done))
        for numbers, answers, took in _in_parallel(blocks, texts, *pool):
            for k, answer in zip(numbers, answers, strict=True):
                done[k] = answer
                file.write(json.dumps([k, answer]) + "\n")
            file.flush()
            bar.advance(len(numbers), took)
    return [done[k] for k in range(len(texts))]


def _states(state: State, axes: Sequence[Axis]) -> Iterator[State]:
    paths = [axis.path for axis in axes]
    if not 2 <= len(paths) <= 3 or len(set(paths)) < len(paths):
        raise OpenraceError(
            f"{count(len(paths), 'assumption')} may vary", "two or three different ones", "give --vary twice"
        )
    n = math.prod(len(axis.values) for axis in axes)
    if n > MOST_CELLS:
        raise OpenraceError(f"the page would hold {n:,} answers", f"at most {MOST_CELLS:,}", "take fewer values")
    for point in itertools.product(*[axis.values.tolist() for axis in axes]):
        moved = [Setting(path, value) for path, value in zip(paths, point, strict=True)]
        # Read again: a whole number is one, as in every link.
        yield read_state(write_state(replace(state, settings=(*state.settings, *moved))))


def _kept(kept: Path, head: str, *, resume: bool) -> dict[int, Answer]:
    """Cells that were finished before."""
    if not kept.exists():
        return {}
    if not resume:
        raise OpenraceError(f"{kept} holds cells of a page that was not finished", "a new page", "add --resume")
    first, *lines = kept.read_text(encoding="utf-8").splitlines()
    if first != head:
        raise OpenraceError(f"{kept} holds cells of another question", "cells of this one", f"remove {kept}")
    done = {}
    for line in lines:
        try:
            k, answer = json.loads(line)
        except ValueError:
            # The last line of a run that was killed while it wrote.
            continue
        done[k] = answer
    return done


def _in_parallel(
    blocks: Sequence[list[int]], texts: Sequence[str], pool: Any, width: int
) -> Iterator[tuple[list[int], list[Answer], float]]:
    """Cells, their answers, and the processor time that they took of ``width`` workers."""
    waiting: dict[Future[tuple[list[Answer], float]], list[int]] = {}
    queue = iter(blocks)
    for numbers in queue:
        waiting[pool.submit(timed, answers_at, [texts[k] for k in numbers])] = numbers
        if len(waiting) < 2 * width:
            continue
        yield from _finished(waiting, width)
    while waiting:
        yield from _finished(waiting, width)


def _finished(
    waiting: dict[Future[tuple[list[Answer], float]], list[int]], width: int
) -> Iterator[tuple[list[int], list[Answer], float]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        answers, seconds = future.result()
        yield waiting.pop(future), answers, seconds / width


def answers_at(texts: Sequence[str]) -> list[Answer]:
    """What the core shows at some states.

    Raises:
        OpenraceError: one of them cannot be answered.
    """
    found = []
    for text in texts:
        answer = call({"want": "answer", "state": text})
        if "error" in answer:
            error = answer["error"]
            raise OpenraceError(f"at {text}: {error['what']}", error["expected"], error["hint"])
        shown = {key: value for key, value in answer["shown"].items() if key != "json"}
        found.append({"shown": shown, "command": answer["command"]})
    return found


def packed(state: State, axes: Sequence[Axis], answers: Sequence[Answer]) -> str:
    """The answers over a grid for a page: JSON, deflated, in base 64."""
    found = call({"want": "form", "state": write_state(state)})
    items = {item["path"]: item for item in found["items"]}
    whole = catalog({})
    data = {
        "state": write_state(state),
        "form": {**found, "items": [_on(axis, items[axis.path]) for axis in axes], "events": {}},
        "catalog": {**whole, "games": [g for g in whole["games"] if g["name"] == state.game], "stories": []},
        "axes": [
            {"path": axis.path, "values": axis.values.tolist(), "texts": [value_text(v) for v in axis.values.tolist()]}
            for axis in axes
        ],
        **columns(answers),
    }
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _on(axis: Axis, item: Answer) -> Answer:
    """An assumption whose slider has the values of the axis."""
    values = axis.values.tolist()
    gaps = [b - a for a, b in itertools.pairwise(values)]
    return {**item, "low": values[0], "high": values[-1], "step": min(gaps, default=0.0)}


def columns(answers: Sequence[Answer]) -> dict[str, Any]:
    """By place in the answer what every cell says there; places that always say the same share a column.

    Returns:
        ``columns``, each with its different values and :func:`numbered`, and ``places``, with the column of each.
    """
    found: dict[str, tuple[dict[str, int], list[int]]] = {}
    for k, answer in enumerate(answers):
        for place, text in _leaves(answer, ""):
            values, numbers = found.setdefault(place, ({}, [-1] * len(answers)))
            numbers[k] = values.setdefault(text, len(values))
    shared: dict[str, int] = {}
    places = {}
    for place, (values, numbers) in found.items():
        column = f"[[{','.join(values)}],{json.dumps(numbered(numbers))}]"
        places[place] = shared.setdefault(column, len(shared))
    return {"columns": [json.loads(column) for column in shared], "places": places}


def numbered(numbers: Sequence[int]) -> str:
    """Which value each cell has, as text: ``n`` the next new one, ``p`` that of the cell before, ``-`` none, or ``7,``.

    Example:
        >>> numbered([0, 0, 1, 0, -1])
        'npn0,-'
    """
    out, before, new = [], -2, 0
    for number in numbers:
        out.append("-" if number < 0 else "p" if number == before else "n" if number == new else f"{number},")
        new = max(new, number + 1)
        before = number
    return "".join(out)


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every place of an answer with what it says; lists of numbers are one value."""
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from _leaves(child, f"{place}/{key}")
    elif isinstance(value, list) and value and not _is_play(value):
        for k, child in enumerate(value):
            yield from _leaves(child, f"{place}/{k}")
    else:
        yield place, json.dumps(_rounded(value))


def _is_play(value: list[Any]) -> bool:
    """Whether a list is a lab's dates and chances."""
    return all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], float) for pair in value)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    return [_rounded(v) for v in value] if isinstance(value, list) else value
