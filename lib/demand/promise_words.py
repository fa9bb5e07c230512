"""Words by which a sentence reads like a promise, in both languages.

Only a sentence counts that promises and does not deny it ("we cannot promise"). What the
customer writes counts where it says that we promised. Everything found is to be confirmed by a
person: words are no proof.
"""

import re

import pandas as pd

_OURS = (
    r"\b(?:we|i)(?:'ve| have| had)? (?:promised?|committed|guaranteed?|pledged?|assured)\b",
    r"\b(?:promised|committed|assured|guaranteed) (?:to|that|them|him|her|the customer|it)\b",
    r"\bwe(?:'ll| will| shall) (?:deliver|ship|provide|build|add|release|support)\b[^.!?]*\bby\b",
    r"\bwe(?:'ll| will| shall) have (?:it|this|that|the)\b[^.!?]*\b(?:by|before|within|next)\b",
    r"\byou will (?:have|get) (?:it|this|that)\b[^.!?]*\b(?:by|before|within|next)\b",
    r"(?:我们|我方|我司|已|已经|向客户|口头|现场|书面)[^。！？；]{0,12}(?:承诺|答应|保证)",
    r"(?:承诺|答应|保证)(?:了|过|客户|对方|他们|她们|在|会|于|月底|下)",
    r"(?:我们|我方|我司)[^。！？；]{0,6}(?:会|将|一定)[^。！？；]{0,12}[前内底][^。！？；]{0,8}(?:上线|交付|提供)",
)
_THEIRS = (
    r"\byou(?:r \w+)?(?: have| had|'ve)? (?:promised|committed|assured|guaranteed)\b",
    r"(?:你们|贵司|贵方|您)[^。！？；]{0,10}(?:承诺|答应|保证)",
)
_DENIED = (
    r"(?:\bnot|\bnever|cannot|n't|nobody|without)\b[^.!?]{0,24}\b(?:promis|commit|guarante|assur)",
    r"\bno (?:promise|commitment|guarantee)",
    r"(?:不|未|没有|没|无法|不能|不敢|不再|别|勿|尚未)[^。！？；]{0,4}(?:承诺|答应|保证)",
)
_ENDS = re.compile(r"(?<=[.!?。！？；;])\s*|\n+")
_READS, _SAYS, _DENIES = (
    re.compile("|".join(patterns), re.IGNORECASE) for patterns in (_OURS, _THEIRS, _DENIED)
)
_ANY = re.compile(
    r"promis|commit|guarante|pledg|assur|we(?:'ll| will| shall) |you will |承诺|答应|保证|[会将]",
    re.IGNORECASE,
)


def promised_sentences(activities: pd.DataFrame) -> pd.Series:
    """Return the sentence that reads like a promise of each activity that has one, by its index."""
    texts = activities["subject"].fillna("").str.cat(activities["body"].fillna(""), sep="\n")
    distinct = texts.drop_duplicates()
    wanted = distinct[distinct.str.contains(_ANY)]
    ours = {text: promise_in(text) for text in wanted}
    theirs = {text: promise_in(text, ours=False) for text in wanted}
    from_them = activities["direction"].eq("theirs")
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
    for sentence in _ENDS.split(text):
        if words.search(sentence) and not _DENIES.search(sentence):
            return sentence.strip()
    return ""
