"""What would flip my conclusion?
==============================

At the default point an open model of capability 8 at date 3 delays the first release; which assumption has to change
least for another sign?
"""

import openrace as orc

vary = ["alice.prestige", "alice.slowness", "alice.start", "bob.prestige"]
found = orc.flip("alice-bob", "open:8@3", vary=vary)
found.plot()

# %%
# Each bar is the smallest change of one assumption, as a share of its value, that changes the sign; its colour is the
# sign beyond. Both sides of every flip are solved again on their own; ``print(found)`` says whether both are proven.
#
# In the shell: ``openrace flip alice-bob --open 8@3 --vary alice.prestige --vary alice.slowness --vary alice.start
# --vary bob.prestige --out flip.png``.
