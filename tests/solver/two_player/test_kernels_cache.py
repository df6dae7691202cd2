"""Compiled code is never older than its sources, and says when it is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from solver.kernels.loader import cache_directory

SCRIPT = """
import sys
from pathlib import Path
from solver.kernels import loader
package = Path(sys.argv[1])
sys.path.insert(0, str(package.parent))
directory = loader.cache_directory(sorted(package.glob("*.py")), package.parent / "cache")
print(loader._load_with_cache("pair.caller", directory).caller(1))
"""


def _load(package: Path) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(package)], capture_output=True, text=True, check=True)
    return done.stdout.strip(), done.stderr


def test_an_edited_callee_is_not_served_stale(tmp_path: Path) -> None:
    package = tmp_path / "pair"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "callee.py").write_text(
        "import numba\n@numba.njit('int64(int64)', cache=True)\ndef f(k): return k + 1\n"
    )
    (package / "caller.py").write_text(
        "import numba\nfrom pair.callee import f\n@numba.njit('int64(int64)', cache=True)\ndef caller(k): return f(k)\n"
    )
    first, told = _load(package)
    assert first == "2"
    assert "compiling kernels" in told
    assert "compiled in" in told
    again, silent = _load(package)
    assert again == "2"
    assert silent == ""
    (package / "callee.py").write_text(
        "import numba\n@numba.njit('int64(int64)', cache=True)\ndef f(k): return k + 9\n"
    )
    edited, told = _load(package)
    assert edited == "10"
    assert "compiling kernels" in told


def test_the_cache_directory_depends_on_every_source(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("a = 1\n")
    two.write_text("b = 1\n")
    before = cache_directory([one, two], tmp_path)
    assert cache_directory([one, two], tmp_path) == before
    two.write_text("b = 2\n")
    assert cache_directory([one, two], tmp_path) != before
