"""Foreign files in: read, recognise, parse. Knows no store; every text is converted once.

In the order of the work:

- `read`        bytes to sheets of text; `reading/` asks a process of its own (`lib.foreign`)
- `tables/`     a grid to its tables: headers, totals, notes, ragged rows, several tables
- `shapes/`     wide periods, one row a tag, histories, kinds side by side, to our rows
- `recognise`   the kind and the fields (`names/`), and what has to be asked
- `parse`       typed rows of the kind (`values/`, `rows/`), rejects, issues, covered days
- `big/`        large event logs: the same, in a stream

Beside it: `answers` (what users said, mapping files), `memory` (confirmed mappings and changed
headings), `templates` and `reject_book` (workbooks to fill in and to mend).
"""

from lib.ingest.answers import Answers, checked, read_answers
from lib.ingest.issues import Issue, Problem, Question
from lib.ingest.names.mapping import Mapped
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
