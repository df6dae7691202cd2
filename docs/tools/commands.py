"""The commands that pages show, and the pictures and printed answers that belong to them.

``python -m docs.tools.commands [PAGE.md ...]`` runs the commands that write a picture which their page shows, or whose
answer stands below them, and puts what they draw and print into its place. A test runs every command of every page.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

from openrace.cli.app import run

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent

_FENCE = re.compile(r"^```(\w*)\s*$")
_COMMAND = re.compile(r"^openrace [a-z-]")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+\.(?:png|svg))\)")
_SHELL = ("", "sh", "bash", "console")
"""Languages of a block that holds commands."""
PRINTED = "text"
"""Language of a block that holds what the command above it prints."""
WIDTH = 100
"""Letters in a line of what a page prints."""


@dataclass(frozen=True)
class Shown:
    """One command of a page.

    Attributes:
        page: the page, from the root of the project.
        words: the command without ``openrace``.
        picture: the file among the page's pictures that has the name it writes.
        needs: commands further up the page that write what it reads.
        printed: what the page says it prints: the block in the language ``text`` right below it.
    """

    page: str
    words: tuple[str, ...]
    picture: Path | None = None
    needs: tuple[Shown, ...] = ()
    printed: str | None = None

    @property
    def out(self) -> str | None:
        """What follows ``--out``."""
        return self.words[self.words.index("--out") + 1] if "--out" in self.words else None


def pages() -> list[Path]:
    """README and every page written by hand or from the code, but no notebook."""
    return [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def commands(page: Path) -> Iterator[Shown]:
    """The commands in the blocks of a page; comments and what a shell would redirect are left out."""
    text = page.read_text(encoding="utf-8")
    pictures = {Path(place).name: page.parent / place for place in _PICTURE.findall(text)}
    language, found, printed, is_below = None, list[Shown](), list[str](), False
    for line in text.replace("\\\n", " ").splitlines():
        fence = _FENCE.match(line)
        if fence and language == PRINTED and is_below:
            found[-1] = replace(found[-1], printed="\n".join(printed))
        if fence:
            is_below = is_below if language is None else language in _SHELL and bool(found)
            language, printed = (fence[1] if language is None else None), []
        elif language is None:
            is_below = is_below and not line.strip()
        elif language == PRINTED:
            printed.append(line)
        elif language in _SHELL and _COMMAND.match(line):
            words = shlex.split(line, comments=True)[1:]
            shown = Shown(
                page.relative_to(ROOT).as_posix(), tuple(words[: words.index(">")] if ">" in words else words)
            )
            needs = tuple(other for other in found if other.out is not None and other.out in shown.words)
            found.append(replace(shown, picture=pictures.get(shown.out or ""), needs=needs))
    yield from found


def printed_by(shown: Shown) -> str:
    """What a command prints here and now, in lines of ``WIDTH`` letters.

    Raises:
        SystemExit: it fails.
    """
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as place, chdir(place), redirect_stdout(said):
        os.environ["COLUMNS"] = str(WIDTH)
        for one in (*shown.needs, shown):
            said.seek(0)
            said.truncate()
            if run(one.words):
                sys.exit(f"failed: openrace {shlex.join(one.words)}")
        if shown.picture is not None and shown.out is not None:
            shutil.copy(shown.out, shown.picture)
    return "\n".join(line.rstrip() for line in said.getvalue().rstrip("\n").splitlines())


def main() -> None:
    """Draws every picture again, and writes what commands print; of the pages that are named, or of all."""
    for page in pages():
        if sys.argv[1:] and page.name not in sys.argv[1:]:
            continue
        for shown in commands(page):
            if shown.picture is None and shown.printed is None:
                continue
            printed = printed_by(shown)
            if shown.printed is not None:
                text = page.read_text(encoding="utf-8")
                page.write_text(text.replace(f"\n{shown.printed}\n```", f"\n{printed}\n```", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
