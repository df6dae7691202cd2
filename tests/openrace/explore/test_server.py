"""The server answers its own page and nobody else, and leaves no work behind."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import sys
import time
from typing import Any

import pytest

from openrace.explore import pool
from openrace.explore.core import LONGEST
from openrace.explore.server import Explorer

SLOW = {
    "want": "answer",
    "state": "v=1&game=alice-bob-monopolist&set=calendar.slots:30&set=calendar.horizon:40&do=allow:bob",
}
QUICK = {"want": "answer", "state": "v=1&game=alice-bob&set=calendar.slots:3&do=open:9@1"}


def request(
    explorer: Explorer, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    port = explorer.server_address[1]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, {"Host": f"127.0.0.1:{port}", **given})
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        connection.close()


def ask(explorer: Explorer, question: Any, **headers: str) -> tuple[int, Any]:
    given = {"Content_Type": "application/json", **headers}
    status, _, body = request(explorer, "POST", "/ask", json.dumps(question).encode(), **given)
    return status, json.loads(body)


def test_a_question_of_the_page_is_answered(explorer: Explorer) -> None:
    status, found = ask(explorer, QUICK, Origin=explorer.address.rstrip("/"), Sec_Fetch_Site="same-origin")
    assert status == 200
    assert found["command"] == "openrace shift alice-bob --set calendar.slots=3 --do open:9@1"


def test_every_reply_has_a_policy_that_allows_nothing_else(explorer: Explorer) -> None:
    for path, status in (("/", 200), ("/explorer.js", 200), ("/nothing", 404)):
        found, headers, _ = request(explorer, "GET", path)
        assert found == status
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/page/../core.py",
        "/%2e%2e/core.py",
        "//etc/passwd",
        "/etc/passwd",
        "/core.py",
        "/ask",
        "/explorer.js/..",
    ],
)
def test_what_is_no_file_of_the_page_is_not_found(explorer: Explorer, path: str) -> None:
    assert request(explorer, "GET", path)[0] == 404


def test_another_host_is_forbidden(explorer: Explorer) -> None:
    assert request(explorer, "GET", "/", Host="evil.example")[0] == 403
    assert request(explorer, "GET", "/", Host=f"evil.example:{explorer.server_address[1]}")[0] == 403
    assert request(explorer, "GET", "/", Host="127.0.0.1:1")[0] == 403


def test_another_site_is_forbidden(explorer: Explorer) -> None:
    assert ask(explorer, QUICK, Origin="http://evil.example")[0] == 403
    assert ask(explorer, QUICK, Origin="null")[0] == 403
    assert ask(explorer, QUICK, Sec_Fetch_Site="cross-site")[0] == 403
    assert ask(explorer, QUICK, Sec_Fetch_Site="same-site")[0] == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_content_that_any_site_may_send_is_forbidden(explorer: Explorer, kind: str) -> None:
    assert ask(explorer, QUICK, Content_Type=kind)[0] == 403


def test_questions_are_small_json_objects(explorer: Explorer) -> None:
    def status(body: bytes, **headers: str) -> int:
        return request(explorer, "POST", "/ask", body, Content_Type="application/json", **headers)[0]

    assert status(b"{") == 400
    assert status(b"[]") == 400
    assert status(b"[" * 9000) == 400
    assert status(b"\xff\xfe") == 400
    assert status(b"", Content_Length="-1") == 413
    assert status(b"", Content_Length="10000000") == 413
    assert status(b" " * (LONGEST + 1)) == 413
    assert request(explorer, "POST", "/other", b"{}", Content_Type="application/json")[0] == 404


def test_a_browser_that_hangs_up_writes_nothing_on_the_terminal(
    explorer: Explorer, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        hasty = socket.create_connection(("127.0.0.1", explorer.server_address[1]))
        # Without a farewell: the connection is reset.
        hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        hasty.sendall(b"GET / HTTP/1.1")
        hasty.close()
    assert ask(explorer, QUICK)[0] == 200
    assert capsys.readouterr().err == ""


def test_a_question_that_nobody_waits_for_leaves_no_work_behind(explorer: Explorer) -> None:
    ask(explorer, QUICK)
    port = explorer.server_address[1]
    connections = []
    for _ in range(10):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/ask", json.dumps(SLOW), {"Content-Type": "application/json"})
        connections.append(connection)
    for connection in connections:
        connection.close()
    deadline = time.monotonic() + 60
    while explorer.pool.busy() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert explorer.pool.busy() == 0
    assert ask(explorer, QUICK)[1]["shown"]["kind"] == "shift"


def test_what_is_no_use_later_is_ended_and_its_process_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SOONER", {"rank": 0.2})
    # It answers what it is asked about firmness, and nothing else.
    script = """import sys
print("ready" if sys.stdin.readline() else "", flush=True)
for line in sys.stdin:
    print("{}" if "firm" in line else "", end="\\n" if "firm" in line else "", flush=True)
"""
    lanes = pool.Pool(command=(sys.executable, "-c", script))
    try:
        refused = json.loads(lanes.ask({"want": "rank"}, lambda: False))
        assert refused["error"]["what"] == "the answer takes longer than 0.2 s"
        assert lanes.ask({"want": "firm"}, lambda: False) == "{}"
        assert lanes.busy() == 0
    finally:
        lanes.close()
