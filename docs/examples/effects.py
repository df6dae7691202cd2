"""Which force makes the answer?
=============================

Two closed labs of 2026 decide when to release, and a better open model comes in month 6. Every force of the game is
switched off and on, in all orders.
"""

import openrace as orc

found = orc.effects("frontier-2026", "open:600@6", draws=0)
found.plot()

# %%
# The steps lead from no force at all to all of them: blue ones delay the first release, vermillion ones bring it
# forward. The effect of a force is its mean over all orders in which the forces could be added.
#
# In the shell: ``openrace effects frontier-2026 --open 600@6 --draws 0 --out effects.png``.
