"""The commands, their errors and their exit codes.

0: done, also when a result is honestly "not proven". 1: a solver failed, or a story did not come out as stated.
2: something the user gave.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from openrace import __version__
from openrace.cli import ask, look, survey, sweeps, wrong_words
from openrace.cli.output import write_error
from openrace.cli.own_parts import load_parts

DONE, FAILED, MISTAKE, INTERRUPTED = 0, 1, 2, 130

app = App(
    name="openrace",
    version=__version__,
    help="Do open AI models speed the race up or slow it down? State your assumptions, get every equilibrium, "
    "see which assumption flips the sign. --parts FILE.py adds terms of your own to any command.",
    # Ctrl-C is told here, with the command that goes on.
    suppress_keyboard_interrupt=False,
)
for command in (look.games, look.show, ask.solve, ask.shift, ask.story, ask.stories, ask.export, ask.diff, look.plot):
    app.command(command)
for command in (sweeps.sweep, survey.regions, survey.flip, survey.branches, survey.sensitivity):
    app.command(command)
app.command(sweeps.map_, name="map")


def run(words: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; a user's mistake prints one message and no traceback."""
    as_json = "--json" in words
    try:
        with warnings.catch_warnings():
            # A number that overflows makes every comparison after it worthless.
            warnings.filterwarnings("error", "(overflow|invalid value) encountered", RuntimeWarning)
            code = app(load_parts(words), exit_on_error=False, print_error=False, result_action="return_value")
            sys.stdout.flush()
    except KeyboardInterrupt as error:
        what, _, command = str(error).partition(" Go on with: ")
        write_error(what or "interrupted", "a run to its end", command or "give the command again", as_json=as_json)
        return INTERRUPTED
    except Exception as error:
        told = _told(error, as_json=as_json)
        if told is None:
            raise
        return told
    return code if isinstance(code, int) else DONE


def _told(error: Exception, *, as_json: bool) -> int | None:
    """Tells a mistake or a failure in one sentence and gives its exit code; ``None`` for a fault of our own."""
    # Imported here: the errors' package brings numpy, and --help should not wait for it.
    from solver.game.errors import OpenraceError, SolverError

    if isinstance(error, CycloptsError) and isinstance(error.__cause__, OpenraceError):
        # Said by a check of one option, in full.
        error = error.__cause__
    if isinstance(error, CycloptsError):
        commands = [name for name in app if not name.startswith("-")]
        write_error(*wrong_words.explain(error, commands), as_json=as_json)
        return MISTAKE
    if isinstance(error, RuntimeWarning):
        write_error(
            f"a number grew beyond what can be counted with ({error})",
            "numbers whose sums and products stay below 1e308",
            "choose smaller numbers: results depend on ratios only",
            as_json=as_json,
        )
        return MISTAKE
    if isinstance(error, OpenraceError):
        write_error(error.what, error.expected, error.hint, as_json=as_json)
        return MISTAKE
    if isinstance(error, SolverError):
        write_error(str(error), "an equilibrium", "another --method, or fewer slots", as_json=as_json)
        return FAILED
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if isinstance(error, MemoryError):
        write_error(f"not enough memory ({error})", "a game that fits", "fewer slots or plans", as_json=as_json)
        return MISTAKE
    if isinstance(error, OSError):
        what = f"{error.filename or 'a file'}: {error.strerror or error}"
        write_error(what, "a place that can be read or written", "check the path", as_json=as_json)
        return MISTAKE
    return None
