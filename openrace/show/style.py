"""How pictures look: one palette, new figures and panels, captions, and files that say where they come from.

Colours are those of Okabe and Ito, distinct with every common colour blindness. Each has one meaning: vermillion and
blue are for a race that speeds up and slows down, grey rings are before and green discs after; lines that a legend
distinguishes have the other colours, and another dash when colours are used up.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games.parts.direction import Code
from games.parts.event import book_of
from openrace.questions.about import About
from openrace.version import version
from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.files import writing
from solver.common.words import one_of, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIGNS = {
    Code.UP: "#D55E00",
    Code.DOWN: "#0072B2",
    Code.NEUTRAL: "#F2F2F2",
    Code.AMBIGUOUS: "#F0E442",
    Code.MORE: "#E69F00",
    Code.LESS: "#56B4E9",
    Code.UNKNOWN: "#000000",
}
"""One colour per direction; they differ in lightness too, so that a grey printer keeps them apart."""
SIGN_WORDS = {
    Code.UP: "speeds the race up",
    Code.DOWN: "slows it down",
    Code.NEUTRAL: "changes nothing",
    Code.AMBIGUOUS: "depends on the equilibrium",
    Code.MORE: "more",
    Code.LESS: "less",
    Code.UNKNOWN: "no equilibrium found",
}
BEFORE, AFTER = "#767676", "#009E73"
"""Without and with an intervention."""
SERIES = ("#000000", "#CC79A7", "#009E73", "#E69F00", "#56B4E9")
"""Colours of things that a legend distinguishes."""
DASHES = ("-", "--", ":", "-.")
"""Once every colour is used, the next dash begins."""
ENDINGS = (".png", ".svg", ".pdf")
"""Files that pictures are written to."""
DPI = 130
SMALL, PLAIN, TITLE = 7, 8, 10
"""Sizes of letters, in points."""
MOST_INSIDE = 6
"""Entries of a legend that is inside the axes."""
TITLE_LETTERS_PER_INCH = 12
"""Letters of a title that fit into an inch of a picture's width."""
LETTERS_PER_INCH = 22
"""Letters of a caption that fit into an inch of a picture's width."""


@dataclass(frozen=True)
class Note:
    """Where a picture comes from.

    Attributes:
        title: what it shows.
        hash: of the game; empty if there is none.
        command: the command line that repeats it; empty in Python.
    """

    title: str
    hash: str = ""
    command: str = ""

    @property
    def source(self) -> str:
        """Command, version and hash in one line."""
        game = f"game {self.hash}" if self.hash else ""
        return ", ".join(part for part in (self.command, f"openrace {version()}", game) if part)


def series(k: int) -> tuple[str, str]:
    """Colour and dash of the ``k``-th of several lines; the first twenty all differ."""
    return SERIES[k % len(SERIES)], DASHES[k // len(SERIES) % len(DASHES)]


@contextmanager
def plain_text() -> Iterator[None]:
    """What is drawn within has no formulas: names of games and plans are text, whatever they hold."""
    with extra("plot"):
        import matplotlib as mpl
    with mpl.rc_context({"text.parse_math": False}), warnings.catch_warnings():
        # A sign that the font lacks is drawn as a box, which says enough.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        yield


@contextmanager
def into_files() -> Iterator[None]:
    """The same for programs that only write files: no window system is looked for."""
    with plain_text():
        import matplotlib as mpl

        mpl.use("Agg")
        yield


def new_figure(size: tuple[float, float]) -> Figure:
    """An empty figure of that size in inches."""
    with extra("plot"):
        from matplotlib import pyplot as plt
    return plt.figure(figsize=size, layout="constrained")


def axes_in(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The caller's axes, or those of a new figure of that size in inches."""
    return new_figure(size).subplots() if ax is None else ax


def panels_in(ax: Axes | None, rows: int, columns: int, size: tuple[float, float]) -> list[list[Axes]]:
    """Panels that share both axes, in a new figure of that size, or within the place of the caller's axes."""
    if ax is None:
        made_anew = new_figure(size).subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        return [list(row) for row in made_anew]
    ax.set_axis_off()
    made: list[list[Axes]] = []
    for i in range(rows):
        made.append([])
        for j in range(columns):
            shared: dict[str, Any] = {"sharex": made[0][0], "sharey": made[0][0]} if i or j else {}
            # Room for labels within the caller's axes: below the last row, and above every panel for its title.
            place = (0.06 + 0.94 * j / columns, 0.12 + 0.88 * (rows - 1 - i) / rows, 0.88 / columns, 0.66 / rows)
            panel = ax.inset_axes(place, **shared)
            panel.tick_params(labelbottom=i == rows - 1, labelleft=j == 0)
            made[-1].append(panel)
    return made


def cut(text: str, most: int) -> str:
    """The text as it can be drawn, or as much of its beginning as there is room for."""
    plain = printable(text)
    return plain if len(plain) <= most else f"{plain[: most - 4]} ..."


def inches(axes: Axes) -> tuple[float, float]:
    """Width and height of the frame, once everything drawn so far has found its place."""
    figure = _figure(axes)
    figure.draw_without_rendering()
    box = axes.get_window_extent()
    return float(box.width / figure.dpi), float(box.height / figure.dpi)


def title(axes: Axes, text: str, ax: Axes | None, hash_: str | None = None, pad: float = 6.0) -> None:
    """A title and, in a new figure, where the picture of a game with that hash comes from.

    In the caller's axes it is one line of small letters, which stays clear of what may be above.
    """
    if ax is None:
        axes.set_title(textwrap.fill(cut(text, 4 * 92), 92), fontsize=TITLE, pad=pad)
        if hash_ is not None:
            caption(axes, Note(text, hash_))
    else:
        axes.set_title(textwrap.shorten(text, 62, placeholder=" ..."), fontsize=PLAIN, pad=pad)


def heading(axes: Axes, note: Note) -> None:
    """A title over the whole figure that the axes are in, in lines that fit, and below where the picture comes from."""
    figure = _figure(axes)
    letters = int(TITLE_LETTERS_PER_INCH * figure.get_size_inches()[0])
    figure.suptitle(textwrap.fill(cut(note.title, 4 * letters), letters), fontsize=TITLE)
    caption(axes, note)


def labels(axes: Axes, ax: Axes | None, across: str, up: str = "") -> None:
    """What the axes show, in plain letters, beside small numbers."""
    axes.set_xlabel(across, fontsize=PLAIN)
    if up:
        axes.set_ylabel(upwards(up, ax), fontsize=PLAIN)
    axes.tick_params(labelsize=SMALL)


def title_of(axes: Axes) -> str:
    """The title of the figure that the axes are in, or else of the axes, on one line."""
    return " ".join((_figure(axes).get_suptitle() or axes.get_title()).split())


def upwards(words: str, ax: Axes | None) -> str:
    """Words along the vertical axis, in lines that fit beside it."""
    return textwrap.fill(words, 62 if ax is None else 34)


def legend(axes: Axes, handles: Sequence[Any], ax: Axes | None) -> None:
    """To the right of a picture in its own figure; inside axes that are somebody else's, whose neighbours it spares."""
    if ax is None:
        axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=PLAIN)
        return
    shown = list(handles) if len(handles) <= MOST_INSIDE else list(handles)[: MOST_INSIDE - 1]
    if len(shown) < len(handles):
        from matplotlib.lines import Line2D

        shown.append(Line2D([], [], linestyle="", label=f"and {len(handles) - len(shown)} more"))
    axes.legend(handles=shown, loc="best", framealpha=0.85, fontsize=SMALL - 1)


def race_words(about: About, metric: str) -> Callable[[Code], str]:
    """Words of directions: about the race where the metric is one of the response or of a story, else the metric's."""
    is_race = book_of(metric) == "response" or not about.hash
    return SIGN_WORDS.__getitem__ if is_race else about.word


def sign_legend(
    axes: Axes,
    signs: Sequence[Code],
    ax: Axes | None,
    parts: dict[Code, float] | None = None,
    more: Sequence[Any] = (),
    words: Callable[[Code], str] = SIGN_WORDS.__getitem__,
) -> None:
    """The words of directions beside their colours, with the share of each where one is known, and further lines."""
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for sign in signs:
        said = textwrap.fill(words(sign), 16)
        share = f"\n{100 * parts[sign]:.1f} %" if parts and sign in parts else ""
        handles.append(Patch(facecolor=SIGNS[sign], edgecolor="black", label=said + share))
    legend(axes, [*handles, *more], ax)


def caption(axes: Axes, note: Note) -> None:
    """Writes where a picture comes from below it, small."""
    figure = _figure(axes)
    lines = textwrap.wrap(note.source, int(LETTERS_PER_INCH * figure.get_size_inches()[0]))
    figure.supxlabel("\n".join(lines), x=0.995, ha="right", fontsize=5.5, color="#666666")


def save(axes: Axes, path: Path, note: Note) -> None:
    """Writes the figure that the axes are in, with a caption; arguments and errors are those of :func:`write`."""
    caption(axes, note)
    write(axes, path, note)


def write(axes: Axes, path: Path, note: Note, dpi: int = DPI) -> None:
    """Writes the figure that the axes are in, with where it comes from as metadata of the file.

    Args:
        axes: any axes of the figure, which is closed afterwards.
        path: a name that ends in .png, .svg or .pdf.
        note: where the picture comes from.
        dpi: points per inch of a .png.

    Raises:
        OpenraceError: another ending, or the file cannot be written.
    """
    if path.suffix not in ENDINGS:
        raise OpenraceError(f"the picture's file is {path}", f"a name that ends in {one_of(ENDINGS)}", "rename it")
    import matplotlib as mpl
    from matplotlib import pyplot as plt
    from matplotlib.text import Text

    figure = _figure(axes)
    maker = f"openrace {version()}"
    metadata: dict[str, dict[str, Any]] = {
        ".png": {"Title": note.title, "Description": note.source, "Software": maker},
        ".svg": {"Title": note.title, "Description": note.source, "Creator": maker, "Date": None},
        ".pdf": {"Title": note.title, "Subject": note.source, "Creator": maker, "CreationDate": None},
    }
    # A file of XML with control characters in it is none.
    words = {key: value and printable(value) for key, value in metadata[path.suffix].items()}
    for text in figure.findobj(Text):
        text.set_text(printable(text.get_text()))
    # Names within an .svg are random without a salt, and the same picture would be another file every time.
    with writing(path), mpl.rc_context({"svg.hashsalt": "openrace"}):
        figure.savefig(path, dpi=dpi, metadata=words)
    plt.close(figure)


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    if figure is None:
        raise OpenraceError("the axes are in no figure", "axes of a figure", "draw into plt.subplots()")
    return figure
