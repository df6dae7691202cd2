"""The command line: ``openrace`` and ``python -m openrace``."""
