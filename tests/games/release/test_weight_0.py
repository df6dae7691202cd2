"""A term is evaluated once; one of weight 0 costs nothing and changes nothing, and only the basis evaluates it."""

import numpy as np
import pytest
from hypothesis import given, settings

from games.parts.part import FloatArray
from games.release.release_game import ReleaseGame
from games.terms import Prestige
from tests.games.strategies import games


@given(games(max_labs=2))
@settings(deadline=None, max_examples=30)
def test_payoffs_are_weights_times_the_basis_whichever_weights_are_0(game: ReleaseGame) -> None:
    basis, payoffs = game.basis(), game.payoffs()
    for i, lab in enumerate(game.labs):
        total = sum((t.weight * v for t, v in zip(lab.terms, basis.values[i], strict=True)), np.zeros(payoffs[i].shape))
        np.testing.assert_allclose(payoffs[i], total, rtol=1e-12, atol=1e-12)


def test_only_the_basis_evaluates_a_term_of_weight_0(monkeypatch: pytest.MonkeyPatch) -> None:
    from games.catalog.names import named
    from games.parts.paths import Setting, with_settings

    asked: list[int] = []
    evaluate = Prestige.rate

    def counted(self: Prestige, state: object, lab: int, market: object) -> FloatArray:
        asked.append(lab)
        return evaluate(self, state, lab, market)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Prestige, "rate", counted)
    game = with_settings(named("alice-bob"), [Setting("alice.prestige", 0.0), Setting("bob.prestige", 1.234)])
    assert isinstance(game, ReleaseGame)
    game.payoffs()
    game.term_payoffs()
    assert asked == [1]
    game.basis()
    assert asked == [1, 0]
