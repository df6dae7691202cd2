"""What every folder of the solver shares: errors, array types, tolerances, clocks, files and tables."""
