"""What would each lab do if another one went first?
=================================================

The equilibrium of labs that see who has released, on the path of play (rings) and off it.
"""

import openrace as orc

answer = orc.solve("alice-bob", concept="reaction", settings={"alice.prestige": 1})
answer.plot()

# %%
# Were Bob first between t=2 and t=4, Alice would release in the next slot; before that his model does not beat hers,
# and after that an answer is not worth her while, so he waits until then. Bob answers Alice whenever she moves.
#
# In the shell: ``openrace plot alice-bob --set alice.prestige=1 --concept reaction --out reaction.png``.
