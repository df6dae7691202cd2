"""A package that the core does not install is named with the command that installs it."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any, get_args

import pytest

from openrace.cli.app import run
from solver.common.extras import Extra, MissingExtraError, extra

ROOT = Path(__file__).parents[2]
MAP = (
    "--vary",
    "alice.prestige=0:4:2",
    "--vary",
    "alice.slowness=0:20:2",
    "--open",
    "7@1",
    "--set",
    "calendar.slots=3",
)
CASES = (
    ("matplotlib", "plot", ("plot", "alice-bob", "--open", "7@1", "--set", "calendar.slots=3", "--out", "p.png")),
    ("matplotlib", "plot", ("map", "alice-bob", *MAP, "--out", "m.png")),
    ("zarr", "sweep", ("sweep", "alice-bob", "--vary", "alice.prestige=0:4:2", "--out", "s")),
    (
        "SALib",
        "sensitivity",
        ("sensitivity", "alice-bob", "--prior", "alice.prestige=0:4", "--open", "7@1", "--n", "2"),
    ),
    (
        "distributed",
        "cluster",
        ("sweep", "alice-bob", "--vary", "alice.prestige=0:4:2", "--out", "s", "--executor", "dask"),
    ),
)


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def block(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Makes a package look as if it were not installed."""
    for name in [package, *[m for m in sys.modules if m.startswith(f"{package}.")]]:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize(("package", "name", "words"), CASES)
def test_a_missing_package_is_one_sentence_with_the_command_that_installs_it(
    package: str,
    name: str,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    block(monkeypatch, package)
    assert run(list(words)) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"the package {package} is not installed" in told
    assert f'pip install "openrace[{name}]"' in told
    assert told.count("error:") == 1


def test_every_extra_that_is_named_is_declared() -> None:
    declared = project()["optional-dependencies"]
    assert set(get_args(Extra)) | {"all", "dev", "docs"} == set(declared)
    (everything,) = declared["all"]
    assert set(everything.removeprefix("openrace[").removesuffix("]").split(",")) == set(get_args(Extra))


def test_a_mistake_inside_an_installed_package_is_no_missing_extra() -> None:
    with pytest.raises(ImportError, match="no_such_name"), extra("plot"):
        from json import no_such_name  # type: ignore[attr-defined]  # noqa: F401 - that is the mistake
    with pytest.raises(MissingExtraError, match="no_such_package"), extra("plot"):
        __import__("no_such_package.part")


def test_the_core_is_small() -> None:
    names = {d.split(">")[0] for d in project()["dependencies"]}
    assert names == {
        *("cyclopts", "highspy", "nashpy", "networkx", "numpy", "pydantic", "rich", "scipy", "tomli-w"),
    }
    assert project()["requires-python"] == ">=3.11"


def test_the_version_is_written_in_one_place() -> None:
    import openrace

    assert openrace.__version__ == metadata.version("openrace")
    citation = (ROOT / "CITATION.cff").read_text()
    assert f"version: {project()['version']}\n" in citation
    written = [p for p in (ROOT / "openrace").rglob("*.py") if project()["version"] in p.read_text()]
    assert written == []
