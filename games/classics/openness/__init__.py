"""How open a model is released."""
