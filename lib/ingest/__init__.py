"""Foreign files in: read, recognise, parse. Knows no store; every text is converted once.

- `read.sheets`            bytes to tables of text (`foreign` reads them, in its own process)
- `read.members`           the files of an archive
- `table.tables`           a grid to its tables: headers, totals, notes, ragged rows, several tables
- `reshape.reshaped_all`   wide usage, rows of tags, histories, kinds side by side, to our shapes
- `recognise.recognised`   the kind, the columns, what has to be asked
- `parse.parsed`           typed rows of the kind, rejects, issues, covered days
- `answers.read_answers`   a mapping file
"""

from lib.ingest.answers import Answers, checked, read_answers
from lib.ingest.issues import Issue, Problem, Question
from lib.ingest.mapping import Mapped
from lib.ingest.parse import Parsed, parsed
from lib.ingest.read import members, sheets
from lib.ingest.recognise import Recognition, recognised, recognitions
from lib.ingest.sheet import Sheet

__all__ = [
    "Answers",
    "Issue",
    "Mapped",
    "Parsed",
    "Problem",
    "Question",
    "Recognition",
    "Sheet",
    "checked",
    "members",
    "parsed",
    "read_answers",
    "recognised",
    "recognitions",
    "sheets",
]
