"""Alarms, outcomes, follow-ups, renewals, losses: what people say of warnings counts."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.churn.expected import compounding, ending
from lib.desk.churn.followups import FollowUp
from lib.desk.churn.judged_by import CAP, PER_100
from lib.desk.churn.losses import Review
from lib.desk.churn.renewals import Renewals
from lib.desk.churn.term_risk import COLUMNS, RiskOfTerms
from lib.errors import DeskError
from lib.locale import render
from lib.metrics.past_renewals import past_renewals
from lib.model.frames import TAG_SEPARATOR
from tests.fixtures import NOW

LAST = date(2026, 10, 31)
LOST, LEFT = "A0112", date(2026, 7, 27)
STANDING = ("A0160", "login_decline")


@pytest.fixture
def own(own_sample: Desk) -> Desk:
    return own_sample


def alarm(desk: Desk, account_id: str, cause: str) -> dict[str, Any]:
    found = desk.alarms.standing(LAST)
    (row,) = found[(found["account_id"] == account_id) & (found["cause"] == cause)].to_dict(
        "records"
    )
    return {str(name): value for name, value in row.items()}


def test_alarms_are_counted_once_over_their_months(sample_desk: Desk) -> None:
    alarms = sample_desk.alarms.alarms(LAST)
    months = sample_desk.alarms.load("all", LAST).months
    assert len(months) == 12
    assert months["month"].is_monotonic_increasing
    first = sample_desk.alarms.days(LAST)[0]
    assert months["n_alarms"].sum() == (alarms["begun_on"] != first).sum()
    assert (months["per_100"] == 100 * months["n_alarms"] / months["n_accounts"]).all()
    long = alarms[alarms["begun_on"] < alarms["last_on"]]
    assert len(long) > 0, "an alarm of several months is one"


def test_what_became_of_an_account_is_worked_out(sample_desk: Desk) -> None:
    alarms = sample_desk.alarms.alarms(LAST)
    left = alarms[alarms["by_churn"] == "left"]
    assert (left["left_on"] > pd.to_datetime(left["begun_on"])).all()
    assert len(left) >= 10, "the sample plants signs before churn"
    stayed = alarms[alarms["by_churn"] == "stayed"]
    assert (pd.to_datetime(stayed["last_on"]) + timedelta(days=120) <= pd.Timestamp(LAST)).all()
    assert stayed["left_on"].isna().all()


def test_what_alarms_were_worth_adds_up_to_the_alarms(own: Desk) -> None:
    begun = alarm(own, "A0160", "usage")["begun_on"]
    own.alarms.judge((*STANDING, begun), "true", author="me")
    rows, alarms = own.alarms.worth("all", LAST), own.alarms.alarms(LAST)
    assert rows.set_index("cause")["n"].to_dict() == alarms["cause"].value_counts().to_dict()
    fates = rows[["left", "left_otherwise", "stayed", "too_early"]].sum(axis=1)
    assert fates.tolist() == rows["n"].tolist()
    assert rows.set_index("cause")["said_true"].to_dict()["usage"] == 1
    assert rows["said_false"].sum() == 0


def test_a_cap_keeps_the_most_severe_of_each_month(own: Desk) -> None:
    before = own.alarms.load("all", LAST)
    assert before.cap is None
    assert before.months["below"].sum() == 0
    change = own.thresholds.save(CAP, {PER_100: 4.0}, "me", "Two people call.")
    after = own.alarms.load("all", LAST)
    room = (4 * after.months["n_accounts"] / 100).astype(int)
    assert after.cap == 4.0
    assert (after.months["within"] == np.minimum(after.months["n_alarms"], room)).all()
    assert (after.months["within"] + after.months["below"] == before.months["n_alarms"]).all()
    alarms = own.alarms.alarms(LAST)
    october = alarms[alarms["begun_on"] == LAST]
    assert october.loc[october["capped"], "severity"].max() <= (
        october.loc[~october["capped"], "severity"].min()
    )
    board = own.watch.board("all", LAST, "en")
    below = board.alarms[board.alarms["state"] == "capped"]
    assert len(below) == alarms.loc[alarms["stands"], "capped"].sum()
    assert set(board.rows["state"]) == {"open"}, "the readings themselves stay open"
    for signal in below.iloc[0]["signals"].split(TAG_SEPARATOR):
        own.watch.act(below.iloc[0]["account_id"], signal, "acknowledged")
    assert own.watch.board("all", LAST, "en").alarm_counts["state"]["acknowledged"] == 1
    own.thresholds.undo(change)
    assert own.watch.board("all", LAST, "en").alarm_counts["state"].get("capped", 0) == 0


def test_an_alarm_is_open_while_one_of_its_signals_is(own: Desk) -> None:
    board = own.watch.board("all", LAST, "en")
    several = board.alarms[
        board.alarms["signals"].str.contains("|", regex=False) & (board.alarms["grade"] == "alert")
    ].iloc[0]
    first, *others = several["signals"].split("|")
    own.watch.act(several["account_id"], first, "acknowledged")

    def state() -> str:
        alarms = own.watch.board("all", LAST, "en").alarms.set_index("place")
        return str(alarms.loc[several["place"], "state"])

    assert state() == "open"
    for signal in others:
        own.watch.act(several["account_id"], signal, "acknowledged")
    assert state() == "acknowledged"


def test_the_newest_outcome_counts_and_can_be_taken_back(own: Desk) -> None:
    begun = alarm(own, "A0160", "usage")["begun_on"]
    assert isinstance(begun, date)
    first = own.alarms.judge((*STANDING, begun), "too_early", author="me")
    second = own.alarms.judge((*STANDING, begun), "false", author="me", note=" A holiday. ")
    row = alarm(own, "A0160", "usage")
    assert (row["outcome"], row["note"], row["outcome_id"]) == ("false", "A holiday.", second)
    assert pd.isna(alarm(own, "A0160", "relationship")["outcome_id"])
    own.alarms.undo(second)
    assert alarm(own, "A0160", "usage")["outcome_id"] == first
    own.alarms.undo(first)
    assert pd.isna(alarm(own, "A0160", "usage")["outcome"])
    kept = own.alarms.outcomes()
    assert kept["outcome"].tolist() == ["too_early", "false"]
    assert kept["undone_at"].notna().all()
    with pytest.raises(DeskError) as refused:
        own.alarms.undo(first)
    assert refused.value.code == "unknown_outcome"


@pytest.mark.parametrize(
    ("signal", "outcome", "note", "code"),
    [
        ("login_decline", "maybe", "", "bad_outcome"),
        ("login_decline", "true", "x" * 2001, "bad_outcome"),
        ("nowhere", "true", "", "unknown_signal"),
    ],
)
def test_what_is_no_outcome_is_refused(
    desk: Desk, signal: str, outcome: str, note: str, code: str
) -> None:
    with pytest.raises(DeskError) as refused:
        desk.alarms.judge(("A1", signal, LAST), outcome, note=note)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert desk.alarms.outcomes().empty


def todo(what: str, due: date, owner: str = "Success") -> FollowUp:
    return FollowUp(account_id="A1", what=what, owner=owner, due_on=due, signal="login_decline")


def test_follow_ups_are_overdue_by_the_clock_done_removed_and_brought_back(desk: Desk) -> None:
    late = desk.follow_ups.add(todo("Call", date(2026, 10, 31)), "me")
    today = desk.follow_ups.add(todo("Visit", date(2026, 11, 1)), "me")
    rows = desk.follow_ups.all()
    assert rows["follow_up_id"].tolist() == [late, today]
    assert rows["state"].tolist() == ["overdue", "open"], "today is not late"
    desk.follow_ups.done(late)
    rows = desk.follow_ups.all("A1")
    assert rows["state"].tolist() == ["open", "done"]
    assert rows["done_on"].tolist()[1] == pd.Timestamp("2026-11-01")
    desk.follow_ups.open_again(late)
    desk.follow_ups.remove(today)
    assert desk.follow_ups.all()["state"].tolist() == ["overdue"]
    desk.follow_ups.restore(today)
    assert len(desk.follow_ups.all()) == 2
    assert desk.follow_ups.all("A2").empty
    with pytest.raises(DeskError) as refused:
        desk.follow_ups.done(77)
    assert refused.value.code == "unknown_follow_up"


@pytest.mark.parametrize(("what", "owner"), [(" ", "me"), ("Call", " "), ("x" * 2001, "me")])
def test_a_follow_up_needs_what_and_who(desk: Desk, what: str, owner: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.follow_ups.add(todo(what, LAST, owner), "me")
    assert refused.value.code == "bad_follow_up"
    assert desk.follow_ups.all().empty


def test_what_people_said_stands_beside_what_followed(own: Desk) -> None:
    assert own.alarms.said_of(LAST).empty
    alarms = own.alarms.alarms(LAST)
    judged = {"true": "stayed", "false": "left"}
    for outcome, fate in judged.items():
        mine = alarms[alarms["by_churn"] == fate].iloc[0]
        signal = str(mine["signals"]).split("|")[0]
        own.alarms.judge((mine["account_id"], signal, mine["begun_on"]), outcome)  # type: ignore[arg-type]
    found = own.alarms.said_of(LAST)
    assert found["said_true"].sum() >= 1
    assert (found["true_stayed"] == found["said_true"]).all(), "true, yet the customer stayed"
    assert (found["false_left"] == found["said_false"]).all(), "false, yet the customer left"
    assert (found["n"] == found[["said_true", "said_false", "said_early"]].sum(axis=1)).all()


def scored(desk: Desk, scores: pd.DataFrame) -> Renewals:
    def of(_day: date, terms: pd.DataFrame) -> RiskOfTerms:
        table = scores.reindex(index=terms["account_id"], columns=list(COLUMNS))
        return RiskOfTerms(table.assign(renewed=False).reset_index(drop=True), ())

    return Renewals(desk.data, desk.segments, of)


def test_expected_loss_is_risk_times_arr_of_those_with_a_risk(sample_desk: Desk) -> None:
    ids = sample_desk.data.book(LAST).index
    scores = pd.DataFrame({"probability": 0.25, "low": 0.2, "high": 0.3}, index=ids[::2])
    outlook = scored(sample_desk, scores).outlook("all", LAST, "en")
    for found, days in zip(outlook.totals, (90, 180, 365), strict=True):
        inside = outlook.terms[outlook.terms["days_left"] <= days]
        known = inside[inside["probability"].notna()]
        assert found.loss is not None
        assert found.loss.expected == pytest.approx(0.25 * known["arr"].sum())
        assert found.loss.low < found.loss.expected < found.loss.high
        assert found.arr_known == pytest.approx(known["arr"].sum())
        assert found.n_unknown == inside["account_id"].nunique() - known["account_id"].nunique()
    assert outlook.why_unknown is None
    losses = outlook.terms["loss"].dropna()
    assert losses.is_monotonic_decreasing
    assert outlook.terms["loss"].tail(1).isna().all(), "an unknown risk comes last, not first"


def test_without_any_risk_the_arr_is_shown_and_why(
    sample_desk: Desk,
) -> None:
    outlook = scored(sample_desk, pd.DataFrame(columns=list(COLUMNS))).outlook("all", LAST, "en")
    assert outlook.why_unknown is not None
    assert all(one.loss is None and one.arr > 0 for one in outlook.totals)
    assert "unknown" in render(outlook.finding, "en")


def test_a_term_that_ends_at_once_is_not_told_to_be_safe(sample_desk: Desk) -> None:
    """The risk of the next months begins after the gap; that of a term does not."""
    outlook = sample_desk.renewals.outlook("all", LAST, "en")
    usual = outlook.terms["account_id"].map(sample_desk.risk.scores(LAST)["probability"])
    soon = outlook.terms["days_left"] <= 30
    assert soon.sum() >= 5
    assert (outlook.terms.loc[soon, "probability"] > usual[soon]).all()
    ended = past_renewals(sample_desk.data.snapshot(LAST), (date(2025, 6, 30),))
    assert outlook.terms.loc[soon, "probability"].mean() == pytest.approx(
        float(ended["lost"].mean()), abs=0.15
    )
    losses = [one.loss.expected for one in outlook.totals if one.loss is not None]
    assert losses == sorted(losses), "more time, more terms, more loss"
    assert any("Checked on later terms" in render(one, "en") for one in outlook.said)


def test_a_term_by_the_month_ends_again_within_the_year() -> None:
    terms = pd.DataFrame(
        {"account_id": ["M", "Y"], "days_left": [10, 80], "arr": 100.0, "probability": 0.1,
         "low": 0.1, "high": 0.1, "every_days": [30.0, np.nan]}
    )  # fmt: skip
    three, twelve = ending(terms, 3, 90), ending(terms, 12, 365)
    assert three.loss is not None
    assert three.loss.expected == pytest.approx(100 * (1 - 0.9**3) + 10)
    assert twelve.loss is not None
    assert twelve.loss.expected == pytest.approx(100 * (1 - 0.9**12) + 10)
    assert "each of its ends" in render(compounding(terms)[0], "en")
    assert compounding(terms.tail(1)) == ()


def test_two_terms_of_an_account_are_one_risk_by_their_value() -> None:
    terms = pd.DataFrame(
        {"account_id": "A", "days_left": [10, 80], "arr": [300.0, 100.0],
         "probability": [0.2, 0.6], "low": 0.1, "high": 0.9, "every_days": np.nan}
    )  # fmt: skip
    found = ending(terms, 3, 90)
    assert found.n_accounts == 1
    assert found.loss is not None
    assert found.loss.expected == pytest.approx(0.2 * 300 + 0.6 * 100)


def test_past_renewals_are_compared_with_the_signals_before(sample_desk: Desk) -> None:
    played = sample_desk.renewals.played("all", LAST)
    assert played.bands["n"].sum() == played.n
    assert played.bands["lost"].sum() == played.n_lost
    assert 0 < played.n_lost < played.n
    assert played.bands["share"].between(played.bands["low"], played.bands["high"]).all()
    losses = sample_desk.losses.view("all", LAST).rows
    assert played.n_lost <= len(losses), "who never renewed at all is not lost twice"


def test_losses_are_those_of_the_export_with_their_arr_before(sample_desk: Desk) -> None:
    view = sample_desk.losses.view("all", LAST)
    assert len(view.rows) == 36
    assert view.rows["churned_on"].is_monotonic_decreasing
    (lost,) = view.rows[view.rows["account_id"] == LOST].to_dict("records")
    assert (lost["arr"], lost["stated"], lost["reason"]) == (24700.0, "price", "none")
    earlier = sample_desk.losses.view("all", date(2026, 7, 26)).rows
    assert LOST not in set(earlier["account_id"]), "nobody knew it the day before"


def test_a_segment_of_losses_is_taken_as_it_was_before(sample_desk: Desk) -> None:
    whole = sample_desk.losses.view("all", LAST).rows
    retail = sample_desk.losses.view('industry is "Retail"', LAST).rows
    assert 0 < len(retail) < len(whole)
    assert set(retail["industry"]) == {"Retail"}


def test_the_record_holds_the_last_year_and_nothing_after(sample_desk: Desk) -> None:
    record = sample_desk.losses.record(LOST, LAST, "en")
    assert record.churned_on == LEFT
    for kind, day in (("tickets", "created_at"), ("activities", "occurred_at")):
        days = record.tables[kind][day]
        assert len(days) > 0
        assert days.min() > pd.Timestamp(LEFT) - timedelta(days=365)
        assert days.max() < pd.Timestamp(LEFT) + timedelta(days=1)
    assert record.card.usage["week"].max() <= pd.Timestamp(LEFT)
    with pytest.raises(DeskError) as refused:
        sample_desk.losses.record("A0160", LAST, "en")
    assert refused.value.code == "unknown_loss"


def test_signals_before_a_loss_tell_when_they_were_first_seen(sample_desk: Desk) -> None:
    alarms = sample_desk.alarms.alarms(LAST)
    left = alarms[(alarms["by_churn"] == "left") & (alarms["begun_on"] > date(2026, 1, 1))].iloc[0]
    before = sample_desk.losses.record(str(left["account_id"]), LAST, "en").before
    assert len(before) > 0
    assert before["seen_on"].is_monotonic_increasing
    assert before["evidence"].str.len().min() > 10


def test_a_review_keeps_every_version_and_refuses_a_stale_one(own: Desk) -> None:
    said = Review(reason="product", lessons=" Say early what is missing. ", author="me")
    assert own.losses.review(LOST, LEFT) == Review()
    assert own.losses.save((LOST, LEFT), said, 0) == 1
    with pytest.raises(DeskError) as refused:
        own.losses.save((LOST, LEFT), Review(reason="service"), 0)
    assert refused.value.code == "edited_meanwhile"
    assert own.losses.save((LOST, LEFT), Review(reason="service"), 1) == 2
    versions = own.losses.versions(LOST, LEFT)
    assert versions["reason"].tolist() == ["service", "product"]
    assert versions["lessons"].tolist() == ["", "Say early what is missing."]
    (row,) = own.losses.view("all", LAST).rows.query("account_id == @LOST").to_dict("records")
    assert row["reason"] == "service"
    counted = own.losses.counted(own.losses.view("all", LAST).rows, "industry")
    assert counted["service"].sum() == 1
    assert counted["n"].sum() == 36
    assert "1 were reviewed" in render(own.losses.view("all", LAST).finding, "en")


def test_a_review_needs_one_of_the_reasons(desk: Desk) -> None:
    for said in (Review(reason="bad luck"), Review(), Review(reason="other", lessons="x" * 10_001)):
        with pytest.raises(DeskError) as refused:
            desk.losses.save((LOST, LEFT), said, 0)
        assert refused.value.code == "bad_review"


def test_the_clock_of_the_desk_is_written_down(desk: Desk) -> None:
    desk.alarms.judge(("A1", "login_decline", LAST), "true", author="me")
    (row,) = desk.alarms.outcomes().to_dict("records")
    assert pd.Timestamp(row["decided_at"]) == pd.Timestamp(NOW)
    assert row["author"] == "me"
