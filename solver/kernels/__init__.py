"""Compiled kernels for batches of two-player games: arrays in, arrays out. Nothing else imports numba.

Importing this package loads nothing; :func:`solver.kernels.loader.load` compiles, or reads what was compiled before.
"""
