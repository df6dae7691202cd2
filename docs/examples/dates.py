"""What does Alice do when Bob releases?
=====================================

Alice has the best open model and would rather that progress slowed down; Bob releases a better one in month 4.
"""

import openrace as orc

less_slow = {"alice.slowness": 2}
answer = orc.shift("alice-bob", "release:bob@4", settings=less_slow)
answer.plot()

# %%
# Alice, who would never have released, now releases in month 3, so that hers stays the best: Bob's release speeds the
# race up. Grey rings are dates before the event and green discs dates after it, the larger the likelier.
#
# In the shell: ``openrace plot alice-bob --set alice.slowness=2 --do release:bob@4 --out dates.png``.
