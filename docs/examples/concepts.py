"""Does the answer depend on what labs know and can do?
====================================================

The same map for labs that fix their plans at the start, for Alice who commits first, and for labs that react.
"""

from matplotlib import pyplot as plt

import openrace as orc

prestige = orc.Axis("alice.prestige", 0, 5, 12)
slowness = orc.Axis("alice.slowness", 0, 30, 12)
concepts = ("open-loop", "commitment", "reaction")
figure, panels = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
for panel, concept in zip(panels, concepts, strict=True):
    signs = orc.sign_map("alice-bob", prestige, slowness, "open:8@3", concept=concept)
    signs.plot(panel)
    panel.set_title(concept)

# %%
# Where prestige matters, to the right, the release speeds up labs that fix their plans. Among labs that see who has
# released it changes nothing there, except in the corner where Alice hardly minds speed: a lab that goes early is
# answered in the next slot, so both wait for the last one.
#
# In the shell: ``openrace map alice-bob --vary alice.prestige=0:5:12 --vary alice.slowness=0:30:12 --open 8@3 --concept
# all --out concepts.png``.
