"""Release games: labs that choose when to release what."""
