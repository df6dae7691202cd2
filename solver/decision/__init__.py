"""One decision maker and one number."""
