"""Stories of several labs that want the same."""
