"""The layers hold: openrace -> games -> solver, compilers stay in their corner, and importing is light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("solver", "games", "openrace")
ROOMS = {
    "solver": (
        "common",
        "game",
        "directional",
        "decision",
        "continuous",
        "population",
        "bayesian",
        "kernels",
        "two_player",
        "n_player",
        "answer",
        "staged",
    ),
    "games": (
        "parts",
        "risk",
        "time",
        "values",
        "markets",
        "terms",
        "modifiers",
        "release",
        "race",
        "events",
        "classics",
        "evidence",
        "catalog",
        "stories",
    ),
    "openrace": (
        "concepts",
        "questions",
        "claims",
        "sweeps",
        "analysis",
        "isolate",
        "replication",
        "show",
        "api",
        "explore",
        "cli",
    ),
}
"""Folders of each package, lowest first: a file imports from its own folder and from lower ones, nothing else."""
MAY_IMPORT = {"solver": {"solver"}, "games": {"games", "solver"}, "openrace": {"openrace", "games", "solver"}}
HEAVY = ("numba", "scipy", "pandas", "xarray", "matplotlib")


def sources(package: str) -> list[Path]:
    """Files and the stubs that list what a package publishes."""
    return sorted(path for ending in ("py", "pyi") for path in (ROOT / package).rglob(f"*.{ending}"))


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Top-level package and line of every import in the syntax tree, inside functions too."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            # A relative import stays in its own package, which no layer forbids.
            yield (node.module or "").split(".")[0] if node.level == 0 else path.relative_to(ROOT).parts[0], node.lineno


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_one_above_it(package: str) -> None:
    ours = {*PACKAGES, "benchmarks", "tests"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources(package)
        for name, line in imports(path)
        if name in ours and name not in MAY_IMPORT[package]
    ]
    assert wrong == []
    assert sources(package)


def room_imports(package: str, path: Path) -> Iterator[tuple[str, int]]:
    """Folder of the same package, and line, of every import, for type checkers and inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *[f"{node.module}.{alias.name}" for alias in node.names]]
        for name in names:
            parts = name.split(".")
            if len(parts) > 1 and parts[0] == package and parts[1] in ROOMS[package]:
                yield parts[1], getattr(node, "lineno", 0)


@pytest.mark.parametrize("package", ROOMS)
def test_no_folder_imports_one_above_it(package: str) -> None:
    rank = {room: level for level, room in enumerate(ROOMS[package])}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {room}"
        for path in sources(package)
        if (own := path.relative_to(ROOT).parts[1]) in rank
        for room, line in room_imports(package, path)
        if rank[room] > rank[own]
    ]
    assert wrong == []
    assert {p.name for p in (ROOT / package).iterdir() if (p / "__init__.py").exists()} == set(rank)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_folder_has_at_most_twenty_files_and_a_file_at_most_350_lines(package: str) -> None:
    folders = Counter(path.parent.relative_to(ROOT) for path in sources(package) if path.suffix == ".py")
    assert {str(folder): n for folder, n in folders.items() if n > 20} == {}
    long = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(package)}
    assert {str(path.relative_to(ROOT)): n for path, n in long.items() if n > 350} == {}


def test_the_architecture_page_lists_every_folder_in_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`.*?`) \|", page, flags=re.MULTILINE)
    listed = [name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)]
    assert listed == [f"{package}/{room}" for package, rooms in ROOMS.items() for room in rooms]


def module_of(path: Path) -> str:
    """The module that a file or its stub is; a folder's is called like the folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def modules_named_in(path: Path, known: set[str]) -> set[str]:
    """Modules that a file imports when it is loaded or checked for types: all but those inside functions."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in known}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names} & known
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_no_files_import_each_other_in_a_circle_not_even_for_type_checkers(package: str) -> None:
    known = {module_of(path) for path in sources(package)}
    graph = networkx.DiGraph(
        (module_of(path), other) for path in sources(package) for other in modules_named_in(path, known)
    )
    assert graph.number_of_edges()
    assert [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_only_the_kernels_import_the_compiler(package: str) -> None:
    kernels = ROOT / "solver" / "kernels"
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(package)
        for name, line in imports(path)
        if name in ("numba", "llvmlite") and kernels not in path.parents
    ]
    assert wrong == []


def loaded_by(*arguments: str, watched: tuple[str, ...] = HEAVY) -> set[str]:
    """Which heavy packages a fresh interpreter has loaded after running ``python arguments``."""
    script = (
        "import runpy, sys\n"
        "try:\n"
        "    {action}\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        "print('LOADED', *[m for m in {heavy!r} if m in sys.modules])\n"
    )
    if arguments[0] == "-m":
        module, *rest = arguments[1:]
        action = (
            f"sys.argv = [{module!r}, *{rest!r}]; runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
        )
    else:
        action = f"import {arguments[0]}"
    run = subprocess.run(
        [sys.executable, "-c", script.format(action=action, heavy=watched)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.rsplit("LOADED", 1)[1].split())


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    assert loaded_by(package) == set()


def test_the_help_text_loads_nothing_heavy() -> None:
    assert loaded_by("-m", "openrace", "--help") == set()


def test_solving_a_game_of_the_catalogue_loads_no_story_no_compiler_and_no_plot() -> None:
    watched = ("games.stories", "openrace.sweeps.sweep", "scipy", "numba", "pandas", "xarray", "matplotlib")
    assert loaded_by("-m", "openrace", "solve", "alice-bob", watched=watched) == set()


def test_solving_one_small_game_waits_for_no_compiler() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, solver\n"
            "game = solver.NormalForm.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])\n"
            "assert len(solver.solve(game).equilibria) == 3\n"
            f"print('LOADED', *[m for m in {HEAVY!r} if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    assert run.stdout.split() == ["LOADED"]
