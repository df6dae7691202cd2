"""Does it matter when the open model is announced for?
====================================================

A closed lab knows that an open model comes at date tau; alone it would release at 6.
"""

import openrace as orc

found = orc.branches("announced-date", "tau=1:20:65")
print(found.breakpoints)
found.plot()

# %%
# An early open model makes it wait until 14, a later one makes it hurry, and a late one changes nothing: one game,
# three signs. The two breakpoints, 8.8475 and 12.6033, are found by bisection.
#
# In the shell: ``openrace branches announced-date --vary tau=1:20:65 --out branches.png``.
