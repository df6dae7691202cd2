"""Published models as games: what every question asks of a game, asked of a model as it was published.

The game's numbers are the model's parameters, under the names that ``openrace replicate MODEL --set`` knows. What is
solved is what the model says its players choose from and get: a table of payoffs, or a race. An open model does in it
what the model's own operator says, through one channel or through all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, PrivateAttr

from games.classics.model import Channel, Classic
from games.parts.event import Treated
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.metric import Metric, Sense, payoff_metrics
from games.parts.part import FloatArray
from games.parts.path_words import path_words
from games.parts.paths import follow, leaves
from games.parts.reading import write_value
from games.race.race_game import RaceGame
from solver.common.errors import OpenraceError
from solver.common.table import without_noise
from solver.common.words import all_of, shortened
from solver.game.normal_form import NormalForm

UNITS = {Sense.EARLIER: "periods"}
"""What metrics are in, where words for a change depend on it."""


def by_subject() -> dict[str, tuple[type[Classic], ...]]:
    """Every published model that is a game, by subject."""
    # Imported here: there are many, and most commands want another game.
    from games.classics.listing import SUBJECTS

    games = {s: tuple(m for m in models if m.is_game()) for s, models in SUBJECTS.items()}
    return {subject: models for subject, models in games.items() if models}


def models() -> dict[str, type[Classic]]:
    """Every published model, by name; those that are no game say so where they are to be solved."""
    from games.classics.listing import MODELS

    return {model.name: model for model in MODELS}


def _read(data: Any) -> Any:
    """A table with the model's name as its kind, and its parameters, as the model."""
    if not isinstance(data, dict):
        return data
    known, kind = models(), data.get("kind")
    if kind not in tuple(known):
        close = get_close_matches(str(kind), known, 1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"unknown kind {shortened(repr(kind))} of model, known are {', '.join(known)}{hint}")
    return known[kind].model_validate({field: value for field, value in data.items() if field != "kind"})


def _written(model: Classic) -> dict[str, Any]:
    return {"kind": model.name, **model.model_dump()}


@lru_cache(maxsize=64)
def _strategic(model: Classic) -> NormalForm | RaceGame:
    """The table or the race of a model, made once for what asks for it many times."""
    return model.strategic()


def _said(value: Any) -> str:
    """A parameter as a sentence says it: nine tenths of 0.05 are 0.045."""
    return write_value(without_noise(value) if isinstance(value, float) else value)


def _first_paragraph(doc: str | None) -> str:
    """What a docstring says first, on one line."""
    return " ".join((doc or "").split("\n\n")[0].split()).replace("`", "")


class PublishedGame(LabGame):
    """A published model as a game."""

    noun: ClassVar[str] = "published model"

    kind: Literal["published"] = "published"
    """What sort of game this is."""
    model: Annotated[Classic, BeforeValidator(_read), PlainSerializer(_written)]
    """The model, whose parameters are the game's numbers."""

    @classmethod
    def of(cls, model: Classic) -> Self:
        """A model as a game under its own name."""
        about = _first_paragraph(type(model).__doc__).removesuffix(".")
        return cls(name=model.name, summary=f"{about} ({model.source})", model=model)

    _finer: NormalForm | None = PrivateAttr(default=None)

    def _strategic(self) -> NormalForm | RaceGame:
        return _strategic(self.model) if self._finer is None else self._finer

    def played(self) -> Game:
        """The race, where the model is one."""
        found = self._strategic()
        if not isinstance(found, RaceGame):
            return self
        race = found.model_copy(update={"name": self.name, "summary": self.summary}).called(self.typed)
        return race if self.event is None else race.under(self.event)

    def normal_form(self) -> NormalForm:
        """The table of payoffs.

        Raises:
            OpenraceError: the model is a race, or has no table at these parameters.
        """
        found = self._strategic()
        return found if isinstance(found, NormalForm) else self.played().normal_form()

    @property
    def grid_step(self) -> float | None:
        """Distance between numbers on a grid that stands for all of them."""
        return self.model.grid_step()

    def plan_numbers(self, player: int) -> FloatArray | None:
        """The numbers from which a player chooses, where the model has a grid of them."""
        return self.model.plan_numbers(player)

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self:  # noqa: ARG002 - the contract
        """The game with more numbers for one player."""
        game = self.model_copy()
        game._finer = self.model.refined(parts, free)
        return game

    def roster(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names of the players, and how many choices each has."""
        own = self.played()
        return super().roster() if own is self else own.roster()

    def size(self) -> int:
        """How much work it is to solve."""
        own = self.played()
        return super().size() if own is self else own.size()

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.roster()[0]

    @property
    def period_days(self) -> float:
        """Models have their own unit of time, which is no number of days."""
        return 0.0

    def default_metric(self, *, responds: bool) -> str:
        """The first metric: what the question is asked of in the model."""
        own = self.played()
        return own.default_metric(responds=responds) if isinstance(own, RaceGame) else self.metrics()[0].name

    def metrics(self) -> tuple[Metric, ...]:
        """What the question is asked of, the model's other quantities that profiles have, and each player's payoff."""
        form = self.normal_form()
        asked = {one.quantity: one for one in self.model.asked}
        found = [
            Metric(asked[name].metric, UNITS.get(asked[name].sense, ""), asked[name].sense, values)
            if name in asked
            else Metric(name, "", Sense.LEVEL, values)
            for name, values in self.model.measured(form).items()
        ]
        found.sort(key=lambda metric: metric.sense is Sense.LEVEL)
        return *found, *payoff_metrics(form, "")

    def conventions(self) -> tuple[str, ...]:
        """The solution concept of the paper, and what an open model does."""
        said = [f"The solution concept is the paper's: {self.model.concept}."]
        if not self.model.is_game():
            said.append(f"It is no table and no race: openrace replicate {self.name} computes what it says.")
        elif type(self.model).grid_step is not Classic.grid_step:
            said.append("A grid stands for the numbers that players choose: answers are complete on it, not beyond.")
        if channels := [str(channel) for channel in self.model.changes(1.0)]:
            doc = _first_paragraph(type(self.model).changes.__doc__)
            said.append(f"An open model of quality x appears: {doc[:1].lower()}{doc[1:]}")
            said.append(f"It acts through {all_of(channels)}.")
        return tuple(said)

    def opened(self, capability: float, date: float) -> Treated[Self]:
        """Refuses: open models of published models have no date.

        Raises:
            OpenraceError: always.
        """
        raise OpenraceError(
            f"an open model at the date {date:g} came for {self.name}, a published model, in which it has none",
            f"open:QUALITY, or open:QUALITY@CHANNEL with one of {', '.join(self._channels(capability))}",
            f"write for example open:{capability:g}",
        )

    def _channels(self, quality: float) -> dict[str, dict[str, Any]]:
        """What an open model changes, by the channel through which it acts; at last through all.

        Raises:
            OpenraceError: the model does not say what an open model does.
        """
        changes = self.model.changes(quality)
        if not changes:
            raise OpenraceError(
                f"{self.name} does not say what an open model does in it",
                "a model that does: openrace replicate --question open lists them",
                "change a number instead: set:PATH=VALUE",
            )
        single = [own for channel, own in changes.items() if channel not in (Channel.ALL, Channel.ALIKE)]
        changes.setdefault(Channel.ALL, {field: value for own in single for field, value in own.items()})
        return {str(channel).replace(" ", "-"): own for channel, own in changes.items()}

    def opened_through(self, quality: float, channel: str) -> Treated[Self]:
        """Without and with an open model, which acts through a channel; through all of them if none is named.

        Raises:
            OpenraceError: the model states none or another channel, or the quality leaves its parameters' ranges.
        """
        known = self._channels(quality)
        if channel and channel not in known:
            came = f"the channel {channel!r} came for {self.name}"
            raise OpenraceError(came, f"one of {', '.join(known)}", "name one, or none for all")
        fields = dict(self.model) | known[channel or str(Channel.ALL)]
        try:
            after = self.model_copy(update={"model": type(self.model)(**fields)})
        except OpenraceError as error:
            raise OpenraceError(
                f"an open model of quality {quality:g} leaves {self.name} no valid parameters ({error.what})",
                "a quality after which parameters are within their ranges",
                "write a smaller one, for example open:1",
            ) from error
        through = channel.replace("-", " ") or "every channel"
        changes = [
            f"{path_words(path)} is {_said(follow(after, keys))} instead of {_said(follow(self, keys))}"
            for path, keys in leaves(self).items()
            if follow(after, keys) != follow(self, keys)
        ]
        words = (
            f"an open model of quality {quality:g} acts through {through}: {', '.join(changes) or 'nothing changes'}"
        )
        return Treated(self, after, words)
