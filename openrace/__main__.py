"""``python -m openrace`` and the ``openrace`` command."""

from __future__ import annotations

import gc
import signal
import sys

NEW_OBJECTS = 100_000
"""New objects after which Python looks for circles of them: modules make about as many, and those stay."""


def main() -> None:
    """Runs the shell on the command line's words and exits with its code."""
    gc.set_threshold(NEW_OBJECTS)
    try:
        from openrace.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # The shell reports what it interrupts; here it was still being loaded, or already done.
        sys.stderr.write("error: interrupted\n")
        code = 128 + signal.SIGINT
    sys.exit(code)


if __name__ == "__main__":
    main()
