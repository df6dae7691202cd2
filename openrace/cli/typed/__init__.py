"""What a user types: options that commands share, files of the user's own, and wrong words."""
