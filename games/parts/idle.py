"""Settings that cannot matter: with or without them every payoff and every metric of the game is the same.

This is computed, not guessed: the game is built with all settings, and with all but one. A setting is idle by itself or
only beside the others; a market's kind is left out together with the numbers that only this kind has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from games.parts.paths import Setting, SettingError, get, leaves, matching, with_settings

ROUNDING = 1e-12
"""Share of the greatest number below which a difference is one of rounding."""


@dataclass(frozen=True)
class IdleSetting:
    """A setting that changes nothing, or no payoff.

    Attributes:
        setting: the path and the value.
        metrics: names of the metrics that it changes all the same; empty if it changes nothing at all.
        reason: why, in words; empty where the game knows no reason.
    """

    setting: Setting
    metrics: tuple[str, ...]
    reason: str

    @property
    def sentence(self) -> str:
        """What to tell the user."""
        what = f"{self.setting.path}={self.setting.value}"
        if self.metrics:
            text = f"{what} changes no player's payoff, only {', '.join(self.metrics)}"
        else:
            text = f"{what} changes nothing"
        return f"{text}: {self.reason}" if self.reason else text


def idle_settings(game: Game, settings: Sequence[Setting]) -> tuple[IdleSetting, ...]:
    """The settings that change no payoff of a game.

    Costs one evaluation of the game for each setting, and one for all together.

    Args:
        game: the game before any of the settings.
        settings: all that are made; together they fit the game.

    Example:
        >>> import games
        >>> settings = [games.read_setting("market.kind=logit")]
        >>> [idle.sentence for idle in games.idle_settings(games.named("alice-bob"), settings)]
        ['market.kind=logit changes nothing: nobody sells a model']
    """
    if not settings:
        return ()
    whole = with_settings(game, settings)
    payoffs = whole.normal_form().payoffs
    found = []
    for setting in settings:
        others = [s for s in settings if s is not setting and not _belongs_to(s, setting)]
        try:
            without = with_settings(game, others)
        except SettingError:
            continue  # the other settings need it
        if not _same(without.normal_form().payoffs, payoffs):
            continue
        known = {m.name: m.values for m in without.metrics()}
        moved = [m.name for m in whole.metrics() if m.name not in known or not _same(known[m.name], m.values)]
        found.append(IdleSetting(setting, tuple(moved), _reason(without, whole, setting)))
    return tuple(found)


def _reason(without: Game, whole: Game, setting: Setting) -> str:
    known = leaves(without)
    paths = list(matching(whole, setting.path))
    if all(path in known and get(without, path) == setting.value for path in paths):
        return "it was so before"
    return whole.why_idle(paths[0])


def _belongs_to(other: Setting, setting: Setting) -> bool:
    """Whether another setting is about the part whose kind is set."""
    owner, _, last = setting.path.rpartition(".")
    return last == "kind" and other.path.startswith(f"{owner}.")


def _same(one: FloatArray, other: FloatArray) -> bool:
    """Whether arrays are equal but for the rounding of sums that are added in another order."""
    if one.shape != other.shape:
        return False
    finite = np.abs(other[np.isfinite(other)])
    return bool(np.allclose(one, other, rtol=0.0, atol=ROUNDING * finite.max(initial=0.0), equal_nan=True))
