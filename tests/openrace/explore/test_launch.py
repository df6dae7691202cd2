"""The command serves one page on this machine until it is interrupted, and leaves no process behind."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openrace.cli.app import run


def serve(*words: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "openrace", "explore", *words, "--no-open"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    return process.returncode, out


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("alice-bob", "--set", "alice.prestige=3"), "v=1&game=alice-bob&set=alice.prestige:3&do=open:9@4"),
        pytest.param(("alice-answers", "--set", "tau=3"), "v=1&story=alice-answers&set=tau:3", marks=pytest.mark.slow),
    ],
)
def test_the_address_holds_the_state_and_ctrl_c_ends_it(words: tuple[str, ...], state: str) -> None:
    process, address = serve(*words)
    page, _, found = address.partition("#")
    assert page.startswith("http://127.0.0.1:")
    assert found == state
    host, _, _ = page.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=90)
    connection.request(
        "POST", "/ask", json.dumps({"want": "form", "state": state}), {"Content-Type": "application/json"}
    )
    assert json.loads(connection.getresponse().read())["state"] == state
    connection.close()
    code, out = ended(process)
    assert code == 0
    assert out.strip() == "the explorer is closed"


@pytest.mark.slow
def test_a_file_of_the_users_own_has_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "alice-bob", "--toml"]) == 0
    path = tmp_path / "mine.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    process, address = serve(str(path), "--do", "allow:bob")
    assert address.endswith("#v=1&game=mine.toml&do=allow:bob")
    assert ended(process)[0] == 0


@pytest.mark.parametrize(
    "words", [("nobody",), ("alice-bob", "--set", "no.path=3"), ("alice-bob", "--do", "explode:bob")]
)
def test_a_mistake_is_said_before_anything_is_served(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explore", *words]) == 2
    assert "error:" in capsys.readouterr().err
