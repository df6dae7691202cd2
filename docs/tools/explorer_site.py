"""The explorer as a static site: the page, the wheel of openrace, and Pyodide, which runs Python in the browser.

Everything is served from one folder; nothing is fetched from anywhere else. Pyodide with its packages (numpy, pydantic
and what they need) is a download of its own, the *full* distribution from its releases; this builder takes the files
that two-lab questions need from it. Questions that need scipy or compiled kernels are refused in a sentence.

Run as ``python -m docs.tools.explorer_site OUT PYODIDE``, with the folder of an unpacked Pyodide, by ``make site``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openrace.explore.server import page_files
from solver.common.errors import OpenraceError

ROOT = Path(__file__).parents[2]
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""Files of Pyodide itself."""
NEEDED = ("numpy", "pydantic", "pygments", "rich", "tomli-w")
"""Packages of Pyodide that questions about two labs import."""
PURE = ("markdown-it-py", "mdurl")
"""Packages that rich imports and Pyodide lacks: plain Python, from the package index."""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)


def build(out: Path, pyodide: Path) -> list[str]:
    """Writes the site.

    Args:
        out: an empty folder, or one that does not exist.
        pyodide: an unpacked Pyodide, with its packages.

    Returns:
        Names of the files written, with their folders.

    Raises:
        OpenraceError: Pyodide lacks files, or the folder holds something.
    """
    if out.exists() and any(out.iterdir()):
        raise OpenraceError(f"{out} is not empty", "an empty folder", "choose another one")
    packages = _packages(pyodide)
    (out / "pyodide").mkdir(parents=True)
    for name in (*RUNTIME, *packages):
        shutil.copy(pyodide / name, out / "pyodide" / name)
    wheels = _wheels(out / "wheels")
    for name, content in page_files().items():
        (out / name).write_bytes(content)
    index = page_files()["index.html"].decode("utf-8")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<title>'
    page = index.replace("local.js", "browser.js").replace("<title>", policy)
    (out / "index.html").write_text(page, encoding="utf-8")
    (out / "site.json").write_text(json.dumps({"packages": list(NEEDED), "wheels": wheels}), encoding="utf-8")
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())


def _packages(pyodide: Path) -> list[str]:
    """Files of the packages that are needed, and of what they need."""
    missing = [name for name in RUNTIME if not (pyodide / name).is_file()]
    if missing:
        raise OpenraceError(
            f"{pyodide} lacks {', '.join(missing)}",
            "an unpacked Pyodide",
            "download the full distribution from github.com/pyodide/pyodide/releases, and unpack it",
        )
    known: dict[str, Any] = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    names: list[str] = []
    queue = list(NEEDED)
    while queue:
        name = queue.pop().replace("_", "-")
        if name in names or name not in known:
            continue
        names.append(name)
        queue += known[name].get("depends", [])
    files = [str(known[name]["file_name"]) for name in names]
    absent = [file for file in files if not (pyodide / file).is_file()]
    absent += [name for name in NEEDED if name not in names]
    if absent:
        raise OpenraceError(
            f"{pyodide} has no {', '.join(absent)}",
            "the full distribution, with its packages",
            "the small one, and the npm package, hold the runtime alone",
        )
    return sorted(files)


def _wheels(folder: Path) -> list[str]:
    """The wheel of openrace, and those of plain Python that Pyodide lacks."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as built:
        # A copy: files of the last build would end up in the wheel.
        source = Path(built) / "source"
        skipped = shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", "_build")
        shutil.copytree(ROOT, source, ignore=skipped)
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(source)], check=True)
    subprocess.run([*pip, "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), *PURE], check=True)
    return sorted(path.name for path in folder.glob("*.whl"))


def main(words: Sequence[str]) -> int:
    """Builds, and says what was written."""
    if len(words) != 2:
        sys.stderr.write("usage: python -m docs.tools.explorer_site OUT PYODIDE\n")
        return 2
    try:
        files = build(Path(words[0]), Path(words[1]))
    except OpenraceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"wrote {len(files)} files to {words[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
