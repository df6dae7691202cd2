"""Stories of labs that answer one another."""
