"""What was computed once is remembered: several terms, metrics and labs use the same array of a history."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from math import inf
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar

import numpy as np

A = TypeVar("A", bound=np.ndarray)
M = TypeVar("M", bound="Memory")
T = TypeVar("T")
P = ParamSpec("P")

SHARE_OF_ONE = 1 / 4
"""Largest share of the room for one thing that is kept."""


class Memory:
    """An immutable object that keeps what was computed from it, as long as it lives."""

    def once(self, owner: object, make: Callable[[], T]) -> T:
        """What ``owner`` computes from this object: computed at the first call, remembered for the later ones."""
        known: dict[int, tuple[object, T]] = self.__dict__.setdefault("_once", {})
        # The owner is kept beside what it made: as long as it lives, no other object has its id.
        if id(owner) not in known:
            known[id(owner)] = owner, make()
        return known[id(owner)][1]


class Latest(Generic[T]):
    """What was made for the latest keys, by their values; a key without a hash, such as an array, is made anew.

    Args:
        most: how many are kept.
        size: of one that was made, in the unit of ``room``; left out, each is as good as none.
        room: for all of them. One that takes more than a quarter of it would push out many others, and is not kept.
    """

    def __init__(self, most: int, size: Callable[[T], float] = lambda _: 0.0, room: float = inf) -> None:
        self._most, self._size, self._room = most, size, room
        self._known: OrderedDict[object, tuple[T, float]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: object, make: Callable[[], T]) -> T:
        """What was made for an equal key, or else what ``make`` returns."""
        try:
            with self._lock:
                known = self._known.get(key)
                if known is not None:
                    self._known.move_to_end(key)
                    return known[0]
        except TypeError:
            return make()
        made = make()
        size = self._size(made)
        if size > SHARE_OF_ONE * self._room:
            return made
        with self._lock:
            self._known[key] = made, size
            while len(self._known) > self._most or sum(own for _, own in self._known.values()) > self._room:
                self._known.popitem(last=False)
        return made


def remembered(method: Callable[Concatenate[M, P], A]) -> Callable[Concatenate[M, P], A]:
    """Computes a method's array once for every lab, or for every release of a lab."""
    key = f"_{method.__name__}"

    @wraps(method)
    def look_up(memory: M, /, *args: P.args, **kwargs: P.kwargs) -> A:
        known: dict[tuple[object, ...], A] = memory.__dict__.setdefault(key, {})
        which = (*args, *kwargs.values())
        if which not in known:
            known[which] = method(memory, *args, **kwargs)
        return known[which]

    return look_up
