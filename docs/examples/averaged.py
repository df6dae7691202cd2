"""What if the other lab's tastes are uncertain?
=============================================

Every cell is solved at draws from a belief about Bob; its colour is the sign of most of them, paler where they
disagree.
"""

import openrace as orc

prestige = orc.Axis("alice.prestige", 0, 5, 20)
slowness = orc.Axis("alice.slowness", 0, 30, 20)
belief = ["bob.prestige=0.5:4", "bob.slowness=0:8"]
signs = orc.sign_map("alice-bob", prestige, slowness, "open:8@3", prior=belief, draws=16)
signs.plot()

# %%
# Whatever Bob is like, the release slows the race down where prestige hardly weighs for Alice, and speeds it up where
# it weighs most. In the paler band between them the answer hangs on Bob: he may care so little about prestige that the
# release speeds the race up there too.
#
# In the shell: ``openrace map alice-bob --vary alice.prestige=0:5:20 --vary alice.slowness=0:30:20 --open 8@3 --prior
# bob.prestige=0.5:4 --prior bob.slowness=0:8 --draws 16 --out averaged.png``.
