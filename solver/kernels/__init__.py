"""Compiled kernels: arrays in, arrays out, for batches of two-player games. Nothing else imports numba.

Importing this package loads nothing; :func:`solver.kernels.loader.load` compiles, or reads what was compiled before.
"""
