"""Which assumption drives the sign?
=================================

Each assumption moves to either end of its prior, and the others stay.
"""

import openrace as orc

prior = ["alice.prestige=0:4", "alice.slowness=0:20", "bob.prestige=0:4"]
found = orc.sensitivity("alice-bob", "open:8@3", prior=prior, n=32)
found.plot()

# %%
# A bar changes its colour at zero, where the release has no effect, and the discs at its ends have the colour of the
# direction there. The table, ``found.to_frame()``, holds Sobol and PAWN indices with bootstrapped intervals.
#
# In the shell: ``openrace sensitivity alice-bob --open 8@3 --prior alice.prestige=0:4 --prior alice.slowness=0:20
# --prior bob.prestige=0:4 --n 32 --out tornado.png``.
