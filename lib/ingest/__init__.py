"""Foreign files in: read, recognise, parse. Knows no store; every text is converted once.

- `read.sheets`            bytes to tables of text (`encoding`, `csv_text`, `workbook`, `header`)
- `recognise.recognised`   the kind, the columns, what has to be asked
- `parse.parsed`           typed rows of the kind, rejects, issues, covered days
- `answers.read_answers`   a mapping file
"""

from lib.ingest.answers import Answers, checked, read_answers
from lib.ingest.issues import Issue, Problem, Question
from lib.ingest.mapping import Mapped
from lib.ingest.parse import Parsed, parsed
from lib.ingest.read import sheets
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
    "parsed",
    "read_answers",
    "recognised",
    "recognitions",
    "sheets",
]
