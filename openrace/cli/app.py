"""The commands, their errors and their exit codes.

0: done, also when a result is honestly "not proven". 1: a solver failed, or a story did not come out as stated.
2: something the user gave.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext

from cyclopts import App, CycloptsError, Group

from openrace.cli import (
    ask,
    check,
    explore,
    guard,
    isolate,
    look,
    replicating,
    survey,
    sweeps,
    waiting,
    write,
)
from openrace.cli.output import write_error
from openrace.cli.typed import words_given, wrong_words
from openrace.cli.typed.own_files import load_own_files
from openrace.version import version
from solver.common.errors import OpenraceError, SolverError
from solver.common.words import one_of

DONE, FAILED, MISTAKE, INTERRUPTED = 0, 1, 2, 130
TRACEBACK = "OPENRACE_TRACEBACK"
"""Environment variable that shows where a fault of openrace is, for its developers."""

app = App(
    name="openrace",
    version=version,
    help="Do open AI models speed the race up or slow it down? State your assumptions, get every equilibrium, "
    "see which assumption flips the sign. --parts FILE.py adds terms of your own to any command, "
    "--evidence FILE.toml what you know about the numbers of calibrated games.",
    # Ctrl-C is answered here, with the command that goes on.
    suppress_keyboard_interrupt=False,
)
Command = Callable[..., int | None]
GROUPS: tuple[tuple[str, str, tuple[Command, ...]], ...] = (
    ("Look", "openrace show alice-bob", (look.games, look.show, look.evidence, look.parts)),
    ("Explore in the browser", "openrace explore alice-bob", (explore.explore,)),
    ("Ask one game", "openrace shift alice-bob --open 9@4", (ask.solve, ask.shift, ask.diff)),
    ("Check an answer", "openrace verify alice-bob", (check.verify, check.graph)),
    ("Check the claims of the threads", "openrace story alice-answers --set tau=5", (ask.story, ask.stories)),
    ("Check published models", "openrace replicate lee-wilde", (replicating.replicate,)),
    (
        "Ask many games",
        "openrace flip alice-bob --open 9@4 --vary alice.prestige",
        (sweeps.map_, survey.flip, survey.branches, survey.regions, survey.sensitivity, sweeps.sweep),
    ),
    (
        "Isolate assumptions",
        "openrace prove alice-bob --open 9@4 --box alice.prestige=1:3 --box alice.slowness=8:16",
        (isolate.effects, isolate.prove, isolate.multiverse, isolate.rules),
    ),
    (
        "Write files",
        "openrace plot alice-bob --do allow:bob --out race.png",
        (write.plot, write.card, write.export, write.compose),
    ),
)
"""Commands by task, with an example each; a command is called like its function."""
for place, (task, example, commands) in enumerate(GROUPS):
    group = Group(task, help=f"Example: {example}", sort_key=place)
    for command in commands:
        app.command(command, group=group)
ABOUT = Group("Help", sort_key=len(GROUPS))
for flag in ("--help", "--version"):
    app[flag].group = ABOUT


WAYS = {"--method": "another --method", "--set": "other numbers with --set"}
"""What may help where a solver fails, by the option that does it."""


def run(words: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; a user's mistake prints one message and no traceback."""
    words_given.remember(words)
    guard.open_streams()
    as_json = "--json" in words and not {"--help", "-h", "--version"} & set(words)
    try:
        kept = guard.stdout_for_answers_only() if as_json else nullcontext()
        with warnings.catch_warnings(), kept, waiting.clock(words[0] if words else ""):
            # A number that overflows makes every comparison after it worthless.
            warnings.filterwarnings("error", "(overflow|invalid value) encountered", RuntimeWarning)
            code = app(load_own_files(words), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except KeyboardInterrupt as error:
        what, _, again = str(error).partition(" Continue with: ")
        write_error(what or "interrupted", "a run to its end", again or "give the command again", as_json=as_json)
        return INTERRUPTED
    except Exception as error:
        if TRACEBACK in os.environ and _explained(error) is None:
            raise
        return _report(error, as_json=as_json)
    return code if isinstance(code, int) else DONE


def _report(error: Exception, *, as_json: bool) -> int:
    """Reports an error where that can be written, and returns its exit code."""
    while True:
        try:
            code = _explain(error, as_json=as_json)
            sys.stdout.flush()
        except OSError:
            # A stream that takes nothing is closed, and what belongs on stdout goes to stderr.
            if not guard.close_refused_streams():
                raise
            as_json = False
        else:
            return code


def _another_way() -> str:
    """What may help where a solver fails: what the command at hand lets a user change."""
    commands = [app[word] for word in words_given.words()[:1] if word in app]
    known = {name for own in commands for argument in own.assemble_argument_collection() for name in argument.names}
    ways = [way for option, way in WAYS.items() if option in known]
    return f"try {one_of(ways)}" if ways else "try other numbers, or report the command"


def _explain(error: Exception, *, as_json: bool) -> int:
    """Reports a mistake or a failure in one sentence and returns its exit code."""
    if isinstance(error, OSError) and guard.close_refused_streams():
        if isinstance(error, BrokenPipeError):
            # Whatever read our output has enough of it.
            return DONE
        what = f"the answer cannot be written to stdout: {error.strerror or error}"
        write_error(what, "a place with room for it", "write it to another file or disk", as_json=False)
        return MISTAKE
    code, what, expected, hint = _explained(error) or (
        FAILED,
        f"openrace failed ({type(error).__name__}: {error})",
        "an answer: this is a fault of openrace, not of the command",
        f"report it with the command; {TRACEBACK}=1 shows where it is",
    )
    write_error(what, expected, hint, as_json=as_json)
    return code


def _explained(error: Exception) -> tuple[int, str, str, str] | None:
    """The exit code and what to say of a mistake of the user, a solver that fails, or a machine that lacks something.

    ``None`` for anything else, which is a fault of openrace.
    """
    if isinstance(error, CycloptsError) and isinstance(error.__cause__, OpenraceError):
        # A check of one option has said it in full.
        error = error.__cause__
    if isinstance(error, CycloptsError):
        return MISTAKE, *wrong_words.explain(error, [name for name in app if not name.startswith("-")])
    if isinstance(error, OpenraceError):
        return MISTAKE, error.what, error.expected, error.hint
    if isinstance(error, SolverError):
        return FAILED, str(error), "an answer of the solver", _another_way()
    if isinstance(error, RuntimeWarning) and "encountered" in str(error):
        what = f"a number grew beyond what can be counted with ({error})"
        hint = "choose smaller numbers: results depend on ratios only"
        return MISTAKE, what, "numbers whose sums and products stay below 1e308", hint
    if isinstance(error, MemoryError):
        return MISTAKE, f"not enough memory ({error})", "a game that fits", "fewer slots or plans"
    if isinstance(error, OSError):
        what = f"{error.filename or 'a file'}: {error.strerror or error}"
        return MISTAKE, what, "a place that can be read or written", "check the path"
    return None
