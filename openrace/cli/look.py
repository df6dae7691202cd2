"""Commands that show without solving: games, show, plot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.cli.options import AS_USUAL, Asked, Do, GameName, Json, Open, Set
from openrace.cli.output import emit
from openrace.cli.places import ending_in


def games(*, json: Json = False) -> None:
    """List the catalogued games."""
    from openrace.show.cards.catalog import catalog_card, catalog_dict

    emit(catalog_dict(), catalog_card, as_json=json)


def show(
    game: GameName,
    /,
    *,
    set_: Set = (),
    toml: Annotated[bool, Parameter(name="--toml", negative=(), help="Print the game as a TOML file.")] = False,
    json: Json = False,
) -> None:
    """Print a game's assumptions in words, with formulas, values, units and sources."""
    import sys

    from openrace.questions.load import load

    loaded = load(game, set_)
    if toml:
        from games.catalog.files import write_toml

        sys.stdout.write(write_toml(loaded))
        return
    from openrace.show.cards.assumptions import assumptions_card, assumptions_dict

    emit(assumptions_dict(loaded), lambda: assumptions_card(loaded), as_json=json)


def plot(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    asked: Asked = AS_USUAL,
    out: Annotated[
        Path | None,
        Parameter(
            name="--out", help="File to write; GAME.png if left out.", validator=ending_in("the picture", ".png")
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Draw the release timeline, with and without the intervention, as a PNG.

    With --concept reaction: what each lab does after any first move, in the game after the intervention if one came.
    """
    from openrace.concepts.concept import Concept
    from openrace.questions.load import load
    from openrace.questions.shift import after_intervention, read_question, shift
    from openrace.show.timeline import save_timeline

    loaded = load(game, set_)
    target = out or Path(f"{loaded.name}.png")
    choice = asked.only()
    if choice.concept is Concept.REACTION:
        from openrace.concepts.reaction import Reaction
        from openrace.show.reaction_plot import draw_reaction

        there = loaded if open_ is None and do is None else after_intervention(loaded, read_question(open_, do))
        answer = choice.solver()(there)
        if isinstance(answer, Reaction):
            draw_reaction(answer, target)
    else:
        save_timeline(shift(loaded, read_question(open_, do), choice.solver()), target)
    emit({"game": loaded.name, "file": str(target)}, lambda: f"wrote {target}", as_json=json)
