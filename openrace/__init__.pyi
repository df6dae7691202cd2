"""What ``import openrace`` publishes, and where each name comes from."""

from games import markets as markets
from games import modifiers as modifiers
from games import terms as terms
from games import values as values
from games.events.interventions import Allow as Allow
from games.events.interventions import Announce as Announce
from games.events.interventions import Ban as Ban
from games.events.interventions import Fix as Fix
from games.events.interventions import Merge as Merge
from games.events.interventions import OpenModel as OpenModel
from games.events.interventions import Regulate as Regulate
from games.events.interventions import Release as Release
from games.events.interventions import Subsidy as Subsidy
from games.events.set_to import SetTo as SetTo
from games.release.lab import Lab as Lab
from games.release.release_game import ReleaseGame
from games.time.calendar import Calendar as Calendar
from games.time.open_path import OpenPath as OpenPath
from games.time.open_path import OpenRelease as OpenRelease
from openrace import results as results
from openrace.api.asking import compose as compose
from openrace.api.asking import diff as diff
from openrace.api.asking import export as export
from openrace.api.asking import shift as shift
from openrace.api.asking import solve as solve
from openrace.api.asking import story as story
from openrace.api.asking import story_game as story_game
from openrace.api.asking import verify as verify
from openrace.api.isolating import card as card
from openrace.api.isolating import effects as effects
from openrace.api.isolating import multiverse as multiverse
from openrace.api.isolating import prove as prove
from openrace.api.isolating import rules as rules
from openrace.api.listing import catalog as catalog
from openrace.api.listing import evidence as evidence
from openrace.api.listing import stories as stories
from openrace.api.replicating import classic as classic
from openrace.api.replicating import open_question as open_question
from openrace.api.replicating import replicate as replicate
from openrace.api.surveying import branches as branches
from openrace.api.surveying import flip as flip
from openrace.api.surveying import regions as regions
from openrace.api.surveying import sensitivity as sensitivity
from openrace.api.surveying import sign_map as sign_map
from openrace.api.surveying import sweep as sweep
from openrace.concepts.choice import Choice as Choice
from openrace.concepts.concept import Concept as Concept
from openrace.explore.notebook import explore as explore
from openrace.questions.load import load as load
from openrace.sweeps.axis import Axis as Axis
from solver.common.errors import OpenraceError as OpenraceError

Game = ReleaseGame
__version__: str
