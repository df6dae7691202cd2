"""Figures of the papers, computed anew: lines of numbers that solvers find, and the papers' own values as points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from games.classics.adoption.dates import following, joining, leading
from games.classics.adoption.early_and_late import FudenbergTirole
from games.classics.patents.step_by_step import Aghion
from games.classics.play.claims import Capra
from games.classics.safety.idealised_race import Dsair
from games.classics.safety.precipice import ArmstrongNone, ArmstrongPrivate, ArmstrongPublic


@dataclass(frozen=True)
class Line:
    """One line of a figure.

    Attributes:
        label: what it is.
        x: where.
        y: what was found there.
        points: whether it is drawn as points, as a paper's own values are.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    points: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure of a paper.

    Attributes:
        model: name of the model.
        title: what it shows, and of which paper.
        across: what is along the horizontal axis.
        up: what is along the vertical axis.
        lines: what was found.
        marks: words and places of vertical lines.
    """

    model: str
    title: str
    across: str
    up: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[str, float], ...] = ()


def precipice() -> Figure:
    """Risk against what capability matters, in the three cases of information."""
    tops = tuple(float(v) for v in np.linspace(0.1, 2.5, 13))
    lines = [
        Line(f"{words}, {teams} teams", tops, tuple(kind(teams=teams, top=m).risk().value for m in tops))
        for teams in (2, 5)
        for words, kind in (("none", ArmstrongNone), ("private", ArmstrongPrivate), ("public", ArmstrongPublic))
    ]
    return Figure(
        ArmstrongNone.name,
        "Armstrong, Bostrom and Shulman 2016: risk by what teams know (enmity 1)",
        "range of capabilities, m",
        "probability of a disaster",
        tuple(lines),
    )


def idealised_race() -> Figure:
    """Long-run unsafe play against the risk that it brings."""
    risks = tuple(float(v) for v in np.linspace(0, 1, 41))
    lines = [
        Line(f"speed {s:g}", risks, tuple(Dsair(s=s, p_r=p).unsafe_share().value for p in risks)) for s in (1.5, 3.0)
    ]
    model = Dsair()
    marks = (
        ("society prefers safe play, s = 1.5", model.society_threshold().value),
        ("safe play is risk dominant, s = 1.5", model.dominance_threshold().value),
    )
    title = "Han, Pereira, Santos and Lenaerts 2020: between the marks society would want regulation"
    return Figure(
        Dsair.name, title, "risk of an unsafe winner, p_r", "long-run share of unsafe play", tuple(lines), marks
    )


def early_diffusion() -> Figure:
    """What leading, following and adopting together are worth, and the dates that backward induction finds."""
    model = FudenbergTirole()
    found, nothing = model.zoomed(), model.status_quo()
    dates = tuple(float(v) for v in np.linspace(0, 16, 161))
    lines = tuple(
        Line(words, dates, tuple(nothing + gain(model, t) for t in dates))
        for words, gain in (("leader L", leading), ("follower F", following), ("together M", joining))
    )
    marks = (("first adoption", found.first), ("second adoption", found.second))
    title = "Fudenberg and Tirole 1985, case A: pre-emption where leading is worth as much as following"
    return Figure(FudenbergTirole.name, title, "date", "present value, money", lines, marks)


def inverted_u() -> Figure:
    """Innovation against competition."""
    levels = tuple(float(v) for v in np.linspace(0.5, 1, 41))
    lines = tuple(
        Line(f"imitation {h:g}", levels, tuple(Aghion(imitation=h, competition=d).innovation().value for d in levels))
        for h in (0.1, 0.5, 1.0)
    )
    title = "Aghion and others 2005: competition and innovation, an inverted U"
    return Figure(Aghion.name, title, "competition between level firms", "innovations per unit of time", lines)


def travelers() -> Figure:
    """Average claims in logit equilibrium beside the paper's predictions."""
    rewards = tuple(float(v) for v in (5, 7, 10, 14, 20, 25, 35, 50, 65, 80))
    ours = tuple(Capra(reward=r).average_claim().value for r in rewards)
    published = [(float(one.settings.get("reward", Capra().reward)), one.value) for one in Capra.published]
    theirs = Line(
        "the paper's predictions", tuple(r for r, _ in published), tuple(v for _, v in published), points=True
    )
    title = "Capra and others 1999: claims fall with the reward, equilibrium claims do not"
    nash = Line("Nash equilibrium", rewards, (Capra().low,) * len(rewards))
    lines = (Line("logit equilibrium, mu = 8.3", rewards, ours), theirs, nash)
    return Figure(Capra.name, title, "reward and fine, cents", "average claim, cents", lines)


FIGURES: dict[str, Callable[[], Figure]] = {
    ArmstrongNone.name: precipice,
    Dsair.name: idealised_race,
    FudenbergTirole.name: early_diffusion,
    Aghion.name: inverted_u,
    Capra.name: travelers,
}
"""What is drawn of which model."""


def figures(names: Sequence[str] = ()) -> tuple[Figure, ...]:
    """Figures of the models named, of those that have one; all of them if none is named."""
    return tuple(make() for name, make in FIGURES.items() if not names or name in names)
