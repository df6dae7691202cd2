"""What ``openrace.results`` publishes, and where each name comes from."""

from games.classics.model import Classic as Classic
from games.parts.direction import Direction as Direction
from openrace.analysis.branches import Branches as Branches
from openrace.analysis.flip import Flips as Flips
from openrace.analysis.regions import Regions as Regions
from openrace.analysis.sensitivity import Sensitivity as Sensitivity
from openrace.analysis.sign_map import SignMap as SignMap
from openrace.api.listing import Listing as Listing
from openrace.claims.compose import Composition as Composition
from openrace.claims.story import StoryResult as StoryResult
from openrace.concepts.concept import Answered as Answered
from openrace.explore.notebook import Explored as Explored
from openrace.isolate.effects import Effects as Effects
from openrace.isolate.multiverse import Multiverse as Multiverse
from openrace.isolate.prove import Proof as Proof
from openrace.isolate.quote import Quote as Quote
from openrace.isolate.rules import Rules as Rules
from openrace.questions.diff import Diff as Diff
from openrace.questions.shift import Shift as Shift
from openrace.replication.opened import Signs as Signs
from openrace.replication.rows import Replication as Replication
from openrace.sweeps.results import Sweep as Sweep
from solver.game.check import Check as Check
