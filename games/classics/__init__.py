"""Models as they were published, each in one file with its source, its formulas and its numbers."""
