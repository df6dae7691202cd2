"""A state and its text are each other's inverse, and what is no state is refused in a sentence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.paths import Setting
from openrace.explore.state import LONGEST, Span, State, read_state, write_state
from solver.common.errors import OpenraceError

words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
paths = st.lists(st.one_of(words, st.just("*")), min_size=1, max_size=4).map(".".join)
values = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda v: not v.is_integer()),
    st.just(math.inf),
    words.filter(lambda w: w not in ("true", "false", "inf", "nan")),
)
changes = st.dictionaries(paths, values, max_size=4).map(lambda d: tuple(Setting(p, v) for p, v in d.items()))
ends = st.tuples(st.integers(-9, 9), st.integers(10, 99)).map(lambda e: (float(e[0]), float(e[1])))
spans = st.builds(Span, paths, st.one_of(st.none(), ends))
games = st.builds(
    State,
    game=words,
    settings=changes,
    other=st.one_of(st.none(), changes),
    event=st.sampled_from(["", "none", "open:9@4", "merge:alice+bob", "subsidy:bob=1.5", "fix:bob@never"]),
    concept=st.sampled_from(["", "reaction", "open-loop"]),
    metric=st.sampled_from(["", "response.first_release"]),
    axes=st.one_of(st.just(()), st.tuples(spans, spans)),
)
stories = st.builds(State, story=words, settings=changes)


@settings(max_examples=150, deadline=None)
@given(st.one_of(games, stories))
def test_reading_undoes_writing(state: State) -> None:
    assert read_state(write_state(state)) == state


def test_the_text_is_for_people() -> None:
    state = State(game="alice-bob", settings=(Setting("alice.prestige", 3.0),), event="release:bob@4")
    assert write_state(state) == "v=1&game=alice-bob&set=alice.prestige:3&do=release:bob@4"


def test_of_two_values_of_one_number_the_later_one_holds() -> None:
    assert read_state("v=1&game=g&set=a:1&set=a:2") == State(game="g", settings=(Setting("a", 2),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "key=value"),
        ("game=alice-bob", "does not say its version"),
        ("v=0&game=alice-bob", "version '0'"),
        ("v=2&game=alice-bob", "version '2'"),
        ("v=1&v=1&game=alice-bob", "version"),
        ("v=1", "no game and no story"),
        ("v=1&game=a&story=b", "or both"),
        ("v=1&game=a&parts=evil.py", "'parts'"),
        ("v=1&game=a&seet=x:1", "did you mean 'set'"),
        ("v=1&game=../../etc/passwd", "never a file"),
        ("v=1&game=/etc/passwd", "never a file"),
        ("v=1&game=a&set=x:nan", "'nan'"),
        ("v=1&game=a&set=x:1e999", "'1e999'"),
        ("v=1&game=a&set=x:<script>", "'<script>'"),
        ("v=1&game=a&set=x:%1b[31m", r"\x1b"),
        ("v=1&game=a&set=x", "path:value"),
        ("v=1&game=a&set=x;y:1", "path:value"),
        ("v=1&game=a&do=open:<b>", "open:9@4"),
        ("v=1&game=a&x=p:5:1&y=q", "axis"),
        ("v=1&game=a&x=p", "one axis"),
        ("v=1&game=a&do=open:9@4&do=none", "do= 2 times"),
        ("v=1&game=a" + "&set=x:1" * 500, f"{LONGEST:,}"),
        ("v=1&game=a" + "&set=x:1" * 61, "at most 60"),
        ("x" * 10_000_000, "10,000,000 characters"),
    ],
)
def test_what_is_no_state_is_refused_with_what_came(text: str, said: str) -> None:
    with pytest.raises(OpenraceError) as refused:
        read_state(text)
    assert said in f"{refused.value.what} {refused.value.expected} {refused.value.hint}"
    assert len(str(refused.value)) < 400
