"""What comes twice and what contradicts: worked examples in both languages, and laws."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.touchpoints.contradictions import contradictions, pairs_of
from lib.touchpoints.duplicates import Found, duplicates
from lib.touchpoints.rules import APART_DAYS, NEAR_DAYS
from lib.touchpoints.touches import touches
from tests.metrics.made import Row, accounts, snapshot

DAY = "2026-10-31"
SALES, SUCCESS = "East sales", "Customer success"
OFFER = "Sent the offer for the next term with the new prices and asked them to choose a plan."
OFFER_AGAIN = "Explained the offer for the next term with its new prices, asked to choose a plan."
ZH = "发送下一年度的续约方案和新的价格表，请对方确认版本。"
ZH_AGAIN = "讲解下一年度的续约方案和新价格表，请对方确认版本。"


def touch(day: str, team: str | None, body: str | None, **more: object) -> Row:
    return {
        "account_id": "A", "occurred_at": day, "type": "mail", "direction": "ours", "team": team,
        "subject": None, "body": body, **more,
    }  # fmt: skip


def seen(*rows: Row) -> pd.DataFrame:
    """Return the touches of some activities, with a stage as the desk gives them."""
    named = [{"row_key": f"r{n}", **row} for n, row in enumerate(rows)]
    found = touches(snapshot(DAY, accounts=accounts("A", "B"), activities=named))
    number = (found["day"] - pd.Timestamp(date(1970, 1, 1))).dt.days
    return found.assign(number=number, stage="proficient")


def doubled(*rows: Row) -> Found:
    return duplicates(seen(*rows))


@pytest.mark.parametrize(("one", "other"), [(OFFER, OFFER_AGAIN), (ZH, ZH_AGAIN)])
def test_two_teams_with_nearly_the_same_text_within_days_are_a_duplicate(
    one: str, other: str
) -> None:
    found = doubled(
        touch("2026-10-01", SALES, one), touch("2026-10-04", SUCCESS, other, type="call")
    )
    row = found.episodes.iloc[0]
    assert len(found.episodes) == 1
    assert (row["one_text"], row["other_text"]) == (one, other)
    assert row["teams"] == f"{SUCCESS}|{SALES}"
    assert row["how"] == "text"
    assert len(found.touches) == 2


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"team": SALES}, "one team"),
        ({"team": None}, "no team is known"),
        ({"occurred_at": "2026-10-09"}, "a day too late"),
        ({"account_id": "B"}, "another account"),
        ({"direction": "theirs"}, "they wrote it"),
        ({"type": "internal_note"}, "a note for ourselves"),
        ({"subject": "Re: Offer"}, "a reply"),
        ({"subject": "RE[2]：Offer"}, "a numbered reply"),
        ({"subject": "回复：续约方案"}, "a reply in Chinese"),
        ({"subject": "答复：续约方案"}, "another word for it"),
        ({"owner": "Lin"}, "the same person follows up"),
        ({"outcome": "bounced"}, "it never arrived"),
        ({"outcome": "no_answer", "type": "call"}, "nobody took the call"),
        ({"body": "They asked for a training of new staff in the warehouse."}, "another matter"),
    ],
)
def test_what_is_no_duplicate(second: Row, why: str) -> None:
    first = touch("2026-10-01", SUCCESS, OFFER, owner="Lin")
    assert len(doubled(first, touch("2026-10-04", SALES, OFFER_AGAIN)).episodes) == 1
    changed = {**touch("2026-10-04", SALES, OFFER_AGAIN), **second}
    if second.get("team") == SALES:
        first = {**first, "team": SALES}
    assert doubled(first, changed).episodes.empty, why


def test_the_last_day_still_counts_and_a_team_in_two_languages_is_one() -> None:
    last = f"2026-10-{1 + NEAR_DAYS:02d}"
    assert len(doubled(touch("2026-10-01", SALES, OFFER), touch(last, SUCCESS, OFFER)).episodes)
    both = doubled(touch("2026-10-01", "客户成功部", OFFER), touch(last, SUCCESS, OFFER))
    assert both.episodes.empty


def test_the_same_kind_and_title_is_a_duplicate_unless_the_title_says_nothing() -> None:
    def titled(subject: str) -> Found:
        return doubled(
            touch("2026-10-01", SALES, None, subject=subject),
            touch("2026-10-02", SUCCESS, "Prices attached.", subject=subject),
        )

    assert titled("Proposal 2027").episodes["how"].tolist() == ["topic"]
    assert titled("2027年方案").episodes["how"].tolist() == ["topic"]
    assert titled("Call").episodes.empty
    assert titled("微信沟通").episodes.empty


def test_talk_in_one_thread_is_no_duplicate() -> None:
    ours = touch("2026-10-01", SALES, OFFER, subject="Offer 2027")
    theirs = touch("2026-10-02", None, "Which plan?", subject="Re: Offer 2027", direction="theirs")
    later = touch("2026-10-03", SUCCESS, OFFER_AGAIN, subject="Offer 2027")
    assert doubled(ours, theirs, later).episodes.empty
    assert len(doubled(ours, later).episodes) == 1


def test_one_episode_counts_once() -> None:
    found = doubled(
        touch("2026-10-01", SALES, OFFER),
        touch("2026-10-02", SUCCESS, OFFER),
        touch("2026-10-05", "Presales", OFFER_AGAIN),
        touch("2026-10-20", SALES, OFFER),
        touch("2026-10-21", SUCCESS, OFFER),
    )
    assert sorted(found.episodes["n_touches"]) == [2, 3]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("The mobile scanner is supported on Android.",
         "The mobile scanner is not supported on Android.", "yes_no"),
        ("说明批量导出已经支持自定义字段。", "说明批量导出暂无自定义字段。", "yes_no"),
        ("The warehouse module will be ready by 5 March.",
         "The warehouse module will be ready by 20 March.", "date"),
        ("告知仓储模块3月5日前上线。", "告知仓储模块预计3月20日上线。", "date"),
        ("The extra storage costs 300 USD a year.", "The extra storage costs 450 USD a year.",
         "amount"),
        ("新增存储空间每年收费3000元。", "新增存储空间每年收费4500元。", "amount"),
        ("Answers to urgent tickets within 4 hours are agreed.",
         "Answers to urgent tickets within 8 hours are agreed.", "amount"),
    ],
)  # fmt: skip
def test_two_teams_that_say_different_things_are_found(one: str, other: str, how: str) -> None:
    rows = seen(touch("2026-10-01", SALES, one), touch("2026-10-10", SUCCESS, other))
    found = contradictions(rows)
    assert found.episodes["how"].tolist() == [how]
    assert duplicates(rows, pairs_of(found)).episodes.empty
    assert contradictions(seen(touch("2026-10-01", SALES, one),
                               touch("2026-10-10", SUCCESS, one))).episodes.empty  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The warehouse module will be ready by 5 March.",
         "Training of the warehouse on 20 March."),
        ("The module will be ready by 5 March, the report by 20 March.",
         "The report will be ready by 20 March."),
        ("The customer said the scanner is not used.", "The scanner is used every day."),
        ("They do not need the scanner yet.", "The scanner is available."),
        ("客户说仓库还没有用起来。", "仓库每天在用。"),
        ("Nobody came from finance.", "Finance came to the training."),
        ("Seats can be added.", "The price cannot be changed."),
    ],
)  # fmt: skip
def test_other_matters_and_their_own_words_are_no_contradiction(one: str, other: str) -> None:
    rows = seen(touch("2026-10-01", SALES, one), touch("2026-10-02", SUCCESS, other))
    assert contradictions(rows).episodes.empty


def test_a_contradiction_is_looked_for_within_its_days_only() -> None:
    one, other = "Seats can be reduced at renewal.", "Seats cannot be reduced at renewal."
    first = touch("2026-10-01", SALES, one)
    last = touch(f"2026-10-{1 + APART_DAYS:02d}", SUCCESS, other)
    assert len(contradictions(seen(first, last)).episodes) == 1
    late = touch(f"2026-10-{2 + APART_DAYS:02d}", SUCCESS, other)
    assert contradictions(seen(first, late)).episodes.empty


BODIES = (OFFER, OFFER_AGAIN, ZH, ZH_AGAIN, "Seats can be reduced.", "Seats cannot be reduced.")


@st.composite
def some_touches(draw: st.DrawFn) -> list[Row]:
    return [
        touch(
            f"2026-10-{draw(st.integers(1, 28)):02d}",
            draw(st.sampled_from([SALES, SUCCESS, "售前", None])),
            draw(st.sampled_from(BODIES)),
            account_id=draw(st.sampled_from(["A", "B"])),
            subject=draw(st.sampled_from([None, "Offer 2027", "Re: Offer 2027"])),
            direction=draw(st.sampled_from(["ours", "theirs"])),
            row_key=f"k{place}",
        )
        for place in range(draw(st.integers(0, 9)))
    ]


def told(rows: list[Row], account: str = "A") -> list[tuple[object, ...]]:
    """Return what is found of one account, by names of rows."""
    frame = seen(*rows)
    kept = []
    for found in (duplicates(frame), contradictions(frame)):
        mine = found.touches[found.touches["account_id"] == account]
        kept += [tuple(sorted(names)) for _, names in mine.groupby("episode")["touch"]]
    return sorted(kept)


@settings(max_examples=12)
@given(rows=some_touches(), data=st.data())
def test_the_order_of_rows_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    assert told(data.draw(st.permutations(rows))) == told(rows)


@settings(max_examples=12)
@given(rows=some_touches())
def test_a_strangers_account_changes_nothing(rows: list[Row]) -> None:
    assert told([row for row in rows if row["account_id"] == "A"]) == told(rows)


@settings(max_examples=12)
@given(rows=some_touches(), data=st.data())
def test_a_reply_never_makes_a_duplicate(rows: list[Row], data: st.DataObject) -> None:
    reply = touch(
        f"2026-10-{data.draw(st.integers(1, 28)):02d}",
        SALES,
        data.draw(st.sampled_from(BODIES)),
        subject=data.draw(st.sampled_from(["Re: Offer", "回复：方案", "Fwd: Offer"])),
        row_key="reply",
    )
    found = {name for names in told([*rows, reply]) for name in names}
    assert "activities/reply" not in found
    assert set(told([*rows, reply])) <= set(told(rows))
