"""The tables of customer files: template, completion plan, invalid customers; and the metadata."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text

shared = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The template of the customer file as people changed it; `content` is JSON: field → weight, team.
file_templates = Table(
    "file_templates",
    shared,
    Column("template_id", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Who will get a missing field of a customer file filled, in which way and until when.
# `made_in` is shared by those that were made at once.
completion_tasks = Table(
    "completion_tasks",
    shared,
    Column("task_id", Integer, primary_key=True),
    Column("made_in", String(32), nullable=False, index=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("way", String(16), nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("removed_at", DateTime),
)

# What became of a task by somebody's word: done or cancelled; undone again.
completion_steps = Table(
    "completion_steps",
    shared,
    Column("step_id", Integer, primary_key=True),
    Column("task_id", ForeignKey("completion_tasks.task_id"), nullable=False, index=True),
    Column("what", String(16), nullable=False),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    Column("taken_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Accounts that people found to be no customers at all; they count in no figure of any day.
invalid_marks = Table(
    "invalid_marks",
    shared,
    Column("mark_id", Integer, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("marked_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Column("undone_by", Text),
)
