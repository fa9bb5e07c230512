"""What values say of how their heading is read: they confirm, forbid, or suggest another."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from lib.ingest.names.candidates import Candidate
from lib.ingest.names.concepts import concepts
from lib.ingest.names.headings import Known, normalised
from lib.ingest.sheet import Sheet
from lib.ingest.values.cells import NULL_WORDS, Cells, folded
from lib.ingest.values.shapes import Shape, sample, shape
from lib.ingest.values.words import spelling, spellings_of
from lib.locale import msg
from lib.model import Kind
from lib.model.spec import Column, Type

_FEW = 2  # one value shows nothing
_ENOUGH = 3  # distinct values that can speak against a heading
_MOST, _NEARLY_ALL = 0.5, 0.9
_SLIPS = 0.2
_BY_ID, _BY_CHOICES = 1.01, 0.83  # ids speak louder than the heading `customer`
_ID_LIKE = re.compile(r"(?=.*\d)[\w\-./#:]{1,40}")
# Synthetic names such as Company_12 are no ids: the letters before the figures are few.
_CODE = re.compile(
    r"[A-Za-z]{0,4}[-_#/.]?\d{2,}[\dA-Za-z-]{0,20}|(?=.*\d)[0-9A-Fa-f-]{32,36}|(?=.*\d)\w{18}"
)
_HASH = re.compile(r"[0-9a-f]{32,128}", re.IGNORECASE)
_WORDS_OR_CJK = re.compile(r"\S\s+\S|[\u3400-\u9fff]")
_WEB = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s/@.]{2,}(?:/\S*)?|\S+@\S+\.\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\-/x转ext]{5,30}", re.IGNORECASE)
_MONEY = re.compile(
    r"^\W*(?:us\$|hk\$|[$€£¥￥₹]|usd|cny|rmb|eur|gbp)|(?:元|€|usd|eur|cny)$", re.IGNORECASE
)
_PERCENT = re.compile(r"[%‰％]\s*$")
_CURRENCY = re.compile(r"[A-Za-z]{3}|[^\w\s]{1,3}")
_LONG = 80
_MAILS = frozenset({"email", "requester_email", "user_email"})
_PHONES = frozenset({"phone", "mobile"})
_NAMES = frozenset({"full_name", "first_name", "last_name", "account_name", "owner", "assignee",
                    "title", "contact_name", "industry", "country", "city", "department",
                    "owner_team", "assessed_by", "competitor"})  # fmt: skip
_ONLY_CHOICES = frozenset(
    {"stance", "direction", "journey_stage", "maturity_level", "billing_period"}
)
_ROW_OF_SOMEBODY = frozenset({"contact_id", "parent_account_id"})
_SAYS_KIND_OF = frozenset({"type", "status", "stage", "level", "role", "category", "relationship"})
_JUST_THE_CUSTOMER = frozenset({"account"})


@dataclass(frozen=True, slots=True)
class Look(Shape):
    """A shape, with a sample of the distinct values that no row order can change.

    `repeats` is the share of the filled rows whose value another row has already.
    """

    sample: tuple[str, ...] = ()
    repeats: float = 0.0

    def share(self, fits: Callable[[str], object]) -> float:
        """Return the share of the sample for which `fits` is true."""
        return sum(bool(fits(text)) for text in self.sample) / max(len(self.sample), 1)


def look(cells: Cells) -> Look:
    """Return what the values of a column look like."""
    texts = sample(cells)
    seen = shape(cells, texts)
    n_distinct = int((~cells.blank & (cells.counts > 0)).sum())
    plain = {each.name: getattr(seen, each.name) for each in fields(Shape)}
    known = tuple(folded(text) for text in texts if text.casefold() not in NULL_WORDS)
    repeats = 1 - n_distinct / cells.n_filled if cells.n_filled else 0.0
    return Look(**plain, sample=known, repeats=repeats)


class Looks(Mapping[str, Look]):
    """The looks of a sheet's columns, each worked out when it is first asked for."""

    def __init__(self, sheet: Sheet) -> None:
        """Take the sheet; nothing is looked at yet."""
        self._sheet = sheet
        self._seen: dict[str, Look] = {}

    def __getitem__(self, column: str) -> Look:
        """Return how the values of a column look."""
        if column not in self._seen:
            self._seen[column] = look(self._sheet.distinct(column))
        return self._seen[column]

    def __iter__(self) -> Iterator[str]:
        """Name the columns in file order."""
        return iter(self._sheet.columns)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self._sheet.columns)


def forbids(seen: Shape, column: Column) -> bool:
    """Say whether the values cannot be what the field holds, though they may have its type."""
    if not isinstance(seen, Look) or len(seen.sample) < _ENOUGH:
        return False
    return any(speaks(seen, column) for speaks in _OBJECTIONS)


def _no_mail(seen: Look, column: Column) -> bool:
    if column.name not in _MAILS or seen.mails >= _MOST:
        return False
    return seen.share(_HASH.fullmatch) < _MOST  # a hash stands where nobody may see the address


def _no_web_address(seen: Look, column: Column) -> bool:
    return column.name == "domain" and seen.share(_WEB.fullmatch) < _MOST


def _no_telephone(seen: Look, column: Column) -> bool:
    return column.name in _PHONES and seen.share(_PHONE.fullmatch) < _MOST


def _no_words(seen: Look, column: Column) -> bool:
    """Numbers or days stand where a name or a choice is expected."""
    if column.type not in {Type.TEXT, Type.CHOICE, Type.TAGS}:
        return False
    return seen.days >= _NEARLY_ALL or (column.name in _NAMES and seen.numbers >= _NEARLY_ALL)


def _no_count(seen: Look, column: Column) -> bool:
    if column.type is Type.COUNT:
        return seen.share(_MONEY.search) >= _MOST or seen.share(_PERCENT.search) >= _MOST
    return column.type is Type.AMOUNT and seen.share(_PERCENT.search) >= _MOST


def _no_id(seen: Look, column: Column) -> bool:
    if column.type is not Type.ID:
        return False
    if column.name in _ROW_OF_SOMEBODY and seen.share(_WORDS_OR_CJK.search) >= _MOST:
        return True
    return seen.share(lambda text: len(text) > _LONG) >= _MOST


def _no_choice(seen: Look, column: Column) -> bool:
    if column.name == "currency":
        known = spellings_of(column.choices)
        return seen.share(lambda t: _CURRENCY.fullmatch(t) or spelling(t) in known) < _MOST
    return column.name in _ONLY_CHOICES and _known(seen, column) == 0


_OBJECTIONS = (
    _no_mail,
    _no_web_address,
    _no_telephone,
    _no_words,
    _no_count,
    _no_id,
    _no_choice,
)


def _known(seen: Look, column: Column) -> float:
    """Return the share of values that are spellings of the field's choices."""
    spellings = spellings_of(column.choices)
    return seen.share(lambda text: spelling(text) in spellings)


def looks_like_ids(seen: Shape) -> bool:
    """Say whether nearly all of several values are written as ids are: signs and digits."""
    if not isinstance(seen, Look) or len(seen.sample) < _ENOUGH or seen.days >= _MOST:
        return False
    return seen.share(_ID_LIKE.fullmatch) >= _NEARLY_ALL


def _are_codes(seen: Shape) -> bool:
    if not isinstance(seen, Look) or len(seen.sample) < _ENOUGH or seen.days >= _MOST:
        return False
    return seen.share(_CODE.fullmatch) >= _NEARLY_ALL


def nearly_distinct(seen: Shape) -> bool:
    """Say whether the values may be one for each row, but for a few that slipped in twice."""
    if seen.distinct or seen.n == 0:
        return True
    return isinstance(seen, Look) and seen.repeats <= _SLIPS


def suggested(columns: Sequence[str], kind: Kind, shapes: Mapping[str, Shape]) -> list[Candidate]:
    """Return readings that the values bring up where the heading says little."""
    found: list[Candidate] = []
    for column in columns:
        meant = concepts(normalised(column))
        if meant == _JUST_THE_CUSTOMER and _are_codes(shapes[column]):
            found += _ids(column, kind)
        if meant & _SAYS_KIND_OF:
            found += _choices(column, kind, shapes[column])
    return found


def _ids(column: str, kind: Kind) -> list[Candidate]:
    """Read a column headed just `customer` as the customer's id when its values are ids."""
    if "account_id" not in kind.names:
        return []
    known = Known(kind, kind.column("account_id"), normalised(column), 0)
    reason = msg("The heading names the customer, and the values are ids.")
    return [Candidate(column, known, _BY_ID, reason)]


def _choices(column: str, kind: Kind, seen: Shape) -> list[Candidate]:
    """Read a column called `type` or the like as the one field whose values it has."""
    if not isinstance(seen, Look) or len(seen.sample) < _FEW:
        return []
    fitting = [
        c for c in kind.columns if c.type is Type.CHOICE and c.choices
        and _known(seen, c) >= _NEARLY_ALL
    ]  # fmt: skip
    if len(fitting) != 1:
        return []
    known = Known(kind, fitting[0], normalised(column), 0)
    reason = msg("The values are those of {field}.", field=known.field)
    return [Candidate(column, known, _BY_CHOICES, reason)]
