"""Safety against speed."""
