"""How hard do labs work, and what does an open model change?
==========================================================

A closed leader and an open follower climb a ladder of capabilities at hazards of their choice; an open model of
capability 9 is there from the start.
"""

import openrace as orc

answer = orc.shift("race", orc.OpenModel(9, date=0))
answer.plot()

# %%
# An arrow to the right is the leader's effort in that state, one upwards the follower's, before (grey) and after
# (green). To the right are the expected frontier and best open model over time, and the chance to be first.
#
# In the shell: ``openrace plot race --open 9@0 --out race.png``.
