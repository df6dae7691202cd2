"""Linear programs that every equilibrium satisfies."""
