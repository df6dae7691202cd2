"""Stories of the second post: scale."""
