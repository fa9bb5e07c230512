"""Journey stage: how far a customer has come with us, by rules on use, results and giving."""

from lib.profile.journey.rules import EXPECTS, GIVES, NEEDS, SIGNS, STAGES, Need, Sign
from lib.profile.journey.stage import STATUSES, Journey, journey
from lib.profile.journey.words import Step, disagreement, reason, steps

__all__ = [
    "EXPECTS",
    "GIVES",
    "NEEDS",
    "SIGNS",
    "STAGES",
    "STATUSES",
    "Journey",
    "Need",
    "Sign",
    "Step",
    "disagreement",
    "journey",
    "reason",
    "steps",
]
