"""How much may be said with so few customers lost: the evidence ladder (scoring.md 3.11)."""

from dataclasses import dataclass

from lib.locale import Count, Message, msg

LEAST_TO_LEARN = 10
LEAST_FOR_PLATT = 30
LEAST_FOR_CURVE = 100
LEAST_FOR_CHALLENGER = 200
LEAST_FOR_ISOTONIC = 1000
FEW_SIGNALS = 12  # so many are learnt from 10 to 29 lost customers; the others stay as believed


@dataclass(frozen=True, slots=True)
class Rung:
    """What may be shown: only the order, bands with their interval, or a probability."""

    key: str
    shows_bands: bool
    shows_probability: bool
    shows_lift: bool
    said: Message


def rung(n_churned: int) -> Rung:
    """Return the rung that so many churned customers with usable history allow."""
    if n_churned < LEAST_TO_LEARN:
        return Rung("order", False, False, False, _too_few(n_churned))  # noqa: FBT003
    if n_churned < LEAST_FOR_PLATT:
        return Rung("bands", True, False, True, _bands(n_churned))  # noqa: FBT003
    return Rung(_upper(n_churned), True, True, True, _probability(n_churned))  # noqa: FBT003


def no_challenger() -> Message:
    """Say why no learnt shapes are tried against the points."""
    return msg(
        "No second model was tried against this one: the package for it (interpret) is not part"
        " of this installation."
    )


def _upper(n: int) -> str:
    if n < LEAST_FOR_CURVE:
        return "probability"
    return "curve" if n < LEAST_FOR_CHALLENGER else "challenger"


def _too_few(n: int) -> Message:
    return msg(
        "Not enough churned customers to learn from: {n}, and at least {least} are needed."
        " Accounts are only put in order, by weights that were not checked against the past.",
        n=Count(n),
        least=Count(LEAST_TO_LEARN),
    )


def _bands(n: int) -> Message:
    return msg(
        "Learnt from {n} churned customers: enough for three bands of risk with their interval,"
        " too few for a probability ({least} are needed).",
        n=Count(n),
        least=Count(LEAST_FOR_PLATT),
    )


def _probability(n: int) -> Message:
    return msg("Learnt from {n} churned customers.", n=Count(n))
