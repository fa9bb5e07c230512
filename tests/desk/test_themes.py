"""Themes at the desk: decisions are kept, undone, and the list is owned by people."""

import pandas as pd
import pytest

from lib.desk import Desk
from lib.errors import DeskError

TICKETS = """Ticket ID,Account ID,Account name,Created at,Subject,Description
T1,A1,Alpha,2026-10-01,Export,The export to Excel is empty
T2,A2,Beta,2026-10-02,登录,今天怎么都登录不上系统
T3,A2,Beta,2026-10-03,Lunch,Had lunch with the team
""".encode()
DEMANDS = """Demand ID,Account ID,Account name,Demand statement,Demand date,Demand theme
D1,A1,Alpha,Something about our lions,2026-10-04,权限与角色
D2,A2,Beta,We need single sign-on with Azure AD,2026-10-05,
""".encode()


@pytest.fixture
def written(desk: Desk) -> Desk:
    desk.imports.commit([("tickets.csv", TICKETS), ("demands.csv", DEMANDS)])
    return desk


def test_texts_in_both_languages_get_their_theme_and_decisions_are_undone(written: Desk) -> None:
    day, themes = written.data.known_days().last, written.themes
    rows = themes.texts(day).set_index("row_key")
    found = {str(text): theme for text, theme in zip(rows["text"], rows["theme"], strict=True)}
    assert themes.n_waiting(day) == 0
    assert [theme for text, theme in found.items() if "登录不上" in text] == ["access"]
    assert [theme for text, theme in found.items() if "export to Excel" in text] == ["reports"]
    assert sorted(themes.of_demands(day)["theme"]) == ["access", "permissions"]

    before = themes.texts(day)
    merged = themes.merge("access", "permissions", "Officer")
    assert set(themes.of_demands(day)["theme"]) == {"permissions"}
    themes.undo(merged)
    pd.testing.assert_frame_equal(themes.texts(day), before)
    unstated = before[before["kind"].eq("demands") & before["how"].ne("stated")].iloc[0]
    told = themes.label(str(unstated["text"]), "mobile", "Officer")
    row = written.demands.register(day).set_index("row_key").loc[unstated["row_key"]]
    assert (row["theme"], row["theme_how"]) == ("mobile", "labelled")
    themes.undo_label(told)

    lunch = next(text for text in found if "lunch" in text)
    said = themes.label(lunch, "support", "Officer")
    now = themes.texts(day).set_index("text")
    assert (now.loc[lunch, "theme"], now.loc[lunch, "how"]) == ("support", "labelled")
    themes.undo_label(said)
    pd.testing.assert_frame_equal(themes.texts(day), before)


def test_a_theme_needs_two_names_of_its_own(desk: Desk) -> None:
    with pytest.raises(DeskError):
        desk.themes.add("Lions", " ", [], "Officer")
    with pytest.raises(DeskError):
        desk.themes.rename("access", "Mobile use", "登录", "Officer")
    added = desk.themes.add("Lions", "狮子", ["The lion is loose"], "Officer")
    assert "Lions" in desk.themes.catalogue().names("en").values()
    desk.themes.undo(added)
    assert "Lions" not in desk.themes.catalogue().names("en").values()
