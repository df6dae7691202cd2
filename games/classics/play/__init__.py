"""How finite games are played: in theory, in the laboratory, in populations."""
