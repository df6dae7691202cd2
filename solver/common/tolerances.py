"""Every limit that decides whether two numbers count as equal, and how the limits relate.

Limits are fractions of a scale, which is named with each. A limit belongs here if it decides about equilibria: whether
payoffs tie, whether a number found in floating point is zero, whether a point is an equilibrium, and whether two points
are one. Step sizes and stopping rules of iterations, which only decide how long a method runs, stay beside the method.

**Payoffs that tie.** A model computes equal payoffs along different routes, so they differ by a few units in the last
place, ``1e-16`` to ``1e-15`` of the largest. Everything closer than :data:`RESOLUTION` (``1e-11`` of a player's widest
column of payoffs) is a tie that the model means::

    ROUNDING_OF_SUMS 1e-14  <  SAME_PAYOFF 1.1e-13  <  RESOLUTION 1e-11  <  UNCLEAR_PAYOFF 2e-10
                                                       STAGE_RESOLUTION 1e-12

The exact solver rounds payoffs to ``RESOLUTION``. The kernels only make payoffs equal that are closer than
``SAME_PAYOFF``; a difference between that and ``UNCLEAR_PAYOFF`` sends the game to the exact solver, which reads the
payoffs to ``RESOLUTION``. So both solve the same game.

**Numbers of the kernels that are zero.** Scaled payoffs lie in [0, 1], and so does every variable of the tree. A number
up to :data:`ZERO` is zero, one from :data:`POSITIVE` on is not, and a decision in between sends the game to the exact
solver. One limit without the band gives wrong answers where ties are perturbed by 1e-11 to 1e-7, and regret does not
show it. A payoff difference that passes as no tie stays above ``POSITIVE`` once divided by the narrowest column::

    ZERO 1e-12  <  POSITIVE 1e-8;    UNCLEAR_PAYOFF / NARROWEST_COLUMN  =  2e-7  =  UNCLEAR_WEIGHT  >  POSITIVE

**Points that are equilibria.** :data:`ZERO_PROBABILITY` cleans a point of rounding, its regret is computed from the
original payoffs, and it is reported if the regret is below :data:`CERTIFIED_REGRET` of the payoff range. An independent
check allows ten times that (:data:`CHECKED_REGRET`), since it sums in another order. Points closer than
:data:`SAME_POINT` in every probability are one::

    ZERO_PROBABILITY 1e-12  <  CERTIFIED_REGRET 1e-10  <  CHECKED_REGRET 1e-9;    SAME_POINT 1e-9  <  SAME_CORNER 1e-7

**Regions of three and more players.** Boxes of probabilities smaller than :data:`SMALLEST_CELL` are not divided
further; unresolved ones that are closer than :data:`TOUCHING` (ten times that) are one region.

``tests/solver/game/test_tolerances.py`` holds these relations.
"""

from __future__ import annotations

# ---- payoffs, as fractions of a player's widest column (differences between own payoffs against one profile of others)
RESOLUTION = 1e-11
"""Payoffs closer than this tie. A model's payoffs agree to about 1e-15 when they tie: thousandfold room above that."""
STAGE_RESOLUTION = 1e-12
"""As :data:`RESOLUTION` for continuation values, which agree to about 1e-14 over hundreds of slots when they tie."""
COARSEST_RESOLUTION = 1e-3
"""A normal form accepts resolutions below this."""
ROUNDING_OF_SUMS = 1e-14
"""Fifty units in the last place of the largest payoff of a game: more than sums of its payoffs are off by."""
SAME_PAYOFF = 2.0**-43
"""Payoffs closer than this, about 1.1e-13, are equal for the kernels: what ties up to rounding then ties exactly, and
pivots cannot enlarge the difference."""
UNCLEAR_PAYOFF = 2e-10
"""Payoffs closer than this, and not equal up to rounding, send a game from the kernels to the exact solver."""
NARROWEST_COLUMN = 1e-3
"""Smallest divisor of a column of payoffs, as a fraction of the widest: a column that is constant up to rounding must
not be enlarged to noise."""
LARGEST_PAYOFF = 1e100
"""Absolute; kernels take no larger payoffs: products of a few differences must stay finite."""

# ---- numbers of the kernels, after scaling to [0, 1]
ZERO = 1e-12
"""Up to here a number is zero; long computations multiply it, since errors grow with the number of pivots."""
POSITIVE = 1e-8
"""From here on a number is not zero."""
UNCLEAR_WEIGHT = UNCLEAR_PAYOFF / NARROWEST_COLUMN
"""Numbers up to here are unclear where no pivot has separated them: a payoff difference over the narrowest column."""

# ---- equilibria; regret as a fraction of the payoff range, probabilities absolute
ZERO_PROBABILITY = 1e-12
"""Probabilities below this are rounding and are set to zero before regret is computed."""
PLAYED = 1e-10
"""Probabilities above this are in the support of an approximate point."""
CERTIFIED_REGRET = 1e-10
"""A point is an equilibrium when its regret is below this."""
CHECKED_REGRET = 1e-9
"""Regret above this is no rounding: an independent check fails, and a kernel sends its game to the exact solver."""
SAME_POINT = 1e-9
"""Two points whose probabilities all differ by less than this are one."""
NEAREST_DOUBLE = 2.0**-53
"""A probability and its nearest double differ by no more than this."""
SAME_LISTED = 1e-8
"""An independent check finds a point in a list if one this close is listed."""
SAME_CORNER = 1e-7
"""Probabilities closer than this are the same corner: coordinates of corners that differ do so by far more."""
SAME_VALUE = 1e-10
"""Values of a staged game closer than this fraction of the largest value of their row belong to one solution."""
OFF_ONE = 1e-5
"""Chances that are given add up to 1 within this: they may come from a table with few digits."""
EQUALLY_GOOD = 1e-10
"""Actions whose values differ by less than this fraction of the largest value are equally good for a leader."""

# ---- regions of probabilities, three and more players
SMALLEST_CELL = 1e-7
"""A cell whose halved simplices are all smaller than this is unresolved."""
TOUCHING = 10 * SMALLEST_CELL
"""Boxes this close touch."""
