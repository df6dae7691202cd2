"""Two players: every equilibrium, and why none is missing.

**Labels.** Player 1 has ``m`` actions with labels ``0 .. m-1``, player 2 has ``n`` with labels ``m .. m+n-1``. A label
has two variables: the probability of its action, and the action's regret, which is what its owner would lose by it
compared with a best reply. A pair of mixed actions is an equilibrium exactly when each label has a variable that is
zero: nobody plays an action that is no best reply. Probabilities of one player and regrets of the other depend on that
player's mixed action alone and linearly, so each player has a polytope, and setting a variable to zero cuts out a face
of it.

**The complementarity tree** (Audet, Hansen, Jaumard and Savard 2001). A node is a face of each polytope. If a variable
is positive on the whole of its face, the label's other variable must be zero, which makes the other face smaller; this
is repeated until nothing changes. If both variables of a label are positive throughout, or a face is empty, the node
holds no equilibrium. Otherwise a label that is still open is chosen, and two children set one of its variables to zero
each. When no label is open, the node is a leaf: every pair of points of its two faces is an equilibrium.

**Why the leaves are all equilibria.** A maximal Nash subset is a product of two convex sets (Jansen 1981). Each label
has a variable that is zero on all of it: if both were positive somewhere, the mixture of the two places would be an
equilibrium with both positive. Follow these zeros down from the root: each node on the way contains the subset, and a
node that contains an equilibrium is never discarded. (A second child may leave out subsets on which the first child's
variable vanishes throughout: the first child has them.) So the subset lies in a leaf. All points of a leaf are
equilibria, so the leaves that lie in no other leaf are the maximal Nash subsets. A face is listed by its corners,
subsets that share a corner are connected, and connected subsets are a component. The index of a component (Shapley
1974) is the same for every game nearby; the indices of all components sum to 1, which is checked.

**Floats and their exact twin.** The tree exists twice.

* ``exact``: in Python integers, readable, a proof in itself. It solves single games (``all_equilibria``). Payoffs are
  first read as the numbers they stand for (``solver.game.resolution``): ties that a model means are ties.
* ``batch`` with ``solver.kernels``: compiled, in floats, for many games of one size (``solve_batch``). Games of 2x2
  actions are read off a table of classes that the tree has solved, and regular ones of 3x3 and 4x4 are settled by
  their supports; each of the two leaves what it cannot decide to the tree or to exact arithmetic. A number up to
  1e-12 is zero and one from 1e-8 on is not; where a number falls in between, the game goes to the exact tree
  (``solver.common.tolerances``). So do games in which an equilibrium found has regret, or in which the number of
  equilibria is even although no payoffs tie. A batch therefore says *complete* of a game whose tree was closed in
  floats, and *proven* of a game whose tree was closed in integers. Tests compare both on many thousands of games.

**Certificates.** ``certify`` checks a finished solution without trusting a search: regrets from the original payoffs;
the corners of each face, found again in integers; and a log of a tree (``proof``) in which each claim that a variable
is positive on a face is one inequality with multipliers, recomputed in exact arithmetic from the payoffs.

**Families of games.** ``family`` encloses the equilibria of all games whose payoffs are affine in weights from a box,
by the exact tree, and follows single equilibria over the box.

**Other methods.** ``lemke_howson`` follows one path to one equilibrium, for games too large for a tree;
``nashpy_methods`` are second opinions that claim no completeness. ``mixed_commitment`` is another question: what the
first to move gets by a mixed action that the other player sees.
"""
