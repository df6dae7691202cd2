"""A proof over a box: its parts, coloured by the sign that is proven at each of their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.parts.direction import Code
from openrace.isolate.prove import Proof
from openrace.show import style
from openrace.show.cards.words import number
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_proof(proof: Proof, ax: Axes | None = None) -> Axes:
    """Rectangles over two weights, or a strip over one; hatched where nothing is proven, a cross at a counterexample.

    Raises:
        OpenraceError: more than two weights vary.
    """
    paths = proof.box.paths
    if len(paths) > 2:
        raise OpenraceError(f"the number of weights that vary is {len(paths)}", "1 or 2", "--json has all parts")
    axes = style.axes_in(ax, (7.6, 4.8 if len(paths) == 2 else 2.4))
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle

    for part in proof.parts:
        ends = [(float(a), float(b)) for a, b in zip(part.box.low, part.box.high, strict=True)]
        (left, right), (low, high) = [*ends, (0.0, 1.0)][:2]
        colour = "white" if part.sign is None else style.SIGNS[part.sign]
        hatch = "////" if part.sign is None else None
        axes.add_patch(
            Rectangle(
                (left, low), right - left, high - low, facecolor=colour, edgecolor="#444444", linewidth=0.3, hatch=hatch
            )
        )
    more: list[Patch | Line2D] = []
    if proof.open:
        share = number(100 * proof.open_share, 3)
        more.append(Patch(facecolor="white", edgecolor="#444444", hatch="////", label=f"open\n{share} %"))
    if proof.counterexample is not None:
        at = [float(s.value) for s in proof.counterexample.settings]
        x, y = [*at, 0.5][:2]
        axes.plot([x], [y], marker="X", color="black", markersize=8, clip_on=False, linestyle="")
        more.append(Line2D([], [], marker="X", color="black", linestyle="", label="counterexample"))
    sides = list(proof.box.to_dict().values())
    axes.set_xlim(*sides[0])
    if len(paths) == 2:
        axes.set_ylim(*sides[1])
    else:
        axes.set_ylim(0, 1)
        axes.set_yticks([])
    style.labels(axes, ax, *[proof.about.place(path).label for path in paths])
    title = f"{proof.game}, {proof.intervention}: what is proven of {proof.about.metric or proof.metric}"
    style.title(axes, title, ax, proof.about.hash)
    shares = {sign: proof.share_of(sign) for sign in Code if proof.share_of(sign)}
    style.sign_legend(axes, list(shares), ax, shares, more)
    return axes
