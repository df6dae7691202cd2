"""Figures of the two-player comparison: as JSON, as rows of a table, and the table in the README."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import families
from benchmarks.compare import Line, PeerLine
from benchmarks.peers import versions

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- two-player table -->", "<!-- end of the table -->"

COLUMNS = (
    "games",
    "openrace, a game",
    "fastest peer, a game",
    "times faster",
    "equilibria peers missed",
)


@dataclass(frozen=True)
class Report:
    """What a run found so far."""

    lines: tuple[Line, ...] = ()

    def with_line(self, line: Line) -> Report:
        """The report with one more family."""
        return replace(self, lines=(*self.lines, line))


def rows(report: Report) -> list[tuple[str, ...]]:
    """Cells of the table, a row per family."""
    return [(f"{line.family} {line.actions}x{line.actions}", *_against(line), _missed(line)) for line in report.lines]


def _against(line: Line) -> tuple[str, str, str]:
    ours, best = line.microseconds, line.best_peer
    if best is None:
        return _time(ours), "none measured", ""
    return _time(ours), f"{best.name}, {_time(best.microseconds)}", f"{best.microseconds / ours:,.0f}"


def _missed(line: Line) -> str:
    return "; ".join(f"{peer.name} {_account(peer)}" for peer in line.peers if peer.missed or peer.wrong) or "none"


def _account(peer: PeerLine) -> str:
    all_of_them = peer.missed + peer.equilibria - peer.wrong
    return f"{peer.missed} of {all_of_them}" + (f" and {peer.wrong} wrong points" if peer.wrong else "")


def save(report: Report, path: Path) -> None:
    """Write the figures with versions and processor."""
    path.parent.mkdir(exist_ok=True)
    document = {
        "schema": 4,
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "python": platform.python_version(),
        "versions": versions(),
        "seed": families.SEED,
        "timing_box": asdict(families.TIMING),
        "lines": [asdict(line) for line in report.lines],
    }
    path.write_text(json.dumps(document, indent=1) + "\n")


def load(path: Path) -> Report:
    """Read what :func:`save` wrote."""
    document: dict[str, Any] = json.loads(path.read_text())
    lines = tuple(
        Line(**(line | {"peers": tuple(PeerLine(**peer) for peer in line["peers"])})) for line in document["lines"]
    )
    return Report(lines)


def markdown(report: Report) -> str:
    """The table as the README shows it."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    return "\n".join(lines + ["| " + " | ".join(cells) + " |" for cells in rows(report)])


def put_into_readme(report: Report) -> None:
    """Replace the README's table."""
    text = README.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    README.write_text(f"{before}{BEGIN}\n{markdown(report)}\n{END}{after}")


def _time(microseconds: float) -> str:
    if microseconds < 1e3:
        return f"{microseconds:.3g} us"
    return f"{microseconds / 1e3:.3g} ms" if microseconds < 1e6 else f"{microseconds / 1e6:.3g} s"


def processor() -> str:
    """Its name, as far as the system tells."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
