"""Mathematics of finite games: payoff tensors in, certified equilibria out; no lab in sight."""
