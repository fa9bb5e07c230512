"""Journey stage: how far a customer has come with us, by rules on use, results and giving."""

from lib.profile.journey.rules import EXPECTS, GIVES, NEEDS, SHORT, SIGNS, STAGES, Need, Sign
from lib.profile.journey.stage import STATUSES, Journey, journey
from lib.profile.journey.words import Step, disagreement, moved, reason, steps

__all__ = [
    "EXPECTS",
    "GIVES",
    "NEEDS",
    "SHORT",
    "SIGNS",
    "STAGES",
    "STATUSES",
    "Journey",
    "Need",
    "Sign",
    "Step",
    "disagreement",
    "journey",
    "moved",
    "reason",
    "steps",
]
