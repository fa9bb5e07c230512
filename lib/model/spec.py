"""What a kind of row and a column are: one declaration, read by importer, store and pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lib.errors import DefinitionError
from lib.locale import Message


class Type(StrEnum):
    """How the text of a cell is understood (model.md)."""

    ID = "id"
    TEXT = "text"
    DAY = "day"
    TIME = "time"
    AMOUNT = "amount"
    COUNT = "count"
    SHARE = "share"
    CHOICE = "choice"
    TAGS = "tags"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field. `headings` are other names met in exports; `choices` maps value → spellings.

    `dated` says that the value carries its own day and so cannot come from the future;
    every other column is *as loaded*: overwritten in place by the source, versioned by us.
    """

    name: str
    type: Type
    meaning: Message
    headings: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row. `keys` are alternative identities, best first.

    `needs` are groups of columns of which at least one must be mapped. `day` is the dated
    column that says when the row happened (None: a state that is only ever as loaded).
    `events` rows are facts that happened once; identical content twice in a file stays twice.
    """

    name: str
    title: Message
    meaning: Message
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    needs: tuple[tuple[str, ...], ...]
    file_words: tuple[str, ...]
    day: str | None = None
    events: bool = False

    def __post_init__(self) -> None:
        """Refuse a kind whose keys, needs or day name no column."""
        known = {column.name for column in self.columns}
        named = {name for group in (*self.keys, *self.needs) for name in group}
        named |= {self.day} if self.day else set()
        if named - known:
            raise DefinitionError(f"{self.name} names unknown columns: {sorted(named - known)}")

    def column(self, name: str) -> Column:
        """Return the column with that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in declared order."""
        return tuple(column.name for column in self.columns)
