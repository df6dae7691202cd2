"""Any number in a game by its dotted path: ``alice.prestige``, ``calendar.slots``, ``market.customers``.

The first step is a part of the game (``calendar``, ``open``, ``market``) or the name of a lab or modifier; a lab's next
step is one of its own numbers or a term, and a term alone means its weight. Steps into a list without names are counted
from 0: ``open.releases.0.date``. A step ``*`` stands for every name: ``*.prestige`` is the prestige of all labs that
have it, one number that they share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from games.parts.mistakes import Keys, explain
from games.parts.naming import TRANSPARENT, expanded, hint, is_unnamed, members, name_of, two_steps, why_unknown
from games.parts.part import GREATEST, NUMBERS, FloatArray, KindedPart, Part
from games.parts.reading import read_value
from solver.common.errors import OpenraceError
from solver.common.words import shortened, shown

G = TypeVar("G", bound=Part)


@dataclass(frozen=True)
class Setting:
    """One value at one path."""

    path: str
    value: Any


class SettingError(OpenraceError):
    """Wrong paths or values, all of them at once."""


HINT = "print every number and its unit with: openrace show GAME"
Settings = Mapping[str, Any] | Sequence[Setting | str] | Setting | str
"""Numbers to change: ``{"alice.prestige": 2}``, or ``"alice.prestige=2"`` as in the shell, one or several."""


def leaves(part: BaseModel) -> dict[str, Keys]:
    """Every path of a game and the keys that lead to its value, in the order in which ``show`` prints them.

    Example:
        >>> import games
        >>> games.leaves(games.named("alice-bob"))["alice.prestige"]
        ('labs', 0, 'terms', 0, 'weight')
    """
    found: dict[str, Keys] = {}
    _walk(part, "", (), found)
    return found


def _walk(value: Any, path: str, keys: Keys, found: dict[str, Keys]) -> None:
    if isinstance(value, NUMBERS):
        found[path] = keys
        return
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field == _SOURCES:
                continue
            child = getattr(value, field)
            if path and field == "weight":
                found[path] = (*keys, field)
                continue
            _walk(child, path if is_unnamed(field, child) else _join(path, field), (*keys, field), found)
        return
    if isinstance(value, tuple) and any(isinstance(v, BaseModel) for v in value):
        for k, item in enumerate(value):
            step = name_of(item) if keys and keys[-1] in TRANSPARENT else str(k)
            _walk(item, _join(path, step), (*keys, k), found)
        return
    found[path] = keys


_SOURCES = "sources"
"""Field that speaks about numbers and is none itself."""


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def read_setting(text: str) -> Setting:
    """Reads ``path=value``; the value is a number, true or false, text, or a list in TOML's notation.

    Raises:
        SettingError: there is no ``=``, nothing on one side of it, or a value that nothing can hold.

    Example:
        >>> import games
        >>> games.read_setting("alice.prestige=2.5")
        Setting(path='alice.prestige', value=2.5)
    """
    path, equals, raw = (part.strip() for part in text.partition("="))
    if not equals or not path or not raw:
        raise SettingError(f"the setting {shortened(text)!r} came", "path=value", "write for example alice.prestige=2")
    try:
        return Setting(path, read_value(raw))
    except ValueError as error:
        raise SettingError(
            f"{path}: {shortened(str(error))} came", f"numbers up to {GREATEST:g} in size, and short lists", HINT
        ) from None


def as_settings(settings: Settings) -> list[Setting]:
    """Settings in one form.

    Raises:
        SettingError: they are written in no form that is known.
    """
    if isinstance(settings, Mapping):
        return [Setting(_path(path), value) for path, value in settings.items()]
    if isinstance(settings, Setting | str):
        settings = [settings]
    if not isinstance(settings, Sequence):
        raise SettingError(f"the settings are {shown(settings)}", *_WRITTEN)
    return [_setting(one) for one in settings]


def _setting(one: object) -> Setting:
    if isinstance(one, Setting):
        return one
    if isinstance(one, str):
        return read_setting(one)
    raise SettingError(f"a setting is {shown(one)}", *_WRITTEN)


def _path(path: object) -> str:
    if not isinstance(path, str):
        raise SettingError(f"a path is {shown(path)}", "text such as alice.prestige", "put it in quotes")
    return path


_WRITTEN = ("a dictionary of paths and values, or texts path=value", 'write {"alice.prestige": 2}')


def with_settings(game: G, settings: Sequence[Setting]) -> G:
    """The game with these numbers changed, validated as a whole.

    A step ``*`` stands for every name (``*.prestige``): the setting holds for all numbers that fit. Where none fits,
    the part is added to every lab that may have it. Of two settings of one number the later one holds.

    Raises:
        SettingError: naming every wrong path with its nearest right one, and every value out of its range.

    Example:
        >>> import games
        >>> game = games.with_settings(games.named("alice-bob"), [games.Setting("*.prestige", 3.0)])
        >>> games.get(game, "alice.prestige"), games.get(game, "bob.prestige")
        (3.0, 3.0)
    """
    if not settings:
        return game
    was, known = game, leaves(game)
    game = _with_added(game, [path for s in settings for path in expanded(game, s.path, known) if path not in known])
    # Another kind of part brings other numbers, which the settings after it may mean.
    for setting in settings:
        game = _with_kind(game, setting)
    if game is not was:
        known = leaves(game)
    single = [Setting(path, s.value) for s in settings for path in expanded(game, s.path, known)]
    unknown = [why_unknown(game, s.path, known) for s in single if s.path not in known]
    data = game.model_dump()
    for setting in single:
        if setting.path in known:
            data = _replace(data, known[setting.path], setting.value)
    if data.get(_SOURCES):
        changed = {s.path for s in single}
        data[_SOURCES] = [c for c in data[_SOURCES] if c["path"] not in changed]
    try:
        changed_game = type(game).model_validate(data)
    except ValidationError as error:
        raise SettingError(
            "; ".join([*unknown, explain(error, known)]),
            "paths of this game, and values within their ranges" if unknown else "values within their ranges",
            f"print every number and its unit with: openrace show {getattr(game, 'typed', 'GAME')}",
        ) from error
    if unknown:
        raise SettingError(
            "; ".join(unknown),
            "a path of this game",
            hint(game, [s.path for s in single if s.path not in known]),
        )
    return changed_game


def _with_kind(game: G, setting: Setting) -> G:
    """The game with a part exchanged for one of another kind that keeps the numbers both have; else as it is."""
    if setting.path.rpartition(".")[2] != "kind" or not isinstance(setting.value, str):
        return game
    known = leaves(game)
    for path in expanded(game, setting.path, known):
        keys = known.get(path, ())
        owner = follow(game, keys[:-1])
        listed = owner.listed if keys and isinstance(owner, KindedPart) else {}
        if setting.value not in listed:
            continue  # validation says which kinds there are
        new = listed[setting.value]
        shared = {k: v for k, v in owner.model_dump().items() if k in new.model_fields and k != "kind"}
        game = _replace(game, keys[:-1], new.model_validate(shared))
    return game


def with_arrays(game: G, arrays: Mapping[str, FloatArray], n_axes: int) -> G:
    """The game with numbers replaced by arrays ``(B,)``, one value per parameter point; no validation.

    Args:
        game: a valid game.
        arrays: values by path; the caller has checked their ranges (:func:`with_settings` on the extremes).
        n_axes: number of profile axes, so that the arrays broadcast as ``(B, 1, ..., 1)``.
    """
    for path, values in arrays.items():
        game = replaced(game, path, np.asarray(values).reshape(-1, *(1,) * n_axes))
    return game


def matching(game: Part, path: str) -> dict[str, Keys]:
    """The numbers for which a path stands: one, or all that fit where a step is ``*``; with the keys that lead there.

    Raises:
        SettingError: the game has no such path.
    """
    known = leaves(game)
    found = {p: known[p] for p in expanded(game, path, known) if p in known}
    if not found:
        raise SettingError(why_unknown(game, path, known), "a path of this game", hint(game, [path]))
    return found


def get(game: Part, path: str) -> Any:
    """The value at a path.

    Raises:
        SettingError: the game has no such path, or it stands for several numbers that differ.

    Example:
        >>> import games
        >>> games.get(games.named("alice-bob"), "calendar.slots")
        12
    """
    values = {p: follow(game, keys) for p, keys in matching(game, path).items()}
    first = next(iter(values.values()))
    # One of them may be an array of parameter points.
    if not all(np.array_equal(value, first) for value in values.values()):
        shown = ", ".join(f"{p}={value}" for p, value in values.items())
        raise SettingError(
            f"{path} stands for numbers that differ: {shown}",
            "one number shared by all",
            f"set them equal first: --set '{path}={first}'",
        )
    return first


def follow(part: Part, keys: Keys) -> Any:
    """What lies at keys, as :func:`leaves` gives them."""
    value: Any = part
    for key in keys:
        value = value[key] if isinstance(key, int) else getattr(value, key)
    return value


def replaced(game: G, path: str, value: Any) -> G:
    """The game with the value at a path replaced, without validation; the path exists (see :func:`get`)."""
    for keys in matching(game, path).values():
        game = _replace(game, keys, value)
    return game


def _replace(value: Any, keys: Keys, new: Any) -> Any:
    if not keys:
        return new
    key, rest = keys[0], keys[1:]
    if isinstance(key, int):
        return (*value[:key], _replace(value[key], rest, new), *value[key + 1 :])
    if isinstance(value, dict):
        return value | {key: _replace(value.get(key), rest, new)}
    return value.model_copy(update={key: _replace(getattr(value, key), rest, new)})


def _with_added(game: G, paths: Sequence[str]) -> G:
    """The game with every member that a path names and that can be added, such as a term at weight 0."""
    for path in paths:
        first, second = two_steps(path)
        for keys, member in members(game):
            if name_of(member) == first and second in member.addable():
                game = _replace(game, keys, member.with_added(second))
    return game
