"""Commands over assumptions that stay at one concept: regions, flip, branches, sensitivity."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import emit
from openrace.cli.typed import options
from openrace.cli.typed.option import option, seeded
from solver.common.errors import OpenraceError


def regions(
    game: options.GameName,
    /,
    *,
    vary: options.Vary = (),
    given: options.Given = options.AS_IT_IS,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Find exactly for which weights each pure profile is an equilibrium, and which deviation binds on each side.

    Example: openrace regions alice-bob --vary alice.prestige=0:5:2 --vary alice.slowness=0:30:2
    """
    from openrace.api import surveying

    result = surveying.regions(game, vary, given.event(), settings=given.set_)
    emit(result, printed, given.set_, game, out=out)


def flip(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Annotated[tuple[str, ...], option("--vary", "path, or path=lo:hi; measured in its base value.")] = (),
    prior: options.Priors = (),
    together: Annotated[int, Parameter(name="--together", help="Most assumptions changed at once.")] = 1,
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    seed: Annotated[int, seeded("Seed of the directions tried for combinations.")] = 0,
    budget: options.Seconds = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Find the smallest change of one assumption, or of several, that changes the sign.

    Example: openrace flip alice-bob --open 9@4 --vary alice.prestige
    """
    from openrace.api import surveying
    from openrace.sweeps.effort import BUDGET

    result = surveying.flip(
        game, given.event(),
        vary=vary, prior=prior, metric=metric, together=together, settings=given.set_, seed=seed,
        budget=budget or BUDGET,
    )  # fmt: skip
    emit(result, printed, given.set_, game, out=out)


def branches(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: options.Vary = (),
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    budget: options.Seconds = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Follow every equilibrium along one assumption: where it is born, where it ends, where its plans change.

    Example: openrace branches announced-date --vary tau=1:20:64
    """
    from openrace.api import surveying
    from openrace.sweeps.effort import BUDGET

    if len(vary) != 1:
        raise OpenraceError(
            f"the number of assumptions that vary is {len(vary)}", "one", "write for example --vary tau=0:20:128"
        )
    result = surveying.branches(
        game, vary[0], given.event(), metric=metric, settings=given.set_, budget=budget or BUDGET
    )
    emit(result, printed, given.set_, game, out=out)


def sensitivity(
    game: options.GameName,
    /,
    *,
    prior: options.Priors = (),
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    n: Annotated[int, Parameter(name="--n", help="Base sample, a power of two; N (D + 2) points are solved.")] = 256,
    seed: Annotated[int, seeded("Seed of the sample and of resampling.")] = 0,
    executor: options.ExecutorName = "1",
    budget: options.Seconds = None,
    out: options.Out = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Find which assumption drives the sign: one at a time, and by Sobol and PAWN indices over a prior.

    Example: openrace sensitivity alice-bob --open 8@3 --prior alice.prestige=0:4 --prior alice.slowness=0:30
    """
    from openrace.api import surveying
    from openrace.sweeps.effort import BUDGET

    result = surveying.sensitivity(
        game, given.question(),
        prior=prior, metric=metric, n=n, settings=given.set_, seed=seed, executor=executor, budget=budget or BUDGET,
    )  # fmt: skip
    emit(result, printed, given.set_, game, out=out)
