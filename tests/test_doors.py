"""The doors of the packages: what is published is listed, found, lazy, and shown by an example that runs."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import games
import openrace
import openrace.results
import solver
import solver.staged

DOORS = (games, openrace, openrace.results, solver)
STUBS = (*DOORS, solver.staged)
PUBLIC = [(door, name) for door in STUBS for name in dir(door)]
FUNCTIONS = [(door, name) for door in DOORS for name in dir(door) if inspect.isfunction(getattr(door, name))]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.fixture(autouse=True)
def games_that_an_example_adds_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    for listing in (games.CATALOG, games.KINDS):
        monkeypatch.setattr(listing, "_members", dict(listing.items()))


def label(value: object) -> str:
    return value.__name__ if isinstance(value, ModuleType) else str(value)


@pytest.mark.parametrize("door", STUBS, ids=label)
def test_a_door_publishes_what_its_stub_publishes_to_type_checkers(door: ModuleType) -> None:
    stub = ast.parse(Path(str(door.__file__)).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = [alias for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    renamed = [node.targets[0] for node in stub.body if isinstance(node, ast.Assign)]
    named = [alias.asname for alias in imported if alias.asname]
    assert all(alias.asname in (None, alias.name) for alias in imported)
    assert sorted([*named, *(name.id for name in renamed if isinstance(name, ast.Name))]) == dir(door)
    assert len(set(named)) == len(named)


@pytest.mark.parametrize(("door", "name"), PUBLIC, ids=label)
def test_every_published_name_is_found_and_says_what_it_is(door: ModuleType, name: str) -> None:
    value = getattr(door, name)
    if inspect.isroutine(value) or inspect.isclass(value):
        assert inspect.getdoc(value)


@pytest.mark.parametrize("door", STUBS, ids=label)
def test_completion_shows_the_published_names_only(door: ModuleType) -> None:
    assert dir(door) == sorted(door.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        _ = door.nothing_of_this_name


@pytest.mark.parametrize(("door", "name"), FUNCTIONS, ids=label)
def test_every_public_function_has_an_example_that_runs(door: ModuleType, name: str) -> None:
    assert ">>>" in str(inspect.getdoc(getattr(door, name)))
    _run(getattr(door, name), name)


@pytest.mark.parametrize("door", DOORS, ids=label)
def test_the_examples_of_classes_and_of_the_door_itself_run(door: ModuleType) -> None:
    _run(door, door.__name__)
    for name in dir(door):
        if inspect.isclass(getattr(door, name)):
            _run(getattr(door, name), name)


def _run(value: object, name: str) -> None:
    module = value if isinstance(value, ModuleType) else importlib.import_module(str(inspect.getmodule(value).__name__))  # type: ignore[union-attr]
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    finder = doctest.DocTestFinder(recurse=not isinstance(value, ModuleType), exclude_empty=True)
    said: list[str] = []
    for example in finder.find(value, name, module=module, globs={}):
        runner.run(example, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_where_a_function_has_the_name_of_a_folder_beside_it_both_are_called_alike() -> None:
    for door in STUBS:
        folder = Path(str(door.__file__)).parent
        modules = {p.stem for p in folder.glob("*.py")} | {p.name for p in folder.iterdir() if p.is_dir()}
        alike = modules & {name for name in dir(door) if not isinstance(vars(door).get(name), ModuleType)}
        # An import of the folder takes the place of the function, so the folder has to be called like it.
        assert all(callable(import_module(f"{door.__name__}.{name}")) for name in alike), alike


@pytest.mark.parametrize("door", STUBS, ids=label)
def test_importing_a_door_loads_no_numpy(door: ModuleType) -> None:
    name = door.__name__
    script = f"import sys, {name}; dir({name}); print([m for m in ('numpy', 'pydantic') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert run.stdout.strip() == "[]"
