"""What stages, teams and kinds of touch are called, and the view that the parts share."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.desk.voice.touchpoints import View
from lib.locale import Count, Message, Money, Text, msg, msgs
from lib.profile.journey import SHORT, STAGES
from lib.touchpoints.matrix import ANY
from lib.touchpoints.rules import APART_DAYS, BLANK_DAYS, NEAR_DAYS, TEAMS, UNKNOWN, WINDOWS
from lib.ui import components, filters, state, tables
from lib.ui.wording import said, say, shown

TOUCHES: Mapping[str, Text] = {
    "call": msg("Call"),
    "meeting": msg("Meeting"),
    "visit": msg("Visit"),
    "mail": msg("By e-mail"),
    "message": msg("Chat message"),
    "training": msg("Training"),
    "qbr": msg("Business review"),
    "ticket": msg("Ticket"),
    "internal_note": msg("Internal note"),
}
STAGE_NAMES: Mapping[str, Text] = {**STAGES, UNKNOWN: msg("unknown")}
SHORT_NAMES: Mapping[str, Text] = {**SHORT, UNKNOWN: msg("unknown")}


def window() -> int:
    """Ask how far back to look; return the days."""
    titles: Mapping[str, Text] = {str(days): title for days, title in WINDOWS.items()}
    return int(filters.switch("window", msg("Period"), titles))


def view(days: int) -> View:
    """Return the touchpoints of the segment of the page."""
    return state.desk().touchpoints.view(state.segment(), state.day(), days)


def teams(rows: pd.Series) -> Mapping[str, Text]:
    """Return what the functions of a column are called, in its order; others keep their name."""
    return {str(name): team(str(name)) for name in rows.unique()}


def team(name: str) -> Text:
    """Return what a function is called."""
    if name == ANY:
        return msg("Any team")
    return TEAMS.get(name, name)


def as_written(names: object) -> str:
    """Return teams "a|b" as a list for people, a function by its name in their language."""
    return ", ".join(shown(team(name)) for name in str(names).split("|") if name)


def nothing_known(found: View) -> bool:
    """Say, where the files hold no touch at all, what to load; whether that is so."""
    if found.n_accounts and found.matrix["n_touches"].sum() + len(found.walked) == 0:
        components.empty(
            msg(
                "Load your activities and tickets, with their team: then each stage shows which"
                " team met how many customers, and where nobody did."
            ),
            "table",
            (components.IMPORT_PAGE, msg("Import your exports")),
        )
        return True
    if not found.n_accounts:
        components.finding(msg("No customer is in this segment."))
    return not found.n_accounts


def whole_finding(found: View) -> Message:
    """Return the answer of the page: where nobody was, what came twice, what was contradictory."""
    return msg(
        "{one} {two}",
        one=blank_finding(found),
        two=msg("{one} {two}", one=double_finding(found), two=apart_finding(found)),
    )


def blank_finding(found: View) -> Message:
    """Say in which stage most customers met nobody for long."""
    if not found.known:
        return msg(
            "Whether anybody was left alone is unknown: the activities cover less than {days}"
            " days of this period.",
            days=str(BLANK_DAYS),
        )
    rows = found.stages[found.stages["n_blank"] > 0]
    if rows.empty:
        return msg("No customer went {days} days without being met.", days=str(BLANK_DAYS))
    worst = rows.sort_values(["n_blank", "arr_blank"], ascending=False, kind="stable").iloc[0]
    return msg(
        "In the stage '{stage}', nobody met {n} of {m} customers{arr} for {days} days or more.",
        stage=STAGES[str(worst["stage"])],
        n=Count(int(worst["n_blank"])),
        m=Count(int(worst["n_judged"])),
        arr=_with_arr(float(worst["arr_blank"]), found.currency),
        days=str(BLANK_DAYS),
    )


def double_finding(found: View) -> Message:
    """Say how often two teams brought a customer the same."""
    n = len(found.duplicates)
    if not n:
        return msg(
            "No two teams brought a customer the same within {days} days.", days=str(NEAR_DAYS)
        )
    return msgs(
        "{n} time two teams brought a customer the same within {days} days.",
        "{n} times two teams brought a customer the same within {days} days.",
        n,
        days=str(NEAR_DAYS),
    )


def apart_finding(found: View) -> Message:
    """Say how often two teams told a customer different things."""
    n = len(found.contradictions)
    if not n:
        return msg(
            "No two teams told a customer different things within {days} days, as far as the"
            " rules see.",
            days=str(APART_DAYS),
        )
    return msgs(
        "{n} time a customer was told different things by two teams within {days} days.",
        "{n} times a customer was told different things by two teams within {days} days.",
        n,
        days=str(APART_DAYS),
    )


def side(row: Mapping[str, object], which: str) -> None:
    """Show one of two texts: which team, when, and what its record says."""
    at = pd.Timestamp(str(row[f"{which}_at"])).date()
    st.markdown(f"**{say('{team}, {day}', team=str(row[f'{which}_team']), day=at)}**")
    for line in str(row[f"{which}_text"]).splitlines():
        st.markdown(said(line))


def touch_columns() -> dict[str, tables.Column]:
    """Return the columns of touches; no person is named."""
    return {
        "account_name": tables.text(msg("Account")),
        "day": tables.day(msg("Day")),
        "team": tables.text(msg("Team")),
        "type": tables.named(msg("Kind"), TOUCHES),
        "subject": tables.text(msg("Title of the record")),
        "stage": tables.named(msg("Journey stage"), SHORT_NAMES),
    }


def _with_arr(arr: float, currency: str | None) -> Message | str:
    if arr != arr:  # noqa: PLR0124 - NaN: unknown
        return ""
    return msg(" with ARR {arr}", arr=Money(arr, currency))
