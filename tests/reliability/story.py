"""The three files that are imported over and over while something dies."""

from collections.abc import Sequence

KINDS = ("accounts", "contracts", "usage")
_DAYS = 28


def n_rows(turn: int, kind: str) -> int:
    """Return how many rows a file has in a turn: different ones each time."""
    return 10 + (turn * 37 + len(kind) * 13) % 160


def files(turn: int) -> list[tuple[str, bytes]]:
    """Return the three files of a turn; no two turns share a row."""
    return [(f"{kind}-{turn}.csv", _text(kind, turn).encode()) for kind in KINDS]


def _text(kind: str, turn: int) -> str:
    head, row = {
        "accounts": ("account_id,account_name,city", _account),
        "contracts": ("contract_id,account_id,start_date,arr", _contract),
        "usage": ("account_id,user_id,event,occurred_at", _event),
    }[kind]
    lines: Sequence[str] = [row(turn, i) for i in range(n_rows(turn, kind))]
    return "\n".join([head, *lines]) + "\n"


def _account(turn: int, i: int) -> str:
    return f"A{turn}-{i},Company {turn} no {i},{'Köln' if i % 2 else '北京'}"


def _contract(turn: int, i: int) -> str:
    return f"C{turn}-{i},A{turn}-{i % 10},2026-01-{1 + i % _DAYS:02d},{100 + i}"


def _event(turn: int, i: int) -> str:
    return f"A{turn}-{i % 10},u{i % 7},login,2026-09-{1 + i % _DAYS:02d} 09:{i % 60:02d}:00"
