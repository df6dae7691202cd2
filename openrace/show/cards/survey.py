"""Flips, branches, regions and sensitivity on the screen, and what is worth repeating of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.parts.change_words import metric_words
from openrace.analysis.shares import shares_text
from openrace.show.cards.changes import ground
from openrace.show.cards.firmness import firmness
from openrace.show.cards.layout import table_card
from openrace.show.cards.maps import UNSTATED, kernels
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.words import count

if TYPE_CHECKING:
    from openrace.analysis.branches import Branches
    from openrace.analysis.flip import Flips
    from openrace.analysis.regions import Regions
    from openrace.analysis.sensitivity import Sensitivity

BRANCHES = (
    "birth, death: an equilibrium appears or disappears there; support change: the plans that it may draw change; "
    "jump: one answer gives way to another. An equilibrium is named by the plans drawn, lab by lab."
)
REGIONS = (
    "The profile (one plan per lab) is an equilibrium where all its inequalities hold; at equality the lab named gains "
    "nothing and loses nothing by the deviation."
)
SENSITIVITY = (
    "Indices go from 0 (does not matter) to 1: first is the share of the sign's variance that the assumption explains "
    "alone, total what it explains together with others (Sobol); pawn is how far it moves the distribution (PAWN). low "
    "and high: 95 % interval."
)
"""Terms of art, explained under the tables that use them."""


def flips_card(result: Flips) -> RenderableType:
    """The card of ``openrace flip``: the nearest changes, and how the metric moves just before and beyond each."""
    measured = result.about.measured
    unit = f", in {measured.unit}" if measured and measured.unit else ""
    base = result.about.word(result.base)
    head = Text.assemble((result.name, "bold"), f": {metric_words(result.metric)}{unit}; at the base point: {base}")
    lines: list[RenderableType] = []
    for f in result.found:
        change = ", ".join(
            f"{path} = {number(at, 6)} ({by:+.4g})" for path, at, by in zip(f.paths, f.at, f.changes, strict=True)
        )
        proven = "proven" if f.same.proven and f.flipped.proven else "not proven"
        lines.append(Text.assemble((change, "cyan"), f": {number(f.distance)} away, {proven}"))
        said = f"short of it {ground(f.same, result.about)}; beyond it {ground(f.flipped, result.about)}"
        lines.append(Padding(Text(said), (0, 0, 0, 4)))
    if result.found:
        lines.append(Text(f"away: the distance (unit: {result.unit})", style="dim"))
    return Group(head, *lines, *[Text(line) for line in result.none], *firmness(result.firm), *kernels())


def flips_share(result: Flips) -> Share:
    """The nearest change of an assumption that changes the sign."""
    subject = f"{metric_words(result.metric)} in {result.name}"
    if not result.found:
        return Share(
            subject, f"{subject}: no change was found. {' '.join(result.none)}", "no flip", UNSTATED, result.about.hash
        )
    near = result.found[0]
    change = " and ".join(f"{p} = {number(v, 6)}" for p, v in zip(near.paths, near.at, strict=True))
    words = result.about.word
    verdict = f"{words(near.same.sign)} becomes {words(near.flipped.sign)} at {change}"
    proven = near.same.proven and near.flipped.proven
    return Share(
        subject,
        f"With the event, {subject} is {words(result.base)}. The nearest change that alters this: {verdict}.",
        verdict,
        "both sides of the flip are proven complete" if proven else "not proven complete",
        result.about.hash,
    )


def branches_card(result: Branches) -> RenderableType:
    """The card of ``openrace branches``."""
    return table_card(result.table(), f"{count(len(result.branches), 'branch')}. {BRANCHES}", digits=8)


def branches_share(result: Branches) -> Share:
    """How many equilibria there are along one number, and where something happens to them."""
    n = count(len(result.branches), "branch")
    at = ", ".join(number(v, 8) for v in result.breakpoints) or "nowhere"
    metric = metric_words(result.metric)
    paragraph = f"Along {result.path}, {metric} of {result.name} has {n}; something happens at {at}."
    return Share(f"{metric} of {result.name}", paragraph, f"{n}; breakpoints: {at}", UNSTATED, result.about.hash)


def regions_card(result: Regions) -> RenderableType:
    """The card of ``openrace regions``."""
    return table_card(result.table(), REGIONS)


def regions_share(result: Regions) -> Share:
    """How many pure profiles are equilibria somewhere."""
    n = count(len(result.regions), "pure profile")
    over = " and ".join(
        f"{p} from {number(float(a))} to {number(float(b))}"
        for p, a, b in zip(result.paths, result.low, result.high, strict=True)
    )
    verdict = f"{n} {'is an equilibrium' if len(result.regions) == 1 else 'are equilibria'} somewhere"
    return Share(result.game, f"Over {over}, {verdict}.", verdict, "exact, in rational numbers", result.about.hash)


def sensitivity_card(result: Sensitivity) -> RenderableType:
    """The card of ``openrace sensitivity``."""
    return table_card(result.table(), f"over the prior: {shares_text(result.probability)}. {SENSITIVITY}")


def sensitivity_share(result: Sensitivity) -> Share:
    """The shares of signs over the prior, and the assumption with the largest total index."""
    said = shares_text(result.probability)
    totals = sorted((i for i in result.indices if i.kind == "total"), key=lambda i: -i.value)
    most = f" What matters most is {totals[0].path} (total index {number(totals[0].value, 2)})." if totals else ""
    return Share(
        f"{metric_words(result.metric)} in {result.game}",
        f"Over the prior, {metric_words(result.metric)} in {result.game} is: {said}.{most}",
        said,
        f"{count(result.n_solved, 'point')} solved",
        result.about.hash,
    )
