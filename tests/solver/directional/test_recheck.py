"""A solution of a directional game is checked by a second program, one game at a time, and the check says how."""

from __future__ import annotations

import re

import pytest

from solver.common.errors import GameError
from solver.directional import recheck, solve_directional
from solver.directional.together import _stacked as stacked
from tests.solver.directional.test_completeness import draw


@pytest.mark.parametrize(("n_players", "complete"), [(2, True), (3, False)])
def test_a_second_method_proves_for_two_players_that_none_is_missing(n_players: int, complete: bool) -> None:
    found = recheck(draw(1, n_players, 2))
    assert found.sound
    assert found.complete is found.confirmed is complete
    assert not found.contradicted
    assert repr(found).startswith(f"Check({'confirmed' if complete else 'not confirmed'}: sound, ")
    assert str(found).endswith(f"{found.checked_by}: {found.certificate.reason}")
    assert ("solved again" in found.checked_by) is complete
    assert ("three and more players" in found.certificate.reason) is not complete


def test_a_batch_of_several_games_is_refused() -> None:
    game = draw(1, 2, 2).game
    several = solve_directional(stacked([game, game]))
    with pytest.raises(GameError, match=re.escape("the solution of 2 games")):
        recheck(several)
