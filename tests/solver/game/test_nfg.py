"""Gambit's .nfg: both forms, exact numbers, labels kept, and errors that say where."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.common.errors import GameError
from solver.game.nfg import format_nfg, read_nfg, write_nfg
from solver.game.nfg_read import parse_nfg
from solver.game.normal_form import NormalForm
from solver.two_player.all_equilibria import AllEquilibria

SELTEN_PAYOFFS = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"""
SELTEN_OUTCOMES = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }

{
{ "1" "2" "3" }
{ "1" "2" }
}
"a comment"
{
{ "" 1, 1 }
{ "" 0, 2 }
{ "" 0, 2 }
{ "" 1, 1 }
{ "" 0, 3 }
{ "" 2, 0 }
}
1 2 3 4 5 6
"""
# Any text but surrogates, which no file can hold; carriage returns are newlines to a text file.
LABELS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)


@st.composite
def rational_games(draw: st.DrawFn) -> NormalForm:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    size = len(shape) * int(np.prod(shape))
    numbers = st.fractions(-5, 5, max_denominator=12) | st.decimals(-9, 9, places=3).map(Fraction)
    values = np.empty(size, dtype=object)
    values[:] = draw(st.lists(numbers, min_size=size, max_size=size))
    return NormalForm.from_fractions(
        values.reshape(len(shape), *shape),
        players=draw(st.lists(LABELS, min_size=len(shape), max_size=len(shape))),
        actions=[draw(st.lists(LABELS, min_size=n, max_size=n)) for n in shape],
        title=draw(LABELS),
    )


def test_the_two_samples_of_gambits_documentation_are_one_game() -> None:
    for text in (SELTEN_PAYOFFS, SELTEN_OUTCOMES):
        game = parse_nfg(text)
        assert game.players == ("Player 1", "Player 2")
        assert game.actions == (("1", "2", "3"), ("1", "2"))
        # Player 1's action varies fastest in the file.
        assert game.payoffs[0].tolist() == [[1, 1], [0, 0], [0, 2]]
        assert game.payoffs[1].tolist() == [[1, 1], [2, 3], [2, 0]]


def test_outcome_zero_pays_nobody_and_outcomes_repeat() -> None:
    text = 'NFG 1 R "" { "a" "b" } { { "u" "d" } { "l" "r" } } { { "win" 1/3, -.5 } } 1 0 0 1'
    game = parse_nfg(text)
    assert game.fractions is not None
    assert game.fractions[0].tolist() == [[Fraction(1, 3), 0], [0, Fraction(1, 3)]]
    assert game.fractions[1].tolist() == [[Fraction(-1, 2), 0], [0, Fraction(-1, 2)]]


def test_numbers_are_exact_whatever_their_notation() -> None:
    text = 'NFG 1 D "" { "a" } { 7 } 0.1 1/10 1e-1 +.1 10e-2 0.30000000000000004 3/10'
    game = parse_nfg(text)
    assert game.fractions is not None
    assert game.fractions[0, :5].tolist() == [Fraction(1, 10)] * 5
    assert game.fractions[0, 5] != game.fractions[0, 6]


@settings(deadline=None, max_examples=80)
@given(rational_games(), LABELS, st.booleans())
def test_writing_and_reading_give_the_same_game_back(game: NormalForm, comment: str, outcomes: bool) -> None:
    text = format_nfg(game, comment=comment, outcomes=outcomes)
    quoted = comment.replace("\\", "\\\\").replace('"', '\\"')
    _, commented, body = text.rpartition(f'}}\n"{quoted}"\n\n')
    assert commented
    # Outcomes come in braces, payoffs do not.
    assert body.startswith("{") == outcomes
    back = parse_nfg(text)
    assert back.players == game.players
    assert back.actions == game.actions
    assert back.title == game.title
    assert back.fractions is not None
    assert game.fractions is not None
    assert np.array_equal(back.fractions, game.fractions)
    assert format_nfg(back, comment=comment, outcomes=outcomes) == text


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=12))
@example([0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.732509349938482])
def test_a_game_of_floats_comes_back_as_the_game_its_exact_solution_is_about(values: list[float]) -> None:
    game = NormalForm.from_payoffs(np.array(values).reshape(2, 2, 3))
    back = parse_nfg(format_nfg(game))
    for player in range(2):
        own = game.payoffs[player]
        widest = np.ptp(own, axis=player).max()
        assert np.abs(back.payoffs[player] - own).max() <= game.resolution * widest + 4 * np.spacing(np.abs(own).max())
    mine, theirs = game.integers(), back.integers()
    for player in range(2):
        there = theirs.values[player] * mine.denominators[player]
        here = mine.values[player] * theirs.denominators[player]
        assert np.array_equal(
            there - there.min(axis=player, keepdims=True), here - here.min(axis=player, keepdims=True)
        )
    assert format_nfg(back) == format_nfg(game)


def test_short_decimals_come_back_bit_for_bit() -> None:
    payoffs = np.array([[0.1, 0.25, -3.75], [1e-3, 7.0, 1e5]]).reshape(1, 6)
    back = parse_nfg(format_nfg(NormalForm.from_payoffs(payoffs)))
    assert np.array_equal(back.payoffs, payoffs)


def test_payoffs_that_tie_up_to_rounding_tie_in_the_file_and_keep_their_equilibria() -> None:
    third = np.sqrt(2.0) / 3
    game = NormalForm.from_bimatrix([[third, 1], [np.sqrt(2.0) * (1 / 3), 0]], [[0, third], [third, 0]])
    assert game.payoffs[0, 0, 0] != game.payoffs[0, 1, 0]
    there = AllEquilibria()(parse_nfg(format_nfg(game)))
    here = AllEquilibria()(game)
    assert [e.support for e in there.equilibria] == [e.support for e in here.equilibria]


def test_files_are_written_and_read(tmp_path: Path) -> None:
    game = NormalForm.from_payoffs(np.arange(12.0).reshape(2, 3, 2), players=['A "quoted" name', "B\\"], title="é")
    path = tmp_path / "game.nfg"
    write_nfg(game, path, comment="why")
    assert '"why"' in path.read_text(encoding="utf-8")
    back = read_nfg(path)
    assert back.players == game.players
    assert back.title == "é"
    assert np.array_equal(back.payoffs, game.payoffs)


HEAD = 'NFG 1 R "t" { "a" "b" } '


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: the end of the file; expected the word NFG"),
        ('EFG 2 R "x"', "line 1, column 1: 'EFG'; expected the word NFG"),
        ('NFG 2 R "x"', "line 1, column 5: '2'; expected format version 1"),
        ("NFG 1 R title", "column 9: 'title'; expected the title in quotes"),
        ('NFG 1 R "x', "column 9: a quote that is never closed; expected the title"),
        ('NFG 1 R "x" { } { }', "at least one player"),
        (HEAD + "{ 2 }", "expected actions for 2 players, of which 1 have theirs"),
        (HEAD + "{ 2 0 }", "at least one action for every player"),
        (HEAD + "{ 1 1 1 }", "all 2 players have their actions"),
        (HEAD + "{ 1 two }", "'two'; expected a number of actions"),
        (HEAD + "{ 2 1 }\n1 2\n3", "line 3, column 2: the end of the file; expected a payoff, number 4 of 4"),
        (HEAD + "{ 1 1 } 1 2 3", "'3'; expected the end"),
        (HEAD + "{ 1 1 } 1 x", "'x'; expected a payoff, number 2 of 2"),
        (HEAD + "{ 1 1 } 1 nan", "'nan'; expected a payoff"),
        (HEAD + "{ 1 1 } 1 1/0", "'1/0'; expected a payoff, number 2 of 2, finite"),
        (HEAD + "{ 1 1 } 1 1e999", "'1e999'; expected a payoff, number 2 of 2, finite"),
        (HEAD + "{ 1 1 } 1 1e99999999", "expected a payoff"),
        (HEAD + "{ 1 1 } 1 ²", "expected a payoff"),
        (HEAD + "{ 1 1 } { { 1 2 } } 1", "'1'; expected the outcome's name in quotes"),
        (HEAD + '{ 1 1 } { { "w" 1 } } 1', "payoff 2 of 2 of the outcome"),
        (HEAD + '{ 1 1 } { { "w" 1 2 3 } } 1', "} after 2 payoffs"),
        (HEAD + '{ 1 1 } { { "w" 1 2 } } 2', "'2'; expected an outcome from 0 to 1, entry 1 of 1"),
        (HEAD + '{ 1 1 } { { "w" 1 2 } } -1', "'-1'; expected an outcome from 0 to 1"),
        (HEAD + '{ 1 1 } { { "w" 1 2 }', "expected { and another outcome, or }"),
        (HEAD + "{ 99999 99999 }", "declares 9,999,800,001 profiles"),
        (HEAD + "{ 99999999999 1 }", "'99999999999'; expected a number of actions"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place_and_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(GameError) as refused:
        parse_nfg(text, source="G.nfg")
    assert said in str(refused.value)
    assert "G.nfg" in str(refused.value)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_damaged_file_is_either_another_game_or_a_game_error(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SELTEN_OUTCOMES) - 1))
    end = data.draw(st.integers(at, min(at + 5, len(SELTEN_OUTCOMES))))
    text = SELTEN_OUTCOMES[:at] + data.draw(st.text('{}"\\, 1/e.x', max_size=3)) + SELTEN_OUTCOMES[end:]
    try:
        assert parse_nfg(text).n_players >= 1
    except GameError as refused:
        assert refused.expected  # noqa: PT017


def test_a_claim_beyond_the_text_is_refused_before_memory_is_taken_for_it() -> None:
    import tracemalloc

    claims = [
        'NFG 1 R "t" { "p" "p" "p" "p" "p" } { 20000000 20000000 20000000 20000000 20000000 }',
        HEAD + "{ 1000000 1 }",
        HEAD + "{ 1 1999999 } 1 2 3",
        'NFG 1 R "t" { "p" } { 1999999 } 1',
        'NFG 1 R "t" { ' + '"p" ' * 3_000 + "} { " + "1 " * 3_000 + "} 1",
        HEAD + '{ 1000000 1 } { { "w" 1 2 } } 1',
    ]
    for text in claims:
        tracemalloc.start()
        with pytest.raises(GameError, match="declares"):
            parse_nfg(text)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
        tracemalloc.stop()


def test_a_number_of_few_characters_is_no_number_of_many_digits() -> None:
    with pytest.raises(GameError, match="expected a payoff"):
        parse_nfg(HEAD + "{ 1 1 } 1 1e-9999")


def test_what_is_no_regular_file_is_refused_by_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.nfg")
    for place, word in ((tmp_path, "a directory"), (tmp_path / "pipe.nfg", "a pipe"), (Path("/dev/zero"), "a device")):
        with pytest.raises(GameError, match=word):
            read_nfg(place)
    with pytest.raises(GameError, match="holds a null character"):
        read_nfg("a\0b.nfg")


def test_a_file_longer_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.game.nfg.MAX_BYTES", 10)
    (tmp_path / "long.nfg").write_text(SELTEN_PAYOFFS)
    with pytest.raises(GameError, match="longer than 10 bytes"):
        read_nfg(tmp_path / "long.nfg")


def test_a_missing_file_and_a_file_of_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="cannot be read"):
        read_nfg(tmp_path / "no.nfg")
    (tmp_path / "bytes.nfg").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GameError, match="cannot be read"):
        read_nfg(tmp_path / "bytes.nfg")
    with pytest.raises(GameError, match="cannot be written"):
        write_nfg(NormalForm.from_payoffs([[1.0]]), tmp_path)
