"""Where does an open release move spending on training up, and where down?
========================================================================

An open model of capability 8 appears at date 3; Alice's wish to have the best open model (to the right) and her wish
that progress slowed down (upwards) vary.
"""

import openrace as orc

prestige = orc.Axis("alice.prestige", 0, 5, 60)
slowness = orc.Axis("alice.slowness", 0, 30, 60)
event = orc.OpenModel(8, date=3)
signs = orc.sign_map("alice-bob", prestige, slowness, event, metric="training_spend")
signs.plot()

# %%
# The same release raises spending, lowers it, and raises it again as prestige grows; in the wedge between two of the
# bands the sign differs between equilibria of one and the same game. Every cell holds all equilibria of both games.
#
# In the shell, with the boundaries refined to 0.4 % of the axes: ``openrace map alice-bob --vary alice.prestige=0:5:60
# --vary alice.slowness=0:30:60 --open 8@3 --metric training_spend --refine 0.004 --out sign-map.png``.
