"""Words that all sections share: for periods, for what a figure is counted over, for quotes."""

from collections.abc import Mapping

from lib.locale import Message, Month, msg
from lib.model import Period
from lib.report.text import clean

FILTERS: Mapping[str, Message] = {
    "start": msg("members on the day before the period"),
    "cohort": msg("members on the day before the period, and customers won since"),
    "before": msg("members at the start of the period before"),
    "rest": msg("current customers outside the segment"),
    "book": msg("all current customers"),
    "account": msg("this customer"),
    "setting": msg("a rule, not counted from rows"),
}


def period_words(period: Period) -> Month | Message:
    """Return a period in words: a month, or from one month to another."""
    if period.months == 1:
        return period.label
    return msg("{first} and {last}", first=Month(period.first), last=period.label)


def ended(text: str) -> str:
    """Return a text of people's own as a sentence: cleaned, with a full stop."""
    line = clean(text)
    return line if not line or line[-1] in ".!?。！？…" else f"{line}."
