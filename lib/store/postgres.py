"""PostgreSQL as the desk uses it: one writer at a time, as SQLite has it."""

from sqlalchemy import Connection, Engine, event

CONNECT = {
    "options": "-c lock_timeout=5000",
    "connect_timeout": 5,
    "client_encoding": "utf8",  # whatever a database was made with, text is text
}
# Held until the transaction ends, however it ends. The number is ours alone.
_TURN = "SELECT pg_advisory_xact_lock(7236830)"


def prepare(engine: Engine) -> None:
    """Let writing transactions of the engine take turns."""
    event.listen(engine, "begin", _begun)


def _begun(connection: Connection) -> None:
    if connection.get_execution_options().get("desk_writes", False):
        connection.exec_driver_sql(_TURN)
