r"""Reading Gambit's ``.nfg`` format; ``solver.game.nfg`` describes it.

A regular expression cuts the text into tokens that know their place, and a short descent over the grammar consumes
them; whatever is not expected is refused with its line and column. Inside quotes ``\"`` is a quote and ``\\`` a
backslash.

A file may claim more than it holds: the sizes that it declares are compared with its length before anything of these
sizes is made, so that memory grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import prod

from solver.common.arrays import exact_array
from solver.common.errors import GameError
from solver.common.words import shortened
from solver.game.normal_form import MAX_PROFILES, NormalForm

TOKEN = re.compile(
    r"""\s+|(?P<open>\{)|(?P<close>\})|(?P<comma>,)|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<word>[^\s{},"]+)|(?P<stray>.)""",
    re.DOTALL,
)
NUMBER = re.compile(r"[+-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)", re.ASCII)

LONGEST_NUMBER = 4_000
"""Digits in one number at most; Python converts no longer ones, and none is meant."""
MAX_PLAYERS = 32
"""Players in one file at most; arrays have no more than 64 axes."""
MAX_NUMBERS = 2_000_000
"""Payoffs in one file at most: one takes about 200 bytes of memory and some microseconds."""
SMALL_CLAIM = 10_000
"""Profiles and labels that may be made before the text is known to hold a number for each."""


def parse_nfg(text: str, *, source: str = "the text") -> NormalForm:
    """The game in a text of the format, its payoffs exact; ``source`` names the text in error messages.

    Raises:
        GameError: not the format; the message names the line and column and what was expected there.
    """
    tokens = _Tokens(text, source)
    tokens.word("the word NFG, which opens every .nfg file", "NFG")
    tokens.word("format version 1", "1")
    tokens.word("the letter R", "R", "D")
    title = tokens.text("the title in quotes")
    players = tuple(tokens.texts("a player's name in quotes, or }"))
    if not players:
        tokens.refuse("a list of at least one player")
    if len(players) > MAX_PLAYERS:
        raise GameError(f"{source} declares {len(players):,} players", f"at most {MAX_PLAYERS}", "use fewer players")
    actions = _actions(tokens, len(players))
    shape = tuple(len(labels) for labels in actions)
    n_profiles = prod(shape)
    if tokens.kind == "text":
        tokens.text("a comment")
    if tokens.kind == "open":
        table = _outcomes(tokens, len(players))
        flat = [value for k in _indices(tokens, n_profiles, len(table)) for value in table[k]]
    else:
        flat = list(_payoffs(tokens, n_profiles * len(players)))
    if tokens.kind != "end":
        tokens.refuse("the end: every profile has its payoffs already")
    # Players vary fastest in the list, and then player 1's action.
    payoffs = exact_array(flat, (*reversed(shape), len(shape))).T
    return NormalForm.from_fractions(payoffs, players=players, actions=actions, title=title)


def _actions(tokens: _Tokens, n_players: int) -> tuple[tuple[str, ...], ...]:
    tokens.take("open", "{ and the actions: their numbers { 3 2 } or their labels { { ... } ... }")
    found: list[tuple[str, ...] | int] = []
    n_profiles = 1
    while tokens.kind != "close" and len(found) < n_players:
        own: tuple[str, ...] | int
        if tokens.kind == "open":
            own = tuple(tokens.texts("an action's label in quotes, or }"))
        else:
            own = tokens.count("a number of actions", MAX_PROFILES)
        if not own:
            tokens.refuse("at least one action for every player, before this place")
        found.append(own)
        n_profiles *= own if isinstance(own, int) else len(own)
    if len(found) < n_players:
        tokens.refuse(f"actions for {n_players} players, of which {len(found)} have theirs,")
    tokens.take("close", f"}}: all {n_players} players have their actions")
    tokens.afford(n_profiles, n_players)
    # Labels are made only now: the text is known to hold a number for each profile, and there are no more labels.
    return tuple(tuple(str(a + 1) for a in range(own)) if isinstance(own, int) else own for own in found)


def _payoffs(tokens: _Tokens, n_numbers: int) -> Iterator[Fraction]:
    for k in range(n_numbers):
        yield tokens.number(f"a payoff, number {k + 1:,} of {n_numbers:,}")


def _outcomes(tokens: _Tokens, n_players: int) -> list[tuple[Fraction, ...]]:
    """Payoffs of every outcome, with the null outcome in front."""
    table = [(Fraction(0),) * n_players]
    tokens.take("open", "{ and the outcomes")
    while tokens.kind == "open":
        tokens.take("open", "{")
        tokens.text("the outcome's name in quotes")
        payoffs = []
        for k in range(n_players):
            payoffs.append(tokens.number(f"payoff {k + 1} of {n_players} of the outcome"))
            if tokens.kind == "comma":
                tokens.take("comma", ",")
        table.append(tuple(payoffs))
        tokens.take("close", f"}} after {n_players} payoffs")
    tokens.take("close", "{ and another outcome, or } to end the outcomes")
    return table


def _indices(tokens: _Tokens, n_profiles: int, n_outcomes: int) -> Iterator[int]:
    for k in range(n_profiles):
        yield tokens.count(f"an outcome from 0 to {n_outcomes - 1}, entry {k + 1:,} of {n_profiles:,}", n_outcomes - 1)


class _Tokens:
    """The tokens of a text, one ahead: ``kind`` and ``value`` are the next one's."""

    def __init__(self, text: str, source: str) -> None:
        self.content, self.source = text, source
        self.matches = (m for m in TOKEN.finditer(text) if m.lastgroup is not None)
        self.kind, self.value, self.at = "", "", 0
        self.advance()

    def advance(self) -> None:
        match = next(self.matches, None)
        if match is None:
            self.kind, self.value, self.at = "end", "", len(self.content.rstrip())
            return
        self.kind, self.at = str(match.lastgroup), match.start()
        self.value = match[self.kind]

    def refuse(self, expected: str) -> None:
        before = self.content[: self.at]
        line, column = before.count("\n") + 1, self.at - before.rfind("\n")
        names = {"end": "the end of the file", "stray": "a quote that is never closed"}
        came = names.get(self.kind) or repr(shortened(self.value, LONGEST_SHOWN))
        raise GameError(
            f"{self.source}, line {line}, column {column}: {came}",
            expected,
            "the format is described in Gambit's documentation under .nfg",
        )

    def afford(self, n_profiles: int, n_players: int) -> None:
        """Refuses a game that is too large, or larger than what is left of the text can hold."""
        if n_profiles * n_players > MAX_NUMBERS:
            raise GameError(
                f"{self.source} declares {n_profiles:,} profiles of {n_players} players",
                f"at most {MAX_NUMBERS:,} payoffs in a file",
                "use fewer actions or players",
            )
        # Each profile needs one number at least, and a space before it.
        room = (len(self.content) - self.at) // 2
        if n_profiles > max(room, SMALL_CLAIM):
            raise GameError(
                f"{self.source} declares {n_profiles:,} profiles and ends after {len(self.content):,} characters",
                "a number for each profile",
                "look at the numbers of actions in the file's head",
            )

    def take(self, kind: str, expected: str) -> str:
        if self.kind != kind:
            self.refuse(expected)
        value = self.value
        self.advance()
        return value

    def word(self, expected: str, *allowed: str) -> None:
        if self.kind != "word" or self.value not in allowed:
            self.refuse(expected)
        self.advance()

    def text(self, expected: str) -> str:
        return re.sub(r'\\(["\\])', r"\1", self.take("text", expected))

    def texts(self, expected: str) -> list[str]:
        """A list of quoted labels in braces."""
        self.take("open", "{")
        labels = []
        while self.kind == "text":
            labels.append(self.text(expected))
        self.take("close", expected)
        return labels

    def number(self, expected: str) -> Fraction:
        if self.kind != "word" or not NUMBER.fullmatch(self.value) or len(self.value) > LONGEST_NUMBER:
            self.refuse(expected)
        try:
            value = Fraction(self.value)
            float(value)
        except (ZeroDivisionError, OverflowError):
            self.refuse(f"{expected}, finite,")
        self.advance()
        return value

    def count(self, expected: str, largest: int) -> int:
        if self.kind != "word" or not (self.value.isdecimal() and len(self.value) < LONGEST_COUNT):
            self.refuse(expected)
        if int(self.value) > largest:
            self.refuse(expected)
        return int(self.take("word", expected))


LONGEST_SHOWN = 40
LONGEST_COUNT = 12
