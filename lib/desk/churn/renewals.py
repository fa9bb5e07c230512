"""Terms that end soon with what is at risk in them, and how terms like them ended before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.desk.churn.expected import Ending, compounding, ending, finding, why_unknown
from lib.desk.churn.term_risk import COLUMNS, RiskOfTerms
from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.locale import Count, Language, Message, Share, msg, msgs, render
from lib.metrics.intervals import wilson
from lib.metrics.past_renewals import AHEAD_DAYS, past_renewals
from lib.metrics.renewals import most_urgent_first, renewals
from lib.model import Snapshot
from lib.model.frames import TAG_SEPARATOR, records
from lib.model.terms import running
from lib.signals.readings import evidence
from lib.signals.registry import all_signals

MONTHS_AHEAD = {3: 90, 6: 180, 12: 365}
PAST_MONTHS = 24
LEAST_TERMS = 10  # fewer ended terms tell nothing that could be read as a share
_OVERDUE = "overdue_promise"
BANDS: dict[str, Message] = {
    "alerts": msg("Two or more signals on alert"),
    "alert": msg("One signal on alert"),
    "watch": msg("Worth watching"),
    "none": msg("No sign"),
    "unknown": msg("Unknown"),
}

Scores = Callable[[date, pd.DataFrame], RiskOfTerms]


@dataclass(frozen=True)
class Outlook:
    """The terms that end within a year of `day`; a risk is that of being lost by the term's end.

    `terms`, by expected loss, then days left to decide (scoring.md 3.10), then ARR:
    `account_id, account_name, contract_id, ends_on, days_left, notice_on, days_to_notice, arr,
    probability, low, high, band, reason, renewed, every_days, loss`, `signals`
    ("a|b": titles of those that fired), `promised` (texts), `overdue` (the sentence; empty when
    none).
    `totals`: what ends within 3, 6 and 12 months. `why_unknown`: why no risk is known; `said`
    is what the risk rests on.
    """

    day: date
    finding: Message
    terms: pd.DataFrame
    totals: tuple[Ending, ...]
    why_unknown: Message | None
    currency: str | None
    said: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Played:
    """How past terms ended, by what the signals said a quarter before.

    `bands`: `band, n, lost, share, low, high` (95 % Wilson). `signals`: the same for each
    signal that was on alert. `n_lost` of `n` terms ended between `first` and `last`.
    """

    finding: Message
    n: int
    n_lost: int
    bands: pd.DataFrame
    signals: pd.DataFrame


class Renewals:
    """The renewal area of the desk; `scores` gives the risk of terms on a day."""

    def __init__(self, data: Data, segments: Segments, scores: Scores) -> None:
        self._data = data
        self._segments = segments
        self._scores = scores

    def outlook(self, rule: str, day: date, lang: Language) -> Outlook:
        """Return the terms of a segment's accounts that end soon, in words of `lang`."""
        due = renewals(self._data.snapshot(day))
        due = due[due["account_id"].isin(self._segments.members(rule, day))]
        scores = self._scores(day, due)
        terms = self._with_reasons(_at_risk(due, scores.table), day, lang)
        terms = most_urgent_first(terms)
        totals = tuple(ending(terms, *ahead) for ahead in MONTHS_AHEAD.items())
        currency = self._data.snapshot(day).currency
        return Outlook(
            day=day,
            finding=finding(totals[0], currency),
            terms=terms,
            totals=totals,
            why_unknown=why_unknown(terms),
            currency=currency,
            said=(*scores.said, *compounding(terms)),
        )

    def played(self, rule: str, day: date) -> Played:
        """Return how the terms that ended in the last two years went, by their signals before."""
        return self._data.once(("played", rule, day), lambda: self._played(rule, day))

    def _with_reasons(self, terms: pd.DataFrame, day: date, lang: Language) -> pd.DataFrame:
        read = self._data.readings(day)
        mine = read[read["account_id"].isin(terms["account_id"])]
        titles = {signal.key: render(signal.title, lang) for signal in all_signals()}
        fired = mine[mine["grade"].isin(["alert", "watch"])].sort_values(
            ["account_id", "severity"], ascending=[True, False], kind="stable"
        )
        names: dict[str, list[str]] = {}
        for account, signal in zip(fired["account_id"], fired["signal"], strict=True):
            names.setdefault(str(account), []).append(titles[signal])
        late = fired[fired["signal"] == _OVERDUE]
        overdue = {row["account_id"]: render(evidence(row), lang) for row in records(late)}
        promised = _promises(self._data.snapshot(day))
        accounts = terms["account_id"].tolist()
        return terms.assign(
            signals=[TAG_SEPARATOR.join(names.get(account, ())) for account in accounts],
            promised=[promised.get(account, "") for account in accounts],
            overdue=[overdue.get(account, "") for account in accounts],
        )

    def _played(self, rule: str, day: date) -> Played:
        days = self._data.known_days()
        ends = [days.as_of(month) for month in days.months if days.as_of(month) <= day]
        terms = past_renewals(self._data.snapshot(day), ends[:PAST_MONTHS])
        if rule != ALL:
            terms = self._inside(rule, terms)
        said = [self._said(seen, mine) for seen, mine in _by_day(terms)]
        whole = pd.concat(said) if said else terms.assign(band="", alerts="")
        bands = _shares({band: whole[whole["band"] == band] for band in BANDS})
        signals = _shares(
            {
                signal.key: whole[whole["alerts"].str.contains(f"|{signal.key}|", regex=False)]
                for signal in all_signals()
            }
        )
        n_lost = int(whole["lost"].sum())
        return Played(
            finding=_played_finding(len(whole), n_lost, bands.set_index("name")),
            n=len(whole),
            n_lost=n_lost,
            bands=bands[bands["n"] > 0].reset_index(drop=True),
            signals=signals[signals["n"] > 0].sort_values("n", ascending=False, kind="stable"),
        )

    def _inside(self, rule: str, terms: pd.DataFrame) -> pd.DataFrame:
        """Keep the terms of accounts that were in the segment when a warning would have come."""
        kept = [
            mine[mine["account_id"].isin(self._segments.members(rule, seen))]
            for seen, mine in _by_day(terms)
        ]
        return pd.concat(kept) if kept else terms

    def _said(self, seen: date, terms: pd.DataFrame) -> pd.DataFrame:
        """Add what the signals said on the day, by the thresholds of now."""
        read = self._data.readings(seen)
        read = read[read["account_id"].isin(terms["account_id"])]
        grades = read.pivot_table(
            index="account_id", columns="signal", values="grade", aggfunc="first"
        ).reindex(terms["account_id"])
        alerts = (grades == "alert").to_numpy()
        watched = (grades == "watch").any(axis=1)
        judged = grades.index.isin(read.loc[read["severity"] >= 0, "account_id"])
        counts = alerts.sum(axis=1)
        bands = np.select(
            [
                counts > 1,
                counts == 1,
                watched.to_numpy(),
                judged,
            ],
            ["alerts", "alert", "watch", "none"],
            "unknown",
        )
        keys = np.asarray(grades.columns, dtype=object)
        return terms.assign(band=bands, alerts=["|" + "|".join(keys[row]) + "|" for row in alerts])


def _by_day(terms: pd.DataFrame) -> list[tuple[date, pd.DataFrame]]:
    days = sorted(terms["seen_on"].unique())
    return [(pd.Timestamp(day).date(), terms[terms["seen_on"] == day]) for day in days]


def _at_risk(due: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    rows = due.assign(**{name: scores[name].to_numpy() for name in COLUMNS})
    return rows.assign(loss=rows["probability"].astype("float64") * rows["arr"])


def _promises(snapshot: Snapshot) -> dict[str, str]:
    """Return what running contracts promise, by account."""
    contracts = snapshot.table("contracts")
    rows = contracts[running(contracts, snapshot.day) & contracts["promises"].notna()]
    texts = rows.groupby("account_id")["promises"].agg(
        lambda found: " · ".join(dict.fromkeys(found))
    )
    return {str(account): str(text) for account, text in texts.items()}


def _shares(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = []
    for name, part in parts.items():
        n, lost = len(part), int(part["lost"].sum())
        low, high = wilson(lost, n)
        share = lost / n if n else float("nan")
        rows.append({"name": name, "n": n, "lost": lost, "share": share, "low": low, "high": high})
    return pd.DataFrame(rows)


def _played_finding(n: int, n_lost: int, bands: pd.DataFrame) -> Message:
    if n < LEAST_TERMS:
        return msgs(
            "Only {n} term has ended that can be compared with its signals {days} days before;"
            " {least} are needed to say anything.",
            "Only {n} terms have ended that can be compared with their signals {days} days"
            " before; {least} are needed to say anything.",
            n,
            days=Count(AHEAD_DAYS),
            least=Count(LEAST_TERMS),
        )
    warned = bands.loc[["alert", "alerts"], ["n", "lost"]].sum()
    quiet = bands.loc[["none"], ["n", "lost"]].sum()
    if not warned["n"] or not quiet["n"]:
        return msg(
            "{lost} of {n} past terms were lost ({share}).",
            lost=Count(n_lost), n=Count(n), share=Share(n_lost / n),
        )  # fmt: skip
    return msg(
        "Of {n} past terms {lost} were lost: {warned} of those with a signal on alert {days} days"
        " before their end, {quiet} of those without any sign.",
        n=Count(n),
        lost=Count(n_lost),
        warned=_of(warned),
        quiet=_of(quiet),
        days=Count(AHEAD_DAYS),
    )


def _of(part: pd.Series) -> Message:
    lost, n = int(part["lost"]), int(part["n"])
    return msg("{lost} of {n} ({share})", lost=Count(lost), n=Count(n), share=Share(lost / n))
