"""What if the other lab's tastes are uncertain?
=============================================

Every cell is solved at draws from a belief about Bob; its colour is the sign of most of them, paler where they
disagree.
"""

import openrace as orc

prestige = orc.Axis("alice.prestige", 0, 5, 20)
slowness = orc.Axis("alice.slowness", 0, 30, 20)
belief = ["bob.prestige=normal:2:0.5", "bob.slowness=0:8"]
signs = orc.sign_map("alice-bob", prestige, slowness, "open:8@3", prior=belief, draws=8)
signs.plot()

# %%
# Whatever Bob is like, the release slows the race down where Alice minds speed, and speeds it up where prestige weighs
# more. In the pale band along the diagonal the answer hangs on Bob.
#
# In the shell: ``openrace map alice-bob --vary alice.prestige=0:5:20 --vary alice.slowness=0:30:20 --open 8@3 --prior
# bob.prestige=normal:2:0.5 --prior bob.slowness=0:8 --draws 8 --out averaged.png``.
