"""Claims: stories with their verdicts, their games, and assumptions of several of them put together."""
