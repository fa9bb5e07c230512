"""What the desk knows of a report's segment beyond its rows: risk, verdicts, hidden groups."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.churn.expected import by_account, ending
from lib.locale import Message
from lib.profile.completeness import shares_by_team
from lib.report.brief_outlook import Averaged, Ends, Outlook, TwoGroups
from lib.segments.compare.average import Average, Split
from lib.segments.compare.average_words import most_different
from lib.segments.wording import words

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.report_parts import Asked

DAYS_AHEAD = {90: 3, 180: 6}  # days, and the months that people call them


def part(desk: "Desk", asked: "Asked") -> dict[str, Any]:
    """Return the field `outlook` of the brief; empty for a segment without members."""
    if asked.members.empty:
        return {"outlook": Outlook()}
    found = desk.renewals.outlook(asked.segment, asked.day, asked.lang)
    filled = desk.files.filled(asked.day).reindex(asked.members)
    return {
        "outlook": Outlook(
            ends={days: _ends(found.terms, days) for days in DAYS_AHEAD},
            said=found.said,
            why=found.why_unknown,
            bands=desk.risk.scores(asked.day).reindex(asked.members)[["probability", "band"]],
            outcomes=desk.alarms.said_of(asked.day),
            averaged=_averaged(desk.comparing.average(asked.segment, asked.day)),
            reasons=_reasons(desk, asked),
            teams=pd.DataFrame(shares_by_team(filled, desk.data.template())),
            uncarried=frozenset(desk.data.template()) - desk.files.carried(),
        )
    }


def _ends(terms: pd.DataFrame, days: int) -> Ends:
    mine = terms[terms["days_left"].between(0, days)]
    rows = by_account(mine, days).reset_index()
    rows = rows.assign(loss=rows["probability"] * rows["arr"])
    rows = rows[["account_id", "arr", "probability", "loss"]]
    loss = ending(mine, DAYS_AHEAD[days], days).loss
    return Ends(rows) if loss is None else Ends(rows, loss.low, loss.high)


def _averaged(found: Average) -> Averaged:
    if not found.judged or not found.splits:
        return Averaged(found.judged)
    return Averaged(judged=True, two=_two(found, found.splits[0]))


def _two(found: Average, split: Split) -> TwoGroups:
    behaviour, _ = most_different(found, split)
    frame = next(frame for frame in found.frames if frame.when == split.when)
    values = pd.Series(frame.column(behaviour.key), index=frame.book.index)

    def side(ids: pd.Index) -> pd.DataFrame:
        known = values.reindex(ids).dropna().sort_index()
        return pd.DataFrame({"account_id": known.index, "value": known.to_numpy()})

    return TwoGroups(
        condition=words(split.question.condition),
        what=behaviour.title,
        form=behaviour.form,
        yes=side(split.yes),
        no=side(split.no),
        then=split.when == "then",
    )


def _reasons(desk: "Desk", asked: "Asked") -> dict[str, Message]:
    """Return for each account that entered or left which part of the rule changed."""
    before: date = asked.period.first - timedelta(days=1)
    if before < desk.data.known_days().first:
        return {}
    moved = desk.segment_history.between(asked.segment, before, asked.day).moves
    rows = pd.concat([moved.entered, moved.left])
    return dict(zip(rows["account_id"].astype("str"), rows["reason"], strict=True))
