"""Stories of what labs know about open models to come, and when."""
