"""The page's modules as one script, and the page as one file.

The modules are plain: every import is one line that names a neighbour, every export one declaration. So one script of
all of them is each module's text in a function of its own, in the order in which they need each other.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

from openrace.explore.server import page_files

_IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (async function|function|const) (\w+)", re.MULTILINE)
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
)


def bundle(entry: str) -> str:
    """One script that does what a module of the page does."""
    order: list[str] = []
    _visit(entry, order)
    parts = ['"use strict";', *[_wrapped(name) for name in order]]
    return "\n".join(parts)


def _visit(name: str, order: list[str]) -> None:
    for _, other in _IMPORT.findall(_text(name)):
        if other not in order:
            _visit(other, order)
    if name not in order:
        order.append(name)


def _text(name: str) -> str:
    return page_files()[name].decode("utf-8")


def _wrapped(name: str) -> str:
    text = _text(name)
    exported = [word for _, word in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(lambda m: f"const {{ {m[1]} }} = {_called(m[2])};", text))
    return f"const {_called(name)} = (() => {{\n{body.rstrip()}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _called(name: str) -> str:
    return "m_" + re.sub(r"\W", "_", name)


def one_file(title: str, data: str) -> str:
    """A page that needs nothing but itself; its policy allows its own script and style, and no request.

    Args:
        title: of the window.
        data: the packed table.
    """
    script, style = bundle("offline.js"), _text("explorer.css")
    policy = POLICY.format(script=_hash(script), style=_hash(style))
    icon = base64.b64encode(page_files()["icon.svg"]).decode()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(title)}</title>\n"
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        '<div id="explorer" class="openrace">'
        "<noscript><p>This page needs JavaScript; it sends nothing.</p></noscript></div>\n"
        f'<pre id="answers" hidden>{data}</pre>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
