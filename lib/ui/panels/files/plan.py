"""The completion plan: what is overdue and open, making tasks for many, the list to call by."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.desk.customer.plans import STATES, WAYS
from lib.locale import Count, Message, msg, msgs
from lib.model.frames import records
from lib.profile.template import TEAMS
from lib.report.writers.table import Sheet, workbook
from lib.ui import components, filters, state, tables
from lib.ui.panels.files import plan_new, task
from lib.ui.panels.files.words import field_name, owner_name
from lib.ui.units import money
from lib.ui.wording import say, shown

_OPEN = ("overdue", "open")


def show() -> None:
    """Draw the part."""
    tasks = state.desk().plans.all()
    tasks = tasks[tasks["account_id"].isin(_members()) | tasks["state"].eq("invalid")]
    components.finding(_finding(tasks))
    task.undo_fill()
    plan_new.show()
    if not tasks.empty:
        _board(tasks)


def _members() -> pd.Index:
    return state.desk().segments.members(state.segment(), state.day())


def _finding(tasks: pd.DataFrame) -> Message:
    counts = tasks["state"].value_counts()
    n_open = sum(int(counts.get(name, 0)) for name in _OPEN)
    if tasks.empty:
        return _nothing_yet()
    if not n_open:
        return msg(
            "Nothing of the plan is open: {filled} fields are filled, {ended} tasks ended"
            " otherwise.",
            filled=Count(int(counts.get("filled", 0))),
            ended=Count(len(tasks) - int(counts.get("filled", 0))),
        )
    return msgs(
        "{n} field is still to be got, {late} overdue; {filled} of the plan are filled.",
        "{n} fields are still to be got, {late} overdue; {filled} of the plan are filled.",
        n_open,
        late=Count(int(counts.get("overdue", 0))),
        filled=Count(int(counts.get("filled", 0))),
    )


def _nothing_yet() -> Message:
    files = state.desk().files.view(state.segment(), state.day())
    n = int((files.accounts["completeness"] < 1).sum())
    if not n:
        return msg("Every customer file is complete; nothing is to be planned.")
    return msgs(
        "No missing field is planned to be filled yet; the file of {n} customer has gaps.",
        "No missing field is planned to be filled yet; the files of {n} customers have gaps.",
        n,
    )


def _board(tasks: pd.DataFrame) -> None:
    st.subheader(say("Tasks"), anchor=False)
    with st.container(horizontal=True, gap="large"):
        states = _pills("state", msg("State"), STATES, tasks["state"])
        ways = _pills("way", msg("Way"), WAYS, tasks["way"])
        teams = _pills("team", msg("Filled by"), TEAMS, tasks["team"])
        filters.clear(("state", "way", "team"))
    chosen = tasks
    for column, values in (("state", states), ("way", ways), ("team", teams)):
        chosen = chosen[chosen[column].isin(values)] if values else chosen
    rows = chosen.assign(
        id=chosen["task_id"].astype("str"),
        title=[shown(field_name(str(name))) for name in chosen["field"]],
        who=[shown(owner_name(str(name))) for name in chosen["owner"]],
    )
    picked = tables.table(rows, _columns(), "completion_plan", choose="id")
    _call_list(rows)
    if picked is not None:
        task.show(records(chosen[chosen["task_id"] == int(picked)])[0])


def _pills(
    name: str, title: Message, names: Mapping[str, Message], values: pd.Series
) -> tuple[str, ...]:
    """Offer the values that occur, with their counts."""
    counts = {str(value): int(n) for value, n in values.value_counts().items()}
    return filters.pills(name, title, {v: t for v, t in names.items() if v in counts}, counts)


def _columns() -> dict[str, tables.Column]:
    currency = state.desk().data.snapshot(state.day()).currency
    return {
        "account_name": tables.text(msg("Account")),
        "arr": tables.number(msg("ARR"), money(currency)),
        "title": tables.text(msg("Missing field")),
        "state": tables.named(msg("State"), STATES),
        "way": tables.named(msg("Way"), WAYS),
        "who": tables.text(msg("Owner of the task")),
        "due_on": tables.day(msg("Due")),
    }


def _call_list(rows: pd.DataFrame) -> None:
    """Give the open tasks as a workbook, with people to call where they are known."""
    open_rows = rows[rows["state"].isin(_OPEN)]
    if open_rows.empty:
        return
    lang = state.language()
    wanted = open_rows.assign(way=[shown(WAYS[str(way)]) for way in open_rows["way"]])
    people = _contacts(open_rows["account_id"])
    wanted = wanted.assign(person=people["full_name"], phone=people["phone"])
    columns = ["account_name", "account_id", "arr", "title", "way", "who", "due_on", "person",
               "phone", "answer"]  # fmt: skip
    headings = (
        msg("Account"), msg("Id"), msg("ARR"), msg("Missing field"), msg("Way"),
        msg("Owner of the task"), msg("Due"), msg("Whom to ask"), msg("Telephone"), msg("Answer"),
    )  # fmt: skip
    sheet = Sheet(msg("Call list"), headings, wanted.assign(answer=None)[columns])
    st.download_button(
        say("Call list (XLSX)"),
        data=lambda: workbook(sheet, lang),
        file_name="call-list.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="call_list",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def _contacts(accounts: pd.Series) -> pd.DataFrame:
    """Return for each row's account a person who is still there, and the telephone."""
    people = state.desk().data.snapshot(state.day()).table("contacts")
    there = people[people["active"].fillna(value=True).astype("bool")]
    first = there.sort_values("last_contacted_on", ascending=False, kind="stable")
    first = first.drop_duplicates("account_id").set_index("account_id")
    first = first.assign(phone=first["mobile"].fillna(first["phone"]))
    return first[["full_name", "phone"]].reindex(accounts).set_axis(accounts.index)
