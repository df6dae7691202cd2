"""Cards of questions that isolate assumptions."""
