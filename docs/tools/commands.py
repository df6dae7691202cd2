"""The commands that pages show, and the pictures that belong to them.

``python -m docs.tools.commands`` runs the commands that write a picture which their page shows, and puts what they
draw into its place. A test runs every command of every page.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
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


@dataclass(frozen=True)
class Shown:
    """One command of a page.

    Attributes:
        page: the page, from the root of the project.
        words: the command without ``openrace``.
        picture: the file among the page's pictures that has the name it writes.
    """

    page: str
    words: tuple[str, ...]
    picture: Path | None = None

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
    language = None
    for line in text.replace("\\\n", " ").splitlines():
        fence = _FENCE.match(line)
        if fence:
            language = fence[1] if language is None else None
        elif language in _SHELL and _COMMAND.match(line):
            words = shlex.split(line, comments=True)[1:]
            shown = Shown(
                page.relative_to(ROOT).as_posix(), tuple(words[: words.index(">")] if ">" in words else words)
            )
            yield replace(shown, picture=pictures.get(shown.out)) if shown.out else shown


def main() -> None:
    """Draws every picture again."""
    for page in pages():
        for shown in commands(page):
            if shown.picture is None or shown.out is None:
                continue
            with tempfile.TemporaryDirectory() as place, chdir(place):
                if run(shown.words):
                    sys.exit(f"failed: openrace {shlex.join(shown.words)}")
                shutil.copy(shown.out, shown.picture)


if __name__ == "__main__":
    main()
