"""The field's published results computed anew, and one question asked of all of its models."""
