"""The names of a package, listed once and imported when they are first used (PEP 562).

The list is the stub beside the package's file, ``__init__.pyi``: type checkers and editors read it as it is, and Python
reads which module each name comes from.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def door(package: str, file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """``__getattr__``, ``__dir__`` and ``__all__`` of a module whose stub imports what the module publishes.

    Args:
        package: name of the module.
        file: its file; the stub has the same name and ends in ``.pyi``.

    Raises:
        AttributeError: from ``__getattr__``, for a name that the stub does not list.
    """
    homes: dict[str, tuple[str, str]] = {}
    names = []
    for statement in ast.parse(Path(file).with_suffix(".pyi").read_text(encoding="utf-8")).body:
        match statement:
            case ast.ImportFrom(module=str(module)):
                for alias in statement.names:
                    homes[alias.name] = module, alias.name
                    # As for type checkers, ``import name as name`` publishes a name and ``import name`` does not.
                    if alias.asname:
                        names.append(alias.name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                homes[name] = homes[other]
                names.append(name)
    names.sort()

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, there = homes[name]
        # What a package imports from itself is a module.
        value = import_module(f"{package}.{there}") if module == package else getattr(import_module(module), there)
        setattr(sys.modules[package], name, value)
        return value

    return find, names.copy, names
