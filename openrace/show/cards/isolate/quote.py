"""A card to quote on the screen, and the paragraph worth repeating."""

from __future__ import annotations

from rich.console import Group, RenderableType

from openrace.isolate.quote import Quote
from openrace.show.cards.layout import labelled
from openrace.show.cards.share import Share
from solver.common.words import capital


def quote_card(result: Quote) -> RenderableType:
    """The card of ``openrace card``."""
    lines = (
        ("question", result.question),
        ("answer", capital(result.shift.answer)),
        ("sure", result.proof),
        ("changed", result.assumes),
        ("flips if", result.would_flip),
        ("share", result.share),
        ("how firm", result.firm),
        ("hash", result.hash),
    )
    return Group(*[labelled(label, text) for label, text in lines if text])


def quote_share(result: Quote) -> Share:
    """The paragraph, and what a reader needs to disagree."""
    subject = f"{result.game.name}, {result.shift.intervention}"
    return Share(subject, result.text, result.shift.answer, result.proof, result.hash)
