"""A batch of parameter points is the same as the points one by one, to the last bit."""

import numpy as np
import pytest

from games.catalog.names import named
from games.events.written import read_intervention
from games.parts.paths import Setting, with_arrays, with_settings
from games.release.release_game import ReleaseGame

PATHS = (
    "alice.prestige",
    "alice.start",
    "bob.growth",
    "alice.market_share.churn",
    "alice.prestige.runner_up",
    "alice.discount_rate",
    "market.customers",
    "calendar.discount_rate",
    "open.capability",
    "open.date",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("intervened", [False, True])
def test_a_batch_of_one_number_equals_the_games_one_by_one(path: str, intervened: bool) -> None:
    game = named("alice-bob")
    assert isinstance(game, ReleaseGame)
    if intervened:
        game = read_intervention("open:8@3").pair(game)[1]
    values = np.array([0.1, 0.25, 1.0])
    batch = with_arrays(game, {path: values}, 2)
    payoffs = np.broadcast_to(batch.payoffs(), (2, 3, 13, 13))
    metrics = batch.metrics()
    for k, value in enumerate(values):
        single = with_settings(game, [Setting(path, float(value))])
        single = single if game.event is None else single.under(game.event)
        np.testing.assert_array_equal(payoffs[:, k], single.payoffs())
        for of_batch, of_single in zip(metrics, single.metrics(), strict=True):
            np.testing.assert_array_equal(np.broadcast_to(of_batch.values, (3, 13, 13))[k], of_single.values)
