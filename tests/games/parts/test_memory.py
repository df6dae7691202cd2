"""What was made for a key is kept for equal keys, as long as it is among the latest."""

import numpy as np

from games.catalog.names import named
from games.parts.memory import Latest
from games.release.release_game import ReleaseGame


def test_an_equal_key_gives_what_was_made_and_the_oldest_is_forgotten() -> None:
    latest: Latest[list[int]] = Latest(2)
    first = latest.of((1.0, "a"), lambda: [1])
    assert latest.of((1.0, "a"), lambda: [2]) is first
    latest.of("b", lambda: [3])
    assert latest.of((1.0, "a"), lambda: [4]) is first
    latest.of("c", lambda: [5])
    assert latest.of((1.0, "a"), lambda: [6]) is first
    assert latest.of("b", lambda: [7]) == [7]


def test_the_oldest_are_forgotten_where_there_is_no_room_and_one_that_takes_much_of_it_is_not_kept() -> None:
    latest: Latest[list[int]] = Latest(9, len, 8)
    first, second = (latest.of(key, lambda: [1, 2]) for key in "ab")
    assert latest.of("large", lambda: [1, 2, 3]) is not latest.of("large", lambda: [1, 2, 3])
    latest.of("c", lambda: [3, 3])
    latest.of("d", lambda: [4, 4])
    assert latest.of("a", lambda: [5]) is first
    latest.of("e", lambda: [6])
    assert latest.of("a", lambda: [7]) is first
    assert latest.of("b", lambda: [8]) is not second


def test_a_key_without_a_hash_is_made_anew() -> None:
    latest: Latest[list[int]] = Latest(2)
    key = (np.array([1.0, 2.0]),)
    assert latest.of(key, lambda: [1]) == [1]
    assert latest.of(key, lambda: [2]) == [2]


def test_plans_are_those_of_the_lab_and_its_calendar_and_cannot_be_written_to() -> None:
    game = named("alice-bob")
    assert isinstance(game, ReleaseGame)
    lab, calendar = game.labs[0], game.calendar
    own = lab.plans(calendar)
    assert lab.model_copy(update={"start": 9.0}).plans(calendar) is own
    assert not own.dates.flags.writeable
    efforts = lab.model_copy(update={"efforts": (0.5, 1.0)})
    assert efforts.plans(calendar).labels != efforts.model_copy(update={"start": 9.0}).plans(calendar).labels
    assert len(lab.plans(calendar.model_copy(update={"slots": 3}))) == 4
    assert len(lab.model_copy(update={"may_wait": False}).plans(calendar)) == len(own) - 1
