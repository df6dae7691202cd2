"""Stories of what closed models earn, and when they are sold."""
