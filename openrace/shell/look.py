"""Commands that show without solving: games, show, plot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.shell.options import Do, GameName, Json, Open, Set
from openrace.shell.output import emit
from openrace.shell.places import ending_in


def games(*, json: Json = False) -> None:
    """List the catalogued games."""
    from openrace.cards.catalog import catalog_card, catalog_dict

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

    from openrace.load import load

    loaded = load(game, set_)
    if toml:
        from games.files import write_toml

        sys.stdout.write(write_toml(loaded))
        return
    from openrace.cards.assumptions import assumptions_card, assumptions_dict

    emit(assumptions_dict(loaded), lambda: assumptions_card(loaded), as_json=json)


def plot(
    game: GameName,
    /,
    *,
    set_: Set = (),
    open_: Open = None,
    do: Do = None,
    out: Annotated[
        Path | None,
        Parameter(
            name="--out", help="File to write; GAME.png if left out.", validator=ending_in("the picture", ".png")
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Draw the release timeline, with and without the intervention, as a PNG."""
    from openrace.load import load
    from openrace.plot import save_timeline
    from openrace.shift import read_question, shift

    loaded = load(game, set_)
    target = out or Path(f"{loaded.name}.png")
    result = shift(loaded, read_question(open_, do))
    save_timeline(result, target)
    emit({"game": loaded.name, "file": str(target)}, lambda: f"wrote {target}", as_json=json)
