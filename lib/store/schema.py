"""The relational part: one table a kind of row, and what people add to them.

Tables of kinds are built from `lib.model.kinds`; migrations in `migrations/` are the
history, and a test holds the two together.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from lib.model import KINDS, Kind, Type
from lib.store.schema_actions import report_action_steps, report_actions
from lib.store.schema_files import (
    completion_steps,
    completion_tasks,
    file_templates,
    invalid_marks,
    shared,
)
from lib.store.schema_interviews import (
    interview_guides,
    interview_picks,
    interview_plans,
    interview_refusals,
)
from lib.store.schema_month import month_ticks, procedures
from lib.store.schema_product import product_maps, promise_decisions
from lib.store.schema_reports import (
    publications,
    report_comment_steps,
    report_comments,
    report_layouts,
    report_states,
    word_templates,
)

metadata = shared

_TYPES: dict[Type, type[TypeEngine[Any]]] = {
    Type.ID: Text,
    Type.TEXT: Text,
    Type.CHOICE: Text,
    Type.TAGS: Text,
    Type.DAY: DateTime,
    Type.TIME: DateTime,
    Type.AMOUNT: Float,
    Type.COUNT: Float,
    Type.SHARE: Float,
    Type.FLAG: Boolean,
}


def _kind_table(kind: Kind) -> Table:
    return Table(
        f"rows_{kind.name}",
        metadata,
        Column("row_id", Integer, primary_key=True),
        Column("batch_id", ForeignKey("batches.batch_id"), nullable=False),
        Column("source_row", Integer, nullable=False),
        Column("row_key", Text, nullable=False),
        Column("custom", Text),
        *(Column(column.name, _TYPES[column.type]) for column in kind.columns),
        Index(None, "batch_id"),
    )


batches = Table(
    "batches",
    metadata,
    Column("batch_id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("kind", String(32), nullable=False),
    Column("imported_at", DateTime, nullable=False),
    Column("known_on", Date, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("carried", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("issues", Text, nullable=False),
    Column("undone_at", DateTime),
    Column("author", Text),
    Column("signature", String(64)),
)

# A mapping that somebody confirmed, for files with the same headings. `source` is the name
# of the file without dates and numbers: headings that change under it are pointed out.
profiles = Table(
    "profiles",
    metadata,
    Column("profile_id", Integer, primary_key=True),
    Column("signature", String(64), nullable=False, index=True),
    Column("source", Text, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("headings", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("confirmed_at", DateTime, nullable=False),
    Column("removed_at", DateTime),
)

# What people decided about pairs of accounts and about names that fit several.
match_decisions = Table(
    "match_decisions",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("other", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# What people decided about values of one field: `spelling` means `value`.
vocabulary = Table(
    "vocabulary",
    metadata,
    Column("term_id", Integer, primary_key=True),
    Column("field", String(64), nullable=False, index=True),
    Column("spelling", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Usage events are too many for rows in a relational table: they lie in Parquet, and the
# manifest says which files belong to which batch. A file that is not listed is ignored.
usage_files = Table(
    "usage_files",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("batch_id", ForeignKey("batches.batch_id"), nullable=False, index=True),
    Column("n_rows", Integer, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("segment_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    Column("description", Text),
    Column("removed_at", DateTime),
    Index(
        "uq_segments_name_standing",
        "name",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)

# Every rule that a segment had; the newest holds. A frozen one has the ids and names of its
# members (JSON) as of `frozen_on`.
segment_versions = Table(
    "segment_versions",
    metadata,
    Column("version_id", Integer, primary_key=True),
    Column("segment_id", ForeignKey("segments.segment_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("frozen_on", Date),
    Column("members", Text),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    UniqueConstraint("segment_id", "version"),
)

# What explains a figure. An edit is a new row with the `thread_id` of the first version.
notes = Table(
    "notes",
    metadata,
    Column("note_id", Integer, primary_key=True),
    Column("target", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("written_at", DateTime, nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("removed_at", DateTime),
    Column("reason", String(32)),
    Column("expires_on", Date),
    Column("thread_id", Integer),
)

signal_actions = Table(
    "signal_actions",
    metadata,
    Column("action_id", Integer, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("signal", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("until_on", Date),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    Column("acted_at", DateTime, nullable=False),
    Index(None, "account_id", "signal"),
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Integer, primary_key=True),
    Column("segment", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("period", String(7), nullable=False),
    Column("months", Integer, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("drafted_at", DateTime, nullable=False),
    UniqueConstraint("segment", "period", "months", "lang"),
)

# `figures` (JSON: id -> as shown then) and `draft` are what its writer had in front of them.
report_texts = Table(
    "report_texts",
    metadata,
    Column("text_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("section", String(32), nullable=False),
    Column("text", Text),
    Column("version", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("written_at", DateTime, nullable=False),
    Column("figures", Text),
    Column("draft", Text),
    UniqueConstraint("report_id", "section", "version"),
)

# Thresholds that people set in place of the catalogue's; `numbers` is JSON, all of a signal's
# values. A version is never given twice, so that a reading tells by what it was judged.
threshold_changes = Table(
    "threshold_changes",
    metadata,
    Column("change_id", Integer, primary_key=True),
    Column("signal", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    UniqueConstraint("signal", "version"),
)

# Roles proposed from a job title that people turned down: not proposed again to the person
# while the title stands. `row_key` is that of the contact.
role_refusals = Table(
    "role_refusals",
    metadata,
    Column("refusal_id", Integer, primary_key=True),
    Column("row_key", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Index(None, "row_key"),
)

# What people say an alarm was worth. `begun_on` is the first day of the alarm.
alarm_outcomes = Table(
    "alarm_outcomes",
    metadata,
    Column("outcome_id", Integer, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("signal", String(64), nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("note", Text),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Index(None, "account_id", "signal"),
)

# What somebody will do about an account. `purpose`: a signal, a renewal, or to win it back.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("follow_up_id", Integer, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("purpose", String(16), nullable=False),
    Column("signal", String(64)),
    Column("what", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    Column("author", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("removed_at", DateTime),
)

# Suggested segments that people took or do not want to see again; undone ones are kept.
suggestion_decisions = Table(
    "suggestion_decisions",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("decision", String(16), nullable=False),
    Column("name", Text),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# Why a customer was lost and what was learnt; every version is kept.
loss_reviews = Table(
    "loss_reviews",
    metadata,
    Column("review_id", Integer, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("churned_on", Date, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("lessons", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("reviewed_at", DateTime, nullable=False),
    UniqueConstraint("account_id", "churned_on", "version"),
)

# Demands that people said are one wish ("merge": `row_key` counts for `into_row_key`), or
# said are two ("apart"), so that they are not proposed again.
demand_merges = Table(
    "demand_merges",
    metadata,
    Column("merge_id", Integer, primary_key=True),
    Column("row_key", Text, nullable=False, index=True),
    Column("into_row_key", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# The list of themes as people made it; `members` is JSON, the texts that an added theme began
# with. Undone decisions are kept.
theme_decisions = Table(
    "theme_decisions",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("name_en", Text),
    Column("name_zh", Text),
    Column("into_key", Text),
    Column("members", Text),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# What people said a piece of text is about.
theme_labels = Table(
    "theme_labels",
    metadata,
    Column("label_id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

kind_tables = {kind.name: _kind_table(kind) for kind in KINDS.values() if kind.name != "usage"}
customer_files = (file_templates, completion_tasks, completion_steps, invalid_marks)
product = (product_maps, promise_decisions)
interviews = (interview_guides, interview_plans, interview_picks, interview_refusals)
report_life = (
    report_states,
    report_comments,
    report_comment_steps,
    report_layouts,
    word_templates,
    publications,
)
actions = (report_actions, report_action_steps)
month = (procedures, month_ticks)
