"""What is known about the numbers of calibrated games: one file per quantity, and how each becomes parameters."""
