"""Load the compiled kernels, and say so when they have to be compiled first.

numba's disk cache looks at the file of a function alone: after an edit to a *callee* in another file it would serve
machine code that still contains the old one, and numbers would be wrong. So the cache directory is named by a hash of
all kernel sources, of the compiler and of the processor: whatever changes, another directory is used.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import logging
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

LOGGER = logging.getLogger("openrace.kernels")
"""Says at level WARNING, hence on stderr unless told otherwise, that kernels are compiled and how long it took."""

CACHE_VARIABLE = "OPENRACE_CACHE"
"""Environment variable that overrides where compiled kernels are kept."""

BATCH = "solver.kernels.entry"
"""What can be loaded: kernels for batches of two-player games."""

_lock = threading.Lock()


def load(name: str = BATCH) -> ModuleType:
    """The module ``name``, compiled on the first call of an installation (up to a minute)."""
    with _lock:
        if is_loaded(name):
            return sys.modules[name]
        return _load_with_cache(name, cache_directory(own_sources(), _base()))


def is_compiled(name: str = BATCH) -> bool:
    """Whether :func:`load` would not have to compile."""
    return is_loaded(name) or _ready(name, cache_directory(own_sources(), _base())).exists()


def is_loaded(name: str) -> bool:
    """Whether this process has the kernels already."""
    return name in sys.modules


def own_sources() -> list[Path]:
    """The files that kernels are compiled from, with the limits that are compiled into them."""
    package = Path(__file__).parents[1]
    return [*sorted((package / "kernels").glob("*.py")), package / "game" / "tolerances.py"]


def digest_of(sources: Iterable[Path]) -> hashlib._Hash:
    """Hash of names and contents."""
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest


def cache_directory(sources: Iterable[Path], base: Path) -> Path:
    """Where code compiled from ``sources`` belongs: one edit anywhere in them, and it is another place."""
    digest = digest_of(sources)
    for part in (importlib.metadata.version("numba"), platform.python_version(), platform.machine(), _processor()):
        digest.update(part.encode() + b"\0")
    return base / f"kernels-{digest.hexdigest()[:16]}"


def _load_with_cache(name: str, directory: Path) -> ModuleType:
    from numba.core import config

    ready = _ready(name, directory)
    cached = ready.exists()
    if not cached:
        LOGGER.warning("openrace: compiling kernels for two-player games (once per installation) ...")
    started = time.perf_counter()
    # numba reads the directory when a function is decorated; other people's functions keep their own.
    before = config.CACHE_DIR
    config.CACHE_DIR = str(directory)
    try:
        module = importlib.import_module(name)
    finally:
        config.CACHE_DIR = before
    if not cached:
        ready.touch()
        LOGGER.warning("openrace: kernels compiled in %.1f s", time.perf_counter() - started)
    return module


def _ready(name: str, directory: Path) -> Path:
    return directory / f"complete-{name}"


def _base() -> Path:
    """A directory that can be written: the user's cache, else a temporary one of this user."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "openrace"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return home
    except OSError:
        return Path(tempfile.gettempdir()) / f"openrace-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def _processor() -> str:
    import llvmlite.binding as llvm

    return str(llvm.get_host_cpu_name())
