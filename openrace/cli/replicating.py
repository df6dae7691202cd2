"""The command that computes published results anew: replicate."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from openrace.cli.options import FOR_PEOPLE, Printed
from openrace.cli.output import Report, emit
from openrace.cli.survey_options import mistake

DONE, FAILED = 0, 1
QUESTIONS = ("open",)


def replicate(
    *models: Annotated[str, Parameter(help="Names of published models; left out, all of them.")],
    set_: Annotated[
        tuple[str, ...],
        Parameter(
            name="--set",
            negative=(),
            show_default=False,
            help="One model's quantities at other parameters: name=value. May be given several times.",
        ),
    ] = (),
    question: Annotated[
        str | None,
        Parameter(name="--question", help="open: which way an open model moves effort, date and risk in every model."),
    ] = None,
    printed: Printed = FOR_PEOPLE,
) -> int:
    """Compute the field's published results anew, and print each paper's value beside ours.

    Example: openrace replicate lee-wilde --set firms=5
    """
    from openrace.replication.opened import signs
    from openrace.replication.rows import replicate as replicate_models
    from openrace.replication.rows import replicate_at
    from openrace.show.cards.replication import (
        replication_card,
        replication_share,
        signs_card,
        signs_share,
    )

    if question is not None:
        if question not in QUESTIONS or set_:
            raise mistake(
                f"--question {question} came" if question not in QUESTIONS else "--set came with --question",
                "--question open, without --set",
                "the models state what an open model does to them",
            )
        answers = signs(models)
        report = Report(
            answers.to_dict(),
            lambda: signs_card(answers),
            answers.table,
            lambda: signs_share(answers),
        )
        emit(report, printed)
        return DONE
    if set_ and len(models) != 1:
        raise mistake(f"--set came with {len(models)} models", "one model", "name the model whose parameters change")
    result = replicate_at(models[0], set_) if set_ else replicate_models(models)
    report = Report(
        result.to_dict(),
        lambda: replication_card(result),
        result.table,
        lambda: replication_share(result),
    )
    emit(report, printed, set_)
    return DONE if result.holds else FAILED
