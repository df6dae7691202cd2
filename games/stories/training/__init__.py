"""Stories of whether, how much and how hard labs train."""
