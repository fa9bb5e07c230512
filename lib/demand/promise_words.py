"""Words by which a sentence reads like a promise, in both languages.

Only a sentence counts that promises and does not deny it ("we cannot promise"). What the
customer writes counts where it says that we promised. Everything found is to be confirmed by a
person: words are no proof.
"""

import re
from datetime import date

import pandas as pd

_OURS = (
    r"\b(?:we|i)(?:'ve| have| had)? (?:promised?|committed|guaranteed?|pledged?|assured)\b",
    r"\b(?:promised|committed|assured|guaranteed) (?:to|that|them|him|her|the customer|it|a)\b",
    r"\bwe(?:'ll| will| shall) (?:deliver|ship|provide|build|add|release|support)\b[^.!?]*\bby\b",
    r"\bwe(?:'ll| will| shall) have (?:it|this|that|the)\b[^.!?]*\b(?:by|before|within|next)\b",
    r"\byou will (?:have|get) (?:it|this|that)\b[^.!?]*\b(?:by|before|within|next)\b",
    r"承诺|答应",
    r"(?:我们|我方|我司|向客户|口头|当面)[^。！？；]{0,12}保证",
    r"保证(?:了|过|客户|对方|他们|她们|在|会|于|月底|下)",
    r"(?:我们|我方|我司)[^。！？；]{0,6}[会将][^。！？；]{0,14}[前内底][^。！？；]{0,8}(?:上线|交付|提供)",
)
_THEIRS = (
    r"\byou(?:r \w+)?(?: have| had|'ve)? (?:promised|committed|assured|guaranteed)\b",
    r"(?:你们|贵司|贵方|您)[^。！？；]{0,10}(?:承诺|答应|保证)",
)
_DENIED = (
    r"(?:\bnot|\bnever|cannot|n't|nobody|without)\b[^.!?]{0,24}\b(?:promis|commit|guarante|assur)",
    r"\bno (?:promise|commitment|guarantee)",
    r"\b(?:they|he|she|customer|client|buyer)(?: has| have)? (?:promised|committed|assured)",
    r"(?:不|未|没有|没|无法|不能|不敢|不再|别|勿|尚未)[^。！？；]{0,4}(?:承诺|答应|保证)",
    r"(?<![向对给和与])(?:客户|对方|他们|她们|甲方)(?:也|已|已经|口头|当场)?(?:承诺|答应|保证)",
)
_ENDS = re.compile(r"(?<=[.!?。！？；;])\s*|\n+")
_NAMES = "[A-Z][a-z]{2,8}"
_DATES = re.compile(
    r"(?P<year>20\d\d)(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})"
    rf"|(?P<day_1>\d{{1,2}})(?:st|nd|rd|th)? (?P<name>{_NAMES}) (?P<year_last>20\d\d)"
    rf"|(?P<name_first>{_NAMES}) (?P<day_2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year_end>20\d\d)"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_READS, _SAYS, _DENIES = (
    re.compile("|".join(patterns), re.IGNORECASE) for patterns in (_OURS, _THEIRS, _DENIED)
)
_ANY = re.compile(
    r"promis|commit|guarante|pledg|assur|we(?:'ll| will| shall) |you will |"
    r"承诺|答应|保证|我[们方司].{0,6}[会将]",
    re.IGNORECASE,
)


def promised_sentences(activities: pd.DataFrame) -> pd.Series:
    """Return the sentence that reads like a promise of each activity that has one, by its index."""
    texts = activities["subject"].fillna("").str.cat(activities["body"].fillna(""), sep="\n")
    distinct = texts.drop_duplicates()
    wanted = distinct[distinct.str.contains(_ANY)]
    ours = {text: promise_in(text) for text in wanted}
    from_them = activities["direction"].eq("theirs")
    theirs = {text: promise_in(text, ours=False) for text in texts[from_them].unique()}
    found = texts.map(ours).where(~from_them, texts.map(theirs))
    return found[found.notna() & found.ne("")].astype("str")


def promise_in(text: str, *, ours: bool = True) -> str:
    """Return the first sentence of a text that reads like a promise of ours; "" for none.

    >>> promise_in("Went well. We promised to deliver the export by June. They wait.")
    'We promised to deliver the export by June.'
    >>> promise_in("We cannot promise that.")
    ''
    >>> promise_in("客户问起字段权限。我们承诺六月底前上线。")
    '我们承诺六月底前上线。'
    """
    words = _READS if ours else _SAYS
    if not words.search(text):
        return ""
    for sentence in _ENDS.split(text):
        denied = ours and _DENIES.search(sentence)  # of ours, "they promised" is theirs
        if words.search(sentence) and not denied:
            return sentence.strip()
    return ""


def named_day(text: str, since: date) -> date | None:
    """Return the first full date in a text that lies on or after a day; None without one.

    >>> named_day("承诺2026年6月30日前上线", date(2026, 3, 1))
    datetime.date(2026, 6, 30)
    >>> named_day("Promised on 3 March 2026, live by 15 July 2026.", date(2026, 3, 5))
    datetime.date(2026, 7, 15)
    """
    days = (_as_day(match) for match in _DATES.finditer(text))
    return next((day for day in days if day is not None and day >= since), None)


def _as_day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    month = found["month"] or _MONTHS.get((found["name"] or found["name_first"] or "")[:3].lower())
    if month is None:
        return None
    year = found["year"] or found["year_last"] or found["year_end"]
    try:
        return date(int(year), int(month), int(found["day"] or found["day_1"] or found["day_2"]))
    except ValueError:
        return None  # such as 31 June
