"""What each claim was worth on past churn: alarms, caught, precision, lift, lead, false alarms."""

import numpy as np
import pandas as pd

from lib.backtest.episodes import Claims
from lib.backtest.resample import LEVEL, drawn_totals, interval, sums_by_account
from lib.backtest.verdicts import LEAST_CHURNED, shrunk_odds, verdicts
from lib.metrics.intervals import wilson
from lib.risk.panel import Panel
from lib.signals.counts import Bools, Floats, Ints, ratio

_FEW_ALARMS = 10
_EARLY, _VERY_EARLY = 30, 60
# What says something about chances: hidden while fewer than ten churned customers are known.
RATES = (
    "base_rate", "precision", "precision_low", "precision_high", "recall", "recall_low",
    "recall_high", "lift", "lift_low", "lift_high", "odds_ratio", "odds_ratio_low",
    "odds_ratio_high", "p", "share_30_days", "share_60_days",
)  # fmt: skip


def measures(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return one line a claim, in their order.

    `signal, grade, verdict, status` (ok, not_enough_past_churn); `account_months` judged and
    their `coverage` of all; `churners` (leavings of judged accounts), of which `caught` were on
    alarm in the window before and `missed` were not; `alarms` = `true_alarms` (the account left
    in the window after the alarm began) + `false_alarms`; `precision`, `recall`, `lift` against
    the `base_rate` of the same account-months, each with `_low` and `_high` (90%); days from
    the alarm to the notice (`median_lead_days`, `lead_low`, `lead_high`: quartiles;
    `share_30_days`, `share_60_days`: at least so many); `false_alarms_per_month` and
    `false_alarms_per_100` account-months; `alarms_per_100`; `share_on_alarm`; `odds_ratio`,
    shrunk, with interval and `p`. Unknown is NaN.
    """
    counts = counted(panel, claimed)
    lines = pd.concat([counts, _precision(panel, claimed, counts), _odds(panel, claimed)], axis=1)
    lines = pd.concat([lines, _leads(panel, claimed)], axis=1)
    lines = lines.assign(verdict=verdicts(lines))
    few = lines["churners"] < LEAST_CHURNED
    status = pd.Series("ok", lines.index, dtype="str").mask(few, "not_enough_past_churn")
    hidden = {name: lines[name].mask(few) for name in RATES}
    return lines.assign(**hidden, status=status)


def counted(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return the part of `measures` that is counting."""
    churned = panel.rows["churned"].to_numpy()
    n_known = claimed.known.sum(axis=0)
    alarms, right = claimed.starts.sum(axis=0), (claimed.starts & churned[:, None]).sum(axis=0)
    churners, caught = _caught(panel, claimed)
    recall = wilson_each(caught, churners)
    months = max(len(panel.days), 1)
    return pd.DataFrame(
        {
            "signal": pd.Series([name for name, _ in claimed.names], dtype="str"),
            "grade": pd.Series([grade for _, grade in claimed.names], dtype="str"),
            "account_months": n_known,
            "coverage": n_known / max(len(churned), 1),
            "churners": churners,
            "caught": caught,
            "missed": churners - caught,
            "recall": ratio(caught.astype(float), churners.astype(float)),
            "recall_low": recall[0],
            "recall_high": recall[1],
            "alarms": alarms,
            "true_alarms": right,
            "false_alarms": alarms - right,
            "alarms_per_100": 100 * ratio(alarms.astype(float), n_known.astype(float)),
            "false_alarms_per_month": (alarms - right) / months,
            "false_alarms_per_100": 100
            * ratio((alarms - right).astype(float), n_known.astype(float)),
            "share_on_alarm": ratio(
                (claimed.fired & claimed.known).sum(axis=0).astype(float), n_known.astype(float)
            ),
        }
    )


def leavings(panel: Panel) -> tuple[Bools, Ints, int]:
    """Return the rows within a label window, and the number of the leaving each belongs to."""
    churned: Bools = np.asarray(panel.rows["churned"], dtype=bool)
    late = panel.rows.loc[churned, ["account_id", "churned_on"]]
    groups = late.groupby(["account_id", "churned_on"], sort=False)
    number: Ints = np.asarray(groups.ngroup(), dtype=np.int64)
    return churned, number, groups.ngroups


def _caught(panel: Panel, claimed: Claims) -> tuple[Ints, Ints]:
    """Return how many leavings were judged at all, and how many were on alarm before."""
    churned, number, n = leavings(panel)
    known = sums_by_account(number, n, claimed.known[churned]) > 0
    caught = sums_by_account(number, n, (claimed.fired & claimed.known)[churned]) > 0
    return known.sum(axis=0), caught.sum(axis=0)


def _precision(panel: Panel, claimed: Claims, counts: pd.DataFrame) -> pd.DataFrame:
    """Return precision, base rate and lift with intervals."""
    alarms, right = counts["alarms"].to_numpy(float), counts["true_alarms"].to_numpy(float)
    churned = panel.rows["churned"].to_numpy()[:, None]
    base = ratio(
        (claimed.known & churned).sum(axis=0).astype(float),
        counts["account_months"].to_numpy(float),
    )
    precision = ratio(right, alarms)
    drawn = _drawn(panel, claimed)
    few = (alarms < _FEW_ALARMS) | (right == 0) | (right == alarms)
    by_formula = wilson_each(right, alarms)
    ends = [np.where(few, f, d) for f, d in zip(by_formula, interval(drawn[0]), strict=True)]
    lifts = [
        np.where(few, ratio(e, base), d) for e, d in zip(ends, interval(drawn[1]), strict=True)
    ]
    return pd.DataFrame(
        {
            "base_rate": base,
            "precision": precision,
            "precision_low": ends[0],
            "precision_high": ends[1],
            "lift": ratio(precision, base),
            "lift_low": np.where(alarms > 0, lifts[0], np.nan),
            "lift_high": np.where(alarms > 0, lifts[1], np.nan),
        }
    )


def _drawn(panel: Panel, claimed: Claims) -> tuple[Floats, Floats]:
    """Return precision and lift over accounts drawn again, draws × claims."""
    place, ids = pd.factorize(panel.rows["account_id"])
    churned = panel.rows["churned"].to_numpy()[:, None]
    pieces = (claimed.starts & churned, claimed.starts, claimed.known & churned, claimed.known)
    by_account = [sums_by_account(place, len(ids), piece) for piece in pieces]
    totals = drawn_totals(np.concatenate(by_account, axis=1))
    right, alarms, left, known = np.split(totals, len(pieces), axis=1)
    precision = ratio(right, alarms)
    return precision, ratio(precision, ratio(left, known))


def _odds(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return the shrunk odds ratio of each claim: was there an alarm among so many looks.

    The looks before a leaving are compared with as many looks in a row at those who stayed. On
    either side an account counts once: more months of the same account are no new evidence.
    """
    place, ids = pd.factorize(panel.rows["account_id"])
    churned, number, n_left = leavings(panel)
    late, calm = np.flatnonzero(churned), np.flatnonzero(~churned)
    n = len(ids)
    alarmed, judged = _share_on_alarm(claimed, place, late, (number, n))
    with_sign, without = alarmed.sum(axis=0), (judged - alarmed).sum(axis=0)
    lengths, times = np.unique(np.bincount(number, minlength=n_left), return_counts=True)
    others = np.zeros_like(judged)
    usual = np.zeros(len(claimed.names))
    for length, weight in zip(lengths, times / max(times.sum(), 1), strict=True):
        stretch = _stretches(place[calm], int(length))
        some = calm[stretch >= 0]
        share, known = _share_on_alarm(claimed, place, some, (stretch[stretch >= 0], n))
        usual += weight * np.nan_to_num(ratio(share.sum(axis=0), known.sum(axis=0).astype(float)))
        others = others | known
    n_others = others.sum(axis=0)
    return shrunk_odds(with_sign, usual * n_others, without, (1 - usual) * n_others)


def _share_on_alarm(
    claimed: Claims, place: Ints, rows: Ints, groups: tuple[Ints, int]
) -> tuple[Floats, Bools]:
    """Return in which share of its groups of rows each account was on alarm, and if judged."""
    group, n = groups
    names, first = np.unique(group, return_inverse=True)
    owner = np.zeros(len(names), dtype=np.int64)
    owner[first] = place[rows]
    known = sums_by_account(first, len(names), claimed.known[rows]) > 0
    fired = sums_by_account(first, len(names), (claimed.fired & claimed.known)[rows]) > 0
    judged = sums_by_account(owner, n, known)
    return np.nan_to_num(ratio(sums_by_account(owner, n, fired), judged)), judged > 0


def _stretches(place: Ints, length: int) -> Ints:
    """Return the number of each row's stretch of so many looks at its account; -1 for none.

    A rest too short for a stretch is none, unless the account has no other.
    """
    accounts = pd.Series(place)
    stretch = accounts.groupby(place).cumcount().to_numpy() // length
    whole = accounts.map(accounts.value_counts()).to_numpy() // length
    rest = (stretch >= whole) & (whole > 0)
    return np.where(rest, -1, place * (len(place) + 1) + stretch)


def _leads(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return how many days true alarms came before the notice."""
    churned = panel.rows["churned"].to_numpy()
    ahead = (panel.rows["noticed_on"] - panel.rows["observed_on"]).dt.days.to_numpy()
    lines = []
    for place in range(len(claimed.names)):
        days = ahead[claimed.starts[:, place] & churned]
        quartiles = np.quantile(days, [0.25, 0.5, 0.75]) if len(days) else [np.nan] * 3
        lines.append(
            {
                "lead_low": quartiles[0],
                "median_lead_days": quartiles[1],
                "lead_high": quartiles[2],
                "share_30_days": (days >= _EARLY).mean() if len(days) else np.nan,
                "share_60_days": (days >= _VERY_EARLY).mean() if len(days) else np.nan,
            }
        )
    return pd.DataFrame(lines, columns=[
        "lead_low", "median_lead_days", "lead_high", "share_30_days", "share_60_days",
    ])  # fmt: skip


def wilson_each(hits: np.ndarray, of: np.ndarray) -> tuple[Floats, Floats]:
    """Return the 90% Wilson interval of each share; NaN where there is nothing to share."""
    ends = [
        wilson(int(k), int(n), LEVEL) if n > 0 else (np.nan, np.nan)
        for k, n in zip(hits, of, strict=True)
    ]
    return np.array([low for low, _ in ends]), np.array([high for _, high in ends])
