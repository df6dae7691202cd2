"""What is evaluated together: worlds of one game, states of the market that occur many times, games that are alike."""
