"""The section on churn signals: what is told of whom, and in which order."""

from dataclasses import replace
from datetime import date

import pytest

from lib.report.blocks import Report, Table
from lib.report.brief import Brief, Context, Note, SignalAction
from lib.report.draft import draft
from lib.report.writers import md
from tests.report import small


def _text(brief: Brief) -> str:
    return md.write(draft(brief, "en")).decode()


def _with(*actions: SignalAction, notes: tuple[Note, ...] = ()) -> Brief:
    brief = small.brief()
    return replace(brief, context=replace(brief.context, actions=actions, notes=notes))


def _follow_up(brief: Brief, account: int) -> str:
    report = draft(brief, "en")
    table = next(
        block
        for block in report.section("signals").blocks
        if isinstance(block, Table) and block.figure_id == "table_on_alert"
    )
    name = str(brief.book.loc[small.account_id(account), "account_name"])
    rows = {row[0]: row[-1] for row in table.rendered(report.register, "en")}
    return rows[name]


def test_near_renewals_come_first_then_larger_arr(english: Report) -> None:
    assert list(english.register["table_on_alert"].rows["account_id"]) == sorted(
        small.account_id(n) for n in small.ALERTS
    )
    table = next(
        block
        for block in english.section("signals").blocks
        if isinstance(block, Table) and block.figure_id == "table_on_alert"
    )
    names = [row[0] for row in table.rendered(english.register, "en")]
    assert names == ["Fabrikam", "海蓝科技有限公司", "Adventure Works 17", "Contoso 24 14"]


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (SignalAction("A-014", "login_decline", "acknowledged"), "acknowledged"),
        (SignalAction("A-014", "login_decline", "open"), "none on record"),
        (SignalAction("A-014", "contact_stops", "acknowledged"), "none on record"),
        (
            SignalAction("A-014", "login_decline", "snoozed", date(2026, 11, 1), "holiday"),
            "snoozed until 1 Nov 2026: holiday",
        ),
        (
            SignalAction("A-014", "login_decline", "snoozed", date(2026, 10, 31), "holiday"),
            "none on record",
        ),
    ],
)
def test_a_follow_up_is_told_until_it_ends(action: SignalAction, says: str) -> None:
    assert _follow_up(_with(action), 14) == says


def test_a_follow_up_on_one_of_two_alerts_is_told_as_that() -> None:
    action = SignalAction("A-004", "login_decline", "acknowledged")
    assert _follow_up(_with(action), 4) == "part of the alerts only"


def test_a_context_note_stands_beside_the_evidence_without_its_author() -> None:
    text = _text(_with(notes=(Note("account:A-017", "Moved office", "Zhang San", "May 2026"),)))
    line = next(line for line in text.splitlines() if line.startswith("- Adventure Works 17:"))
    assert line.endswith("Context note (May 2026): Moved office.")
    assert "Zhang" not in text


def test_what_became_of_earlier_alerts_adds_up(english: Report) -> None:
    value = {f.id: f.value for f in english.register}
    parts = ("still_on_alert", "no_longer_on_alert", "alert_gone")
    assert value["on_alert_before"] == sum(int(value[part] or 0) for part in parts)
    now = ("still_on_alert", "newly_on_alert", "alert_entered")
    assert value["on_alert"] == sum(int(value[part] or 0) for part in now)


def test_unread_signals_are_counted_with_their_reason(english: Report) -> None:
    assert english.register["not_fully_judged"].value == 4
    text = md.write(english).decode()
    assert "| Requests stop | 4 | no ticket export covers" in text
    assert "Of 120 readings, one for each customer and signal, 97% could be made." in text


def test_nothing_read_is_not_called_calm() -> None:
    text = _text(small.nothing_known())
    assert "No churn signal is open" not in text
    assert "none could be read for any customer" in text
    assert "ARR of $0" not in text


def test_calm_is_called_calm_only_of_those_that_could_be_judged() -> None:
    text = _text(replace(small.tiny(5), context=Context(batches=small.batches())))
    assert "No churn signal is open among the customers that could be judged." in text
