"""Games of three and more players: every equilibrium, with a proof that none is missing.

**What is hard.** With two players the conditions of an equilibrium are linear on each side, and a tree of faces finds
all of them. With three, expected payoffs are products of probabilities, equilibria may be irrational, and a solver that
finds points cannot say that there are no others.

**The idea.** In an equilibrium every action is *out* (not played) or *in* (without regret). The search
(``tree.search``) decides one action after the other; the two cases cover everything, so nothing is lost. Three things
can end a branch, and each is a proof:

1. *No equilibrium is there.* Expected payoffs are linear in the joint distribution of play, so equilibria satisfy
   linear inequalities on it (``relaxation.rows``). A linear program (``relaxation.programs``, ``relaxation.bound``,
   ``relaxation.lp``) looks for non-negative multipliers that add these up to a contradiction. HiGHS finds them in
   floats; that they are a contradiction is checked in integers (``relaxation.duality``), so tolerances do not matter.
   Programs start with few rows and get those that their solutions break; a small game has one program with all rows,
   of which only bounds change from node to node (``relaxation.whole``).
2. *At most two players still choose.* The exact two-player solver lists the faces of equilibria of what is left, and
   the other players' gains cut them into smaller faces and parts (``tree.two_left``).
3. *Every action is decided.* A leaf (``roots.leaf``) is a system of polynomial equations for the probabilities of one
   support (``roots.support_system``). Newton's method finds a root, and Krawczyk's test, in integers, proves a box in
   which it is the only one (``roots.krawczyk``). Linear algebra (``roots.enclose``) shows that all roots of the leaf
   lie in such a box; if not, the leaf is cut into cells (``roots.cell``). Where one probability determines the others,
   exact algebra gives all points and curves (``roots.one_parameter``, ``roots.family``, ``roots.polynomials``), ties
   included.

What resists all three is an *unresolved region*. It is listed, never dropped, and the status says how many there are
and where (``tree.clusters``). A search that runs out of time keeps its stack, and the status says that parts are open.

**Before and after.** Strict dominance and duplicate actions are removed first (``tree.duplicates``); both keep every
equilibrium. When dominance leaves at most two players with a choice, ``undecided`` solves the rest as a two-player
game. ``tree.findings`` sorts what was found into points and continua (``tree.spread``), ``listing`` puts them in order.

**Believing it.** Every step is logged with its reason (``tree.log``). ``certify`` replays a log against the payoffs
(``tree.replay``, ``tree.recheck``) and trusts nothing in it but where it points. ``conditional_supports`` shares no
code with the search and finds the same equilibria of generic games.

**Which method.** ``all_equilibria.AllIsolated`` is the search above. ``any_size.ReduceThenSearch``, the default, gives
it a fixed number of steps and adds samples: all pure equilibria (``pure``) and one mixed equilibrium
(``one_equilibrium``), by Newton's method (``paths``), or by pivoting where two players are left. ``quantal`` follows
play in which everybody errs.
"""
