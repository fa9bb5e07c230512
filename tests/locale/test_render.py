"""Messages in two languages."""

from datetime import date

import pytest

from lib.locale import Count, Money, Month, Number, Share, joined, msg, msgs, render


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (Count(12345), "12,345", "12,345"),
        (Number(3.14159, 2), "3.14", "3.14"),
        (Share(0.955, 1), "95.5%", "95.5%"),
        (Share(0.5385, 1), "53.9%", "53.9%"),
        (Number(2.5), "3", "3"),
        (Money(9_800, "CNY"), "CN¥9,800", "¥9,800"),
        (Money(1_234_567, "USD"), "$1.23M", "US$123.46万"),
        (Money(250_000_000, "CNY"), "CN¥250.00M", "¥2.50亿"),
        (Money(-42_000, None), "-42K", "-4.20万"),
        (Month(date(2026, 10, 1)), "October 2026", "2026年10月"),
        (date(2026, 10, 5), "5 Oct 2026", "2026年10月5日"),
        (joined(["a", "b", "c"]), "a, b, and c", "a、b和c"),
    ],
)
def test_values_are_written_as_readers_write_them(value: object, en: str, zh: str) -> None:
    message = msg("{x}", x=value)  # type: ignore[arg-type]
    assert (render(message, "en"), render(message, "zh")) == (en, zh)


@pytest.mark.parametrize(("low", "high", "said"), [(0.2, 0.4, "0"), (0.2, 1.4, "0–1")])
def test_a_range_whose_ends_read_alike_is_one_number(low: float, high: float, said: str) -> None:
    found = msg("expected {low}–{high}", low=Number(low, 0), high=Number(high, 0))
    assert render(found, "en") == f"expected {said}"


@pytest.mark.parametrize(("high", "said"), [(0, "0 weeks"), (3, "0–3 weeks")])
def test_a_range_from_zero_to_zero_is_zero(high: int, said: str) -> None:
    assert render(msg("0–{high} weeks", high=Count(high)), "en") == said


def test_plurals_follow_the_count() -> None:
    assert render(msgs("{n} row", "{n} rows", 1), "en") == "1 row"
    assert render(msgs("{n} row", "{n} rows", 2), "en") == "2 rows"


def test_data_is_never_translated_or_formatted() -> None:
    assert render(msg("{name}", name="{braces} & all"), "zh") == "{braces} & all"
