"""One question at many parameter points."""
