"""The tables of actions that a report agreed, and of what became of each."""

from sqlalchemy import Column, Date, DateTime, Float, ForeignKey, Integer, String, Table, Text

from lib.store.schema_files import shared

# What a report's conclusions ask for, taken up by people. `finding` is the proposal that it was
# taken from (blank: written by hand), `texts` and `accounts` are JSON: by language, and ids.
report_actions = Table(
    "report_actions",
    shared,
    Column("action_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("finding", Text),
    Column("texts", Text, nullable=False),
    Column("accounts", Text, nullable=False),
    Column("arr", Float),
    Column("author", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Owner and due day of an action (`what` = "assigned"), and what became of it ("done", "dropped",
# "reopened"), the newest that was not undone counts.
report_action_steps = Table(
    "report_action_steps",
    shared,
    Column("step_id", Integer, primary_key=True),
    Column("action_id", ForeignKey("report_actions.action_id"), nullable=False, index=True),
    Column("what", String(16), nullable=False),
    Column("owner", Text),
    Column("due_on", Date),
    Column("ended_on", Date),
    Column("outcome", Text),
    Column("author", Text, nullable=False),
    Column("taken_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)
