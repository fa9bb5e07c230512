"""What a report says of demands: themes, kinds, breaks, conflicts, promises, the inner loop."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.segmentation.segments import ALL
from lib.model.frames import records
from lib.report.brief_demands import DemandsTold, Quote
from lib.themes.against import COLUMNS, against
from lib.themes.quotes import quotes

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.report_parts import Asked

READ_ON_THE_WAY = 20_000  # more texts take minutes: a report says that they are not read yet
_WORDS = ("statement", "owner", "answer", "source_id", "contact_id")
_NO_REST = pd.DataFrame(columns=list(COLUMNS))
_QUOTED_THEMES = 2
_SURE = 0.8  # a quote beside a theme that it is not about makes the whole report doubtful


def part(desk: "Desk", asked: "Asked") -> dict[str, Any]:
    """Return the field `demands` of the brief."""
    read(desk, asked.day)
    board = desk.theme_views.board(asked.segment, asked.day)
    rest = _rest(desk, asked)
    conflicts = desk.conflicts.view(asked.segment, asked.day)
    told = DemandsTold(
        names=desk.themes.catalogue().names(asked.lang),
        board=board,
        against=against(board.texts, rest) if len(rest) else _NO_REST,
        rest=rest[["account_id", "theme"]].drop_duplicates(),
        n_unread=desk.themes.n_waiting(asked.day),
        quotes=_quotes(desk, asked, board.texts, board.lines),
        loaded=desk.data.snapshot(asked.day).loaded("demands"),
        demands=stated(desk, asked),
        breaks=desk.breaks.view(asked.segment, asked.day).found,
        conflicts=conflicts.certain,
        possible=conflicts.possible,
        conflict_days=conflicts.days,
        promises=desk.breaks.promises.view(asked.segment, asked.day).drop(columns="text"),
    )
    return {"demands": told}


def read(desk: "Desk", day: date) -> None:
    """Look at the texts that nobody has looked at, unless there are too many to wait for."""
    if 0 < desk.themes.n_waiting(day) <= READ_ON_THE_WAY:
        desk.themes.work_out(day)


def _rest(desk: "Desk", asked: "Asked") -> pd.DataFrame:
    """Return the texts of a year of the customers outside the segment; none for the whole book."""
    texts = desk.theme_views.board(ALL, asked.day).texts
    return texts[~texts["account_id"].isin(asked.members)]


def stated(desk: "Desk", asked: "Asked") -> pd.DataFrame:
    """Return the members' demands without words and persons, and where they come from."""
    rows = desk.demands.view(asked.segment, asked.day).members
    stored = desk.demands.snapshot(asked.day).table("demands").set_index("row_key")
    found = stored[["batch_id", "source_row"]].reindex(rows["row_key"])
    return rows.drop(columns=list(_WORDS)).assign(
        batch_id=found["batch_id"].to_numpy(), source_row=found["source_row"].to_numpy()
    )


def _quotes(
    desk: "Desk", asked: "Asked", texts: pd.DataFrame, lines: pd.DataFrame
) -> tuple[Quote, ...]:
    """Return a quote of each of the themes that the section names, in the report's language.

    Only demands, which are in customers' words, and of people whose role is known.
    """
    moved = lines["trend"].isin(["new", "rising"])
    named = lines.assign(later=~moved).sort_values("later", kind="stable")["theme"]
    snapshot = desk.data.snapshot(asked.day)
    contacts = snapshot.table("contacts")
    roles = contacts.drop_duplicates("contact_id").set_index("contact_id")["buying_roles"]
    own = texts[texts["kind"].eq("demands") & texts["lang"].eq(asked.lang)]
    own = own[own["contact_id"].map(roles).notna() & (own["probability"] >= _SURE)]
    segments = desk.data.book_of_files(asked.day)["segment_label"]
    found: list[Quote] = []
    for theme in named.head(_QUOTED_THEMES):
        rows = quotes(own[own["theme"].eq(theme)], contacts, segments, 1)
        found += [_quote(str(theme), row) for row in records(rows)]
    return tuple(found)


def _quote(theme: str, row: dict[Any, Any]) -> Quote:
    role, segment = row["role"], row["segment"]
    return Quote(
        theme=theme,
        text=str(row["text"]),
        roles=role if isinstance(role, str) else "",
        segment=segment if isinstance(segment, str) else "",
    )
