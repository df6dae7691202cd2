"""Command lines that cannot be read: what came, what was expected, and where to look it up."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from cyclopts import CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

_EXPECTED: tuple[tuple[type[CycloptsError], str], ...] = (
    (MissingArgumentError, "every name and option with its value"),
    (UnknownOptionError, "options of this command"),
    (CoercionError, "a value of the option's kind"),
    (RepeatArgumentError, "the option once"),
    (UnusedCliTokensError, "no further word; options are written --option value"),
)


def explain(error: CycloptsError, commands: Sequence[str]) -> tuple[str, str, str]:
    """What came, what was expected and what to do, for a command line with a mistake in it."""
    chain = [word for word in error.command_chain or () if word in commands]
    if isinstance(error, UnknownCommandError):
        word = next((w for w in error.unused_tokens or error.root_input_tokens or () if not w.startswith("-")), "")
        close = get_close_matches(word, commands, 1, cutoff=0.5)
        hint = f"openrace {close[0]}" if close else "openrace --help"
        return f"no command is named {word!r}", f"one of {', '.join(commands)}", hint
    what = str(error).strip().rstrip(".").replace("\n", " ")
    expected = next((text for kind, text in _EXPECTED if isinstance(error, kind)), "words as in --help")
    return what[:1].lower() + what[1:], expected, f"openrace {chain[0] if chain else 'COMMAND'} --help"
