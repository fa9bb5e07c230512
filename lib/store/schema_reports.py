"""The tables of a report's life: its states, comments, layouts, Word templates, publications."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from lib.store.schema_files import shared

# Each change of a report's state, in order; `step` is its number within the report, so that
# of two people who change it at once only one does. `version` counts publications so far.
report_states = Table(
    "report_states",
    shared,
    Column("state_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("report_id", "step"),
)

# A remark on a section; what became of it stands in `report_comment_steps`.
report_comments = Table(
    "report_comments",
    shared,
    Column("comment_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("section", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

report_comment_steps = Table(
    "report_comment_steps",
    shared,
    Column("step_id", Integer, primary_key=True),
    Column("comment_id", ForeignKey("report_comments.comment_id"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

# How reports are laid out: `content` is JSON, one line a section. Without a report it is the
# company's. `lang` is the language of its titles and texts.
report_layouts = Table(
    "report_layouts",
    shared,
    Column("layout_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), index=True),
    Column("lang", String(2), nullable=False),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# The company's Word file whose styles, header and footer reports take over.
word_templates = Table(
    "word_templates",
    shared,
    Column("template_id", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Published versions. `file` lies in the workspace's folder `reports`; `sha256` is of its bytes.
publications = Table(
    "publications",
    shared,
    Column("publication_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("what_changed", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("published_at", DateTime, nullable=False),
    UniqueConstraint("report_id", "version"),
)
