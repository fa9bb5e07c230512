import tomllib
from pathlib import Path

import pytest

from lib.ui.look import DARK, LIGHT, Palette, contrast, template

ROOT = Path(__file__).parents[2]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
BOTH = pytest.mark.parametrize(
    ("palette", "theme"), [(LIGHT, THEME["light"]), (DARK, THEME["dark"])], ids=["light", "dark"]
)
READABLE = 4.5


@BOTH
def test_charts_and_app_have_the_same_colours(palette: Palette, theme: dict[str, object]) -> None:
    assert palette.accent == theme["primaryColor"]
    assert palette.ground == theme["backgroundColor"]
    assert palette.text == theme["textColor"]
    assert palette.muted == theme["grayTextColor"]
    assert list(palette.categories) == theme["chartCategoricalColors"]
    assert list(palette.ramp) == theme["chartSequentialColors"]


@BOTH
def test_text_can_be_read_on_every_ground(palette: Palette, theme: dict[str, str]) -> None:
    grounds = (palette.ground, theme["secondaryBackgroundColor"])
    for ink in (palette.text, palette.muted, palette.accent):
        assert [ground for ground in grounds if contrast(ink, ground) < READABLE] == []


@BOTH
def test_labels_can_be_read_on_every_step_of_risk(palette: Palette, theme: dict[str, str]) -> None:
    assert theme
    marks = (*palette.ramp, palette.unknown)
    low = [mark for mark in marks if contrast(palette.text_on(mark), mark) < READABLE]
    assert low == []


@BOTH
def test_ink_on_chips_is_black_or_white_as_the_grid_chooses_it(
    palette: Palette, theme: dict[str, str]
) -> None:
    assert theme
    for colour in palette.levels.values():
        luminance = (contrast(colour, "#000000") * 0.05) - 0.05
        ink = "#000000" if luminance > 0.5 else "#FFFFFF"
        assert contrast(ink, colour) >= READABLE, colour


def test_more_risk_is_further_along_the_ramp_and_unknown_is_not_on_it() -> None:
    assert LIGHT.risk(0.0) == LIGHT.ramp[0]
    assert LIGHT.risk(1.0) == LIGHT.ramp[-1]
    assert LIGHT.risk(float("nan")) == LIGHT.unknown
    assert LIGHT.unknown not in LIGHT.ramp


def test_a_share_outside_its_range_is_drawn_at_the_end() -> None:
    assert (LIGHT.risk(-1), LIGHT.risk(7)) == (LIGHT.ramp[0], LIGHT.ramp[-1])


@BOTH
def test_a_picture_of_a_chart_has_a_ground(palette: Palette, theme: dict[str, str]) -> None:
    assert theme
    assert template(palette).layout.paper_bgcolor == palette.ground
