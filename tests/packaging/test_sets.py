"""The sets of dependencies that are tested are the declared ones, and the smoke test runs every command."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

from openrace.cli.app import app

ROOT = Path(__file__).parents[2]
UNTESTED = {"distributed", "openrace"}
"""A cluster needs more than a wheel; the other is the package itself."""


def bounds() -> dict[str, str]:
    """Lower bounds of the core and of the extras that users install."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [names for extra, names in project["optional-dependencies"].items() if extra not in ("dev", "docs")]
    declared = [name for names in (project["dependencies"], *extras) for name in names]
    found = dict(re.split(r">=", name, maxsplit=1) for name in declared if ">=" in name)
    return {name: bound for name, bound in found.items() if name not in UNTESTED}


def test_the_lowest_set_is_that_of_the_declared_bounds() -> None:
    lines = (ROOT / "constraints-lowest.txt").read_text().split()
    tested = dict(line.split("==") for line in lines)
    assert tested.keys() == bounds().keys()
    for name, bound in bounds().items():
        assert f"{tested[name]}.".startswith(f"{bound}."), name


def test_every_pinned_version_is_within_the_declared_bounds() -> None:
    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
    by_name = {name.lower().replace("_", "-"): version for name, version in pinned.items()}
    for name, bound in bounds().items():
        assert _numbers(by_name[name.lower()]) >= _numbers(bound), name


def test_the_smoke_test_runs_every_command() -> None:
    commands = runpy.run_path(str(ROOT / ".ci" / "smoke.py"))["COMMANDS"]
    assert {words[0] for words in commands} == {name for name in app if not name.startswith("-")}


def test_the_source_distribution_names_what_its_tests_need() -> None:
    manifest = (ROOT / "MANIFEST.in").read_text()
    for name in ("CITATION.cff", "Makefile", "constraints.txt", "constraints-lowest.txt", "tests", "docs", ".ci"):
        assert name in manifest
        assert (ROOT / name).exists()


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
