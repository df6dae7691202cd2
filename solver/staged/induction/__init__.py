"""How backward induction solves one state, whatever ties there are further down.

``run`` holds the options and what is found on the way; ``combine`` says which solutions go together, ``points`` takes
means of them, ``lone`` solves a stage with one mover, ``branching`` and ``parametric`` the others, ``curve`` follows a
mixed equilibrium that moves, ``faces`` notes the ties.
"""
