"""Two-player games whose payoffs are affine in some weights: what holds for every game of a box of weights.

``family`` holds the payoffs, ``candidates`` encloses the equilibria of all games of a box from outside, ``extent``
bounds a number over that enclosure, and ``lasting`` follows single equilibria from inside, over the whole box. All of
it is in rational numbers: what is said of a box holds at each of its points.
"""
