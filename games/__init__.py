"""Economics: labs, terms and dates become payoff tensors; nothing is solved here."""
