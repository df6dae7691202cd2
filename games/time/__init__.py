"""When things happen: dates, discounting, open models from outside."""
