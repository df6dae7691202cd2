"""Race games: labs choose how hard to work and climb a ladder; open models change what climbing is worth.

A release game takes each lab's capability path as given and lets it choose a date. Here effort is the choice, so "the
incentive to race" is a number: the hazard at which a lab climbs in a given state. ``lab`` has the labs, ``world`` what
else can happen, ``states`` who is on which rung and which moves there are, ``payments`` what a state pays and what a
climb pays at once, ``setup`` all of it together, ``treatments`` what events do to it, ``arrays`` the game as a
``DirectionalGame`` of ``solver.directional``, ``metrics`` and ``books`` what an equilibrium makes happen, ``accounts``
what each lab's payoff is made of, and ``named`` the catalogue's races. Markets and flow terms are those of release
games: both read the state of the market alone.
"""

from games.race.lab import CLOSED, RaceLab
from games.race.race_game import RaceGame
from games.race.world import Finish, OutsideModel, Regulation, Ruin

__all__ = ["CLOSED", "Finish", "OutsideModel", "RaceGame", "RaceLab", "Regulation", "Ruin"]
