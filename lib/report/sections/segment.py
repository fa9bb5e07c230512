"""The segment: its rule in words, how large it is, who entered and who left."""

from collections.abc import Hashable, Mapping

import pandas as pd

from lib.locale import Message, Text, msg, msgs, render
from lib.report.averaged import hidden_groups
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief import History
from lib.report.figures import Ref
from lib.report.meanings import segment as meaning
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.text import clean

_DOMINANT_SHARE = 0.25  # one customer this large decides what an average of the segment says
_FEW = 3  # with fewer customers a largest one is no finding
_ROWS_SHOWN = 12

_HOW = {
    "new": msg("entered: new customer"),
    "entered": msg("entered: the rule now matches"),
    "lost": msg("left: no longer a customer"),
    "left": msg("left: the rule no longer matches"),
}


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    rule = Paragraph((pen.rule_text(),), role="quote")
    if pen.members.empty:
        pen.count(meaning.MEMBERS, ())
        pen.put(meaning.ARR_END, 0, pen.counted_arr_rows(()))
        nobody = msg("No current customer matched the rule on {day}.", day=pen.brief.as_of)
        return (rule, Paragraph((nobody,)))
    size = Paragraph((*_size(pen), *_concentration(pen)))
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on("segment", "members"))
    hidden = hidden_groups(pen)
    return (rule, size, *([Paragraph(tuple(hidden))] if hidden else []), *_who_changed(pen), *notes)


def _size(pen: Pen) -> list[Text]:
    ids = pen.members.index
    members = pen.count(meaning.MEMBERS, ids)
    whole = pen.total(ids)
    unknown = pen.count(meaning.ARR_UNKNOWN, ids[pen.members["arr"].isna()], "arr")
    rows = pen.counted_arr_rows(ids)
    if whole.n_unknown == len(ids):
        pen.put(meaning.ARR_END, None, rows, msg("no ARR on file"))
        return [
            msgs(
                "On {day} the segment had {n} customer; its ARR is unknown.",
                "On {day} the segment had {n} customers; their ARR is unknown.",
                members.n,
                n=members,
                day=pen.brief.as_of,
            )
        ]
    arr = pen.put(meaning.ARR_END, whole.known, rows)
    sentence = _with_arr(pen, members, arr)
    return [sentence, *([_not_counted(unknown)] if unknown.n else [])]


def _with_arr(pen: Pen, members: Ref, arr: Ref) -> Message:
    everyone = pen.brief.book.index[pen.brief.book["is_customer"].astype("bool")]
    rows = pen.account_rows(everyone.union(pen.brief.members), "arr")
    rows = rows.assign(in_segment=rows["account_id"].isin(pen.brief.members))
    share = pen.put(meaning.SHARE_OF_BOOK, meaning.SHARE_RECIPE.applied(rows), rows)
    if pen.whole_book:
        return msgs(
            "On {day} the book had {n} customer with ARR of {arr}.",
            "On {day} the book had {n} customers with ARR of {arr}.",
            members.n,
            n=members,
            arr=arr,
            day=pen.brief.as_of,
        )
    return msgs(
        "On {day} the segment had {n} customer with ARR of {arr}, {share} of the ARR of all current"
        " customers.",
        "On {day} the segment had {n} customers with ARR of {arr}, {share} of the ARR of all"
        " current customers.",
        members.n,
        n=members,
        arr=arr,
        share=share,
        day=pen.brief.as_of,
    )


def _not_counted(unknown: Ref) -> Message:
    return msgs(
        "The ARR of {n} of them is unknown and not counted.",
        "The ARR of {n} of them is unknown and not counted.",
        unknown.n,
        n=unknown,
    )


def _concentration(pen: Pen) -> list[Text]:
    """Say whether one customer decides what an average of the segment says."""
    arr = pen.members["arr"].dropna()
    if len(arr) < _FEW or not arr.sum() > 0:
        return []
    largest = pen.by_arr(arr.index)[0]
    rows = pen.account_rows(pen.members.index, "arr")
    rows = rows.assign(largest=rows["account_id"] == largest)
    value = meaning.LARGEST_RECIPE.applied(rows) or 0.0
    share = pen.put(meaning.LARGEST_SHARE, value, rows)
    if value < _DOMINANT_SHARE:
        return [msg("The largest customer holds {share} of the segment's ARR.", share=share)]
    return [
        msg(
            "{account} alone holds {share} of the segment's ARR: averages say mostly how this one"
            " customer is doing.",
            account=pen.name(largest),
            share=share,
        )
    ]


def _who_changed(pen: Pen) -> tuple[Block, ...]:
    history = pen.brief.history
    if history is None:
        return (
            Paragraph(
                (
                    msg(
                        "Who entered and who left cannot be said: the data do not reach back before"
                        " {period}.",
                        period=pen.period(),
                    ),
                )
            ),
        )
    entered = pen.count(meaning.ENTERED, pen.brief.members.difference(history.members), "arr")
    left = pen.count(meaning.LEFT, history.members.difference(pen.brief.members))
    sentence = _changed_sentence(entered, left, history)
    if not entered.n and not left.n:
        return (Paragraph((sentence,)),)
    return (Paragraph((sentence,)), _changed_table(pen, history))


def _changed_sentence(entered: Ref, left: Ref, history: History) -> Message:
    if not entered.n and not left.n:
        return msg("The members are the same as on {day}.", day=history.day)
    if not left.n:
        return msgs(
            "{n} customer entered since {day}, and none left.",
            "{n} customers entered since {day}, and none left.",
            entered.n,
            n=entered,
            day=history.day,
        )
    if not entered.n:
        return msgs(
            "{n} customer left since {day}, and none entered.",
            "{n} customers left since {day}, and none entered.",
            left.n,
            n=left,
            day=history.day,
        )
    return msgs(
        "{n} customer entered since {day}, and {left} left.",
        "{n} customers entered since {day}, and {left} left.",
        entered.n,
        n=entered,
        left=left,
        day=history.day,
    )


def changed_accounts(pen: Pen, history: History) -> pd.DataFrame:
    """Return who entered and left: `how`, and `arr` while inside the segment."""
    entered = pen.brief.members.difference(history.members)
    left = history.members.difference(pen.brief.members)
    was_customer = history.book["is_customer"].astype("bool")
    customers_before = was_customer.index[was_customer]
    now = pen.brief.book
    customers_now = now.index[now["is_customer"].astype("bool")]
    rows = pen.account_rows(entered.union(left))
    ids = pd.Index(rows["account_id"])
    arr = now["arr"].reindex(ids).where(ids.isin(entered), history.book["arr"].reindex(ids))
    how = [
        ("entered" if account in customers_before else "new")
        if account in entered
        else ("left" if account in customers_now else "lost")
        for account in ids
    ]
    rows = rows.assign(arr=arr.to_numpy(), how=how)
    return rows.sort_values(["arr", "account_id"], ascending=[False, True], kind="stable")


def _changed_table(pen: Pen, history: History) -> Table:
    rows = changed_accounts(pen, history)
    said = [_reason(pen, row) for row in rows.to_dict("records")]
    reasons = any(text is not None for text in said)
    if reasons:
        words = [clean(render(text, pen.lang)) if text else "" for text in said]
        rows = rows.assign(reason=words)
    n = pen.put(meaning.CHANGED, len(rows), rows)
    cells: list[tuple[Cell, ...]] = [
        (
            pen.name(row["account_id"]),
            _HOW[row["how"]],
            *([row["reason"] or None] if reasons else []),
            pen.money(row["arr"]),
        )
        for row in rows.head(_ROWS_SHOWN).to_dict("records")
    ]
    return Table(
        figure_id="table_members_changed",
        caption=pen.first_of(
            n, _ROWS_SHOWN, msg("Who entered and who left since {day}", day=history.day)
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("What happened")),
            *([Column(msg("What changed"))] if reasons else []),
            Column(msg("ARR"), "number"),
        ),
        cells=tuple(cells),
    )


def _reason(pen: Pen, row: Mapping[Hashable, object]) -> Message | None:
    """Return which part of the rule changed; nothing more is to be said of won and lost ones."""
    if row["how"] in {"new", "lost"}:
        return None
    return pen.brief.outlook.reasons.get(str(row["account_id"]))


SECTION = SectionRule(key="segment", title=msg("The segment"), place=2, turn=1, write=write)
