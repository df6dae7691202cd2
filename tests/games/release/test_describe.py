"""Every game can say what it takes for granted."""

import pytest

from games.catalog.names import CATALOG, named
from games.markets import Logit
from games.modifiers import Spillover
from games.parts.game import Citation
from games.parts.paths import Setting, get, leaves, with_settings
from games.release.describe import CONVENTIONS, assumptions
from games.release.release_game import ReleaseGame


@pytest.mark.parametrize("name", list(CATALOG))
def test_every_assumption_of_a_catalogued_game_is_a_sentence_with_the_value_at_its_path(name: str) -> None:
    game = named(name)
    listed = assumptions(game)
    assert listed
    for one in listed:
        assert one.sentence
        assert one.group
        if one.path:
            assert get(game, one.path) == one.value
    numbers = {path for path in leaves(game) if isinstance(get(game, path), float)}
    assert numbers <= {one.path for one in listed}


def test_every_number_of_the_default_cast_has_a_unit() -> None:
    for one in assumptions(named("alice-bob-monopolist")):
        if isinstance(one.value, float):
            currency = one.formula and "customer-day" not in one.unit
            assert one.unit or currency, one.path


def test_terms_markets_and_modifiers_come_with_formula_and_source() -> None:
    plain = named("alice-bob")
    assert isinstance(plain, ReleaseGame)
    game = plain.model_copy(update={"modifiers": (Spillover(),), "market": Logit()})
    by_path = {one.path: one for one in assumptions(game)}
    for path in ("alice.prestige", "market.kind", "spillover.kind", "market.value.kind"):
        assert by_path[path].formula
        assert by_path[path].source


def test_conventions_close_the_list_of_a_release_game() -> None:
    listed = assumptions(named("alice-bob"))
    groups = [one.group for one in listed]
    assert groups[-1] == CONVENTIONS
    assert groups.count(CONVENTIONS) == len(listed) - groups.index(CONVENTIONS)


def test_every_number_of_the_default_cast_says_where_it_comes_from() -> None:
    for one in assumptions(named("alice-bob-monopolist")):
        if isinstance(one.value, float) and one.group not in ("open", "game"):
            assert one.source, one.path
    sources = {one.path: one.source for one in assumptions(named("alice-bob-monopolist"))}
    assert "3.5 months" in sources["alice.start"]


def test_a_games_own_source_goes_with_its_number_until_it_is_set_anew() -> None:
    plain = named("alice-bob")
    cited = plain.model_copy(update={"sources": (Citation(path="alice.start", text="a survey"),)})
    assert {o.path: o.source for o in assumptions(cited)}["alice.start"] == "a survey"
    changed = with_settings(cited, [Setting("alice.start", 1.0)])
    assert {o.path: o.source for o in assumptions(changed)}["alice.start"] == ""


def test_a_source_of_a_part_stands_for_its_numbers_that_name_none() -> None:
    cited = named("alice-bob").model_copy(update={"sources": (Citation(path="alice", text="made up"),)})
    sources = {one.path: one.source for one in assumptions(cited)}
    assert sources["alice.growth"] == "made up"
    assert sources["alice.prestige"] != "made up"
