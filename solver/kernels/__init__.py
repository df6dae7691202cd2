"""Compiled kernels: arrays in, arrays out. Nothing else imports numba.

There are two families: batches of two-player games, and the programs on joint play that the search with three and more
players solves (``joint_*``).

Importing this package loads nothing; :func:`solver.kernels.loader.load` compiles, or reads what was compiled before.
"""
