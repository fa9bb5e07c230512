"""What a comparison comes to, in sentences."""

from collections.abc import Mapping
from functools import reduce

import pandas as pd

from lib.locale import Message, Money, Number, Share, msg, msgs
from lib.metrics.standardised import Change
from lib.segments.compare.measures import Measure
from lib.segments.compare.profile import LEAST_COMPARED, LEAST_EVENTS, Profile
from lib.segments.compare.simpson import TITLES, Check

STATES: Mapping[str, Message] = {
    "stands_out": msg("stands out"),
    "no_difference": msg("no clear difference"),
    "not_compared": msg("too few to compare"),
    "by_rule": msg("differs by definition"),
    "too_few": msg("too few to say"),
}
_MOST_NAMED = 3
_SMALL, _TINY = 10, 1


def worth(measure: Measure, value: float, currency: str | None) -> Share | Money | Number | Message:
    """Return a value of a measure as a message can hold it."""
    if value != value:  # noqa: PLR0124 - NaN
        return msg("unknown")
    if measure.form == "share":
        return Share(round(value, 2) + 0.0)  # never -0 %
    if measure.form == "money":
        return Money(value, currency)
    return Number(value, 0 if abs(value) >= _SMALL else 1 if abs(value) >= _TINY else 2)


def profile_finding(found: Profile, sizes: tuple[int, int], currency: str | None) -> Message:
    """Say what about a group stands out from the other, or that nothing can or does."""
    n, n_other = sizes
    if not n_other:
        return msg("This is the whole book: there are no other customers to compare it with.")
    if not found.n_compared:
        return msg(
            "Too few customers to compare: {n} on one side and {other} on the other. A comparison"
            " takes {least} on both, and {events} cases of what is counted.",
            n=str(n),
            other=str(n_other),
            least=str(LEAST_COMPARED),
            events=str(LEAST_EVENTS),
        )
    rows = found.found
    if rows.empty:
        return msgs(
            "Nothing stands out in {n} comparison: what differs may well be chance.",
            "Nothing stands out in {n} comparisons: what differs may well be chance.",
            found.n_compared,
        )
    return msgs(
        "{n} of {compared} comparisons stands out: {named}.",
        "{n} of {compared} comparisons stand out: {named}.",
        len(rows),
        compared=str(found.n_compared),
        named=listed(_named(found, rows, currency)),
    )


def _named(found: Profile, rows: pd.DataFrame, currency: str | None) -> list[Message]:
    """Name the first few, one of each field: shares of one field move together."""
    fields = rows["key"].map(lambda key: found.measures[key].field or key)
    return [
        msg(
            "{what} {value} against {other}",
            what=found.measures[row["key"]].title,
            value=worth(found.measures[row["key"]], row["value"], currency),
            other=worth(found.measures[row["key"]], row["value_other"], currency),
        )
        for row in rows[~fields.duplicated()].head(_MOST_NAMED).to_dict("records")
    ]


def listed(parts: list[Message]) -> Message:
    """Return `a; b; c`."""
    return reduce(lambda a, b: msg("{first}; {second}", first=a, second=b), parts)


def could_see(measure: Measure, value: float, currency: str | None) -> Message:
    """Say how large a difference has to be to be seen here."""
    return msg(
        "This comparison could only see differences larger than {least}.",
        least=difference(measure, value, currency),
    )


def difference(measure: Measure, value: float, currency: str | None) -> Message:
    """Return a difference with its unit: percentage points for shares."""
    if measure.form == "share" and value == value:  # noqa: PLR0124 - not NaN
        return msg("{n} points", n=Number(value * 100, 1))
    return msg("{amount}", amount=worth(measure, value, currency))


def check_words(measure: Measure, check: Check, currency: str | None) -> Message:
    """Say what a difference is within strata; never why."""
    words = {
        "by": TITLES[check.by],
        "crude": difference(measure, check.found.crude, currency),
        "adjusted": difference(measure, check.found.adjusted, currency),
    }
    if check.found.verdict == "reversal":
        return msg(
            "The other way round within {by}: {crude} over all, {adjusted} within equal {by}.",
            **words,
        )
    if check.found.verdict == "confounded":
        return msg(
            "Comes mostly with {by}: {crude} over all, only {adjusted} within equal {by}.", **words
        )
    return msg("Differs also within equal {by}: {crude} over all, {adjusted} within.", **words)


def change_words(measure: Measure, by: str, change: Change) -> Message:
    """Say how much of a change comes from other rates, and how much from another mix."""
    parts = {"rate": change.rate.sum(), "mix": change.mix.sum()}
    return msg(
        "{what} went from {before} to {after}: {rate} from other rates within equal {by}, {mix}"
        " from another mix of {by}.",
        what=measure.title,
        before=worth(measure, change.before, None),
        after=worth(measure, change.after, None),
        by=TITLES[by],
        **{name: _signed(float(value)) for name, value in parts.items()},
    )


def _signed(points: float) -> Message:
    shown = round(points * 100, 1) + 0.0
    if shown > 0:
        return msg("+{n} points", n=Number(shown, 1))
    return msg("{n} points", n=Number(shown, 1))


def worst_check(checks: tuple[Check, ...]) -> Check | None:
    """Return the check that says most against a difference; None when none does."""
    for verdict in ("reversal", "confounded"):
        for check in checks:
            if check.found.verdict == verdict:
                return check
    return None
