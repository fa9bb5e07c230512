"""Bring a database to the schema that this version of the desk knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from lib.errors import DeskError
from lib.locale import msg

_FOLDER = Path(__file__).with_name("migrations")


def config() -> Config:
    """Return Alembic's configuration, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    return settings


def upgraded(engine: Engine) -> None:
    """Apply what is missing, in one transaction; refuse a schema newer than ours."""
    settings = config()
    scripts = ScriptDirectory.from_config(settings)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == scripts.get_current_head():
        return
    if found is not None and found not in {s.revision for s in scripts.walk_revisions()}:
        raise DeskError(
            "newer_schema",
            msg("This workspace was written by a newer version of the desk (schema {found}).",
                found=found),
            msg("Update the desk, or open another workspace."),
        )  # fmt: skip
    with engine.connect().execution_options(desk_writes=True) as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
