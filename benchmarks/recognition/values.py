"""Plausible cells for a column, so that recognition by values has something to look at."""

from collections.abc import Callable, Sequence

from lib.ingest.names.headings import normalised
from lib.model.spec import Column, Type

_COMPANIES = ("Acme GmbH", "北京星河科技有限公司", "Blue Harbor Inc", "上海远航贸易有限公司",
              "Nordwind AG", "Contoso Ltd", "杭州云杉软件有限公司", "Delta Foods", "Umbra SA",
              "广州南方物流有限公司", "Zephyr LLC", "Kiwi Labs")  # fmt: skip
_PEOPLE = ("Li Wei", "王芳", "John Smith", "Anna Berg", "张伟", "Maria Lopez", "刘洋", "Tom Hardy",
           "陈静", "Eva Klein", "Sam Lee", "赵敏")  # fmt: skip
_BY_NAME: dict[str, Callable[[int], str]] = {
    "account_name": lambda n: _COMPANIES[n % 12],
    "full_name": lambda n: _PEOPLE[n % 12],
    "owner": lambda n: _PEOPLE[n % 3],
    "assignee": lambda n: _PEOPLE[n % 4],
    "email": lambda n: f"user{n}@firm{n}.com",
    "requester_email": lambda n: f"user{n}@firm{n}.com",
    "domain": lambda n: f"https://www.firm{n}.com",
    "phone": lambda n: f"+86 10 8000 {1000 + n}",
    "mobile": lambda n: f"138{10000000 + n * 777}",
    "probability": lambda n: f"{10 * (n % 10)}%",
    "satisfaction": lambda n: str(1 + n % 5),
    "city": lambda n: ("Berlin", "上海", "Paris")[n % 3],
    "country": lambda n: ("Germany", "中国", "France")[n % 3],
}
_BY_TYPE: dict[Type, Callable[[int], str]] = {
    Type.ID: lambda n: f"K-{1000 + 7 * n}",
    Type.TEXT: lambda n: f"some words about number {n}",
    Type.DAY: lambda n: f"2026-03-{n + 1:02d}",
    Type.TIME: lambda n: f"2026-03-{n + 1:02d} 09:{n + 10}",
    Type.AMOUNT: lambda n: str(1200 + 345 * n),
    Type.COUNT: lambda n: str(3 + 5 * n),
    Type.SHARE: lambda n: f"{5 * n}%",
    Type.CHOICE: lambda n: ("alpha", "beta", "gamma")[n % 3],
    Type.TAGS: lambda n: ("vip;pilot", "north")[n % 2],
    Type.FLAG: lambda n: ("true", "false")[n % 2],
}
_WORDS: tuple[tuple[Type, tuple[str, ...]], ...] = (
    (Type.DAY, ("date", "time", "on", "at", "start", "end", "时间", "日期", "seen",
                "viewed", "日時")),
    (Type.ID, ("id", "uuid", "编号", "key")),
    (Type.COUNT, ("count", "number", "minutes", "age", "days", "score", "数",
                  "天数", "interactions")),
    (Type.AMOUNT, ("amount", "price", "revenue", "value", "金额", "额度", "limit", "balance")),
    (Type.FLAG, ("is", "flag", "deleted", "是否", "locked")),
)  # fmt: skip


def values_of(column: Column | None, heading: str, n: int) -> Sequence[str]:
    """Return cells of a field of ours; for a column that is none, by what its heading says."""
    if column is None:
        return [_BY_TYPE[_type_of(heading)](row) for row in range(n)]
    if column.choices and column.type in {Type.CHOICE, Type.TAGS}:
        spellings = list(column.choices)
        return [spellings[row % len(spellings)] for row in range(n)]
    maker = _BY_NAME.get(column.name, _BY_TYPE[column.type])
    return [maker(row) for row in range(n)]


def _type_of(heading: str) -> Type:
    text = normalised(heading)
    for kind, words in _WORDS:
        if any(w in text.split() or (not w.isascii() and w in text) for w in words):
            return kind
    return Type.CHOICE
