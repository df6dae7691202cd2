"""The explorer in a notebook: the same page, answered by the Python that runs already.

Where a front end can show widgets (the extra ``notebook``), the page is one; elsewhere the answer is the card of the
shell as HTML. Games need no name here: whatever is composed in Python can be explored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from games.parts.game import Game
from games.parts.paths import Settings, as_settings
from openrace.api.arguments import ConceptLike, InterventionLike, choice_of, intervention_of
from openrace.concepts.choice import Choice
from openrace.concepts.concept import MAIN_NAMES, Concept, concept_named
from openrace.explore.bundle import bundle
from openrace.explore.core import Answer, call
from openrace.explore.presets import first_event
from openrace.explore.server import page_files
from openrace.explore.state import State, read_state, write_state
from openrace.explore.subject import GameSubject, subject_of
from openrace.questions.load import GameLike, load
from openrace.show.screen import card_html
from solver.common.errors import OpenraceError
from solver.common.extras import extra

if TYPE_CHECKING:
    from anywidget import AnyWidget

WIDGET = "application/vnd.jupyter.widget-view+json"


class Explored:
    """A game on a page in a notebook.

    Attributes:
        state: the text of what the page shows now; ``openrace explore`` and links have it after the ``#``.
    """

    def __init__(self, state: State, own: Mapping[str, Game]) -> None:
        self.state = write_state(state)
        self._own = dict(own)

    def ask(self, question: Mapping[str, Any]) -> Answer:
        """What the page asks, answered; see :mod:`openrace.explore.core`."""
        return call(question, self._own)

    @property
    def game(self) -> Game:
        """The game with the numbers that the page shows now."""
        subject = subject_of(read_state(self.state), self._own)
        if not isinstance(subject, GameSubject):
            raise OpenraceError(f"{subject.name} is a story", "a game", "choose a game on the page")
        return subject.game

    @cached_property
    def widget(self) -> AnyWidget:
        """The page as a widget.

        Raises:
            MissingExtraError: anywidget is not installed.
        """
        with extra("notebook"):
            import anywidget
            import traitlets

        class Page(anywidget.AnyWidget):
            _esm = f"{bundle('widget.js')}\nexport default {{ render: m_widget_js.render }};\n"
            _css = page_files()["explorer.css"].decode("utf-8")
            state = traitlets.Unicode(self.state).tag(sync=True)

        page = Page()
        page.observe(self._moved, "state")
        page.on_msg(self._answer)
        return page

    def _moved(self, change: Mapping[str, Any]) -> None:
        self.state = str(change["new"])

    def _answer(self, page: AnyWidget, content: Mapping[str, Any], _: object) -> None:
        # As text: front ends disagree on which numbers survive their own encoding.
        page.send({"id": content.get("id"), "answer": json.dumps(self.ask(content.get("question", {})))})

    def _repr_html_(self) -> str:
        """The card of the shell, where no widget can be."""
        subject = subject_of(read_state(self.state), self._own)
        found = subject.solved() if isinstance(subject, GameSubject) and subject.event is not None else None
        return card_html(subject.name) if found is None else found._repr_html_()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        """The widget and, for front ends without widgets, the card."""
        shown: dict[str, Any] = {"text/plain": repr(self), "text/html": self._repr_html_()}
        try:
            made: Any = self.widget._repr_mimebundle_(**kwargs)
        except OpenraceError:
            # Without the extra there is a card, and its note says what to install.
            return shown
        data = made[0] if isinstance(made, tuple) else made
        return shown | {kind: value for kind, value in (data or {}).items() if kind == WIDGET}

    def __repr__(self) -> str:
        return f"Explored({self.state})"


def explore(
    game: GameLike,
    intervention: InterventionLike | None = None,
    *,
    concept: ConceptLike = Concept.OPEN_LOOP,
    settings: Settings = (),
) -> Explored:
    """A game on a page in a notebook: move an assumption, watch the answer.

    Args:
        game: a name, a file or a game; see :func:`openrace.load`.
        intervention: what is done to it first; left out, an event that fits.
        concept: what labs know and can do first; a name without options.
        settings: numbers to change first; on the page they can be changed back.

    Raises:
        OpenraceError: no such game, or numbers or an intervention that do not fit it.

    Example:
        >>> import openrace as orc
        >>> page = orc.explore("alice-bob", "open:9@4", settings={"alice.prestige": 3})
        >>> page
        Explored(v=1&game=alice-bob&set=alice.prestige:3&do=open:9@4)
        >>> page.ask({"want": "answer", "state": page.state})["shown"]["headline"]
        'It slows the race down.'
    """
    loaded = load(game)
    choice = choice_of(concept)
    if choice != Choice(choice.concept):
        raise OpenraceError(
            f"the concept {choice.words} came", f"one of {', '.join(MAIN_NAMES)}", "leave its options out"
        )
    name = next(n for n in MAIN_NAMES if concept_named(n) is choice.concept)
    own = {} if isinstance(game, str) and not game.endswith((".toml", ".nfg")) else {_name(loaded): loaded}
    event = first_event(loaded) if intervention is None else intervention_of(intervention).text
    state = State(
        game=next(iter(own), str(game)),
        settings=tuple(as_settings(settings)),
        event=event,
        concept="" if name == MAIN_NAMES[0] else name,
    )
    page = Explored(read_state(write_state(state)), own)
    subject_of(read_state(page.state), own).items  # noqa: B018 - what does not fit is said now, not on the page
    return page


def _name(game: Game) -> str:
    """A name that a link can have."""
    return (
        "".join(c if c.isascii() and (c.isalnum() or c in "._@ -") else "-" for c in game.name).strip(" ._@-") or "game"
    )
