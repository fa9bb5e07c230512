"""Where everything is kept: SQLite or PostgreSQL for rows, Parquet for usage events.

Only `lib.desk` imports this package. Nothing here is ever overwritten by an import: a
batch adds versions of rows, undoing it takes them out of sight.
"""

from lib.store.opening import opened
from lib.store.workspace import Workspace

__all__ = ["Workspace", "opened"]
