"""Large event logs: read in a stream, understood as small files are, written as Parquet.

`opened_big` says whether a file goes this way. Its `sheet`, made of rows from all over the
file, is recognised and shown like any other; `big_parsed` then does the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from lib.ingest.answers import ENCODING, Answers
from lib.ingest.big.convert import Conversion
from lib.ingest.big.result import Converted
from lib.ingest.big.sample import Sample, sampled
from lib.ingest.big.text import BigText, may_be_text, ready, size_of, start_of
from lib.ingest.issues import Issue, Question
from lib.ingest.names.mapping import Mapped
from lib.ingest.progress import Progress, silent
from lib.ingest.recognise import Recognition, recognised
from lib.ingest.sheet import Sheet, rejects_frame
from lib.model import Span

BIG_BYTES = 30_000_000
USAGE = "usage"


@dataclass(frozen=True)
class Big:
    """A large event log, ready to be read. `sheet` holds its first rows and some of the others."""

    text: BigText
    sample: Sample
    folder: Path

    @property
    def sheet(self) -> Sheet:
        """What is recognised and shown."""
        return self.sample.sheet

    def discard(self) -> None:
        """Remove the files that were made to read it."""
        self.text.discard()


@dataclass(frozen=True)
class BigParsed:
    """A large log understood, as `Parsed` says it of a small file; the rows lie in `part`.

    `rejects` lists the first thousand of `n_rejected`. While `questions` stand there is no
    part. Whoever does not take the part into the store discards it.
    """

    kind: str
    carried: frozenset[str]
    mapping: tuple[Mapped, ...]
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]
    spans: tuple[Span, ...]
    n_read: int
    n_rejected: int = 0
    n_repeated: int = 0
    n_rows: int = 0
    rejects: pd.DataFrame = field(default_factory=rejects_frame)
    preview: pd.DataFrame = field(default_factory=pd.DataFrame)
    part: Path | None = None
    first_day: date | None = None
    last_day: date | None = None

    def discard(self) -> None:
        """Remove the part."""
        if self.part is not None:
            self.part.unlink(missing_ok=True)


def is_big(content: bytes | Path, least: int = BIG_BYTES) -> bool:
    """Say whether a file is so large that it may have to be read in a stream."""
    return size_of(content) >= least and may_be_text(start_of(content))


def opened_big(
    file: str,
    content: bytes | Path,
    folder: Path,
    answers: Answers | None = None,
    progress: Progress = silent,
) -> Big | None:
    """Return a large event log ready to be read; None when the file goes the ordinary way.

    Files that have to be made (unpacked, in UTF-8) are made in `folder`. Raises DeskError
    as `read.sheets` does, and what `progress` raises.
    """
    wanted = answers or Answers()
    said = wanted.of(file)
    text = ready(file, content, folder, said.get(ENCODING), progress)
    try:
        sample = sampled(text, wanted, progress)
        if sample is not None and recognised(sample.sheet, None, said).kind == USAGE:
            return Big(text, sample, folder)
    except BaseException:
        text.discard()
        raise
    text.discard()
    return None


def big_parsed(
    big: Big,
    recognition: Recognition,
    answers: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> BigParsed:
    """Read the whole of a recognised log; bad rows stay out, the others lie in the part.

    Raises DeskError when the file is damaged, and what `progress` raises; then nothing is
    left of the work.
    """
    said = dict(answers or {})
    conversion = Conversion(big.text, big.sample, big.folder, said, progress)
    try:
        result = conversion.done(recognition)
    finally:
        conversion.discard()
    return _told(result)


def _told(result: Converted) -> BigParsed:
    meant = result.meant
    return BigParsed(
        kind=meant.kind,
        carried=meant.carried,
        mapping=meant.mapping,
        issues=result.issues,
        questions=meant.questions,
        spans=meant.spans,
        n_read=result.n_read,
        n_rejected=result.n_rejected,
        n_rows=result.n_rows,
        rejects=rejects_frame(result.rejects),
        preview=result.preview,
        part=result.part,
        first_day=result.first_day,
        last_day=result.last_day,
    )
