"""The static site has all that a browser needs, and two-lab questions need neither a compiler nor scipy."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from docs.tools import explorer_site
from docs.tools.explorer_site import NEEDED, RUNTIME, build, main
from openrace.explore.core import call
from solver.common.errors import OpenraceError
from tests.openrace.explore.pages import needs_chromium, opened, sentence, wait

PYODIDE = os.environ.get("OPENRACE_PYODIDE", "")
ABSENT = (
    "numba",
    "llvmlite",
    "scipy",
    "highspy",
    "SALib",
    "matplotlib",
    "pandas",
    "xarray",
    "zarr",
    "networkx",
    "cyclopts",
)
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({absent!r}))
import openrace as orc
from openrace.explore.core import call

small = "calendar.slots=3"
state = "v=1&game=alice-bob&set=calendar.slots:3&do=open:8@2"
wants = ("form", "answer", "map", "firm", "rank", "effects", "toml")
answers = [call({{"want": want, "state": state}}) for want in wants]
answers.append(call({{"want": "diff", "state": state.replace("&do", "&other=bob.prestige:1&do")}}))
assert all("error" not in answer for answer in answers), answers
found = orc.flip("alice-bob", "open:8@2", vary="alice.prestige=0.5:3", settings=small)
signs = orc.sign_map("alice-bob", "alice.prestige=0:4:3", "bob.prestige=0:4:3", "open:8@2", settings=small)
swept = orc.sweep("alice-bob", "open:8@2", vary="alice.prestige=0:4:3", settings=small)
for result in (found, signs, swept, orc.shift("alice-bob", "open:8@2", settings=small)):
    print(result)
print(call({{"want": "answer", "state": "v=1&story=adoption-preempt"}})["error"]["what"])
assert not [name for name in {absent!r} if sys.modules[name] is not None]
"""


def test_two_labs_need_neither_a_compiler_nor_scipy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(absent=ABSENT)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("numba is not installed") == 3
    assert "the package scipy, which is not here" in done.stdout


def fake_pyodide(folder: Path, *, lacking: str = "") -> Path:
    """Files with the names that matter, and nothing in them."""
    folder.mkdir()
    depends = {"pydantic": ["pydantic_core"]}
    names = (*NEEDED, "pydantic-core", "other")
    packages = {name: {"file_name": f"{name}.whl", "depends": depends.get(name, [])} for name in names}
    for name in (*RUNTIME, *[str(p["file_name"]) for p in packages.values()]):
        if name != lacking:
            (folder / name).write_text("x")
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    return folder


def test_the_site_is_one_folder_that_asks_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer_site, "_wheels", lambda folder: [folder.name])
    files = build(tmp_path / "site", fake_pyodide(tmp_path / "pyodide"))
    assert {"index.html", "explorer.js", "browser.js", "worker.js", "site.json"} <= set(files)
    assert {"pyodide/pydantic-core.whl", "pyodide/numpy.whl", "pyodide/pyodide.mjs"} <= set(files)
    assert "pyodide/other.whl" not in files
    page = (tmp_path / "site" / "index.html").read_text()
    assert "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" in page
    assert 'src="browser.js"' in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("lacking", ["pyodide.asm.wasm", "numpy.whl"])
def test_a_pyodide_without_its_packages_is_refused(tmp_path: Path, lacking: str) -> None:
    with pytest.raises(OpenraceError, match=lacking):
        build(tmp_path / "site", fake_pyodide(tmp_path / "pyodide", lacking=lacking))


def test_a_folder_that_holds_something_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("x")
    assert main([str(tmp_path), str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert main([]) == 2


@pytest.mark.slow
def test_the_wheels_are_those_that_the_browser_unpacks(tmp_path: Path) -> None:
    files = build(tmp_path / "site", fake_pyodide(tmp_path / "pyodide"))
    wheels = json.loads((tmp_path / "site" / "site.json").read_text())["wheels"]
    assert {name.partition("-")[0] for name in wheels} == {"openrace", "markdown_it_py", "mdurl"}
    assert {f"wheels/{name}" for name in wheels} <= set(files)


@contextmanager
def site_at(folder: Path) -> Iterator[str]:
    """The address of a folder's site on this machine."""
    serve = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing."""


@needs_chromium
def test_the_page_of_the_site_shows_what_its_worker_answers(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explorer_site, "_wheels", lambda folder: [folder.name])
    build(tmp_path / "site", fake_pyodide(tmp_path / "pyodide"))
    refused = {"error": {"what": "this worker knows no game", "expected": "Python", "hint": ""}}
    worker = f"""self.addEventListener("message", ({{ data: {{ id, question }} }}) => {{
        const all = {json.dumps(call({"want": "catalog"}))}, refused = {json.dumps(refused)};
        const found = JSON.parse(question).want === "catalog" ? all : refused;
        self.postMessage({{ id, answer: JSON.stringify(found) }}); }});"""
    (tmp_path / "site" / "worker.js").write_text(worker, encoding="utf-8")
    with site_at(tmp_path / "site") as address, opened(browser, address) as page:
        wait(page, "ready", "error")
        assert page.locator("h1").inner_text() == "this worker knows no game"
        page.locator(".presets summary").click()
        assert page.locator(".presets a", has_text="bertrand").count() > 0


@needs_chromium
@pytest.mark.slow
@pytest.mark.skipif(not PYODIDE, reason="OPENRACE_PYODIDE names no unpacked Pyodide")
def test_the_solver_answers_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    build(tmp_path / "site", Path(PYODIDE))
    state = "v=1&game=alice-bob&set=calendar.slots:4&do=open:8@2"
    with site_at(tmp_path / "site") as address, opened(browser, f"{address}#{state}") as page:
        wait(page, "ready", state)
        assert sentence(page) == call({"want": "answer", "state": state})["shown"]["sentence"]
