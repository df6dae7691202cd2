"""What is worth repeating of answers over assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from games.parts.change_words import metric_words
from openrace.analysis.shares import shares_text
from openrace.show.cards.share import Share
from openrace.show.cards.words import count, number

if TYPE_CHECKING:
    from openrace.analysis import shares
    from openrace.analysis.branches import Branches
    from openrace.analysis.flip import Flips
    from openrace.analysis.regions import Regions
    from openrace.analysis.sensitivity import Sensitivity
    from openrace.analysis.sign_map import SignMap
    from openrace.sweeps.results import Sweep

UNSTATED = "see certificates in --json"


def sweep_share(result: Sweep, found: Sequence[tuple[str, Sequence[shares.Share]]], game: str, hash_: str) -> Share:
    """How much was solved, and the shares of signs."""
    said = [f"{name}: {shares_text(own)}" for name, own in found]
    done = f"{result.n_done:,} of {result.n_cells:,} cells are solved"
    return Share(game, f"{done} in {result.path}. {'; '.join(said)}", "; ".join(said) or done, UNSTATED, hash_)


def map_share(maps: Sequence[SignMap], found: Sequence[tuple[str, Sequence[shares.Share]]], hash_: str) -> Share:
    """The shares of signs on a map, per concept."""
    first = maps[0]
    said = "; ".join(f"{name}: {shares_text(own)}" for name, own in found)
    over = f"{first.x.path} from {number(first.x.values[0])} to {number(first.x.values[-1])} and {first.y.path} from "
    over += f"{number(first.y.values[0])} to {number(first.y.values[-1])}"
    complete = all(bool(m.complete.all()) for m in maps)
    claims = ["every equilibrium is listed in every cell" if complete else "some cells may have further equilibria"]
    claims += [m.verified.words(m.codes.size) for m in maps if m.verified is not None]
    return Share(
        f"{first.game}, {first.intervention}",
        f"Over {over}, in {count(first.codes.size, 'cell')}: {said}.",
        said,
        "; ".join(claims),
        hash_,
    )


def flips_share(result: Flips, hash_: str) -> Share:
    """The nearest change of an assumption that changes the sign."""
    subject = f"{metric_words(result.metric)} in {result.name}"
    if not result.found:
        return Share(subject, f"{subject}: no change was found. {' '.join(result.none)}", "no flip", UNSTATED, hash_)
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
        hash_,
    )


def branches_share(result: Branches, hash_: str) -> Share:
    """How many equilibria there are along one number, and where something happens to them."""
    n = count(len(result.branches), "branch")
    at = ", ".join(number(v, 8) for v in result.breakpoints) or "nowhere"
    metric = metric_words(result.metric)
    paragraph = f"Along {result.path}, {metric} of {result.name} has {n}; something happens at {at}."
    return Share(f"{metric} of {result.name}", paragraph, f"{n}; breakpoints: {at}", UNSTATED, hash_)


def regions_share(result: Regions, hash_: str) -> Share:
    """How many pure profiles are equilibria somewhere."""
    n = count(len(result.regions), "pure profile")
    over = " and ".join(
        f"{p} from {number(float(a))} to {number(float(b))}"
        for p, a, b in zip(result.paths, result.low, result.high, strict=True)
    )
    verdict = f"{n} {'is an equilibrium' if len(result.regions) == 1 else 'are equilibria'} somewhere"
    return Share(result.game, f"Over {over}, {verdict}.", verdict, "exact, in rational numbers", hash_)


def sensitivity_share(result: Sensitivity, hash_: str) -> Share:
    """The shares of signs over the prior, and the assumption with the largest total index."""
    said = shares_text(result.probability)
    totals = sorted((i for i in result.indices if i.kind == "total"), key=lambda i: -i.value)
    most = f" What matters most is {totals[0].path} (total index {number(totals[0].value, 2)})." if totals else ""
    return Share(
        f"{metric_words(result.metric)} in {result.game}",
        f"Over the prior, {metric_words(result.metric)} in {result.game} is: {said}.{most}",
        said,
        f"{count(result.n_solved, 'point')} solved",
        hash_,
    )
