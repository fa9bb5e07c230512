import pytest

from lib.locale import Count, Money, Number, Share
from lib.ui.units import COUNT, NUMBER, SHARE, money
from lib.ui.wording import shown


def test_a_missing_number_is_none_in_every_unit() -> None:
    assert [unit.value(float("nan")) for unit in (COUNT, SHARE, NUMBER, money("USD"))] == [None] * 4
    assert COUNT.value(None) is None


def test_a_number_becomes_the_value_of_its_unit() -> None:
    assert COUNT.value(2.0) == Count(2)
    assert SHARE.value(0.5) == Share(0.5)
    assert NUMBER.value(1.25) == Number(1.25, 1)
    assert money("CNY").value(3.0) == Money(3.0, "CNY")


def test_only_amounts_carry_their_unit_in_the_heading() -> None:
    assert shown(money("USD").titled("ARR")) == "ARR (USD)"
    assert money(None).titled("ARR") == "ARR"
    assert COUNT.titled("Accounts") == "Accounts"


@pytest.mark.parametrize(
    ("unit", "pattern", "scale"), [(COUNT, "%,.0f", 1), (SHARE, "%.0f%%", 100)]
)
def test_cells_of_a_grid_are_written_by_unit(unit: object, pattern: str, scale: int) -> None:
    assert (unit.cell_format, unit.cell_scale) == (pattern, scale)  # type: ignore[attr-defined]
