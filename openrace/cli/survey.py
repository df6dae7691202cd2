"""Commands over assumptions that stay at one concept: regions, flip, branches, sensitivity."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import emit_result
from openrace.cli.typed.option import option, seeded
from openrace.cli.typed.options import (
    AS_IT_IS,
    FOR_PEOPLE,
    ExecutorName,
    GameName,
    Given,
    MetricName,
    Out,
    Printed,
    Priors,
    Seconds,
    Vary,
)
from solver.common.errors import OpenraceError


def regions(
    game: GameName,
    /,
    *,
    vary: Vary = (),
    given: Given = AS_IT_IS,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Find exactly for which weights each pure profile is an equilibrium, and which deviation binds on each side.

    Example: openrace regions alice-bob --vary alice.prestige=0:5:2 --vary alice.slowness=0:30:2
    """
    from openrace.api import surveying

    result = surveying.regions(game, vary, given.event(), settings=given.set_)
    emit_result(result, printed, given.set_, game, out=out)


def flip(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Annotated[tuple[str, ...], option("--vary", "path, or path=lo:hi; measured in its base value.")] = (),
    prior: Priors = (),
    together: Annotated[int, Parameter(name="--together", help="Most assumptions changed at once.")] = 1,
    given: Given = AS_IT_IS,
    metric: MetricName = None,
    seed: Annotated[int, seeded("Seed of the directions tried for combinations.")] = 0,
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
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
    emit_result(result, printed, given.set_, game, out=out)


def branches(
    game: Annotated[str, Parameter(help="A game, or the name of a story.")],
    /,
    *,
    vary: Vary = (),
    given: Given = AS_IT_IS,
    metric: MetricName = None,
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
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
    emit_result(result, printed, given.set_, game, out=out)


def sensitivity(
    game: GameName,
    /,
    *,
    prior: Priors = (),
    given: Given = AS_IT_IS,
    metric: MetricName = None,
    n: Annotated[int, Parameter(name="--n", help="Base sample, a power of two; N (D + 2) points are solved.")] = 256,
    seed: Annotated[int, seeded("Seed of the sample and of resampling.")] = 0,
    executor: ExecutorName = "1",
    budget: Seconds = None,
    out: Out = None,
    printed: Printed = FOR_PEOPLE,
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
    emit_result(result, printed, given.set_, game, out=out)
