"""Published models in Python: their values computed anew, the question asked of all of them, and one by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from games.classics.model import Classic
from games.parts.paths import Settings, as_settings
from openrace.api.arguments import name_of, texts_of
from openrace.replication.opened import Signs, signs
from openrace.replication.rows import Replication, models_named, replicate_at
from openrace.replication.rows import replicate as replicate_models
from solver.common.errors import OpenraceError

MEANT = 'the name of a published model, such as "lee-wilde"'


def replicate(models: str | Iterable[str] = (), *, settings: Settings = ()) -> Replication:
    """Published values beside ours.

    Args:
        models: name or names of published models; left out, all of them.
        settings: parameters of one model to change; then every quantity of it is computed, beside its formula.

    Raises:
        OpenraceError: no such model or parameter, or settings for several models.

    Example:
        >>> import openrace as orc
        >>> orc.replicate("lee-wilde")
        Replication(3 of 3 values, 1 model)
        >>> [round(row.ours, 6) for row in orc.replicate("lee-wilde", settings={"firms": 3}).rows]
        [0.809418]
    """
    names = texts_of(models, MEANT)
    changes = as_settings(settings)
    if not changes:
        return replicate_models(names)
    if len(names) != 1:
        raise OpenraceError(f"settings for {len(names)} models came", "one model", "name the model that has them")
    return replicate_at(names[0], changes)


def open_question(models: str | Iterable[str] = ()) -> Signs:
    """Which way an open model moves effort, date and risk in published models, by channel.

    Args:
        models: name or names of published models; left out, all that state what an open model does to them.

    Raises:
        OpenraceError: no such model.

    Example:
        >>> import openrace as orc
        >>> [(str(row.channel), str(row.direction)) for row in orc.open_question("beath-katsoulacos-ulph").rows]
        [('win', 'down'), ('lose', 'up'), ('status quo', 'up'), ('all flows alike', 'neutral')]
    """
    return signs(texts_of(models, MEANT))


def classic(name: str, **parameters: Any) -> Classic:
    """One published model; its methods are its quantities, which :meth:`Classic.quantities` lists.

    Args:
        name: as in :func:`replicate`.
        parameters: those that differ from the defaults.

    Raises:
        OpenraceError: no such model or parameter.

    Example:
        >>> import openrace as orc
        >>> race = orc.classic("lee-wilde", firms=2, prize=1.0, r=0.1)
        >>> round(race.found("effort").value, 6)
        0.695811
    """
    (model,) = models_named([name_of(name, "published model", "openrace.replicate() lists them")])
    return model(**parameters)
