"""Settings of all tests."""

import os

from hypothesis import settings

# The default suite draws the same examples every time, so that its verdict is about the code alone. `make test-all`
# draws new ones (--hypothesis-profile=search).
settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("search", print_blob=True)
settings.load_profile("repeatable")

# A width that some runner of tests exports is not the user's; tests of widths set their own.
os.environ.pop("COLUMNS", None)
