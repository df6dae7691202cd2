"""How firm an answer is: the line under every verdict, and where it breaks."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from games.parts.change_words import change_word
from openrace.questions.fragility import Firm
from openrace.show.cards.layout import labelled


def firmness(firm: Firm | None, *, breaks: bool = False, where: str = "") -> list[RenderableType]:
    """The line, and one more for each change of a number that breaks the verdict; nothing without a question.

    Args:
        firm: how firm the verdict is.
        breaks: whether every change of a number under which the metric goes another way is listed.
        where: which game it is; empty where there is one.
    """
    if firm is None:
        return []
    lines: list[RenderableType] = [labelled("how firm", f"{f'{where}. ' if where else ''}{firm.line}")]
    metric = firm.metric
    for broken in firm.fragility.breaks if breaks else ():
        if metric.metric in broken.directions:
            word = change_word(broken.directions[metric.metric], metric.sense, metric.unit)
            lines.append(Text(f"  {broken.path} = {broken.value:g}: {word}"))
    return lines
