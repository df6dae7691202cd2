"""The register of evidence: typed entries, addresses of form, and calibrated games without a number of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.catalog.calibrated import NAME, RACE_NAME
from games.catalog.names import named
from games.evidence import functions
from games.evidence.calibration import calibrated, parameters
from games.evidence.quantity import ADDRESS, Quality
from games.evidence.register import (
    HOME,
    EvidenceError,
    add_evidence,
    forget_added,
    own_register,
    read_entries,
    register,
)
from games.markets.logit import logit
from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.paths import follow, get, leaves, matching
from games.release.describe import assumptions

GAMES = (NAME, RACE_NAME)
UNITS = {
    "scale": 1.0,
    "days_per_period": functions.DAYS,
    "share": 1.0,
    "efforts": 1.0,
    "ease": 1.0,
    "reaction": 1.0,
}
"""Numbers that say in which unit others are, or that all of something counts; they and zeros need no evidence."""
MINE = """
name = "{name}"
estimate = {estimate}
low = 0.0
high = 9.0
unit = "{unit}"
range = "mine"
measured = "what I measured"
source = "my notes"
address = "{address}"
date = 2026-11-28
quality = "{quality}"
"""


def entry(tmp_path: Path, name: str = "mine", maps: str = "", /, **changed: str | float) -> Path:
    path = tmp_path / f"{name}.toml"
    given: dict[str, str | float] = {"estimate": 2.0, "unit": "months", "address": "https://example.org/notes"}
    given["quality"] = "measured"
    path.write_text(MINE.format(name=name, **{**given, **changed}) + maps)
    return path


def uncited(game: Game) -> tuple[str, ...]:
    """Paths of numbers of a calibrated game that come from no entry and are no units."""
    cited = {path for p in parameters(register(), game.name) for path in matching(game, p.use.path)}

    def needs(path: str, value: object) -> bool:
        members = value if isinstance(value, tuple) else (value,)
        numbers = [v for v in members if isinstance(v, int | float) and not isinstance(v, bool)]
        return any(v not in (0, UNITS.get(path.rpartition(".")[2])) for v in numbers)

    return tuple(path for path, keys in leaves(game).items() if path not in cited and needs(path, follow(game, keys)))


@pytest.fixture
def _nothing_stays_added() -> Iterator[None]:
    yield
    forget_added()


def test_every_file_holds_one_quantity_of_its_own_name() -> None:
    files = sorted(HOME.rglob("*.toml"))
    assert [path.stem for path in files] == [q.name for path in files for q in read_entries(path)]
    assert len(files) == len(own_register())


def test_the_wheel_takes_every_entry_along() -> None:
    project = tomllib.loads((HOME.parents[1] / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["games"]
    packed = {path for pattern in patterns for path in HOME.parent.glob(pattern)}
    assert set(HOME.rglob("*.toml")) <= packed


def test_every_address_has_the_form_of_one_and_no_quantity_is_known_without_an_estimate() -> None:
    for quantity in own_register().values():
        assert ADDRESS.fullmatch(quantity.address)
        assert (quantity.estimate is None) == (quantity.quality is Quality.NONE)
        assert quantity.low <= quantity.central <= quantity.high


@pytest.mark.parametrize("name", GAMES)
def test_every_number_of_a_calibrated_game_comes_from_an_entry(name: str) -> None:
    assert uncited(named(name)) == ()


def test_a_number_without_an_entry_is_found() -> None:
    game = named(NAME).with_settings({"leader.frontier_penalty": 3.0})
    assert uncited(game) == ("leader.frontier_penalty",)


@pytest.mark.parametrize("name", GAMES)
def test_every_entry_that_a_game_uses_changes_the_game(name: str) -> None:
    known = register()
    bare = named(name)
    used = {q.name for p in parameters(known, name) for q in p.quantities}
    assert len(used) > 5
    for quantity in (known[one] for one in used):
        number = "high" if quantity.estimate is None else "estimate"
        ends = (quantity.low, quantity.high) if number == "estimate" else (2 * quantity.high,)
        moved = [known.with_more([quantity.model_copy(update={number: end})]) for end in ends]
        hashes = {game_hash(calibrated(bare, register)) for register in (known, *moved)}
        assert len(hashes) > 1, quantity.name


def test_show_cites_the_entry_its_address_and_its_quality() -> None:
    told = {a.path: a.source for a in assumptions(named(NAME))}
    assert "open_lag: 4 (1.1 to 5.3 months" in told["open.lag"]
    assert "https://epoch.ai/data-insights/open-closed-eci-gap" in told["open.lag"]
    assert "no estimate" in told["rival.prestige"]
    assert "frontier_cost" in told["open.capability"]
    assert told["open.capability"].startswith("At the start the best open model is where the frontier was one lag ago.")


@pytest.mark.usefixtures("_nothing_stays_added")
def test_a_users_entry_takes_the_place_of_one_of_its_name(tmp_path: Path) -> None:
    before = named(NAME)
    use = '[[maps]]\ngame = "frontier-2026"\npath = "open.lag"\nfunction = "as_is"\nderivation = "mine"\n'
    add_evidence(entry(tmp_path, "open_lag", use, estimate=2.0))
    after = named(NAME)
    assert (get(before, "open.lag"), get(after, "open.lag")) == (4.0, 2.0)
    assert "my notes" in {a.path: a.source for a in assumptions(after)}["open.lag"]


@pytest.mark.usefixtures("_nothing_stays_added")
@pytest.mark.parametrize("name", sorted(own_register()))
def test_an_entry_that_says_nothing_about_its_use_is_used_as_before(name: str, tmp_path: Path) -> None:
    known = own_register()[name]
    central = 0.9 * known.central + 0.1 * known.low
    numbers = f"estimate = {central!r}\n" if known.estimate is not None else ""
    high = known.high if known.estimate is not None else 0.9 * known.high + 0.1 * known.low
    told = f'source = "s"\naddress = "https://example.org/a"\ndate = 2026-01-01\nquality = "{known.quality}"\n'
    file = tmp_path / "mine.toml"
    file.write_text(f'name = "{name}"\n{numbers}low = {known.low!r}\nhigh = {high!r}\n{told}')
    before = {game: named(game) for game in GAMES}
    (added,) = add_evidence(file)
    said = ("estimate", "high", "range", "source", "address", "date")
    expected = known.model_copy(update={field: getattr(added, field) for field in said})
    mine = own_register().with_more([expected])
    for game, old in before.items():
        assert game_hash(named(game)) == game_hash(calibrated(old, mine))
    assert added.maps == known.maps
    assert added.unit == known.unit


@pytest.mark.parametrize("name", ["1", "['open_lag']", "{a = 1}", "''"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f"name = {name}\nlow = 1")
    with pytest.raises(EvidenceError, match="name"):
        read_entries(tmp_path / "mine.toml", own_register())


def test_an_entry_in_another_unit_has_to_say_how_it_is_used(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"is in weeks, and .* is computed from months"):
        read_entries(entry(tmp_path, "open_lag", unit="weeks"), own_register())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"estimate": 10.0}, "outside the range 0 to 9"),
        ({"address": "example.org"}, "is no address"),
        ({"address": "http://example.org"}, "is no address"),
        ({"address": "https://nowhere"}, "is no address"),
        ({"quality": "none"}, "exclude each other"),
        ({"quality": "sure"}, "expected 'measured', 'survey', 'expert guess' or 'none'"),
    ],
)
def test_a_bad_entry_is_refused_with_its_reason(changed: dict[str, str | float], message: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=message):
        read_entries(entry(tmp_path, **changed))


@pytest.mark.parametrize(
    ("maps", "message"),
    [
        ('[[maps]]\ngame = "g"\npath = "p"\nfunction = "magic"\nderivation = "d"\n', "no function is named 'magic'"),
        (
            '[[maps]]\ngame = "g"\npath = "p"\nfunction = "as_is"\nalso = ["open_lagg"]\nderivation = "d"\n',
            "did you mean 'open_lag'",
        ),
    ],
)
def test_a_map_to_what_does_not_exist_is_refused(maps: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError) as caught:
        add_evidence(entry(tmp_path, "mine", maps))
    assert message in f"{caught.value.what} {caught.value.hint}"
    assert "mine" not in register()


def test_two_entries_may_not_claim_one_parameter(tmp_path: Path) -> None:
    use = '[[maps]]\ngame = "frontier-2026"\npath = "open.lag"\nfunction = "as_is"\nderivation = "mine"\n'
    known = own_register().with_more(read_entries(entry(tmp_path, "mine", use)))
    with pytest.raises(EvidenceError, match="is claimed by"):
        parameters(known, NAME)


shares = st.floats(0.05, 0.5)
lags = st.floats(1.0, 12.0)
growths = st.floats(1.5, 4.0)
costs = st.floats(10.0, 1000.0)


@given(shares, lags, costs, growths)
def test_at_the_derived_spread_of_tastes_the_open_model_keeps_its_share(
    open_share: float, lag: float, cost: float, yearly: float
) -> None:
    sigma = float(functions.logit_spread(open_share, lag, cost, yearly))
    gap = np.log1p(cost) - np.log1p(functions.trailing(lag, cost, yearly))
    sales = logit(np.array([[gap], [gap]]), sigma)
    np.testing.assert_allclose(sales.share, (1 - open_share) / 2, rtol=1e-9)
    n = functions.customers(20_000.0, open_share, lag, cost, yearly)
    np.testing.assert_allclose(n * functions.DAYS * functions.MONTHS * sales.profit[0], 20_000.0, rtol=1e-9)


@given(growths, st.floats(0.01, 0.9))
def test_monthly_numbers_compound_to_yearly_ones(yearly: float, chance: float) -> None:
    assert functions.factor_per_month(yearly) ** 12 == pytest.approx(yearly)
    assert np.exp(12 * functions.growth_rate(yearly)) == pytest.approx(yearly)
    assert np.exp(12 * functions.discount_rate(chance)) == pytest.approx(1 + chance)
    assert 1 - (1 - functions.chance_per_month(chance)) ** 12 == pytest.approx(chance)


@given(st.floats(100.0, 1e5), st.floats(1.0, 12.0), costs)
def test_development_and_effort_cost_what_is_spent_at_the_observed_pace(
    spending: float, interval: float, cost: float
) -> None:
    per_release = functions.development_multiple(spending, interval, cost) * cost
    assert per_release * 12 / interval == pytest.approx(spending)
    for exponent in (1.5, 2.0, 3.0):
        c = functions.effort_cost(spending, interval, exponent)
        assert c * interval**-exponent / exponent * 12 == pytest.approx(spending)


@given(lags, costs, growths)
def test_the_ladder_has_the_frontier_on_its_second_rung_and_grows_with_the_trend(
    interval: float, cost: float, yearly: float
) -> None:
    rungs = functions.ladder(interval, cost, yearly)
    assert rungs[1] == pytest.approx(cost)
    for low, high in pairwise(rungs):
        assert high / low == pytest.approx(yearly ** (interval / 12))
