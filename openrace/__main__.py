"""``python -m openrace`` and the ``openrace`` command."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Runs the shell on the command line's words and exits with its code."""
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
