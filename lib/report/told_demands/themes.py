"""Of what the customers speak: the themes, what rises, how the segment differs from the rest."""

from typing import Any

import pandas as pd

from lib.locale import Count, Message, Share, Text, joined, msg, msgs
from lib.locale.message import Value
from lib.metrics.intervals import wilson
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_demands import DemandsTold, Quote
from lib.report.figures import Ref
from lib.report.meanings import demands as meaning
from lib.report.pen import Pen
from lib.report.settings import INTERVAL_LEVEL, RATE_MINIMUM
from lib.report.sheets import beside, called
from lib.report.text import clean
from lib.report.told_demands.rules import theme_days
from lib.report.told_demands.theme_moves import compared, moves, spoken
from lib.report.told_demands.words import in_words_of_roles
from lib.themes.assigned import of_rows
from lib.themes.board import LEAST_NEW

_ROWS_SHOWN = 8
_FOLLOWING = 2
TRENDS: dict[str, Message] = {
    "new": msg("New theme"),
    "rising": msg("Rising"),
    "steady": msg("No clear change"),
    "fading": msg("Fading"),
    "unheard": msg("Not heard for half a year"),
}


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return what the customers speak of, or why that is not known."""
    if told.n_unread:
        return (Paragraph((_unread(),)),)
    if not told.board.n_texts:
        return (Paragraph((_silent(),)),)
    heard = _heard(pen, told)
    lines = told.board.lines[told.board.lines["n_accounts"] >= LEAST_NEW]
    if lines.empty:
        return (Paragraph((_scattered(heard), *_unassigned(pen, heard))),)
    sentences = [*_first(pen, told, lines, heard), *moves(pen, told), *compared(pen, told)]
    quotes = tuple(_quoted(told, quote) for quote in told.quotes)
    text = Paragraph((*sentences, *_unassigned(pen, heard)))
    return (text, _table(pen, told, heard), *quotes)


def _unread() -> Text:
    return msg(
        "Of what the customers speak is not known yet: their texts were not read. Open the themes"
        " on the page Demands and have them read."
    )


def _silent() -> Text:
    return msg(
        "Of what the customers speak is unknown: no text of the last twelve months is on file. Load"
        " tickets, calls or interviews with what was said."
    )


def _scattered(heard: Ref) -> Text:
    return msg(
        "No theme is spoken of by three or more of the {heard} customers heard in the last twelve"
        " months, so none is named.",
        heard=heard,
    )


def _heard(pen: Pen, told: DemandsTold) -> Ref:
    """Register who was heard, with how many texts, and of which of the themes shown."""
    texts = told.board.texts
    rows = pen.account_rows(texts["account_id"].unique(), "arr")
    ids = pd.Index(rows["account_id"])
    whole = of_rows(texts)
    columns: dict[str, pd.Series] = {
        "texts": whole.groupby("account_id").size(),
        "unassigned": whole["theme"].isna().groupby(whole["account_id"]).sum(),
        **{
            f"texts: {called(told.names, theme)}": _rows_of(texts, str(theme))
            .groupby("account_id")
            .size()
            for theme in told.board.lines["theme"].head(_ROWS_SHOWN)
        },
    }
    found = {
        name: counted.reindex(ids).fillna(0).astype("int64").to_numpy()
        for name, counted in columns.items()
    }
    return pen.put(meaning.HEARD, len(rows), rows.assign(**found))


def _rows_of(texts: pd.DataFrame, theme: str) -> pd.DataFrame:
    own = texts[texts["theme"].eq(theme)]
    return own.drop_duplicates(["kind", "row_key"])


def _first(pen: Pen, told: DemandsTold, lines: pd.DataFrame, heard: Ref) -> list[Text]:
    theme = str(lines.iloc[0]["theme"])
    n, name = spoken(pen, told, theme), clean(called(told.names, theme))
    arr = beside(pen, n, meaning.theme_arr(pen.slug(theme), name))
    following = lines["theme"].iloc[1 : 1 + _FOLLOWING]
    sentences: list[Text] = [_most(name, n, heard, arr, _share(pen, n, heard))]
    if len(following):
        others = [
            msg("“{theme}” ({n})", theme=clean(called(told.names, other)),
                n=spoken(pen, told, str(other)))
            for other in following
        ]  # fmt: skip
        sentences.append(msg("Next come {others}.", others=joined(others)))
    return sentences


def _most(name: str, n: Ref, heard: Ref, arr: Ref, share: Text) -> Text:
    if n.n == heard.n:
        return msgs(
            "The {n} customer heard in the last twelve months speaks of “{theme}” (ARR {arr}).",
            "All {n} customers heard in the last twelve months speak of “{theme}” (ARR {arr}).",
            n.n,
            theme=name,
            n=n,
            arr=arr,
        )
    return msg(
        "Most speak of “{theme}”: {n} of the {heard} customers heard in the last twelve months,"
        " with ARR of {arr}{share}.",
        theme=name,
        n=n,
        heard=heard,
        arr=arr,
        share=share,
    )


def _share(pen: Pen, n: Ref, heard: Ref) -> Text:
    """Return share and interval; nothing of fewer customers than a rate takes."""
    if heard.n < RATE_MINIMUM or n.n == heard.n:
        return ""
    rows = pen.register[heard.figure_id].rows
    speaks = rows["account_id"].isin(pen.register[n.figure_id].rows["account_id"])
    share = pen.put(meaning.FIRST_SHARE, n.n / heard.n, rows[["account_id"]].assign(speaks=speaks))
    low, high = wilson(n.n, heard.n, INTERVAL_LEVEL)
    return msg(
        " ({share}; {level} interval: {low} to {high})",
        share=share,
        level=pen.setting("interval_level"),
        low=pen.put_beside(share, meaning.FIRST_LOW, low),
        high=pen.put_beside(share, meaning.FIRST_HIGH, high),
    )


def _unassigned(pen: Pen, heard: Ref) -> list[Text]:
    texts = beside(pen, heard, meaning.TEXTS)
    share = beside(pen, heard, meaning.UNASSIGNED)
    return [
        msg(
            "{share} of the {texts} texts fit no theme and count for none.", share=share,
            texts=texts,
        )
    ]  # fmt: skip


def _table(pen: Pen, told: DemandsTold, heard: Ref) -> Table:
    lines = told.board.lines[told.board.lines["n_accounts"] > 0].head(_ROWS_SHOWN)
    pen.put_beside(heard, meaning.TABLE, heard.n)
    return Table(
        figure_id=meaning.TABLE.id,
        caption=msg(
            "Themes by the customers that speak of them, last twelve months; “lately” and “before”"
            " are {days} days each",
            days=theme_days(pen, told),
        ),
        columns=(
            Column(msg("Theme")),
            Column(msg("Customers"), "number"),
            Column(msg("Of those heard"), "number"),
            Column(msg("ARR"), "number"),
            Column(msg("Lately"), "number"),
            Column(msg("Before"), "number"),
            Column(msg("Change")),
        ),
        cells=tuple(_cells(pen, told, row, heard) for row in lines.to_dict("records")),
    )


def _cells(pen: Pen, told: DemandsTold, row: dict[Any, Any], heard: Ref) -> tuple[Cell, ...]:
    n = int(row["n_accounts"])
    return (
        clean(called(told.names, row["theme"])),
        Count(n),
        Share(n / heard.n) if heard.n >= RATE_MINIMUM else None,
        pen.money(float(row["arr"])),
        Count(int(row["n_now"])),
        Count(int(row["n_before"])),
        TRENDS[str(row["trend"])],
    )


def _quoted(told: DemandsTold, quote: Quote) -> Paragraph:
    words: dict[str, Value] = {
        "text": clean(quote.text),
        "role": in_words_of_roles(quote.roles),
        "theme": clean(called(told.names, quote.theme)),
    }
    said = msg("“{text}” ({role}, on “{theme}”)", **words)
    if quote.segment:
        segment = clean(quote.segment)
        said = msg("“{text}” ({role}, segment {segment}, on “{theme}”)", segment=segment, **words)
    return Paragraph((said,), role="quote")
