"""A kind of game of labs that somebody else writes, whose labs respond by something that openrace has no words for."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
import pytest

from games.parts.change_words import Doing, Response
from games.parts.event import Treated
from games.parts.lab_game import LabGame
from games.parts.metric import Metric, Sense
from openrace.questions.shift import shift
from solver.game.normal_form import NormalForm


class Quarrel(LabGame):
    """Two labs choose how much to print: none, or one page for each unit of what it is worth."""

    noun: ClassVar[str] = "quarrel"
    responses: ClassVar[tuple[str, ...]] = ("response.pages", "response.first_page")
    anybody: ClassVar[str] = "pages"

    kind: Literal["quarrel"] = "quarrel"
    name: str = "quarrel"
    summary: str = "two labs print pages"
    worth: float = 1.0
    """What a page is worth, less 2 for its paper."""

    @property
    def lab_names(self) -> tuple[str, ...]:
        return ("ann", "ben")

    @property
    def player_names(self) -> tuple[str, ...]:
        return self.lab_names

    @property
    def period_days(self) -> float:
        return 30.0

    def opened(self, capability: float, date: float) -> Treated[Quarrel]:  # noqa: ARG002 - a model has no date here
        return Treated(self, self.model_copy(update={"worth": self.worth + capability}), "pages are worth more")

    def normal_form(self) -> NormalForm:
        own = (self.worth - 2) * np.array([0.0, 1.0, 2.0])
        payoffs = np.stack([np.broadcast_to(own[:, None], (3, 3)), np.broadcast_to(own, (3, 3))])
        return NormalForm.from_payoffs(payoffs, players=self.lab_names, actions=[["0", "1", "2"]] * 2)

    def metrics(self) -> tuple[Metric, ...]:
        mine = np.broadcast_to(np.arange(3.0)[:, None], (3, 3))
        found = [Metric("pages", "pages", Sense.MORE, mine + mine.T)]
        for book in ("response", "progress"):
            found += [
                Metric(f"{book}.pages", "pages", Sense.MORE, mine + mine.T),
                Metric(f"{book}.pages.ann", "pages", Sense.MORE, mine),
                Metric(f"{book}.pages.ben", "pages", Sense.MORE, mine.T),
                Metric(f"{book}.first_page", "periods", Sense.EARLIER, 3 - np.maximum(mine, mine.T)),
            ]
        return tuple(found)


class Spoken(Quarrel):
    """The same with words."""

    says: ClassVar[dict[str, Response]] = {
        "pages": Response(
            Doing("prints", "may print", "more", "less"),
            "both labs",
            Doing("print", "may print", "more", "less"),
            "what it prints",
        )
    }


@pytest.mark.parametrize(
    ("game", "said"),
    [
        (Quarrel(), "it speeds the race up: Ann moves its pages higher (0 -> 2); Ben moves its pages higher (0 -> 2)."),
        (Spoken(), "it speeds the race up: Ann prints more (0 -> 2); Ben prints more (0 -> 2)."),
        (Quarrel(worth=0.0), "it may speed the race up: Ann may move its pages higher"),
        (Quarrel(worth=5.0), "nothing in the race moved: no lab changes its pages or its first page."),
        (Spoken(worth=5.0), "nothing in the race moved: no lab changes what it prints or its first page."),
    ],
)
def test_sentences_speak_of_responses_that_they_do_not_know(game: Quarrel, said: str) -> None:
    assert shift(game, "open:2@1").answer.startswith(said)
