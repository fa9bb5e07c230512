"""Reports as files: any format by its ending, written whole or not at all."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from lib.errors import DeskError
from lib.locale import msg
from lib.report.blocks import Report
from lib.store.atomic import written_whole

FORMATS = (".docx", ".pptx", ".xlsx", ".html", ".pdf", ".md")


def exported(report: Report, ending: str, word_template: bytes | None = None) -> bytes:
    """Return a report in a format by its ending; DeskError when there is no such format.

    `word_template` is a company's Word file, whose looks the Word report takes.
    """
    if ending not in FORMATS:
        raise DeskError(
            "unknown_format",
            msg("A report cannot be written as '{ending}'.", ending=ending or "?"),
            msg("Choose one of {endings}.", endings=", ".join(FORMATS)),
        )
    writer = _writer(ending)
    return writer(report, word_template) if ending == ".docx" else writer(report)


def write(report: Report, path: Path, word_template: bytes | None = None) -> None:
    """Write a report to a file; DeskError when the format is unknown or the file cannot be made."""
    write_bytes(exported(report, path.suffix.lower(), word_template), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write bytes to a file, whole or not at all; DeskError when it cannot be made."""
    try:
        written_whole(path, lambda part: part.write_bytes(content))
    except OSError as error:
        raise DeskError(
            "cannot_write",
            msg("The file '{file}' cannot be written: {why}.", file=str(path),
                why=error.strerror or str(error)),
            msg("Choose a folder that exists and that you may write to."),
        ) from error  # fmt: skip


def _writer(ending: str) -> Callable[..., bytes]:
    """Return the writer of a format. What it draws with is slow to import: only when needed."""
    writer: Callable[..., bytes] = import_module(f"lib.report.writers.{ending[1:]}").write
    return writer
