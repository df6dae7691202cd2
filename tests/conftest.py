"""Settings of all tests."""

import os
import signal

from hypothesis import settings

# The default suite draws the same examples every time, so that its verdict is about the code alone. `make test-all`
# draws new ones (--hypothesis-profile=search).
settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("search", print_blob=True)
settings.load_profile("repeatable")

# A width that some runner of tests exports is not the user's; tests of widths set their own.
os.environ.pop("COLUMNS", None)

# A shell has what it runs in the background ignore Ctrl-C, and tests and what they start would wait for it in vain.
signal.signal(signal.SIGINT, signal.default_int_handler)
