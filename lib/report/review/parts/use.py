"""How the product was used: how much, by how many, what of it, against before and a year ago."""

import math

import pandas as pd

from lib.locale import Count, Text, msg, msgs
from lib.model import ANY
from lib.report.blocks import Bar, Block, Chart, Column, Paragraph, Table
from lib.report.figures import Definition
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen

_NOT_FEATURES = (ANY, "login", "api_call", "data_export")
_FEATURES_SHOWN = 10
_CLEARLY = 0.1  # less of a change is within what weeks differ by anyway


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    window = pen.facts.windows["now"]
    if not window.covered:
        why = msg(
            "How the product was used cannot be said: no usage export covers {first} to {last}.",
            first=window.first,
            last=window.last,
        )
        return (Paragraph((why,)),)
    sentences = (*_much(pen), *_people(pen))
    return (Paragraph(sentences), *_months(pen), *_features(pen))


def _much(pen: ReviewPen) -> list[Text]:
    rows = pen.facts.used("now")
    uses = pen.put(meaning.USES, math.fsum(rows["events"]), rows)
    days = pen.facts.windows["now"]
    if not uses.n:
        return [msg("Nobody used the product between {first} and {last}.",
                    first=days.first, last=days.last)]  # fmt: skip
    return [
        msgs("The product was used {n} time.", "The product was used {n} times.", uses.n, n=uses),
        *_against(pen, "before", meaning.USE_BEFORE),
        *_against(pen, "year_ago", meaning.USE_YEAR_AGO),
    ]


def _against(pen: ReviewPen, window: str, definition: Definition) -> list[Text]:
    """Say how much use there was of what there was in another window, where that is known."""
    facts = pen.facts
    uses = [math.fsum(facts.used(name)["events"]) for name in ("now", window)]
    if not facts.windows[window].covered or not uses[1]:
        return []
    rows = pd.DataFrame({"account_id": [facts.account_id], "now": [uses[0]], "compared": [uses[1]]})
    share = pen.put(definition, uses[0] / uses[1], rows)
    change = uses[0] / uses[1] - 1
    if window == "before":
        if abs(change) < _CLEARLY:
            return [msg("That is about as much as in the period before ({share}).", share=share)]
        return [msg("That is {share} of the use in the period before.", share=share)]
    return [msg("Against the same weeks a year ago it is {share}.", share=share)]


def _people(pen: ReviewPen) -> list[Text]:
    """Say how many were active on the busiest day: days tell people apart, longer times not."""
    rows = pen.facts.used("now").dropna(subset=["users"])
    if rows.empty:
        return [msg("How many people use it is unknown: the export does not count them.")]
    busiest = rows.loc[[rows["users"].idxmax()]].assign(seats=pen.account["seats"])
    people = pen.put(meaning.ACTIVE, busiest["users"].iloc[0], rows)
    when = busiest["day"].iloc[0].date()
    sentence = msgs(
        "On the busiest day, {day}, {n} person was active.",
        "On the busiest day, {day}, {n} people were active.",
        people.n,
        n=people,
        day=when,
    )
    seats = busiest["seats"].iloc[0]
    if pd.isna(seats) or not seats > 0:
        return [sentence, msg("How many seats it has is unknown.")]
    shown = busiest[["day", "users", "seats"]]
    share = pen.put(meaning.SEATS, float(busiest["users"].iloc[0]) / float(seats), shown)
    return [sentence, msg("That is {share} of the seats.", share=share)]


def _months(pen: ReviewPen) -> tuple[Block, ...]:
    """Return the uses of each whole month that the export covers."""
    months = pen.facts.months
    if len(months) < 2:  # noqa: PLR2004 - one bar shows nothing
        return ()
    rows = pen.facts.use[pen.facts.use["event"] == ANY]
    by_month = rows.groupby(rows["day"].dt.strftime("%Y-%m"))["events"].sum()
    uses = [float(by_month.get(month.key, 0.0)) for month in months]
    if not any(uses):
        return ()
    table = pd.DataFrame({"month": [month.key for month in months], "uses": uses})
    table.insert(0, "account_id", pen.facts.account_id)
    pen.put(meaning.MONTHS, len(table), table)
    groups: list[tuple[Text, tuple[Bar, ...]]] = [
        (msg("{month}", month=month.label), (Bar(value, "level", Count(round(value))),))
        for month, value in zip(months, uses, strict=True)
    ]
    most = months[uses.index(max(uses))]
    return (
        Chart(
            figure_id="table_months",
            form="bars",
            title=msg("Use was highest in {month}", month=most.label),
            subtitle=msg("Uses a month, whole months only"),
            groups=tuple(groups),
        ),
    )


def _features(pen: ReviewPen) -> tuple[Block, ...]:
    use, windows = pen.facts.use, pen.facts.windows
    named = use[~use["event"].isin(_NOT_FEATURES)]
    counts = {}
    for name in ("now", "before"):
        days = windows[name]
        inside = named["day"].between(pd.Timestamp(days.first), pd.Timestamp(days.last))
        counts[name] = named[inside].groupby("event")["events"].sum()
    found = pd.DataFrame(counts).fillna(0.0)
    if found.empty:
        return (Paragraph((msg("Which features were used is not in the export."),)),)
    if not windows["before"].covered:
        found["before"] = float("nan")
    order = found.sort_values("now", ascending=False, kind="stable").rename_axis("feature")
    rows = order.reset_index().assign(account_id=pen.facts.account_id)
    mine = rows[rows["now"] > 0].reset_index(drop=True)
    n = pen.put(meaning.FEATURES, len(mine), mine)
    sentences: list[Text] = [
        msgs("{n} feature was used.", "{n} different features were used.", n.n, n=n)
    ]
    gone = rows[(rows["now"] == 0) & (rows["before"] > 0)]["feature"]
    if len(gone):
        sentences.append(
            msg("Used in the period before and not any more: {names}.",
                names=", ".join(gone.head(_FEATURES_SHOWN)))
        )  # fmt: skip
        pen.steps.append(msg("Ask why {names} is no longer used.", names=", ".join(gone.head(3))))
    return (Paragraph(tuple(sentences)), _feature_table(mine))


def _feature_table(mine: pd.DataFrame) -> Table:
    return Table(
        figure_id="features_used",
        caption=msg("Features by use, the most used first"),
        columns=(
            Column(msg("Feature")),
            Column(msg("Uses"), "number"),
            Column(msg("Period before"), "number"),
        ),
        cells=tuple(
            (
                str(row["feature"]),
                Count(round(row["now"])),
                None if pd.isna(row["before"]) else Count(round(row["before"])),
            )
            for row in mine.head(_FEATURES_SHOWN).to_dict("records")
        ),
    )


PART = Part(key="use", title=msg("How the product was used"), write=write)
