"""For which tastes is each pair of dates an equilibrium, exactly?
===============================================================

Payoffs are linear in weights, so the answer is a polygon with rational corners for each profile.
"""

import openrace as orc

vary = ["alice.prestige=0:5:2", "bob.prestige=0:5:2"]
found = orc.regions("alice-bob", vary, settings={"calendar.slots": 6})
found.plot()

# %%
# In most of this square no lab can know for sure when the other releases: no profile is an equilibrium without mixing,
# and dates are mixed. Each side of a polygon is where one deviation begins to pay; ``found.to_frame()`` names it.
#
# In the shell: ``openrace regions alice-bob --set calendar.slots=6 --vary alice.prestige=0:5:2 --vary
# bob.prestige=0:5:2 --out regions.png``.
