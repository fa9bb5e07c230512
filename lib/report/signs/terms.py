"""What the fitted risk says: members by band, and what terms that end soon may cost."""

import pandas as pd

from lib.locale import Message, Text, joined, msg, msgs, render
from lib.report.brief_outlook import Ends
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.recipe import Recipe
from lib.report.settings import FAR_RENEWAL_DAYS, RATE_MINIMUM, RENEWAL_DAYS
from lib.report.told import Source, told

_DAYS = {RENEWAL_DAYS: "renewal_days", FAR_RENEWAL_DAYS: "far_renewal_days"}


def sentences(pen: Pen) -> list[Text]:
    """Return who is at which risk and what ending terms may cost; why not, where it is unknown."""
    return [*_bands(pen), *_losses(pen)]


def _bands(pen: Pen) -> list[Text]:
    found = pen.brief.outlook.bands
    if found is None or found["band"].notna().sum() == 0:
        return []
    bands = found["band"].astype("object").where(found["band"].notna(), "unknown")
    parts = []
    for band, name in meaning.BANDS.items():
        ids = list(bands.index[bands == band])
        if ids or band == "high":
            n = pen.count(meaning.in_band(band), ids)
            parts.append(msg("{band} {n}", band=name, n=n))
    return [msg("By the risk learnt from past churn: {bands}.", bands=joined(parts))]


def _losses(pen: Pen) -> list[Text]:
    outlook = pen.brief.outlook
    enough = {
        days: ends
        for days, ends in outlook.ends.items()
        if days in _DAYS and ends.rows["probability"].notna().sum() >= RATE_MINIMUM
    }
    if enough:
        return [text for days, ends in enough.items() for text in _loss(pen, days, ends)]
    if outlook.why is None or all(ends.rows.empty for ends in outlook.ends.values()):
        return []
    why = told(pen, outlook.why, Source("loss_unknown", msg("risk of terms"), pd.DataFrame()))
    return [msg("What of these terms may be lost is not known."), _as_sentence(pen, why)]


def _as_sentence(pen: Pen, text: Text) -> Text:
    """Return a reason as a sentence: some end with a full stop, some do not."""
    return text if render(text, pen.lang)[-1:] in ".。" else msg("{clause}.", clause=text)


def _loss(pen: Pen, days: int, ends: Ends) -> list[Text]:
    known = ends.rows[ends.rows["probability"].notna() & ends.rows["arr"].notna()]
    rows = pen.account_rows(known["account_id"])
    values = known.set_index("account_id").reindex(pd.Index(rows["account_id"]))
    for name in ("arr", "probability", "loss"):
        rows = rows.assign(**{name: values[name].to_numpy(dtype="float64")})
    arr, loss, low, high = meaning.loss_of(days)
    of_arr = pen.put(arr, _sum(rows, "arr"), rows)
    figures = {
        "loss": pen.put_beside(of_arr, loss, _sum(rows, "loss")),
        "low": pen.put_beside(of_arr, low, ends.low),
        "high": pen.put_beside(of_arr, high, ends.high),
    }
    sentence: Message = msg(
        "Of {arr} in terms that end within {days} days, {loss} is expected to be lost ({level}"
        " range: {low} to {high}).",
        arr=of_arr,
        days=pen.setting(_DAYS[days]),
        level=pen.setting("loss_level"),
        **figures,
    )
    n_unknown = len(ends.rows) - len(known)
    if not n_unknown:
        return [sentence]
    left = ends.rows.loc[~ends.rows["account_id"].isin(known["account_id"]), "account_id"]
    n = pen.count(meaning.without_risk(days), left)
    return [
        sentence,
        msgs(
            "The risk of {n} more is unknown and not counted.",
            "The risk of {n} more is unknown and not counted.",
            n.n,
            n=n,
        ),
    ]


def _sum(rows: pd.DataFrame, column: str) -> float | None:
    return Recipe("sum", column).applied(rows)
