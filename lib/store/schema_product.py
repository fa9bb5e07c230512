"""The tables of the product's map and of what people said of promises."""

from sqlalchemy import Column, Date, DateTime, Integer, String, Table, Text

from lib.store.schema_files import shared

# The map of the product as people changed it; `content` is JSON: one list a feature.
product_maps = Table(
    "product_maps",
    shared,
    Column("map_id", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# What people said of something that reads like a promise: confirmed, dismissed, by when, kept on.
promise_decisions = Table(
    "promise_decisions",
    shared,
    Column("decision_id", Integer, primary_key=True),
    Column("promise_id", Text, nullable=False, index=True),
    Column("decision", String(16), nullable=False),
    Column("feature", Text),
    Column("due_on", Date),
    Column("kept_on", Date),
    Column("author", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)
