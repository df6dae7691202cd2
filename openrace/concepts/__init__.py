"""What labs know and can do (the concept), and how a game is solved under each.

One file per concept, each with a frozen result that answers the same questions (``concept.Answered``):

* ``open_loop``: each lab fixes its plan at the start; Nash equilibria of the normal form;
* ``commitment``: one lab commits to its plan first, the others answer (Stackelberg);
* ``reaction``: each decides period by period, seeing who has released (subgame-perfect), with an uncertain open path
  (``nature``) and labs whose preferences change (``selves``).

``choice`` turns what a user wrote into a solver. ``equilibria`` is the one flat form in which every concept hands over
its set of equilibria, and ``expectations`` takes expectations over it.
"""
