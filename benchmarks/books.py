"""Workbooks of 200,000 x 20 cells, as three kinds of exports have them."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

ROWS = 200_000
_BEGIN = datetime(2025, 11, 1)  # noqa: DTZ001 - a workbook knows no time zones
_WORDS = [
    "login", "export", "dashboard", "invoice", "error", "page", "slow", "user", "role", "seat",
    "report", "api", "key", "sync", "failed", "again", "customer", "asks", "import", "file",
]  # fmt: skip
_REGIONS = ("EMEA", "APAC", "AMER")
_TICKETS = [
    "Ticket ID", "Account ID", "Account name", "Created at", "Closed at", "Subject", "Status",
    "Priority", "Category", "Channel", "Assignee", "Requester email", "Satisfaction",
    "First response hours", "Reopens", "Region", "Group", "Cost", "Escalated",
    "External reference",
]  # fmt: skip
_EVENTS = [
    "Event ID", "Account ID", "User ID", "Event", "Occurred at", "Count", "Platform", "Session",
    "Duration ms", "Load", "Path", "Region", "IP", "Browser", "Build", "Trial", "Version",
    "Trace", "Day", "Tenant",
]  # fmt: skip
_CONTRACTS = ["contract_id", "account_id", "start_date", "end_date", "mrr", "seats", "plan",
              *(f"field {n}" for n in range(13))]  # fmt: skip
Row = Sequence[object]


def _ticket(n: int, chance: random.Random) -> Row:
    begun = _BEGIN + timedelta(minutes=2 * n + n % 7, seconds=n % 60)
    return (
        f"T-{n:07d}", f"A-{n % 2000:05d}", f"Company {n % 2000} Ltd", begun,
        begun + timedelta(hours=1 + n % 200) if n % 9 else None,
        f"{' '.join(chance.choices(_WORDS, k=6))} {n}",
        ("open", "closed", "pending", "solved")[n % 4],
        ("low", "normal", "high", "urgent")[n % 4 if n % 5 else 0],
        ("bug", "question", "billing", "how-to")[n % 4], ("email", "chat", "phone", "web")[n % 4],
        f"agent{n % 60}@example.com", f"u{n % 30000}@customer{n % 2000}.com",
        chance.choice((None, 1, 2, 3, 4, 5)), n % 90 + 0.5, n % 7, _REGIONS[n % 3],
        f"group {n % 25}", round(chance.random() * 1000, 2), chance.choice(("yes", "no")),
        f"ref {chance.randrange(10**9)}",
    )  # fmt: skip


def _event(n: int, chance: random.Random) -> Row:
    at = _BEGIN + timedelta(minutes=2 * n + n % 7)
    return (
        f"E{n:09d}", f"A-{n % 2000:05d}", f"u{n % 30000:06d}",
        ("login", "report", "api_call", "export", "search")[n % 5], at, n % 9 + 1,
        ("web", "ios", "android")[n % 3], f"session {chance.randrange(10**7)}",
        chance.randrange(5000), round(chance.random() * 100, 2), f"/page/{n % 977}",
        _REGIONS[n % 3], f"10.0.{n % 250}.{n % 199}", ("chrome", "safari", "edge")[n % 3],
        n % 2000, chance.choice(("yes", "no")), f"v{n % 20}.{n % 7}",
        f"trace-{chance.randrange(10**9):09d}", f"{at:%Y-%m-%d}", f"tenant {n % 50}",
    )  # fmt: skip


def _contract(n: int, _chance: random.Random) -> Row:
    custom = (f"text {n % 977} {k}" if k % 2 else n % 1000 + k for k in range(13))
    own = (f"C-{n}", f"A-{n % 2000:05d}", "2026-01-01", "2026-12-31", n % 900 + 0.5, n % 50, "Pro")
    return (*own, *custom)


BOOKS: dict[str, tuple[Sequence[str], Callable[[int, random.Random], Row]]] = {
    "tickets": (_TICKETS, _ticket),
    "events": (_EVENTS, _event),
    "contracts": (_CONTRACTS, _contract),
}


def made(path: Path, what: str) -> None:
    """Write one of the workbooks."""
    headings, row = BOOKS[what]
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    )
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, headings)
    chance = random.Random(7)  # noqa: S311 - nothing to protect
    for n in range(ROWS):
        for column, value in enumerate(row(n, chance)):
            if value is not None:
                sheet.write(n + 1, column, value)
    book.close()
