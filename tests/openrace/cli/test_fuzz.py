"""Whatever is typed, the shell answers with an exit code of 0, 1 or 2, without a traceback, and in time."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.parts.paths import leaves
from openrace.claims.story_list import list_stories, story_names
from openrace.cli.app import app, run
from openrace.questions.load import load

SECONDS = 40
"""Processor time after which a run is called endless; small games take milliseconds."""
COMMANDS = [name for name in app if not name.startswith("-")]
NUMBERS = [
    "1" * 5000, "-" + "9" * 400, "1e400", "-1e400", "1e308", "1e12", "1e-100", "1e-310", "5e-324", "-0.0", "0", "-1",
    "1_000", "1__0", "１２", "²", "½", "٣", "nan", "inf", "-inf", "0x10", "0b1", "1e", ".5", "5.", "2", "3", "0.25",
    "12", "1.5", "1e6", "1,2", "[1, 2]", "(1, 2)", "[[1]]", "[" * 3000, "(" * 3000, "{a = 1}", '""', "true", "None",
    "1j", "1979-05-27", "*", "..", "\x00", "\x1b[31m", "\N{RIGHT-TO-LEFT OVERRIDE}", "=1", "a" * 5000, "💥", "\udcff",
]  # fmt: skip
TEXTS = st.text(max_size=8)
ODD = st.sampled_from(NUMBERS) | st.floats().map(repr) | st.integers().map(str) | TEXTS
GAMES = [
    "alice-bob",
    "alice-bob",
    "closed-monopolist",
    "alice-bob-monopolist",
    "attrition",
    "bertrand",
    "race-patent",
    "odd.nfg",
]
SMALL = ["--set", "calendar.slots=3", "--set", "calendar.horizon=6"]
PATHS = {name: sorted({*leaves(load(name)), "*.prestige", "alice.gap_prize"}) for name in GAMES[:-1]}
WEIGHTS = ["alice.prestige", "alice.slowness", "bob.prestige", "alice.training_cost"]
METRICS = ["first_release", "n_release", "frontier_area", "first_release.bob"]
STORIES = [name for name in story_names() if name not in ("hazard-race", "travelers-dilemma", "adoption-preempt")]
SYMBOLS = {line.story: [p.symbol for p in line.parameters] for line in list_stories()}


def often(*usual: str, odd: st.SearchStrategy[str] = ODD) -> st.SearchStrategy[str]:
    """One of the usual words eleven times out of twelve, else an odd one: a command has about a dozen of them."""
    return st.integers(0, 11).flatmap(lambda k: odd if k == 11 else st.sampled_from(usual))


numbers = often("0", "1", "2", "3", "5", "7", "0.5")
moves = st.one_of(
    st.builds(lambda a, b: ["--open", f"{a}@{b}"], numbers, numbers),
    st.builds(lambda n: ["--do", f"subsidy:bob={n}"], numbers),
    st.builds(lambda n: ["--do", f"fix:bob@{n}"], numbers),
    st.builds(lambda n: ["--do", n], often("allow:bob", "ban:alice", "merge:alice+bob", "announce:7@1")),
)
axes = st.builds(
    lambda path, a, b, n: ["--vary", f"{path}={a}:{b}:{n}"],
    often(*WEIGHTS, odd=st.sampled_from(PATHS[GAMES[0]])), often("0", "1"), often("2", "4"), often("1", "2", "3"),
)  # fmt: skip
lists = st.builds(lambda path, a, b: ["--vary", f"{path}={a},{b}"], st.sampled_from(WEIGHTS), numbers, numbers)
spans = st.builds(lambda path, a, b: ["--vary", f"{path}={a}:{b}"], st.sampled_from(WEIGHTS), often("0"), often("3"))
priors = st.builds(
    lambda path, kind, a, b: ["--prior", f"{path}={kind}{a}:{b}"],
    st.sampled_from(WEIGHTS), st.sampled_from(["", "log:", "normal:"]), often("1", "0.5"), often("2", "4"),
)  # fmt: skip
sets = st.one_of(
    st.builds(lambda path, v: ["--set", f"{path}={v}"], often(*PATHS["alice-bob"]), often("0", "1", "2", "0.5")),
    st.builds(lambda path, v: ["--set", f"{path}={v}"], st.sampled_from(WEIGHTS), ODD),
)
own = {
    name: st.builds(lambda path, v: ["--set", f"{path}={v}"], st.sampled_from(found), often("0", "1", "2", "0.5"))
    for name, found in PATHS.items()
}
concepts = st.builds(lambda c: ["--concept", c], often("open-loop", "commitment", "reaction", "preemption", "all"))
inside = st.builds(
    lambda name, v: [name, v], st.sampled_from(["--leader", "--order", "--talk"]), often("alice", "bob,alice")
) | st.builds(lambda v: ["--ties", v], often("pure", "all", "coin"))
methods = st.builds(lambda m: ["--method", m], often("all", "pure", "one", "reduce", "lemke-howson"))
metrics = st.builds(lambda m: ["--metric", m], often(*METRICS))
seeds = st.builds(
    lambda n, v: [n, v], st.sampled_from(["--seed", "--n", "--draws", "--together"]), often("1", "2", "4")
)
pictures = st.builds(lambda f: ["--out", f], often("o.png", "o.svg"))
shards = st.builds(lambda a, b: ["--shard", f"{a}/{b}"], often("1", "2"), often("2", "3"))
folders = st.builds(lambda d: ["--out", d], often("dir1", "dir2"))
executors = st.builds(lambda n: ["--executor", n], often("1", "threads:2", odd=ODD.filter(lambda t: t != "dask")))
boxes = st.builds(
    lambda path, a, b: ["--box", f"{path}={a}:{b}"], st.sampled_from(WEIGHTS), often("0", "1"), often("1", "2")
)
draws = st.builds(lambda n: ["--draws", n], often("0", "1", "2"))
budgets = st.builds(lambda n: ["--budget", n], often("1", "2"))
kept = st.builds(lambda d: ["--keep", d], often("concept", "ties", "step", "horizon", "market", "accounting"))
printed = st.sampled_from([["--json"], ["--json"], ["--share"], ["--table", "t.csv"], ["--table", "t.md"], []])

OPTIONS: dict[str, list[st.SearchStrategy[list[str]]]] = {
    "games": [],
    "parts": [],
    "stories": [],
    "show": [sets, st.sampled_from([["--all"], ["--toml"]])],
    "solve": [sets, methods, concepts, inside, st.just(["--verify"])],
    "shift": [moves, sets, methods, concepts, inside, st.just(["--verify"])],
    "story": [concepts],
    "diff": [moves, sets, metrics],
    "export": [st.builds(lambda f: ["--out", f], often("o.nfg")), moves, sets],
    "plot": [moves, sets, concepts, pictures],
    "card": [moves, budgets, draws, sets, metrics, concepts, pictures],
    "verify": [moves, sets, methods],
    "graph": [moves, sets, pictures],
    "map": [axes, axes, moves, sets, metrics, priors, seeds, pictures],
    "flip": [spans, moves, sets, metrics, seeds],
    "branches": [axes | lists, moves, sets, metrics],
    "regions": [axes, moves, sets],
    "sensitivity": [priors, moves, sets, metrics, seeds],
    # Without a file to write it would serve a page until somebody stops it.
    "explore": [st.just(["--out", "o.html"]), axes, moves, sets, executors],
    "prove": [boxes, moves, budgets, sets, metrics],
    "effects": [moves, budgets, draws, sets, metrics, concepts, seeds],
    "multiverse": [moves, kept, kept, kept, draws, sets, metrics, executors],
    "rules": [metrics, st.builds(lambda n: ["--fresh", n], often("0", "2")), pictures],
    "evidence": [],
    "replicate": [st.builds(lambda n: ["--set", f"firms={n}"], numbers)],
    "compose": [],
    "sweep": [
        axes | priors,
        folders,
        moves,
        sets,
        metrics,
        shards,
        executors,
    ],
}
"""What may be added to each command; the first options are those it cannot do without."""


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command, mostly one that could be meant, on a small game, with odd values in a fifth of its options."""
    command = draw(st.sampled_from(COMMANDS))
    needed = {
        "map": 3,
        "shift": 1,
        "sweep": 2,
        "flip": 2,
        "branches": 1,
        "regions": 1,
        "sensitivity": 2,
        "plot": 1,
        "export": 1,
        "explore": 2,
        "prove": 3,
        "effects": 2,
        "card": 3,
        "multiverse": 4,
    }
    known = OPTIONS[command]
    chosen = [draw(option) for k, option in enumerate(known) if k < needed.get(command, 0) or draw(st.booleans())]
    words = [w for option in chosen for w in option] + draw(printed)
    if command == "story":
        name = draw(often(*STORIES))
        symbols = SYMBOLS.get(name, ["x"])
        changed = draw(st.builds(lambda a, b: ["--set", f"{a}={b}"], st.sampled_from(symbols), numbers))
        return [command, name, *changed, *words]
    if command == "parts":
        return [command, *draw(st.sampled_from([[], ["terms"], ["prestige"]]) | ODD.map(lambda w: [w])), *words]
    if command == "rules":
        return [command, draw(often("dir1", "dir2", "dir")), *words]
    if command == "replicate":
        return [command, draw(often("lee-wilde", "tullock", "motta")), *words]
    if command == "compose":
        return [command, *draw(st.lists(often(*GAMES, *STORIES), max_size=3)), *words]
    if command in ("games", "stories", "evidence"):
        return [command, *words, *draw(st.sampled_from([[], [], []]) | ODD.map(lambda w: [w]))]
    name = draw(often(*GAMES))
    small = SMALL if name in GAMES[:4] else []
    changed = draw(own[name]) if name in own and draw(st.booleans()) else []
    return [command, name, *([draw(often(*GAMES))] if command == "diff" else []), *small, *changed, *words]


class Endless(BaseException):
    """A run takes too long; no handler of errors may catch it."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Endless


@contextlib.contextmanager
def limited() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="module")
def _empty_place() -> Iterator[None]:
    here = Path.cwd()
    with TemporaryDirectory() as place:
        os.chdir(place)
        yield
        os.chdir(here)


def answers(words: list[str]) -> None:
    """The claim: an exit code, no traceback, strict JSON if it is asked for."""
    Path("odd.nfg").write_text('NFG 1 R "[red]t \x1b[1m" { "[b]a" "=1+1" } { 2 2 } 1 1 0 0 0 0 1 1')
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), limited():
        code = run(words)
    said = f"openrace {shlex.join(words)}"[:2000]
    assert code in (0, 1, 2), said
    assert "Traceback" not in err.getvalue(), said
    if code == 2 and "--json" not in words:
        assert err.getvalue().startswith("error: "), said
    if "--json" in words and not {"--help", "-h", "--version"} & set(words):
        json.loads(out.getvalue(), parse_constant=lambda constant: pytest.fail(f"{constant} in JSON: {said}"))


CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]


QUESTION = [*SMALL, "--open", "7@1"]
PLACES = (
    ["show", "alice-bob", *SMALL, "--set", "alice.prestige={}"],
    ["solve", "alice-bob", *SMALL, "--set", "alice.start={}"],
    ["show", "alice-bob", "--set", "calendar.slots={}"],
    ["show", "alice-bob", "--set", "calendar.horizon={}"],
    ["show", "alice-bob", *SMALL, "--set", "calendar.step={}"],
    ["show", "alice-bob", *SMALL, "--set", "alice.dates={}"],
    ["show", "alice-bob", *SMALL, "--set", "alice.release={}"],
    ["show", "alice-bob", *SMALL, "--set", "milestones={}"],
    ["export", "alice-bob", *SMALL, "--set", "open.arrival_rate={}", "--out", "o.nfg"],
    ["solve", "bertrand", "--set", "highest_price={}"],
    ["shift", "alice-bob", *SMALL, "--open", "{}@1"],
    ["shift", "alice-bob", *SMALL, "--open", "7@{}"],
    ["shift", "alice-bob", *SMALL, "--do", "subsidy:bob={}"],
    ["shift", "alice-bob", *SMALL, "--do", "fix:bob@{}"],
    ["map", "alice-bob", *QUESTION, "--vary", "alice.prestige=0:{}:2", "--vary", "alice.slowness=0:9:2"],
    ["map", "alice-bob", *QUESTION, "--vary", "alice.prestige=0:1:{}", "--vary", "alice.slowness=0:9:2"],
    ["map", "alice-bob", *QUESTION, "--vary", "alice.prestige=0,{}", "--vary", "alice.slowness=0:9:2"],
    ["flip", "alice-bob", *QUESTION, "--vary", "alice.prestige=0:{}"],
    ["regions", "alice-bob", *SMALL, "--vary", "alice.prestige=0:{}:2"],
    ["branches", "alice-bob", *SMALL, "--vary", "alice.prestige={}:9:2"],
    ["sensitivity", "alice-bob", *QUESTION, "--n", "2", "--prior", "alice.prestige=normal:1:{}"],
    ["sensitivity", "alice-bob", *QUESTION, "--n", "{}", "--prior", "alice.prestige=0:1"],
    ["sweep", "alice-bob", *SMALL, "--vary", "alice.prestige=0:1:2", "--out", "dir", "--shard", "{}/2"],
    ["sweep", "alice-bob", *SMALL, "--vary", "alice.prestige=0:1:2", "--out", "dir", "--shard", "1/{}"],
    ["sweep", "alice-bob", *SMALL, "--vary", "alice.prestige=0:1:2", "--out", "dir", "--executor", "{}"],
    ["story", "talent", "--set", "x={}"],
    ["story", "alice-answers", "--set", "T={}"],
    ["story", "selection", "--set", "p={}"],
    ["show", "announced-date@{}"],
    ["solve", "{}"],
    ["parts", "{}"],
)
"""Every sort of place in which a number can be typed."""


@pytest.mark.usefixtures("_empty_place")
@pytest.mark.parametrize("words", PLACES, ids=" ".join)
def test_every_odd_number_in_every_place_gets_an_answer(words: list[str]) -> None:
    for number in NUMBERS:
        answers([word.replace("{}", number) for word in words])


@pytest.mark.slow
@pytest.mark.usefixtures("_empty_place")
@pytest.mark.parametrize("story", STORIES)
def test_every_odd_number_in_every_parameter_of_a_story_gets_an_answer(story: str) -> None:
    for symbol in SYMBOLS[story]:
        for number in NUMBERS:
            answers(["story", story, "--set", f"{symbol}={number}"])


@pytest.mark.usefixtures("_empty_place")
@given(command_lines())
@settings(max_examples=200, deadline=None, suppress_health_check=CHECKS)
def test_the_shell_answers_whatever_is_typed(words: list[str]) -> None:
    answers(words)


@pytest.mark.slow
@pytest.mark.usefixtures("_empty_place")
@given(command_lines())
@settings(max_examples=5000, deadline=None, suppress_health_check=CHECKS)
def test_the_shell_answers_whatever_is_typed_thousands_of_times(words: list[str]) -> None:
    answers(words)
