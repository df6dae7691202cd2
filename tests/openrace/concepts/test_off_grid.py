"""What a player could gain off the grid, computed again with all plans of everybody."""

from __future__ import annotations

import math

import numpy as np
import pytest

import openrace as orc
from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.contests.attrition import AttritionGame
from games.classics.pricing.bertrand import BertrandGame
from games.parts.game import Game
from openrace.concepts.choice import Choice
from openrace.concepts.off_grid import NOT_COMPUTED, PARTS, Grid
from openrace.concepts.open_loop import solve
from openrace.questions.load import load
from openrace.show.cards.answer import answer_card
from openrace.show.screen import card_text
from solver.game.normal_form import NormalForm


def gains(coarse: Game, fine: Game) -> float:
    """The most that anybody gains by a plan of the fine game at an equilibrium of the coarse one, all plans kept."""
    answer, there = solve(coarse), fine.normal_form()
    most = 0.0
    for play in answer.plays:
        spread = []
        for labels, more, own in zip(answer.labels, there.actions, play, strict=True):
            mixed = np.zeros(len(more))
            for label, chance in zip(labels, own, strict=True):
                mixed[more.index(label)] = chance
            spread.append(mixed)
        for i, own in enumerate(there.payoffs):
            worth = np.moveaxis(own, i, 0) @ spread[1 - i]
            most = max(most, float(worth.max() - worth @ spread[i]) / float(np.ptp(answer.form.payoffs[i])))
    return most


@pytest.mark.parametrize("setting", ["alice.prestige=3", "alice.slowness=2", "bob.start=6"])
def test_a_lab_that_may_release_between_slots_gains_epsilon_while_the_others_keep_to_them(setting: str) -> None:
    game = load("alice-bob", ["calendar.slots=5", "calendar.horizon=9", setting])
    grid = solve(game).grid
    assert grid is not None
    assert grid.step == 1
    expected = gains(
        game, load("alice-bob", ["calendar.slots=20", "calendar.step=0.25", "calendar.horizon=9", setting])
    )
    assert grid.epsilon == pytest.approx(expected, abs=1e-9)


def test_what_is_gained_off_the_grid_of_adoption_dates_falls_with_the_step() -> None:
    found = []
    for step in (2.0, 1.0, 0.5):
        grid = solve(AdoptionGame(step=step)).grid
        assert grid is not None
        assert grid.epsilon is not None
        assert grid.epsilon == pytest.approx(gains(AdoptionGame(step=step), AdoptionGame(step=step / PARTS)), abs=1e-9)
        found.append(grid.epsilon)
    assert found[0] > found[1] > found[2] > 0


def test_a_published_model_of_numbers_says_that_its_table_is_a_grid() -> None:
    game = load("tullock")
    told = " ".join(card_text(answer_card(solve(game))).split())
    assert "The answer is one on a grid of step 6.25, off which nobody gains." in told
    assert any("complete on it, not beyond" in said for said in game.conventions())
    assert not any("grid" in said for said in load("lee-wilde").conventions())


def test_an_answer_on_a_grid_says_so_and_names_the_step() -> None:
    assert "Off the grid of step 1" in card_text(answer_card(solve(AdoptionGame())))
    assert "Off the grid of step 1 firm" in card_text(answer_card(Choice("commitment").solver()(BertrandGame())))
    assert solve(BertrandGame(prices=(0, 5))).to_dict()["grid"] is None
    assert solve(AttritionGame()).to_dict()["grid"] is None
    reaction = Choice("reaction").solver()(load("alice-bob", ["calendar.slots=3"]))
    assert reaction.to_dict()["grid"]["step"] == 1.0
    told = " ".join(card_text(answer_card(reaction)).split())
    assert (
        "grid of step 1: what is gained off it is computed for plans fixed at the start, not for labs that react."
        in told
    )
    asked = orc.shift("alice-bob", "ban:bob", settings=["calendar.slots=3"], concept="reaction")
    firm = asked.firm(asked.default)
    assert firm is not None
    assert "not for labs that react" in firm.line


@pytest.mark.parametrize("concept", ["open-loop", "commitment"])
def test_a_calendar_too_fine_for_a_finer_one_is_answered_without_a_gain(concept: str) -> None:
    answer = orc.solve("closed-monopolist", concept=concept, settings={"calendar.slots": 2000, "calendar.step": 0.01})
    assert answer.grid == Grid(0.01, None, others=NOT_COMPUTED)
    assert "was not computed" in " ".join(card_text(answer_card(answer)).split())


@pytest.mark.parametrize("setting", ["alice.prestige=3", "alice.slowness=2", "bob.start=6", "bob.slowness=1"])
def test_a_lab_that_commits_between_slots_is_answered_anew_on_them(setting: str) -> None:
    """The leader tries every quarter of a slot, the follower answers on whole ones, by loops over both."""
    numbers = ["calendar.slots=5", "calendar.horizon=9", setting]
    coarse, fine = load("alice-bob", numbers), load("alice-bob", [*numbers, "calendar.slots=20", "calendar.step=0.25"])
    answer = Choice("commitment", leader="alice").solver()(coarse)
    form, there = coarse.normal_form(), fine.normal_form()
    columns = [there.actions[1].index(label) for label in form.actions[1]]

    def led(payoffs: np.ndarray, rows: int, answers: list[int]) -> float:
        worths = []
        for row in range(rows):
            own = [payoffs[1, row, column] for column in answers]
            best = [c for c, worth in zip(answers, own, strict=True) if worth > max(own) - 1e-9]
            worths.append(max(payoffs[0, row, c] for c in best))
        return float(max(worths))

    size = np.ptp(form.payoffs[0])
    before = led(form.payoffs, len(form.actions[0]), list(range(len(form.actions[1]))))
    leads = (led(there.payoffs, len(there.actions[0]), columns) - before) / size
    (play, *_) = answer.plays
    kept = there.actions[0].index(form.actions[0][int(play[0].argmax())])
    now = form.actions[1][int(play[1].argmax())]
    follows = (there.payoffs[1, kept].max() - there.payoffs[1, kept, there.actions[1].index(now)]) / np.ptp(
        form.payoffs[1]
    )
    grid = answer.grid
    assert grid is not None
    assert grid.epsilon == pytest.approx(max(leads, follows, 0.0), abs=1e-9)
    if leads > max(follows, 1e-9):
        assert grid.sentence.startswith("Off the grid of step 1 alice, whom the others answer on it, gains")


def test_a_seller_undercuts_off_the_grid_of_prices() -> None:
    """At the common price 2 a seller earns 1, and by a quarter less nearly all of it: 1.75; payoffs range over 9."""
    grid = solve(BertrandGame()).grid
    assert grid is not None
    assert grid.to_dict() == {
        "step": 1.0,
        "epsilon": pytest.approx(0.75 / 9),
        "player": "firm 1",
        "others": "the others keep to their plans",
        "parts": PARTS,
    }


class Quantities(Game):
    """Two sellers of quantities on a grid, price 12 less what both sell (Stackelberg: 6 and 3 without a grid)."""

    name: str = "quantities"
    apart: float = 1.0

    @property
    def grid_step(self) -> float:
        return self.apart

    def normal_form(self) -> NormalForm:
        sold = np.arange(0, 12 + self.apart / 2, self.apart)
        row = sold[:, None] * np.maximum(12 - sold[:, None] - sold[None, :], 0)
        labels = tuple(f"{q:g}" for q in sold)
        return NormalForm.from_bimatrix(row, row.T, actions=(labels, labels))


def test_a_tie_of_the_grid_that_decides_is_named_with_the_step() -> None:
    """On whole numbers the leader sells 7, which the follower answers by 2 or by 3; without a grid it sells 6."""
    answer = Choice("commitment").solver()(Quantities())
    text = " ".join(card_text(answer_card(answer)).split())
    assert "rests on ties on the grid of step 1" in text
    assert "indifferent between 2 and 3 after" in text
    assert not answer.complete
    assert math.isclose(answer.payoffs[0][0], 21.0)
