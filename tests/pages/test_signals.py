"""The Churn signals page: alarms, renewals, thresholds, losses, each as a user meets it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.desk.churn.judged_by import CAP, PER_100
from lib.desk.churn.losses import Review
from lib.desk.churn.term_risk import COLUMNS, RiskOfTerms
from lib.errors import DeskError
from lib.locale import Count, Message, msg
from lib.signals.registry import all_signals
from lib.ui import state
from lib.ui.panels.signals.threshold_names import threshold_name
from tests.pages.test_pages import LANGUAGES, ROOT, assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
PAGE = "pages/signals.py"
LAST = date(2026, 10, 31)
LOST = "A0112"
VIEWS = ("watch", "renewals", "backtest", "thresholds", "losses")


@pytest.fixture
def own(own_sample: Desk) -> Desk:
    return own_sample


@dataclass(frozen=True)
class WhatIf:
    rows: pd.DataFrame
    finding: Message


class Backtests:
    """Stands in for the back-test area: says what it was asked for."""

    def what_if(self, signal: str, values: dict[str, float]) -> WhatIf:
        rows = pd.DataFrame(
            {
                "measure": [msg("Alarms"), "asked"],
                "now": [Count(7), signal],
                "then": [3.5, str(values["cadence_days"])],
            }
        )
        return WhatIf(rows, msg("Alarms"))


class TooLittle:
    """Stands in for the back-test area of a company that lost hardly anybody."""

    def what_if(self, _signal: str, _values: dict[str, float]) -> WhatIf:
        raise DeskError("not_enough_past_churn", msg("Not enough past churn: 3 of the 10 needed."))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_part_opens_with_the_sample(
    view: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang=lang, view=view)
    assert_sound(app)
    assert len(texts(app)) > 100


def table(app: AppTest, heading: str) -> pd.DataFrame:
    """Return the first table with a column of that name."""
    return next(grid.value for grid in app.dataframe if heading in grid.value.columns)


def test_signals_of_one_cause_are_one_row(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en")
    rows = table(app, "titles")
    board = sample_desk.watch.board("all", LAST, "en")
    assert len(rows) == board.alarm_counts["grade"]["alert"] + board.alarm_counts["grade"]["watch"]
    assert max(len(titles) for titles in rows["titles"]) > 1


def test_a_capped_alarm_is_named_and_found(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(table(opened(PAGE, own, monkeypatch, lang="en"), "titles"))
    own.thresholds.save(CAP, {PER_100: 4.0}, "me", "Two people call.")
    app = opened(PAGE, own, monkeypatch, lang="en")
    below = own.watch.board("all", LAST, "en").alarm_counts["state"]["capped"]
    assert below > 0
    assert len(table(app, "titles")) == whole - below
    assert f"{below} more alarms lie below the cap" in texts(app)
    app = opened(PAGE, own, monkeypatch, lang="en", state="capped")
    assert len(table(app, "titles")) == below


def test_what_became_of_past_alarms_is_told(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en")
    rows = table(app, "said_true")
    n, left, stayed = (int(rows[name].sum()) for name in ("n", "left", "stayed"))
    assert f"Of {n} alarms of a year, {left + stayed} can be judged by now" in texts(app)


def chosen_signal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(PAGE, desk, monkeypatch, lang="en", view="thresholds", judged="contact_stops")


def test_thresholds_are_tried_on_the_past_before_they_are_saved(
    own: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(own.__dict__, "backtests", Backtests())
    app = chosen_signal(own, monkeypatch)
    assert_sound(app)
    app.number_input(key="threshold_contact_stops_1_cadence_days").set_value(30.0).run()
    assert "seen what they would have done" in texts(app)
    assert not [form for form in app.text_input if form.key == "thresholds_reason"]
    app.button(key="try_thresholds").click().run()
    assert_sound(app)
    found = table(app, "measure")
    assert found.to_numpy().tolist() == [["Alarms", "7", "3.5"], ["asked", "contact_stops", "30.0"]]
    app.text_input(key="thresholds_reason").set_value("We call monthly.")
    app.text_input(key="thresholds_author").set_value("Li")
    next(button for button in app.button if button.label == "Save the values").click().run()
    assert_sound(app)
    row = own.thresholds.history().iloc[0]
    assert (row["version"], row["author"]) == ("contact_stops/2", "Li")
    assert f"1 of {len(all_signals())} signals is judged by values of your own." in texts(app)


def test_with_too_little_past_that_is_said_and_saving_is_still_possible(
    own: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(own.__dict__, "backtests", TooLittle())
    app = chosen_signal(own, monkeypatch)
    app.number_input(key="threshold_contact_stops_1_cadence_days").set_value(30.0).run()
    app.button(key="try_thresholds").click().run()
    assert_sound(app)
    assert "Not enough past churn: 3 of the 10 needed." in texts(app)
    assert app.text_input(key="thresholds_reason").label == "Reason"


def test_values_that_cannot_judge_are_refused_before_they_are_tried(
    own: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = chosen_signal(own, monkeypatch)
    app.number_input(key="threshold_contact_stops_1_watch_times").set_value(5.0).run()
    assert any("must rise" in str(error.value) for error in app.error)
    assert not [button for button in app.button if button.key == "try_thresholds"]


def test_a_change_is_marked_on_the_time_line(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    own.thresholds.save("contact_stops", {"cadence_days": 30.0}, "me", "We call monthly.")
    app = opened("pages/accounts.py", own, monkeypatch, lang="en", account="A0160")
    assert_sound(app)
    assert "1 Nov 2026: Thresholds of 'Contact stops' changed" in texts(app)


def test_a_loss_is_reviewed_and_counted(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, own, monkeypatch, lang="en", view="losses", lost=LOST)
    assert_sound(app)
    assert "left on 27 Jul 2026" in texts(app)
    app.selectbox(key=f"loss_reason_{LOST}").set_value("service")
    app.text_area(key=f"loss_lessons_{LOST}").set_value("Answer within a day.")
    next(button for button in app.button if button.label == "Save the review").click().run()
    assert_sound(app)
    review = own.losses.review(LOST, date(2026, 7, 27))
    assert (review.version, review.reason, review.lessons) == (1, "service", "Answer within a day.")
    app = opened(PAGE, own, monkeypatch, lang="en", view="losses", reasons_by="industry")
    assert_sound(app)
    assert table(app, "not_ideal")["service"].sum() == 1


def test_a_win_back_is_planned_and_done(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, own, monkeypatch, lang="en", view="losses", lost=LOST)
    app.text_input(key="what_win_back").set_value("Call in spring")
    app.text_input(key="owner_win_back").set_value("Customer success")
    next(button for button in app.button if button.label == "Add the follow-up").click().run()
    assert_sound(app)
    (row,) = own.follow_ups.all(LOST).to_dict("records")
    assert (row["purpose"], row["state"]) == ("win_back", "open")
    app.button(key=f"done_follow_up_{row['follow_up_id']}").click().run()
    assert own.follow_ups.all(LOST)["state"].tolist() == ["done"]


def test_a_loss_that_is_none_is_one_clear_sentence(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="losses", lost="nowhere")
    assert not app.exception
    assert any("nowhere" in str(error.value) for error in app.error)


def scored(risk: float | None) -> Callable[[date, pd.DataFrame], RiskOfTerms]:
    """Return what gives every term the same risk."""

    def of(_day: date, terms: pd.DataFrame) -> RiskOfTerms:
        table = pd.DataFrame(index=range(len(terms)), columns=list(COLUMNS))
        numbers = ["probability", "low", "high", "every_days"]
        table = table.astype(dict.fromkeys(numbers, "float64")).assign(renewed=False)
        if risk is not None:
            table = table.assign(probability=risk, low=risk / 2, high=min(1.5 * risk, 1.0))
        return RiskOfTerms(table, ())

    return of


def test_renewals_without_a_risk_say_so(sample_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_desk.renewals, "_scores", scored(None))
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="renewals")
    assert_sound(app)
    assert "their risk is unknown" in texts(app)
    assert table(app, "probability")["probability"].isna().all()


def test_renewals_with_a_risk_show_the_expected_loss(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_desk.renewals, "_scores", scored(0.2))
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="renewals", within="12")
    assert_sound(app)
    rows = table(app, "loss")
    assert rows["loss"].tolist() == pytest.approx((0.2 * rows["arr"]).tolist())
    assert rows["loss"].is_monotonic_decreasing
    assert "148 customers · expected loss CN¥2.90M" in texts(app)


def test_every_threshold_has_a_name() -> None:
    names = {name for signal in all_signals() for name in dict(signal.thresholds.values)}
    assert [name for name in sorted(names) if threshold_name(name) == name] == []


def test_a_second_writer_of_a_review_is_told(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, own, monkeypatch, lang="en", view="losses", lost=LOST)
    own.losses.save(
        (LOST, date(2026, 7, 27)), Review(reason="outside", lessons="Not asked in time"), 0
    )
    app.selectbox(key=f"loss_reason_{LOST}").set_value("service")
    next(button for button in app.button if button.label == "Save the review").click().run()
    assert any("Somebody else" in str(error.value) for error in app.error)
    assert "Outside our reach**: Not asked in time" in texts(app), "the newer one is shown"
    assert own.losses.review(LOST, date(2026, 7, 27)).reason == "outside"
    next(button for button in app.button if button.label == "Save the review").click().run()
    assert_sound(app)
    review = own.losses.review(LOST, date(2026, 7, 27))
    assert (review.reason, review.version) == ("service", 2)
    assert len(own.losses.versions(LOST, date(2026, 7, 27))) == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_past_renewals_are_told_once_they_are_opened(
    lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "_opened", lambda *_: sample_desk)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["lang"], app.query_params["view"] = lang, "renewals"
    app.session_state["played_box"] = True
    app.switch_page(PAGE).run()
    assert_sound(app)
    assert {"en": "past terms", "zh": "过去"}[lang] in texts(app)
