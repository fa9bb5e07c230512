"""The working procedure (SOP): one line a step with wording, due day and role; own steps too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from lib.errors import DeskError
from lib.locale import Text, msg
from lib.month.steps import STEPS
from lib.month.working_days import MOST_DAYS

MOST_STEPS = 30
MAX_CHARACTERS = 2000
_OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `key` is that of a known step, or `own1` …; blank texts mean the known ones."""

    key: str
    due: int
    title: str = ""
    wording: str = ""
    role: str = ""

    @property
    def own(self) -> bool:
        """Whether the company added the step."""
        return self.key not in STEPS

    def named(self) -> Text:
        """Return what the step is called."""
        return self.title or (self.key if self.own else STEPS[self.key].title)

    def worded(self) -> Text:
        """Return what is to be done in it."""
        return self.wording or ("" if self.own else STEPS[self.key].wording)

    def by(self) -> Text:
        """Return the role that answers for it."""
        return self.role or ("" if self.own else STEPS[self.key].role)

    @property
    def page(self) -> str | None:
        """The page that the step is worked on; None for an own one."""
        return None if self.own else STEPS[self.key].page


def usual() -> tuple[Line, ...]:
    """Return the procedure that counts until somebody changes it."""
    return tuple(Line(key=step.key, due=step.due) for step in STEPS.values())


def as_text(lines: Sequence[Line]) -> str:
    """Return a procedure as it is stored."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def from_text(text: str) -> tuple[Line, ...]:
    """Return a stored procedure.

    >>> from_text(as_text(usual())) == usual()
    True
    """
    return tuple(Line(**line) for line in json.loads(text))


def checked(rows: Sequence[Mapping[str, object]]) -> tuple[Line, ...]:
    """Return lines from a table that people edited: `key, title, wording, due, role`.

    The eight steps stay, in the order of the table; a row without key is a step of their own.
    A text equal to the known one counts as blank, so that it stays in both languages.
    DeskError for a day that cannot be, an own step without a title, or too many steps.
    """
    lines: list[Line] = []
    taken = {str(row.get("key") or "") for row in rows}
    for row in rows:
        key = str(row.get("key") or "") or _new_key(taken)
        taken.add(key)
        lines.append(_line(key, row))
    missing = [key for key in STEPS if key not in taken]
    if missing or len(lines) > MOST_STEPS:
        raise DeskError(
            "bad_procedure",
            msg("The eight steps of the month stay, and there are at most {most} in all.",
                most=str(MOST_STEPS)),
            msg("A step that you do not take can be given a late day and another wording."),
        )  # fmt: skip
    return tuple(lines)


def _new_key(taken: set[str]) -> str:
    return next(f"{_OWN}{n}" for n in range(1, 2 * MOST_STEPS) if f"{_OWN}{n}" not in taken)


def _line(key: str, row: Mapping[str, object]) -> Line:
    texts = {name: _clean(row.get(name)) for name in ("title", "wording", "role")}
    if key not in STEPS and not texts["title"]:
        raise DeskError("no_title", msg("A step of your own needs a title."))
    return Line(key=key, due=_day(row.get("due")), **texts)


def _clean(value: object) -> str:
    text = "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - NaN
    if len(text) > MAX_CHARACTERS:
        raise DeskError(
            "too_long", msg("The text has at most {most} characters.", most=str(MAX_CHARACTERS))
        )
    return text


def _day(value: object) -> int:
    text = _clean(value)
    number = float(text) if text.replace(".", "", 1).isdigit() else 0.0
    if number != int(number) or not 1 <= number <= MOST_DAYS:
        raise DeskError(
            "bad_due",
            msg("A step is due on working day 1 to {most} after the month's end.",
                most=str(MOST_DAYS)),
        )  # fmt: skip
    return int(number)
