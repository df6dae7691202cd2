"""Solution methods: one file each, a frozen dataclass of options that is called with a game."""
