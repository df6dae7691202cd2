"""Stories of labs and states that answer one another."""
