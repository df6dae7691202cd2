"""What every folder of the solver shares: errors, arrays, tolerances, exact linear algebra, clocks, files, tables."""
