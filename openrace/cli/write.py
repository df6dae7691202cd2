"""Commands whose answer is a file: export, plot, card, compose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from openrace.cli.guard import answers
from openrace.cli.output import emit, report_of, write_picture
from openrace.cli.typed import options, words_given
from openrace.cli.typed.option import PICTURES, ending_in, option
from openrace.show import faces
from openrace.show.cards.share import Report, Share
from solver.common.table import Table


def export(
    game: options.GameName,
    /,
    *,
    out: Annotated[
        Path, Parameter(name="--out", help="The .nfg file to write.", validator=ending_in("the game", ".nfg"))
    ],
    given: options.Given = options.AS_IT_IS,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Write a game's payoffs as Gambit's .nfg, for Gambit and for sceptics.

    Example: openrace export alice-bob --out game.nfg
    """
    from games.parts.identity import game_hash
    from solver.game.nfg import write_nfg

    loaded = given.after(game)
    payoffs = loaded.normal_form()
    write_nfg(payoffs, out)
    data = {"game": loaded.name, "hash": game_hash(loaded), "file": str(out), "actions": list(payoffs.n_actions)}
    emit(written(data, f"wrote {payoffs!r} to {out}", game_hash(loaded)), printed, given.set_, game)


def compose(
    *games: options.GameName,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Put games together: their assumptions merged, conflicts named, the whole printed as a file.

    Of two numbers that contradict each other the later game's holds.

    Example: openrace compose catch-up alice-answers
    """
    from openrace.claims.compose import compose as put_together
    from solver.common.words import count

    found = put_together(games)
    if not (printed.json or printed.share or printed.table):
        answers().write(found.to_toml())
        return
    told = [c.sentence + "." for c in found.conflicts] or ["Nothing that one of them states contradicts another."]
    share = Share(found.game.name, " ".join(told), count(len(found.conflicts), "conflict"), "every number compared")
    emit(Report(found.to_dict(), lambda: "\n".join(told), found.table, lambda: share), printed)


def card(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    metric: options.MetricName = None,
    asked: options.Asked = options.AS_USUAL,
    prior: options.Priors = (),
    draws: Annotated[
        int | None, Parameter(name="--draws", help="Draws from the prior for the share; left out, 256.")
    ] = None,
    mapped: Annotated[
        bool,
        option(
            "--map", "With a map of the two weights whose flips are nearest, and where those who argue stand on it."
        ),
    ] = False,
    budget: options.Seconds = None,
    out: Annotated[
        Path | None,
        option("--out", "Picture to write, 1200 x 630: .png or .svg.", ending_in("the card", ".png", ".svg")),
    ] = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Put an answer on a card to quote: verdict, proof, what flips it, its share over a prior, how firm it is.

    Example: openrace card alice-bob --open 9@4 --out card.png
    """
    from openrace.isolate.quote import DRAWS, quote
    from openrace.show.quote_plot import write_quote
    from openrace.sweeps.effort import BUDGET
    from openrace.sweeps.prior import read_belief

    result = quote(
        given.game(game), given.question(),
        metric=metric, choice=asked.only(), beliefs=[read_belief(p) for p in prior],
        draws=DRAWS if draws is None else draws, mapped=mapped, command=words_given.command(),
        budget=budget or BUDGET,
    )  # fmt: skip
    report, note = report_of(result), ""
    if out is not None:
        write_quote(result, out)
        report.data["file"], note = str(out), f"wrote {out}"
    emit(report, printed, given.set_, game, note=note)


def plot(
    game: options.GameName,
    /,
    *,
    given: options.Given = options.AS_IT_IS,
    asked: options.Asked = options.AS_USUAL,
    out: Annotated[
        Path | None,
        option(
            "--out", "File to write, .png, .svg or .pdf; GAME.png if left out.", ending_in("the picture", *PICTURES)
        ),
    ] = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> None:
    """Draw who releases when before and after an event; of a race, how hard labs work in every state.

    With --concept reaction: what each lab does after any first move, in the game after the event if there is one.

    Example: openrace plot alice-bob --do allow:bob --out race.png
    """
    from games.parts.identity import game_hash
    from openrace.concepts.concept import Concept
    from openrace.questions.shift import shift
    from openrace.show.shift_plot import draw_shift

    loaded = given.game(game)
    target = out or Path(f"{_file_name(loaded.name)}.png")
    choice = asked.only()
    if choice.concept is Concept.REACTION:
        answer = choice.solver()(given.after(game))
        write_picture(lambda: faces.draw(answer, None), target, game_hash(answer.game))
    else:
        found = shift(loaded, given.question(), choice.solver())
        write_picture(lambda: draw_shift(found, whole=True), target, game_hash(found.after.game))
    data = {"game": loaded.name, "file": str(target)}
    emit(written(data, f"wrote {target}", game_hash(loaded)), printed, given.set_, game)


def _file_name(name: str) -> str:
    """A game's name as a file's: names from files may hold anything."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip(".") or "game"


def written(data: dict[str, Any], said: str, hash_: str = "") -> Report:
    """The report of a command that wrote a file."""
    rows = tuple((name, str(value)) for name, value in data.items())
    return Report(
        data,
        lambda: said,
        lambda: Table(f"file of {data['game']}", ("field", "value"), rows),
        lambda: Share(data["game"], f"{said}.", f"wrote {data['file']}", "nothing was solved", hash_),
    )
