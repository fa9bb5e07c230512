"""The tables of the month: the working procedure, and what people ticked by hand."""

from sqlalchemy import Column, DateTime, Integer, String, Table, Text

from lib.store.schema_files import shared

# The working procedure as people changed it; `content` is JSON: one line a step.
procedures = Table(
    "procedures",
    shared,
    Column("procedure_id", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# A step of a month that somebody says is done, where the data cannot tell.
month_ticks = Table(
    "month_ticks",
    shared,
    Column("tick_id", Integer, primary_key=True),
    Column("period", String(7), nullable=False, index=True),
    Column("segment", Text, nullable=False),
    Column("step", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("ticked_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)
