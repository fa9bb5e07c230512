"""The watch list by alarm: what the signals of one account say of one cause is one row."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Language, render
from lib.model.frames import TAG_SEPARATOR
from lib.signals.episodes import causes
from lib.signals.spec import GROUPS

CAPPED = "capped"
_FIRST = (
    *("account_name", "cause_title", "grade", "severity", "arr", "renewal_on", "trend"),
    *("until", "note"),
)


def by_cause(
    rows: pd.DataFrame, capped: frozenset[tuple[str, str]], lang: Language
) -> pd.DataFrame:
    """Return one row for each account and cause from the rows of the watch list, in its order.

    Signals that fired and signals that could not be judged are different rows. Columns of the
    watch list, with `cause, cause_title, signals` ("a|b"), `titles` ("a|b" in words),
    `evidence` of all, the worst first, and `place`. The grade is the worst; the alarm is open
    while one of its signals is, and `capped` when it would be open but for the cap.
    """
    titles = {key: render(title, lang) for key, title in GROUPS.items()}
    cause = rows["signal"].map(causes())
    known = rows["grade"] != "unknown"
    place = rows["account_id"] + "/" + cause + known.map({True: "", False: "/unknown"})
    whole = rows.assign(
        cause=cause,
        cause_title=cause.map(titles),
        place=place,
        is_open=rows["state"] == "open",
        note=rows["why"],
        signals=rows["signal"],
        titles=rows["signal_title"],
    )
    taken: Mapping[str, object] = {
        **dict.fromkeys(("account_id", "cause", *_FIRST, "state"), "first"),
        "is_open": "any",
        "signals": TAG_SEPARATOR.join,
        "titles": TAG_SEPARATOR.join,
        "evidence": " ".join,
    }
    parts = {name: whole.groupby("place", sort=False)[name].agg(how) for name, how in taken.items()}  # type: ignore[call-overload]
    found = pd.DataFrame(parts).reset_index()
    state = found["state"].mask(found["is_open"], "open")
    below = [key in capped for key in zip(found["account_id"], found["cause"], strict=True)]
    hidden = pd.Series(below, index=found.index, dtype="bool") & (found["grade"] == "alert")
    return found.drop(columns="is_open").assign(
        state=state.mask(hidden & (state == "open"), CAPPED)
    )
