"""``python -m openrace`` and the ``openrace`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the shell on the command line's words and exits with its code."""
    from openrace.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
