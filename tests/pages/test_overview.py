"""Overview and a segment's retention, with the sample: what is said, and what a note changes."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import About, Desk
from lib.desk.notes import Remark
from lib.ui import state
from tests.fixtures import opened_desk

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture(scope="module")
def book(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with the sample that these tests may write notes to."""
    return opened_desk(shutil.copytree(sample_folder, tmp_path_factory.mktemp("book") / "own"))


def opened(page: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setattr(state, "_opened", lambda *_: desk)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*app.markdown, *app.caption, *app.subheader))


def test_overview_and_segment_state_the_same_rates_as_the_command_line(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/overview.py", book, monkeypatch, lang="en")
    shown = {metric.label: metric.value for metric in app.metric}
    assert len(app.metric) == 8 + 3
    days = book.data.known_days()
    first = days.newest.first.replace(year=days.newest.first.year - 1, month=11)
    told = book.scores.metrics("all", first, days.last, "en")
    assert shown["NRR, 12 months"] == f"{told['nrr']:.1%}"
    assert shown["GRR, 12 months"] == f"{told['grr']:.1%}"
    assert shown["Logo churn, 12 months"] == f"{told['logo_churn']:.1%}"
    trend = book.retention.trend("all", days.newest).months.iloc[-1]
    assert [trend["nrr"], trend["grr"]] == pytest.approx([told["nrr"], told["grr"]])
    standing = book.retention.standing("all", days.newest)
    assert (standing.year.nrr, standing.footing.low) == (told["nrr"], told["nrr_low"])
    said = texts(app)
    for title in ("What changed, and why", "Segment map", "Cohorts", "Renewals"):
        assert title in said
    segment = opened("pages/segments.py", book, monkeypatch, lang="en", view="retention")
    rates = {metric.label: metric.value for metric in segment.metric}
    assert rates["NRR, 12 months"] == shown["NRR, 12 months"]


def test_a_note_on_a_metric_marks_it_and_stands_in_its_box(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = book.data.known_days().newest.key
    about = About(segment="all", metric="nrr", point=month)
    note = book.notes.write(about, Remark(text="Prices rose in spring", reason="price"), "me")
    found = book.notes.on_metrics("all", month)
    assert found["nrr"]["text"].tolist() == ["Prices rose in spring"]
    of_chart = About(segment="all", metric="makeup")
    book.notes.write(of_chart, Remark(text="A merger joined two books"), "me")
    app = opened("pages/overview.py", book, monkeypatch, lang="en")
    assert "Prices rose in spring" in texts(app)  # under its number below the chart
    assert "A merger joined two books" in texts(app)
    book.notes.remove(note)
    app = opened("pages/overview.py", book, monkeypatch, lang="en")
    assert "Prices rose in spring" not in texts(app)


def test_the_trend_of_a_rule_ends_with_its_tile_and_a_rule_of_signals_says_why_not(
    book: Desk,
) -> None:
    period = book.data.known_days().newest
    rule = "industry = Manufacturing"
    trend = book.retention.trend(rule, period)
    year = book.retention.standing(rule, period).year
    assert trend.why is None
    assert len(trend.months) == 24
    assert trend.months["nrr"].iloc[-1] == pytest.approx(year.nrr)
    assert book.retention.trend("signal = login_decline", period).why is not None
    assert book.retention.cohorts("arr > 1000", period).why is not None


def test_the_parts_of_a_partition_add_up_to_the_book(book: Desk) -> None:
    period = book.data.known_days().newest
    whole = book.retention.standing("all", period).year
    fields = book.data.book(book.data.known_days().last)["industry"].dropna().unique()
    rules = [f'industry = "{value}"' for value in fields] + ["industry is unknown"]
    parts = [book.retention.standing(rule, period).year for rule in rules]
    for name in ("arr_start", "new", "expansion", "contraction", "churned", "arr_end", "n_lost"):
        assert sum(getattr(part, name) for part in parts) == pytest.approx(getattr(whole, name))
    grains = [book.retention.cohorts(rule, period, "year").rows for rule in rules]
    every = book.retention.cohorts("all", period, "year").rows
    assert sum(rows["kept"].sum() for rows in grains if len(rows)) == every["kept"].sum()


def test_what_changed_names_every_move_of_the_bridge(book: Desk) -> None:
    period = book.data.known_days().newest
    rows = book.news.of("all", period, "en")
    bridge = book.overviews.overview("all", period).month
    moves = rows[rows["what"] != "signal"]
    assert moves["change"].sum() == pytest.approx(bridge.arr_end - bridge.arr_start)
    assert (rows["what"] == "churned").sum() == bridge.n_lost
    alerts = rows[rows["what"] == "signal"]
    assert alerts["account_id"].is_unique
    assert alerts["why"].ne("").all()
