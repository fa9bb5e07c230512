"""The file of one account: journey stage, every field with its source, tasks, invalid or not."""

import pandas as pd
import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.locale import Count, Message, Share, joined, msg, msgs
from lib.model.frames import records, row_of
from lib.profile.anomalies import ANOMALIES
from lib.profile.journey import EXPECTS, GIVES, STAGES, Step, disagreement, reason, steps
from lib.profile.template import TEAMS
from lib.ui import components, state, tables
from lib.ui.panels.files import invalid, task
from lib.ui.panels.files.words import field_name, field_names
from lib.ui.wording import said, say, shown


def show(card: AccountCard) -> None:
    """Draw the part."""
    _journey(card)
    _file(card)
    _odd(card)
    _tasks(card)
    _invalid(card)


def _journey(card: AccountCard) -> None:
    row = row_of(state.desk().journeys.of(card.day).table, card.account_id)
    st.subheader(say("Journey stage"), anchor=False)
    if not isinstance(row["stage"], str):
        components.unknown(reason(row))
    else:
        st.markdown(f"**{said(STAGES[row['stage']])}** · {said(reason(row))}")
        st.markdown(say("Customers at this stage expect: {what}", what=EXPECTS[row["stage"]]))
        st.markdown(say("Customers at this stage give: {what}", what=GIVES[row["stage"]]))
    clash = disagreement(row)
    if clash is not None:
        st.warning(said(clash))
    _next(steps(row), row["next"])


def _next(found: tuple[Step, ...], upcoming: object) -> None:
    if not found:
        return
    title = msg("What the next stage takes")
    if isinstance(upcoming, str):
        title = msg("What the next stage, '{stage}', takes", stage=STAGES[upcoming])
    st.markdown(f"**{said(title)}**")
    for step in found:
        unknown = "" if step.unknown is None else f" :gray[({said(step.unknown)})]"
        st.markdown(f"- {said(step.asked)}{unknown}")


def _file(card: AccountCard) -> None:
    rows = state.desk().filed.of(card.account_id, card.day)
    template = state.desk().templates.now()
    st.subheader(say("Customer file"), anchor=False)
    st.markdown(said(_finding(card, rows)))
    shown_rows = rows.assign(
        team=[template[name].team for name in rows["field"]],
        value=[_value(row) for row in records(rows)],
        where=[_where(row) for row in records(rows)],
        earlier=[", ".join(values) for values in rows["earlier"]],
    )
    tables.table(
        shown_rows,
        {
            "field": tables.named(msg("Field"), field_names()),
            "value": tables.text(msg("Value")),
            "team": tables.named(msg("Filled by"), TEAMS),
            "day": tables.day(msg("Known since")),
            "where": tables.text(msg("Where it comes from")),
            "earlier": tables.text(msg("Earlier values")),
        },
        "file_fields",
    )
    task.undo_fill()
    _fill(card, rows)


def _finding(card: AccountCard, rows: pd.DataFrame) -> Message:
    template = state.desk().templates.now()
    total = sum(template[name].weight for name in rows["field"])
    have = sum(template[name].weight for name in rows.loc[rows["filled"], "field"])
    missing = [field_name(name) for name in rows.loc[~rows["filled"], "field"]]
    if not missing:
        return msg("The file of {account} is complete.", account=card.name)
    return msg(
        "The file of {account} is {share} complete; missing: {fields}.",
        account=card.name,
        share=Share(have / total),
        fields=joined(missing),
    )


def _value(row: dict[str, object]) -> str:
    """Return the value, or why there is none."""
    if isinstance(row["value"], str):
        return shown(STAGES.get(row["value"], row["value"]))
    if row["filled"]:
        return shown(msg("known"))
    return shown(msg("left blank") if row["carried"] else msg("in no export"))


def _where(row: dict[str, object]) -> str:
    if isinstance(row["file"], str):
        sheet = f", {row['sheet']}" if isinstance(row["sheet"], str) else ""
        place = msg(
            "{file}, row {row}",
            file=f"{row['file']}{sheet}",
            row=str(int(float(str(row["row"])))),
        )
        return shown(place)
    if isinstance(row["by"], str):
        return shown(msg("entered in the app by {author}", author=row["by"]))
    return ""


def _fill(card: AccountCard, rows: pd.DataFrame) -> None:
    template = state.desk().templates.now()
    names = [str(name) for name in rows["field"] if template[str(name)].fill is not None]
    first = [name for name in names if not rows.set_index("field")["filled"][name]]
    order = [*first, *(name for name in names if name not in first)]
    if not order:
        return
    chosen = st.selectbox(
        say("Fill or correct a field"),
        order,
        format_func=lambda name: shown(field_name(name)),
        key=f"fill_field_{card.account_id}",
        width=320,
    )
    task.fill_form(card.account_id, chosen, f"file_{card.account_id}")


def _odd(card: AccountCard) -> None:
    odd = state.desk().files.anomalies(card.day)
    mine = odd[odd["account_id"] == card.account_id]
    findings = [
        (finding.message, int((finding.rows["account_id"] == card.account_id).sum()))
        for finding in state.desk().quality.findings()
        if "account_id" in finding.rows
    ]
    clashes = [(message, n) for message, n in findings if n]
    if mine.empty and not clashes:
        return
    st.subheader(say("What looks odd in this file"), anchor=False)
    for row in records(mine):
        st.markdown(
            "- "
            + said(
                msg(
                    "{what} ({field}; row {row} of the file)",
                    what=ANOMALIES[row["what"]],
                    field=field_name(row["field"]),
                    row=str(row["source_row"]),
                )
            )
        )
    for message, n in clashes:
        rows = msgs("{n} row of this account", "{n} rows of this account", n)
        st.markdown(f"- {said(message)} :gray[({said(rows)})]")


def _tasks(card: AccountCard) -> None:
    tasks = state.desk().plans.all(card.account_id)
    if tasks.empty:
        return
    st.subheader(say("Completion plan"), anchor=False)
    open_ones = int(tasks["state"].isin(["open", "overdue"]).sum())
    st.caption(say("{n} open", n=Count(open_ones)))
    for row in records(tasks):
        task.show(row)


def _invalid(card: AccountCard) -> None:
    rows = state.desk().invalid.now(card.day)
    mine = records(rows[rows["account_id"] == card.account_id])
    if not mine:
        with st.expander(say("This is no customer")):
            invalid.form(card.account_id)
        return
    st.subheader(say("Invalid customer"), anchor=False)
    row = mine[0]
    if pd.isna(row["mark_id"]):
        components.unknown(msg("stated in the source"))
        return
    st.markdown(said(str(row["reason"])))
    st.caption(said(msg("{author}, {day}", author=str(row["author"]), day=row["marked_at"].date())))
    invalid.way_back(int(row["mark_id"]))
