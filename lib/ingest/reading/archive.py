"""The files in an archive, each under a name of its own."""

from pathlib import PurePath

from lib.errors import DeskError
from lib.ingest.progress import Progress, silent
from lib.ingest.reading.foreign import Task, told
from lib.ingest.reading.nature import Nature, named_as_workbook, nature, says_it_is_office
from lib.ingest.reading.refusals import refusal

Member = tuple[str, bytes | DeskError]


def members(file: str, content: bytes, progress: Progress = silent) -> tuple[Member, ...]:
    """Return the files in an archive (`export.zip/accounts.csv`); other files as themselves.

    A member that cannot be unpacked comes as the error that says why, so that it stops no
    other. Raises DeskError when the archive itself cannot be read.
    """
    kind = nature(file, content)
    if kind is Nature.GZIP:
        ((_, inner),) = told(Task(file, content, "gzip", {}, progress))
        return ((_without_ending(file), inner),)
    if kind is not Nature.ZIP or says_it_is_office(content) or named_as_workbook(file):
        return ((file, content),)
    found: list[Member] = []
    for record, inner in told(Task(file, content, "zip", {}, progress)):
        name = f"{file}/{record['member']}"
        if "refused" in record:
            found.append((name, refusal(name, record["refused"], record["words"])))
        else:
            found.append((name, inner))
    return tuple(found)


def _without_ending(file: str) -> str:
    return file[: -len(".gz")] if PurePath(file).suffix.lower() == ".gz" else file
