"""How much in a sheet speaks for each kind: headings, ids, names of file and sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.ingest.names.candidates import Candidate, candidates
from lib.ingest.names.headings import known_headings, normalised, weight
from lib.ingest.names.looks import nearly_distinct, suggested
from lib.ingest.names.mapping import assigned
from lib.ingest.sheet import Sheet
from lib.ingest.values.shapes import Shape
from lib.model import KINDS, Kind

_FILE_WORD, _SHEET_WORD = 1.0, 1.5
_NEEDS_MET = 1.5
_COVERED = 1.0
_OWN_ID_DISTINCT, _OWN_ID_REPEATED = 0.5, -0.5
_ACCOUNT_REPEATED = -2.0  # a file with two rows a customer is not a file of customers
_NOBODY = -1.5  # a file of contacts in which nobody has a name is one of companies
_TELLING = 0.5  # a heading tells something when at most two kinds have it
_NAMED = 0.75
_POINTS_AHEAD = -2.0  # a customer's row does not name one contract, nor a contract's one ticket
_ORDER = ("accounts", "contacts", "contracts", "tickets", "activities", "usage", "losses")
_OWN_ID, _GENERIC_ID = 0.5, 0.25
_GENERIC = frozenset({"id", "record id", "guid", "编号", "编码"})
_LISTED = "associated "  # HubSpot lists the ids of all rows that belong to one
_LOST = re.compile(
    r"(?:流失|退订)的?(?:客户|公司)|(?:churned|lost)[ _-]?(?:customer|account|client)s?"
)
_TAGGED = frozenset({"account_name", "tags"})
_ADDED = frozenset({"created_at", "updated_at", "owner", "notes"})
_PLACES = frozenset({"region", "country", "city"})
_CUSTOMER = frozenset({"account_id", "account_name"})
_PERSON = frozenset({"full_name", "email"})
_SURE, _PLAIN, _MANY_PLAIN = 0.93, 3, 5  # of a heading; headings of a plain table
_CLOSE = 0.4  # of two kinds that are both possible neither is clear within this
_LEAST_EVIDENCE, _LEAST_WITHOUT_NEEDS = 1.0, 1.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet read as one kind, and how much speaks for it.

    `evidence` counts what only this kind, or one other, would have; `met` is the share of
    the kind's needs that are there; `score` ranks the kinds.
    """

    kind: Kind
    found: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]
    evidence: float
    met: float
    score: float
    n_columns: int  # of the sheet
    has_own_id: bool  # under a heading that says whose, one a row

    @property
    def is_enough(self) -> bool:
        """Say whether the kind may be named without asking."""
        least = _LEAST_EVIDENCE if self.met == 1 else _LEAST_WITHOUT_NEEDS
        speaks = self.evidence >= least and len(self.chosen) > 1 and self.is_named
        return speaks or self.is_plain or self.is_list or self.is_tag_list

    @property
    def is_plain(self) -> bool:
        """Say whether the sheet is such a table through and through, if of the plainest columns.

        `ticket_id, account_id, subject, created_at`: each heading alone could stand elsewhere.
        """
        sure = [c for c in self.chosen if c.confidence >= _SURE]
        named = {c.known.column.name for c in sure if c.known.heading not in _GENERIC}
        if self.kind.name == "accounts" or self.met < 1 or not named & _CUSTOMER:
            return False
        if not self.has_own_id and not (self.kind.name == "contacts" and named >= _PERSON):
            return False
        least = _PLAIN if len(sure) == self.n_columns else _MANY_PLAIN
        return len(sure) >= max(least, self.n_columns / 2)

    @property
    def is_named(self) -> bool:
        """Say whether there is more about customers than places, which make a gazetteer."""
        names = {c.known.column.name for c in self.chosen}
        return self.kind.name != "accounts" or bool(names - _PLACES)

    @property
    def is_tag_list(self) -> bool:
        """Say whether the sheet names customers and their tags, perhaps who added them when."""
        names = {c.known.column.name for c in self.chosen}
        return self.kind.name == "accounts" and _TAGGED <= names <= _TAGGED | _ADDED

    @property
    def is_list(self) -> bool:
        """Say whether the sheet is nothing but customers' ids under a heading that says so."""
        if self.kind.name != "accounts" or self.n_columns != 1 or len(self.chosen) != 1:
            return False
        known = self.chosen[0].known
        return known.column.name == "account_id" and known.heading not in _GENERIC


def readings(
    sheet: Sheet, shapes: Mapping[str, Shape], kinds: Sequence[Kind] = tuple(KINDS.values())
) -> list[Reading]:
    """Return the sheet read as each of the kinds, the likeliest first.

    Of two that are equally good the one comes first for which there is enough evidence.
    """
    found = [_reading(sheet, kind, shapes) for kind in kinds]
    found = sorted(found, key=lambda r: r.score + _CLOSE * r.is_enough, reverse=True)
    if not found[0].is_enough:
        found.sort(key=lambda r: not r.is_tag_list)
    return found


def rival(found: Sequence[Reading]) -> Reading | None:
    """Return the second reading where it is as good as the first; None where that is clear."""
    best, *others = found
    if not others or not (best.is_enough and others[0].is_enough):
        return None
    return others[0] if best.score - others[0].score < _CLOSE else None


def confidence(found: Sequence[Reading]) -> float:
    """Return in [0, 1] how far the first reading is ahead of the second."""
    if len(found) == 1:
        return 1.0
    best, second = found[0].score, max(found[1].score, 0.0)
    return round(best / (best + second), 3)


def _reading(sheet: Sheet, kind: Kind, shapes: Mapping[str, Shape]) -> Reading:
    found = (*candidates(sheet, kind), *suggested(sheet.columns, kind, shapes))
    chosen = tuple(assigned(found, shapes))
    meaning = sum(c.confidence * weight(c.known.heading) for c in chosen)
    names = {c.known.column.name for c in chosen}
    met = sum(bool(names & set(group)) for group in kind.needs) / len(kind.needs)
    covered = len(chosen) / len(sheet.columns)
    score = meaning + _NEEDS_MET * met + _COVERED * covered
    score += _words(sheet, kind) + _identity(kind, chosen, shapes)
    score += _POINTS_AHEAD * _points_ahead(sheet, kind)
    evidence = _evidence(sheet, kind, chosen, shapes)
    has_id = _has_own_id(kind, chosen, shapes)
    return Reading(kind, found, chosen, evidence, met, score, len(sheet.columns), has_id)


def _points_ahead(sheet: Sheet, kind: Kind) -> bool:
    """Say whether a column is the own id of a kind whose rows are made later than this one's."""
    if kind.name not in _ORDER:
        return False
    later = _ORDER[_ORDER.index(kind.name) + 1 :]
    found = (known for c in sheet.columns for known in known_headings().get(normalised(c), ()))
    mine = {heading for heading in map(normalised, sheet.columns) if _is_mine(heading, kind)}
    return any(
        known.kind.name in later
        and (known.column.name,) == known.kind.keys[0]
        and known.heading not in mine
        and not known.heading.startswith(_LISTED)
        for known in found
    )


def _is_mine(heading: str, kind: Kind) -> bool:
    return any(known.kind is kind for known in known_headings().get(heading, ()))


def _words(sheet: Sheet, kind: Kind) -> float:
    """Return what the names of file and sheet say for a kind."""
    return _FILE_WORD * _in_file(sheet, kind) + _SHEET_WORD * _in_sheet(sheet, kind)


def _in_file(sheet: Sheet, kind: Kind) -> bool:
    return _names(re.sub(r"\.\w{2,4}$", "", sheet.file), kind)


def _in_sheet(sheet: Sheet, kind: Kind) -> bool:
    return sheet.sheet is not None and _names(sheet.sheet, kind)


def _names(text: str, kind: Kind) -> bool:
    words = normalised(text)
    if kind.name == "accounts":  # a list of lost customers is one of losses
        words = _LOST.sub(" ", words)
    alone = set(words.split()) | set(re.findall(r"[a-z]+", words))
    return any(w in alone or (not w.isascii() and w in words) for w in kind.file_words)


def _own_id(kind: Kind, chosen: Sequence[Candidate]) -> Candidate | None:
    return next((c for c in chosen if (c.known.column.name,) == kind.keys[0]), None)


def _has_own_id(kind: Kind, chosen: Sequence[Candidate], shapes: Mapping[str, Shape]) -> bool:
    own = _own_id(kind, chosen)
    if own is None or own.known.heading in _GENERIC:
        return False
    return nearly_distinct(shapes[own.column])


def _identity(kind: Kind, chosen: Sequence[Candidate], shapes: Mapping[str, Shape]) -> float:
    """Return what repeated or different ids, and missing names, say for or against a kind."""
    names = {c.known.column.name for c in chosen}
    if kind.name == "contacts" and not names & {"contact_id", "full_name", "last_name"}:
        return _NOBODY
    own = _own_id(kind, chosen)
    if own is None or kind.events or shapes[own.column].n == 0:
        return 0.0
    if nearly_distinct(shapes[own.column]):
        return _OWN_ID_DISTINCT
    return _ACCOUNT_REPEATED if kind.name == "accounts" else _OWN_ID_REPEATED


def _evidence(
    sheet: Sheet, kind: Kind, chosen: Sequence[Candidate], shapes: Mapping[str, Shape]
) -> float:
    """Return how much there is that only this kind, or one other, would have."""
    own = _own_id(kind, chosen)
    weights = [weight(c.known.heading) for c in chosen if c is not own]
    found = sum(w for w in weights if w >= _TELLING)
    found += _NAMED * (_in_file(sheet, kind) + _in_sheet(sheet, kind))
    if own is None or (kind.name == "accounts" and not nearly_distinct(shapes[own.column])):
        return found
    if own.known.heading in _GENERIC:
        return found + _GENERIC_ID
    named = any(c.known.column.name == "account_name" for c in chosen)
    return found + _OWN_ID + (_OWN_ID if kind.name == "accounts" and named else 0.0)
