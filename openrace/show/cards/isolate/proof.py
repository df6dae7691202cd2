"""A proof over a box of weights on the screen, and what is worth repeating of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.direction import Code
from openrace.analysis.landscape import Ground
from openrace.isolate.prove import Proof, ProofStatus
from openrace.isolate.words import VERBS, percent
from openrace.show.cards.changes import ground
from openrace.show.cards.layout import labelled
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.words import capital, count

WORDS = {sign: f"it {verb}" for sign, verb in VERBS.items()}
MOST_OPEN = 3
"""Open parts named on the screen."""


def proof_card(result: Proof) -> RenderableType:
    """The card of ``openrace prove``."""
    about = result.about
    lines: list[RenderableType] = [
        Text.assemble((result.game, "bold"), f", {result.intervention}: {about.metric or metric_words(result.metric)}"),
        labelled("box", box_words(result.box.to_dict(), result)),
        labelled("answer", Text(capital(_answer(result)), style="bold")),
        labelled("middle", _ground(result, result.base)),
    ]
    if result.counterexample is not None:
        lines.append(labelled("counter", _ground(result, result.counterexample)))
    proven = [(sign, result.share_of(sign)) for sign in Code if result.share_of(sign)]
    if len(proven) > 1 or (proven and result.open):
        shares = [f"{WORDS[sign]} in {percent(share)}" for sign, share in proven]
        lines.append(labelled("proven", f"{'; '.join(shares)} of the box, at each of its points"))
    lines += [labelled("open", line) for line in _open(result)]
    lines.append(labelled("how", _how(result)))
    return Group(*lines)


def proof_share(result: Proof) -> Share:
    """The verdict over the box, and whether it is proven."""
    subject = f"{result.game}, {result.intervention}"
    paragraph = (
        f"{capital(_answer(result))} ({metric_words(result.metric)}; {box_words(result.box.to_dict(), result)})."
    )
    if result.counterexample is not None:
        paragraph += f" {capital(_ground(result, result.counterexample))}."
    return Share(subject, paragraph, f"{result.status}: {WORDS[result.direction]}", _how(result), result.about.hash)


def box_words(sides: Mapping[str, Sequence[float]], result: Proof) -> str:
    """``prestige of alice from 1 to 3``, weight by weight."""
    each = (
        f"{result.about.place(path).words} from {number(low)} to {number(high)}" for path, (low, high) in sides.items()
    )
    return ", ".join(each)


def _answer(result: Proof) -> str:
    said = WORDS[result.direction]
    if result.counterexample is not None:
        return f"refuted: {said} in the middle of the box, and not everywhere in it"
    if result.status is ProofStatus.PROVEN:
        return f"proven: {said} at every point of the box"
    rest = percent(1 - result.share_of(result.direction))
    return f"open: {said} in the middle of the box; that is not proven for {rest} of it"


def _ground(result: Proof, at: Ground) -> str:
    where = ", ".join(f"{s.path} = {number(float(s.value), 6)}" for s in at.settings)
    return f"at {where} {WORDS[at.sign]}: {ground(at, result.about)}"


def _open(result: Proof) -> list[str]:
    if result.counterexample is not None and len(result.parts) == len(result.open):
        return []
    shown = [f"{box_words(result.box.part(p.box), result)} ({percent(p.share)})" for p in result.open[:MOST_OPEN]]
    rest = len(result.open) - len(shown)
    more = (
        [f"and {count(rest, 'part')} more: --json; a larger --budget or a smaller --finest settles some"]
        if rest > 0
        else []
    )
    return [*shown, *more]


def _how(result: Proof) -> str:
    if result.counterexample is not None and len(result.parts) == len(result.open):
        return "both points were solved on their own, all equilibria listed (open loop); --whole proves the other parts"
    settled = len(result.parts) - len(result.open)
    return f"{count(settled, 'part')} proven in exact arithmetic, over all equilibria of both games (open loop)"
