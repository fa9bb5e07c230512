"""The buying group on the account and the segment page; what is changed there can be undone."""

import shutil
from pathlib import Path

import pytest

from lib.desk import Desk
from tests.fixtures import opened_desk
from tests.pages.test_pages import LANGUAGES, assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
ACCOUNT, PERSON = "A0158", "P0158-2"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_account_shows_findings_and_the_map(
    lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/accounts.py", sample_desk, monkeypatch, lang=lang, account=ACCOUNT,
                 part="people")  # fmt: skip
    assert_sound(app)
    (drawn,) = [m.value for m in app.markdown if m.value.startswith("| ")]
    assert drawn.count("\n") == 4, "a heading, a rule and the three roles"
    assert drawn.count("-badge[") == 6, "five people, one of them in two roles"
    assert all(days in texts(app) for days in ("241", "221"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_segment_shows_coverage_deals_and_gaps(
    lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/segments.py", sample_desk, monkeypatch, lang=lang, view="people",
                 segment='maturity_level = "medium"', figure="decision_maker_known",
                 order="renewal")  # fmt: skip
    assert_sound(app)
    day = sample_desk.data.known_days().last
    members = sample_desk.segments.members('maturity_level = "medium"', day)
    book = sample_desk.data.book(day).loc[members]
    known = int((book["n_decision_makers"] > 0).sum())
    assert 0 < known < len(members)
    assert all(str(n) in texts(app) for n in (known, len(members)))
    names = set(sample_desk.people.persons(sample_desk.data.known_days().last)["name"])
    on_page = " ".join(frame.value.to_csv() for frame in app.dataframe)
    assert not any(name in on_page for name in names), "names stand on account pages only"


def test_a_person_is_changed_and_the_change_undone(
    sample_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened_desk(Path(shutil.copytree(sample_desk.data.workspace.folder, tmp_path / "own")))
    app = opened("pages/accounts.py", own, monkeypatch, lang="en", account=ACCOUNT,
                 part="people", person=PERSON)  # fmt: skip
    assert_sound(app)
    day = own.data.known_days().last

    def person() -> dict[str, object]:
        rows = own.people.persons(day)
        return {str(k): v for k, v in rows[rows["row_key"] == PERSON].iloc[0].items()}

    before = person()
    app.selectbox(key=f"stance_{PERSON}").set_value("champion")
    app.button[[b.label for b in app.button].index("Save what changed")].click().run()
    assert_sound(app)
    after = person()
    assert (before["stance"], after["stance"]) == ("sceptic", "champion")
    same = [n for n in before if n not in {"stance", "batch_id", "source_row"}]
    assert [str(after[n]) for n in same] == [str(before[n]) for n in same]
    app.button(key="undo_person").click().run()
    assert_sound(app)
    assert person()["stance"] == "sceptic"
