"""Where compiled kernels come from: when they are compiled, where they are kept, and who goes without them.

Kernels are optional. Compiling takes longer than solving a small map without, and numba need not be installed, so code
that can do without asks :func:`ready`, which never waits, and announces its work to :func:`prepare`. While kernels are
not compiled, less work than :data:`ENOUGH` games never starts a compiler; more work starts one in another process and
goes on without until the kernels are there. Code that must have kernels calls :func:`load`, which waits.

numba's disk cache looks at the file of a function alone: after an edit to a *callee* in another file it would serve
machine code that still contains the old one, and numbers would be wrong. So the cache directory is named by a hash of
all kernel sources, of the compiler and of the processor: whatever changes, another directory is used.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import logging
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

from solver.common.extras import extra

LOGGER = logging.getLogger("openrace.kernels")
"""Reports at level WARNING, so on stderr unless configured otherwise, what is compiled and how long it took."""

CACHE_VARIABLE = "OPENRACE_CACHE"
"""Environment variable that overrides where compiled kernels are kept."""

ENTRY = "solver.kernels.entry"
"""The module with what Python calls."""

ENOUGH = 2_000
"""Games of two labs with a dozen plans that take the exact solver longer than compiling: a minute."""

_STALE = 300.0
"""Seconds after which a compiler that has not finished is taken for dead."""
_lock = threading.Lock()
_loaded: list[ModuleType] = []
_compilers: list[subprocess.Popen[bytes]] = []
_without = [0]
"""Games that this process solved without kernels."""


def load() -> ModuleType:
    """The kernels, compiled if need be.

    Raises:
        MissingExtraError: numba is not installed.
    """
    # Threads may call at once, and the directory of machine code is a setting of the whole process.
    with _lock:
        if not _loaded:
            with extra("fast"):
                _loaded.append(_load_with_cache(ENTRY, _own_directory()))
        return _loaded[0]


def ready() -> ModuleType | None:
    """The kernels if nothing has to be compiled, else ``None``."""
    return load() if is_compiled() else None


def prepare(games: int) -> None:
    """Start to compile in another process if so much work is worth it and none does already; returns at once."""
    if games < ENOUGH or is_compiled():
        return
    if not is_installed():
        _announce(
            f"openrace: numba is not installed, so {games:,} games are solved exactly, which takes long; "
            'faster with: pip install "openrace[fast]"'
        )
    elif _claimed(_compiling(ENTRY, _own_directory())):
        _announce(
            "openrace: compiling kernels for two-player games in the background (once per installation); "
            "until they are there, games are solved exactly"
        )
        # In another process: a thread that compiles would hold the interpreter lock.
        script = "from solver.kernels import loader; loader.LOGGER.disabled = True; loader.load()"
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        environment = {**os.environ, "PYTHONPATH": path}
        # Kept: a process that nobody holds is reported as one that was forgotten.
        _compilers.append(subprocess.Popen([sys.executable, "-c", script], env=environment, stdin=subprocess.DEVNULL))


def count_without(games: int) -> None:
    """Note games that were solved without kernels: many small batches are much work, too."""
    _without[0] += games
    prepare(_without[0])


def is_installed() -> bool:
    """Whether there is a compiler."""
    return importlib.util.find_spec("numba") is not None


def is_compiled() -> bool:
    """Whether :func:`load` would not have to compile."""
    # Cheap enough to be called between portions of a batch.
    return is_loaded() or (is_installed() and _ready(ENTRY, _own_directory()).exists())


def is_loaded() -> bool:
    """Whether this process has the kernels already."""
    return bool(_loaded)


def own_sources() -> list[Path]:
    """The files that kernels are compiled from, with the limits that are compiled into them."""
    # Limits are compiled in as constants, so their file counts as a source.
    package = Path(__file__).parents[1]
    return [*sorted((package / "kernels").glob("*.py")), package / "common" / "tolerances.py"]


def digest_of(sources: Iterable[Path]) -> hashlib._Hash:
    """Hash of names and contents."""
    # Contents rather than dates: a fresh checkout must find what an equal one has compiled.
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


def _own_directory() -> Path:
    return cache_directory(own_sources(), _base())


def _load_with_cache(name: str, directory: Path) -> ModuleType:
    from numba.core import config

    # The mark is made last, so a compiler that was interrupted leaves none.
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
        _compiling(name, directory).unlink(missing_ok=True)
        LOGGER.warning("openrace: kernels compiled in %.1f s", time.perf_counter() - started)
    return module


def _ready(name: str, directory: Path) -> Path:
    return directory / f"complete-{name}"


def _compiling(name: str, directory: Path) -> Path:
    return directory / f"compiling-{name}"


def _claimed(mark: Path) -> bool:
    """Whether this process is the one to compile: no other began lately."""
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        # A compiler that died leaves its mark behind; an old one is taken over.
        if time.time() - mark.stat().st_mtime < _STALE:
            return False
        mark.touch()
    return True


@cache
def _announce(message: str) -> None:
    """Report once in this process."""
    LOGGER.warning(message)


def _base() -> Path:
    """A directory that can be written: the user's cache, else a temporary one of this user."""
    # Clusters and read-only homes need a say in where it goes.
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
