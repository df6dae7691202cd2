"""Does the verdict hold for every taste in a range?
=================================================

Exact arithmetic proves the sign at every point of a box of weights, or finds a point where it is another one.
"""

import openrace as orc

small = {"calendar.slots": 8}
box = {"alice.prestige": (0, 5), "alice.slowness": (0, 30)}
found = orc.prove("alice-bob", "open:8@3", box, settings=small, whole=True, finest=0.02)
found.plot()

# %%
# Each rectangle is proven as a whole, over all equilibria of both games at each of its points. The hatched ones along
# the line on which the sign changes stay open: a smaller ``finest`` makes that band narrower.
#
# In the shell: ``openrace prove alice-bob --set calendar.slots=8 --open 8@3 --box alice.prestige=0:5 --box
# alice.slowness=0:30 --whole --finest 0.02 --out proof.png``.
