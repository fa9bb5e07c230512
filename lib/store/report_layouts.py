"""How reports are laid out, and the company's Word template. Undone versions are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.report_states import refuse_published
from lib.store.schema_reports import report_layouts, word_templates
from lib.store.workspace import Workspace


def layouts(workspace: Workspace) -> pd.DataFrame:
    """Return every version of every layout, oldest first, undone ones too."""
    return every(workspace, report_layouts)


def add_layout(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a layout; return its id. DeskError when it is that of a published report."""
    with workspace.writing() as connection:
        if values["report_id"] is not None:
            refuse_published(connection, values["report_id"])
        return kept(connection, report_layouts, values)


def undo_layout(workspace: Workspace, layout_id: int, at: datetime) -> None:
    """Take a layout back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no layout {id} that could be undone.", id=str(layout_id))
    with workspace.writing() as connection:
        taken_back(connection, report_layouts, layout_id, at, ("unknown_layout", message))


def word_template(workspace: Workspace) -> bytes | None:
    """Return the newest Word template that stands; None when there is none."""
    table = word_templates
    newest = select(table.c.content).where(table.c.undone_at.is_(None))
    with workspace.reading() as connection:
        found = connection.scalar(newest.order_by(table.c.template_id.desc()).limit(1))
    return None if found is None else bytes(found)


def word_template_versions(workspace: Workspace) -> pd.DataFrame:
    """Return every Word template but for its bytes, oldest first, undone ones too."""
    columns = [column for column in word_templates.c if column.name != "content"]
    with workspace.reading() as connection:
        query = select(*columns).order_by(word_templates.c.template_id)
        return pd.read_sql_query(query, connection)


def add_word_template(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a Word template; return its id."""
    with workspace.writing() as connection:
        return kept(connection, word_templates, values)


def undo_word_template(workspace: Workspace, template_id: int, at: datetime) -> None:
    """Take a Word template back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no Word template {id} that could be undone.", id=str(template_id))
    with workspace.writing() as connection:
        taken_back(connection, word_templates, template_id, at, ("unknown_template", message))
