"""Headings that stand over several columns, or over none: joined, numbered, or asked about."""

from collections.abc import Sequence

import pandas as pd

from lib.ingest.issues import Issue, Question, note
from lib.ingest.names.headings import known_headings, normalised
from lib.locale import Message, msg
from lib.model.spec import Type

TAG_MARK = "|"
REPEATED_HEADING = "repeated_heading"
_FREE_TEXT = frozenset({"notes", "description", "body", "note", "text"})
_ENOUGH_ROWS, _SEVERAL = 10, 2
_ASKED_SHARE = 0.1  # a blank heading over fewer filled cells than this is a scribble


class Doubles:
    """What was found out about the headings of a table; `cells` may lose columns by it."""

    def __init__(self, title: str, headings: dict[str, str], cells: pd.DataFrame) -> None:
        """Take the headings by the name of the column, and the cells."""
        self.title = title
        self.cells = cells
        self.issues: list[Issue] = []
        self.questions: list[Question] = []
        groups: dict[str, list[str]] = {}
        for name, heading in headings.items():
            if normalised(heading):
                groups.setdefault(normalised(heading), []).append(name)
        for heading, names in groups.items():
            if len(names) > 1:
                self._judge(heading, names)
        blank = [name for name, heading in headings.items() if not normalised(heading)]
        self._ask_blank([name for name in blank if not _is_count(cells[name])])

    def _judge(self, heading: str, names: list[str]) -> None:
        types = {known.column.type for known in known_headings().get(heading, ())}
        if types == {Type.TAGS}:
            self._join(names)
            return
        names = self._without_copies(names)
        if len(names) == 1:
            return
        if types and not _is_free_text(heading):
            self._ask(heading, names)
        self.issues.append(_numbered(names[0]))

    def _join(self, names: list[str]) -> None:
        """Make one column of several columns of tags."""
        self.cells = joined_tags(self.cells, names)
        message = msg(
            "{n} columns are headed '{name}'; they were read as one list.",
            n=str(len(names)),
            name=names[0],
        )
        self.issues.append(note("joined_columns", "info", message, names[0]))

    def _without_copies(self, names: list[str]) -> list[str]:
        """Leave out columns that say the same as the first in every row."""
        first = self.cells[names[0]]
        if len(first) < _ENOUGH_ROWS or first.nunique() < _SEVERAL:  # alike by chance
            return names
        copies = [name for name in names[1:] if self.cells[name].equals(first)]
        if copies:
            self.cells = self.cells.drop(columns=copies)
            message = msg(
                "'{name}' stands twice with the same values; it was read once.", name=names[0]
            )
            self.issues.append(note("copied_column", "info", message, names[0]))
        return [name for name in names if name not in copies]

    def _ask(self, heading: str, names: Sequence[str]) -> None:
        fields = tuple(dict.fromkeys(k.field for k in known_headings().get(heading, ())))
        for name in names:
            message = msg(
                "In {title} several columns are headed '{heading}'; what is '{name}'?",
                title=self.title,
                heading=names[0],
                name=name,
            )
            self.questions.append(self._question(REPEATED_HEADING, message, name, fields))

    def _ask_blank(self, names: Sequence[str]) -> None:
        for name in names:
            n_filled = int((self.cells[name].str.strip() != "").sum())
            if n_filled < max(_ASKED_SHARE * len(self.cells), 1):
                message = msg("'{name}' has no heading; it was kept under this name.", name=name)
                self.issues.append(note("blank_heading", "warning", message, name))
                continue
            message = msg(
                "In {title} a column without a heading holds values; what is '{name}'?",
                title=self.title,
                name=name,
            )
            self.questions.append(self._question("blank_heading", message, name, ()))

    def _question(
        self, code: str, message: Message, name: str, fields: tuple[str, ...]
    ) -> Question:
        remedy = msg("Answer {column} with a field, custom or skip.", column=name)
        return Question(code, message, (*fields, "custom", "skip"), name, remedy)


def joined_tags(cells: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the cells with several columns of tags as one, under the name of the first."""
    lists = (
        TAG_MARK.join(dict.fromkeys(bare for cell in row if (bare := cell.strip())))
        for row in zip(*(cells[name] for name in names), strict=True)
    )
    whole = cells.assign(**{names[0]: pd.array(list(lists), dtype="str")})
    return whole.drop(columns=list(names[1:]))


def _is_free_text(heading: str) -> bool:
    return all(k.column.name in _FREE_TEXT for k in known_headings().get(heading, ()))


def _numbered(name: str) -> Issue:
    message = msg(
        "Several columns are headed {names}; the first keeps the name, the others are numbered.",
        names=name,
    )
    return note(REPEATED_HEADING, "warning", message, name)


def _is_count(column: pd.Series) -> bool:
    """Say whether a column merely counts the rows, as programs write before a table."""
    texts = column.str.strip()
    return any(texts.tolist() == [str(n + start) for n in range(len(texts))] for start in (0, 1))
