"""The explorer's process where files of parts or evidence came: it loads them first.

Run as ``python -m openrace.cli.explorer_worker WORDS``, with the words of the command that opened the explorer.
"""

from __future__ import annotations

import sys

from openrace.cli.typed.own_files import load_own_files
from openrace.explore.worker import main

if __name__ == "__main__":
    load_own_files(sys.argv[1:])
    main()
