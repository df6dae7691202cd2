"""What the attribute docstrings of parts say, read from their source when they are needed.

Python forgets the text below a number; pydantic can keep it, but reads the source of every class while it is made,
which took a third of the time in which a command starts. Few commands print these texts, so they are looked up here:
the class is found in the syntax tree of its file, and a text belongs to the number above it.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from functools import cache
from itertools import pairwise
from types import FunctionType

from pydantic import BaseModel


def doc_of(part_type: type[BaseModel], field: str) -> str:
    """The docstring of a number, from the last class that has one for it; empty where there is none."""
    owners = (c for c in part_type.__mro__ if field in inspect.get_annotations(c))
    return next((text for c in owners if (text := _own_docs(c).get(field))), "")


@cache
def _own_docs(owner: type) -> dict[str, str]:
    """Texts by the names that the class itself declares."""
    declared = set(inspect.get_annotations(owner))
    for node in _classes(_file_of(owner)):
        # Several classes of one name may be in a file, inside functions.
        if node.name == owner.__name__ and _declared(node) == declared:
            return dict(_texts(node))
    return {}


def _texts(node: ast.ClassDef) -> list[tuple[str, str]]:
    return [
        (above.target.id, inspect.cleandoc(below.value.value))
        for above, below in pairwise(node.body)
        if isinstance(above, ast.AnnAssign)
        and isinstance(above.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    ]


def _declared(node: ast.ClassDef) -> set[str]:
    return {s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)}


@cache
def _classes(file: str) -> tuple[ast.ClassDef, ...]:
    # A user's own file may have been run without becoming a module, a cell of a notebook has no file: both are known
    # to linecache.
    tree = ast.parse("".join(linecache.getlines(file)))
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _file_of(owner: type) -> str:
    module = sys.modules.get(owner.__module__)
    functions = [f for f in vars(owner).values() if isinstance(f, FunctionType)]
    named = getattr(module, "__file__", None)
    return named or next((f.__code__.co_filename for f in functions), "")
