"""The command that computes published results anew: replicate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from openrace.cli.output import emit, report_of
from openrace.cli.typed import options, words_given
from openrace.cli.typed.option import option
from solver.common.errors import OpenraceError

DONE, FAILED = 0, 1
QUESTIONS = ("open",)


def replicate(
    *models: Annotated[str, Parameter(help="Names of published models; left out, all of them.")],
    set_: Annotated[
        tuple[str, ...],
        option("--set", "One model's quantities at other parameters: name=value. May be given several times."),
    ] = (),
    question: Annotated[
        str | None, option("--question", "open: which way an open model moves effort, date and risk in every model.")
    ] = None,
    figures: Annotated[
        Path | None, option("--figures", "A folder into which figures of the papers are drawn, as MODEL.png.")
    ] = None,
    printed: options.Printed = options.FOR_PEOPLE,
) -> int:
    """Compute the field's published results anew, and print each paper's value beside ours.

    Example: openrace replicate lee-wilde --set firms=5
    """
    from openrace.replication.opened import signs
    from openrace.replication.rows import replicate as replicate_models
    from openrace.replication.rows import replicate_at

    if question is not None:
        beside = "--set" if set_ else None if figures is None else "--figures"
        if question not in QUESTIONS or beside is not None:
            raise OpenraceError(
                f"--question {question} came" if question not in QUESTIONS else f"{beside} came with --question",
                "--question open, without --set and --figures",
                "the models state what an open model does to them",
            )
        emit(signs(models), printed)
        return DONE
    if set_ and len(models) != 1:
        raise OpenraceError(
            f"--set came with {len(models)} models", "one model", "name the model whose parameters change"
        )
    drawn = [] if figures is None else _drawn(models, figures)
    result = replicate_at(models[0], set_) if set_ else replicate_models(models)
    report = report_of(result)
    if drawn:
        report.data["figures"] = drawn
    emit(report, printed, set_, note="\n".join(f"wrote {file}" for file in drawn))
    return DONE if result.holds else FAILED


def _drawn(models: tuple[str, ...], folder: Path) -> list[str]:
    """Draws the papers' figures of the models into a folder, and returns the files.

    Raises:
        OpenraceError: none of the models has a figure.
    """
    from openrace.replication.figures import FIGURES
    from openrace.replication.figures import figures as figures_of
    from openrace.replication.rows import models_named
    from openrace.show.papers_plot import write_papers

    models_named(models)
    found = figures_of(models)
    if not found:
        raise OpenraceError(f"--figures came with {', '.join(models)}", f"one of {', '.join(FIGURES)}", "leave it out")
    return [str(path) for path in write_papers(found, folder, words_given.command(without=("--json",)))]
