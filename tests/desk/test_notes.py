"""Context notes: addresses, versions, expiry, and where they travel."""

from datetime import date, datetime
from pathlib import Path

import pytest

from lib.desk import About, Desk
from lib.desk.notes import Remark
from lib.desk.reporting.noted import notes_for
from lib.errors import DeskError
from lib.model import Period

NRR = About(segment="all", metric="nrr")


def texts(desk: Desk, about: About) -> list[str]:
    return desk.notes.on(about)["text"].tolist()


@pytest.mark.parametrize(
    ("about", "target"),
    [
        (NRR, "segment:all/metric:nrr"),
        (
            About(segment="a/b", metric="arr", point="2026-10"),
            "segment:a%2Fb/metric:arr/point:2026-10",
        ),
        (
            About(account_id="客户", signal="login_decline"),
            "account:%E5%AE%A2%E6%88%B7/signal:login_decline",
        ),
    ],
)
def test_an_address_says_what_it_is_about_and_is_read_back(about: About, target: str) -> None:
    assert about.target == target
    assert About.of(target) == about


def test_an_address_with_parts_of_a_later_day_can_still_be_read() -> None:
    assert About.of("account:A/shelf:3") == About(account_id="A")


def test_notes_on_a_part_are_notes_on_the_whole_and_not_of_a_namesake(desk: Desk) -> None:
    desk.notes.add(About(segment="all"), "whole", "me")
    desk.notes.add(NRR, "part", "me")
    desk.notes.add(About(segment="allies"), "other", "me")
    assert texts(desk, About(segment="all")) == ["whole", "part"]
    assert texts(desk, NRR) == ["part"]


def test_an_edit_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    first = desk.notes.write(NRR, Remark(text="Prices rose", reason="price"), "me")
    second = desk.notes.edit(first, Remark(text="Prices rose in May", reason="price"), "you")
    third = desk.notes.edit(second, Remark(text="Prices rose in June"), "you")
    rows = desk.notes.on(NRR)
    assert rows[["note_id", "thread_id", "version", "text"]].to_numpy().tolist() == [
        [third, first, 3, "Prices rose in June"]
    ]
    assert desk.notes.versions(first)["author"].tolist() == ["me", "you", "you"]
    with pytest.raises(DeskError):
        desk.notes.edit(first, Remark(text="late"), "me")


def test_a_removed_note_is_gone_with_all_its_versions_until_it_is_brought_back(desk: Desk) -> None:
    first = desk.notes.write(NRR, Remark(text="one"), "me")
    second = desk.notes.edit(first, Remark(text="two"), "me")
    desk.notes.remove(second)
    assert texts(desk, NRR) == []
    desk.notes.restore(second)
    assert texts(desk, NRR) == ["two"]


def test_a_note_holds_on_its_last_day_and_not_after(tmp_path: Path) -> None:
    now = [datetime.fromisoformat("2026-11-01 09:00:00")]
    desk = Desk(tmp_path, clock=lambda: now[0])
    desk.notes.write(NRR, Remark(text="until then", expires_on=date(2026, 11, 1)), "me")
    desk.notes.write(About(account_id="A"), Remark(text="x", expires_on=date(2026, 11, 1)), "me")
    assert desk.notes.all()["expired"].tolist() == [False, False]
    assert desk.notes.on_accounts() == {"A": "x"}
    now[0] = datetime.fromisoformat("2026-11-02 00:00:00")
    assert desk.notes.all()["expired"].tolist() == [True, True]  # kept, and marked
    assert desk.notes.on_accounts() == {}


@pytest.mark.parametrize(
    "remark",
    [
        Remark(text="  "),
        Remark(text="x" * 2001),
        Remark(text="x", reason="sales"),
        Remark(text="x", period=(date(2026, 2, 2), date(2026, 2, 1))),
    ],
)
def test_what_cannot_be_a_note_is_refused(remark: Remark, desk: Desk) -> None:
    with pytest.raises(DeskError):
        desk.notes.write(NRR, remark, "me")
    assert desk.notes.all().empty


def test_notes_on_a_metric_stand_in_the_months_that_they_are_about(desk: Desk) -> None:
    desk.notes.add(NRR, "always", "me")
    desk.notes.add(About(segment="all", metric="nrr", point="2026-09"), "September", "me")
    assert desk.notes.on_metrics("all", "2026-10")["nrr"]["text"].tolist() == ["always"]
    both = desk.notes.on_metrics("all", "2026-09")["nrr"]["text"].tolist()
    assert both == ["always", "September"]
    assert desk.notes.on_points("all", "nrr") == [("2026-09", "September")]


def test_a_report_takes_the_notes_of_its_segment_and_period(desk: Desk) -> None:
    write = desk.notes.write
    write(NRR, Remark(text="Prices rose.", reason="price"), "me")
    write(About(segment="all", metric="arr", point="2026-09"), Remark(text="old month"), "me")
    write(About(segment="all", metric="arr", point="2026-10"), Remark(text="this month"), "me")
    write(About(segment="key"), Remark(text="elsewhere"), "me")
    write(About(account_id="A"), Remark(text="over", expires_on=date(2026, 9, 30)), "me")
    write(About(account_id="B"), Remark(text="ends", expires_on=date(2026, 10, 1)), "me")
    span = (date(2026, 10, 1), date(2026, 10, 7))
    write(About(signal="login_decline"), Remark(text="week off", period=span), "me")
    found = notes_for(desk.notes.all(), "all", Period.month(2026, 10), "en")
    assert [(n.target, n.text, n.period) for n in found] == [
        ("nrr", "Price change: Prices rose.", ""),
        ("arr", "this month", "October 2026"),
        ("B", "ends", ""),
        ("login_decline", "week off", "1 Oct 2026 to 7 Oct 2026"),
    ]


def test_a_note_on_a_figure_reaches_the_report_and_its_workbook(own_sample: Desk) -> None:
    desk = own_sample
    period = desk.data.known_days().newest
    before = desk.reports.draft("all", period, "en")
    assert "Marathon" not in desk.reports.exported(before, ".md").decode()
    note = desk.notes.write(NRR, Remark(text="Marathon week moved renewals"), "me")
    stored = desk.reports.draft("all", period, "en")
    assert desk.reports.exported(stored, ".md").decode().count("Marathon week moved renewals") == 2
    desk.notes.edit(note, Remark(text="Triathlon week", reason="season"), "me")
    edited = desk.reports.draft("all", period, "zh")
    figure = next(f for f in edited.report.register if f.id == "table_notes")
    assert "Triathlon week" in figure.rows["note"].iloc[0]
