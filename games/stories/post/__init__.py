"""Stories of the post and of its own list of factors."""
