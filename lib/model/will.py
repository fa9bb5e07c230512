"""Whether a customer left by its own will, by what the source calls the reason.

Nobody can be kept from going bankrupt: such endings teach a warning nothing, and are kept
apart (scoring.md 3.11).
"""

import unicodedata

import pandas as pd

VOLUNTARY, INVOLUNTARY = "voluntary", "involuntary"
_NO_CHOICE = (
    *("bankrupt", "insolven", "liquidat", "receivership", "out of business", "ceased", "closed"),
    *("merge", "merging", "acquired", "acquisition", "taken over"),
    *("non-payment", "nonpayment", "non payment", "unpaid", "payment fail", "failed payment"),
    *("write-off", "written off", "delinquen", "fraud", "test account", "duplicate"),
    *("破产", "倒闭", "清算", "停业", "歇业", "注销", "合并", "并购", "收购", "被收购"),
    *("欠费", "未付款", "拖欠", "拒付", "坏账", "测试账号", "测试帐号", "重复账号"),
    *("破產", "倒閉", "註銷", "合併", "併購", "收購", "欠費", "壞賬"),
)


def by_choice(losses: pd.DataFrame) -> pd.Series:
    """Say of each churn event whether the customer chose to leave."""
    return will_of(losses["kind"], losses["reason"]).ne(INVOLUNTARY)


def will_of(kind: pd.Series, reason: pd.Series) -> pd.Series:
    """Say of each ending whether it was `voluntary` or `involuntary`.

    What the source states decides; else the words of the reason; without any, it was their
    own will.
    """
    forced = reason.isin([text for text in reason.dropna().unique() if _forced(text)])
    guessed = pd.Series(VOLUNTARY, index=reason.index, dtype="str").mask(forced, INVOLUNTARY)
    return guessed.mask(kind.isin([VOLUNTARY, INVOLUNTARY]), kind)


def _forced(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return any(word in plain for word in _NO_CHOICE)
