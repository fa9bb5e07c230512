"""The list of themes after what people decided."""

import json

import pandas as pd

from lib.themes.assigned import of_rows, themed
from lib.themes.catalogue import catalogue, examples
from lib.themes.names import theme_key
from tests.themes.conftest import NO_DECISIONS, NO_LABELS


def decided(**values: object) -> pd.DataFrame:
    row = dict.fromkeys(NO_DECISIONS.columns) | values
    return pd.DataFrame([row])


def test_a_theme_is_known_by_its_key_and_both_names() -> None:
    found = catalogue(NO_DECISIONS)
    for text in ("reports", " Reports and Export", "报表与导出"):
        assert theme_key(text, found) == "reports"
    assert theme_key("Quantum teleport", found) == "Quantum teleport"


def test_a_merged_theme_counts_for_the_other_and_keeps_its_names() -> None:
    found = catalogue(decided(key="mobile", decision="merged", into_key="performance"))
    assert found.final("mobile") == "performance"
    assert theme_key("移动端使用", found) == "performance"
    assert "mobile" not in set(examples(found, NO_LABELS)["theme"])


def test_a_dropped_theme_keeps_its_texts_from_the_others() -> None:
    found = catalogue(decided(key="mobile", decision="dropped"))
    assert found.final("mobile") == "none"
    assert "mobile" in set(examples(found, NO_LABELS)["theme"])
    assert "mobile" not in found.names("en")


def test_an_added_theme_begins_with_its_texts() -> None:
    texts = json.dumps(["Print on our label printer"])
    found = catalogue(
        decided(key="t1", decision="added", name_en="Labels", name_zh="标签", members=texts)
    )
    rows = examples(found, NO_LABELS)
    assert list(rows.loc[rows["theme"].eq("t1"), "text"]) == ["Print on our label printer"]
    assert found.names("zh")["t1"] == "标签"


def text_rows(*rows: tuple[str, str, str | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of (text, theme by the engine, stated)."""
    raw = pd.DataFrame(
        {
            "kind": "demands",
            "row_key": [f"D{n}" for n in range(len(rows))],
            "account_id": "A1",
            "contact_id": pd.Series([None] * len(rows), dtype="str"),
            "day": pd.Timestamp("2026-10-01"),
            "raw": [text for text, _, _ in rows],
            "stated": pd.Series([stated for _, _, stated in rows], dtype="str"),
            "code": range(len(rows)),
        }
    )
    found = pd.DataFrame(
        {
            "code": range(len(rows)),
            "part": 0,
            "text": [text for text, _, _ in rows],
            "lang": "en",
            "theme": [theme for _, theme, _ in rows],
            "probability": 0.5,
        }
    )
    return raw, found


def test_what_is_stated_counts_before_what_people_say_and_that_before_the_engine() -> None:
    raw, found = text_rows(
        ("a", "mobile", None), ("b", "mobile", "报表与导出"), ("c", "none", None)
    )
    labels = pd.DataFrame({"text": ["a", "b"], "theme": ["billing", "billing"]})
    rows = themed(raw, found, catalogue(NO_DECISIONS), labels)
    assert list(rows["theme"].fillna("-")) == ["billing", "reports", "-"]
    assert list(rows["how"].fillna("-")) == ["labelled", "stated", "-"]


def test_a_text_has_the_theme_of_its_surest_piece() -> None:
    raw, found = text_rows(("a", "mobile", None))
    second = found.assign(part=1, theme="reports", probability=0.9)
    rows = themed(raw, pd.concat([found, second]), catalogue(NO_DECISIONS), NO_LABELS)
    assert list(of_rows(rows)["theme"]) == ["reports"]
