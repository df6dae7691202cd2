"""Commands that show without solving: games, show, evidence, parts."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.guard import answers
from openrace.cli.output import Report, emit
from openrace.cli.typed.option import option
from openrace.cli.typed.options import FOR_PEOPLE, GameName, Printed, Set
from solver.common.errors import OpenraceError


def games(*, printed: Printed = FOR_PEOPLE) -> None:
    """List the games known by name.

    Example: openrace games
    """
    from openrace.show.cards.catalog import catalog_card, catalog_dict, catalog_share, catalog_table

    data = catalog_dict()
    emit(Report(data, lambda: catalog_card(data), lambda: catalog_table(data), lambda: catalog_share(data)), printed)


def show(
    game: GameName,
    /,
    *,
    set_: Set = (),
    everything: Annotated[bool, option("--all", "Every number, with formula, unit and source.")] = False,
    toml: Annotated[bool, option("--toml", "Print the game as a TOML file.")] = False,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """Print what a game assumes.

    Example: openrace show alice-bob
    """
    from openrace.questions.load import load
    from openrace.show.cards.assumptions import (
        assumptions_card,
        assumptions_dict,
        assumptions_share,
        assumptions_table,
        summary_card,
    )

    loaded = load(game, set_)
    data = assumptions_dict(loaded)
    if toml:
        from games.catalog.files import write_toml
        from openrace.questions.load import PayoffFile

        if isinstance(loaded, PayoffFile):
            raise OpenraceError(
                f"{game} holds payoffs and no assumptions", "a game with numbers to edit", "openrace games lists some"
            )
        text = write_toml(loaded)
        data["toml"] = text
        if not printed.json:
            answers().write(text)
            return
    report = Report(
        data,
        lambda: assumptions_card(loaded, game) if everything else summary_card(loaded),
        lambda: assumptions_table(loaded),
        lambda: assumptions_share(loaded),
    )
    emit(report, printed, set_)


def evidence(*, printed: Printed = FOR_PEOPLE) -> None:
    """List what is known about the numbers of calibrated games: estimates, ranges and sources.

    Example: openrace evidence
    """
    from openrace.show.cards.isolate.evidence import evidence_card, evidence_dict, evidence_share, evidence_table

    data = evidence_dict()
    report = Report(data, lambda: evidence_card(data), lambda: evidence_table(data), lambda: evidence_share(data))
    emit(report, printed)


def parts(
    part: Annotated[str | None, Parameter(help="A sort (terms, markets, modifiers, values) or one part.")] = None,
    /,
    *,
    printed: Printed = FOR_PEOPLE,
) -> None:
    """List what a game is composed of: terms, markets, modifiers and value functions.

    Example: openrace parts prestige
    """
    from openrace.show.cards.parts import parts_card, parts_dict, parts_share, parts_table

    data = parts_dict(part)
    card = Report(
        data,
        lambda: parts_card(data, whole=part is not None),
        lambda: parts_table(data),
        lambda: parts_share(data),
    )
    emit(card, printed)
