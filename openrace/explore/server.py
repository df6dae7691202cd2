"""The page on this machine: a server on loopback that hands questions to the core, and refuses everybody else.

The page and the questions come from one address; what names another host, another site or another kind of content is
refused. Nothing that a request says is ever a path: files are those of the page, by name.
"""

from __future__ import annotations

import json
import select
import socket
import sys
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

from openrace.explore.core import LONGEST, mistake
from openrace.explore.pool import GoneError, Pool

HERE = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def page_files() -> dict[str, bytes]:
    """The files of the page, by name."""
    folder = resources.files("openrace.explore") / "page"
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.rpartition(".")[2] in KINDS}


class Explorer(ThreadingHTTPServer):
    """The server of one explorer.

    Attributes:
        pool: what answers.
    """

    daemon_threads = True

    def __init__(self, pool: Pool, port: int = 0) -> None:
        self.pool = pool
        super().__init__((HERE, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no error; the terminal belongs to the user."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HERE}:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Explorer
    timeout = 120

    def do_GET(self) -> None:
        if not self._is_for_us():
            return
        name = self.path.partition("?")[0].removeprefix("/") or "index.html"
        content = page_files().get(name)
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND, "the page has no such file")
            return
        self._send(HTTPStatus.OK, content, KINDS[name.rpartition(".")[2]])

    def do_POST(self) -> None:
        if not self._is_for_us():
            return
        if self.path != "/ask":
            self._refuse(HTTPStatus.NOT_FOUND, "questions go to /ask")
            return
        if (self.headers.get("Content-Type") or "").partition(";")[0].strip() != "application/json":
            # Any site may send a form or plain text here; JSON needs this server's permission, which nobody gets.
            self._refuse(HTTPStatus.FORBIDDEN, "questions are application/json")
            return
        length = self.headers.get("Content-Length") or ""
        if not length.isascii() or not length.isdecimal() or not 0 < int(length[:9]) <= LONGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a question has at most {LONGEST:,} bytes")
            return
        try:
            question = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            question = None
        if not isinstance(question, dict):
            self._refuse(HTTPStatus.BAD_REQUEST, "a question is a JSON object")
            return
        try:
            answer = self.server.pool.ask(question, self._is_gone)
        except GoneError:
            self.close_connection = True
            return
        self._send(HTTPStatus.OK, answer.encode(), "application/json")

    def _is_for_us(self) -> bool:
        port = self.server.server_address[1]
        ours = {f"{name}:{port}" for name in (HERE, "localhost")}
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site")
        elsewhere = origin is not None and origin.removeprefix("http://") not in ours
        if self.headers.get("Host") not in ours:
            self._refuse(HTTPStatus.FORBIDDEN, "this server answers under its own address only")
        elif elsewhere or site not in (None, "same-origin", "none"):
            self._refuse(HTTPStatus.FORBIDDEN, "another site may not use this server")
        else:
            return True
        return False

    def _is_gone(self) -> bool:
        try:
            readable = select.select([self.connection], [], [], 0)[0]
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        # What the request still has to say is not read.
        self.close_connection = True
        self._send(status, json.dumps(mistake(why, "a request of the page", "reload it")).encode(), "application/json")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(content)),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-cache",
            **({"Connection": "close"} if self.close_connection else {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing: the terminal belongs to the user."""
