"""Finite populations whose members imitate one another: fixation, and what is played in the long run.

Members of a population of ``Z`` meet in pairs and get the payoffs of a symmetric game. Now and then one compares
itself with another one and may take over its strategy (``rules``): the more likely, the better the other one does. One
mutant among residents either takes over or dies out; the chance that it takes over is its *fixation* probability, a sum
of products (``fixation``). If mutants are rare, the population is uniform most of the time and moves from one strategy
to another with these chances; the share of time that it plays each is the *stationary* distribution of a small chain
(``stationary``), solved without a subtraction. Payoffs and rules in fractions give fractions.
"""

from solver.population.fixation import fixation
from solver.population.rules import Fermi, Moran
from solver.population.stationary import small_mutations, stationary

__all__ = ["Fermi", "Moran", "fixation", "small_mutations", "stationary"]
