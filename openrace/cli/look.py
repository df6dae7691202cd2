"""Commands that show without solving: games, show, evidence, parts."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.guard import answers
from openrace.cli.output import emit
from openrace.cli.typed import options
from openrace.cli.typed.option import option
from solver.common.errors import OpenraceError


def games(*, printed: options.Printed = options.FOR_PEOPLE) -> None:
    """List the games known by name.

    Example: openrace games
    """
    from openrace.show.cards.catalog import catalog_report

    emit(catalog_report(), printed)


def show(
    game: options.GameName,
    /,
    *,
    set_: options.Set = (),
    everything: Annotated[bool, option("--all", "Every number, with formula, unit and source.")] = False,
    toml: Annotated[bool, option("--toml", "Print the game as a TOML file.")] = False,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Print what a game assumes.

    Example: openrace show alice-bob
    """
    from openrace.questions.load import load
    from openrace.show.cards.assumptions import assumptions_report

    loaded = load(game, set_)
    report = assumptions_report(loaded, game, everything=everything)
    if toml:
        from games.catalog.files import write_toml
        from openrace.questions.load import PayoffFile

        if isinstance(loaded, PayoffFile):
            raise OpenraceError(
                f"{game} holds payoffs and no assumptions", "a game with numbers to edit", "openrace games lists some"
            )
        text = write_toml(loaded)
        if not printed.json:
            answers().write(text)
            return
        report.data["toml"] = text
    emit(report, printed, set_)


def evidence(*, printed: options.Printed = options.FOR_PEOPLE) -> None:
    """List what is known about the numbers of calibrated games: estimates, ranges and sources.

    Example: openrace evidence
    """
    from openrace.show.cards.isolate.evidence import evidence_report

    emit(evidence_report(), printed)


def parts(
    part: Annotated[str | None, Parameter(help="A sort (terms, markets, modifiers, values) or one part.")] = None,
    /,
    *,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """List what a game is composed of: terms, markets, modifiers and value functions.

    Example: openrace parts prestige
    """
    from openrace.show.cards.parts import parts_report

    emit(parts_report(part), printed)
