"""Games behind claims that are made in the threads and that no release game holds."""
