"""What a score is worked out from: the readings of accounts on a day, as plain numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.risk.bands import Bools, Floats
from lib.risk.panel import HIGHEST_SEVERITY, Panel

UNKNOWN = -1


@dataclass(frozen=True, eq=False, kw_only=True)
class Facts:
    """Readings of accounts × signals (`severity` -1: not judged), and what else is scored.

    `stale` marks readings that are remembered from an earlier day: they carry their severity
    of then, because an account does not get safer by a field that went blank.
    """

    account_ids: pd.Index
    signals: tuple[str, ...]
    severity: npt.NDArray[np.int8]
    confidence: npt.NDArray[np.float32]
    ends_in_days: Floats
    tenure_days: Floats
    stale: Bools

    @classmethod
    def of_panel(cls, panel: Panel) -> "Facts":
        """Return the rows of a panel as they stood on their days."""
        return cls(
            account_ids=pd.Index(panel.rows["account_id"]),
            signals=panel.signals,
            severity=panel.severity,
            confidence=panel.confidence,
            ends_in_days=_numbers(panel.rows["ends_in_days"]),
            tenure_days=_numbers(panel.rows["tenure_days"]),
            stale=np.zeros(panel.severity.shape, dtype=np.bool_),
        )

    @classmethod
    def of_readings(
        cls, readings: pd.DataFrame, ends_in_days: pd.Series, tenure_days: pd.Series
    ) -> "Facts":
        """Return a day's readings (`lib.signals.readings`); what does not apply is no sign.

        Days to the end of the term and since the start are looked up by account id.
        """
        ids = pd.Index(readings["account_id"].unique(), name="account_id")
        no_sign = readings["grade"] == "none"
        readings = readings.assign(severity=readings["severity"].mask(no_sign, 0))
        signals = tuple(sorted(readings["signal"].unique()))
        wide = {
            name: readings.pivot_table(index="account_id", columns="signal", values=name)
            .reindex(index=ids, columns=list(signals))
            .to_numpy()
            for name in ("severity", "confidence")
        }
        severity = np.nan_to_num(wide["severity"], nan=UNKNOWN).astype(np.int8)
        return cls(
            account_ids=ids,
            signals=signals,
            severity=severity,
            confidence=np.nan_to_num(wide["confidence"], nan=0.0).astype(np.float32),
            ends_in_days=_numbers(ends_in_days.reindex(ids)),
            tenure_days=_numbers(tenure_days.reindex(ids)),
            stale=np.zeros(severity.shape, dtype=np.bool_),
        )

    @property
    def known(self) -> Bools:
        """Which readings count: judged, or remembered."""
        return self.severity > UNKNOWN

    @property
    def strength(self) -> Floats:
        """What enters the score: severity/3 times confidence; 0 where nothing is known."""
        x = np.maximum(self.severity, 0) / HIGHEST_SEVERITY
        return np.asarray(x * self.confidence, dtype=np.float64)

    def chosen(self, signals: Sequence[str]) -> "Facts":
        """Return the same accounts with these signals only; one never read is not judged."""
        places = {signal: n for n, signal in enumerate(self.signals)}
        shape = (len(self.account_ids), len(signals))
        severity = np.full(shape, UNKNOWN, dtype=np.int8)
        confidence, stale = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.bool_)
        for to, signal in enumerate(signals):
            if signal in places:
                severity[:, to] = self.severity[:, places[signal]]
                confidence[:, to] = self.confidence[:, places[signal]]
                stale[:, to] = self.stale[:, places[signal]]
        return replace(
            self, signals=tuple(signals), severity=severity, confidence=confidence, stale=stale
        )

    def ending(self, at: npt.NDArray[np.integer], ends_in_days: Floats) -> "Facts":
        """Return the accounts at these places, once for each term that ends in so many days."""
        return replace(
            self,
            account_ids=self.account_ids[at],
            severity=self.severity[at],
            confidence=self.confidence[at],
            tenure_days=self.tenure_days[at],
            stale=self.stale[at],
            ends_in_days=np.asarray(ends_in_days, dtype=np.float64),
        )

    def aged(self, days: Floats | float) -> "Facts":
        """Return the same so many days later, nothing new having been heard."""
        return replace(
            self, ends_in_days=self.ends_in_days - days, tenure_days=self.tenure_days + days
        )

    def remembering(self, earlier: "Iterable[tuple[int, Facts]]") -> "Facts":
        """Fill what cannot be judged with what was last known: (days ago, facts of then).

        The latest that knew counts, however long ago (`lib.risk.carried` says why). The end of
        the term is remembered too, nearer by the days that went by, until it has passed.
        """
        found = self
        for ago, then in sorted(earlier, key=lambda one: one[0]):
            if ago >= 0 and len(then.account_ids):
                found = found._filled(then.chosen(self.signals).aged(ago))
        passed = np.isnan(self.ends_in_days) & (found.ends_in_days < 0)
        return replace(found, ends_in_days=np.where(passed, np.nan, found.ends_in_days))

    def _filled(self, then: "Facts") -> "Facts":
        at = then.account_ids.get_indexer(self.account_ids)
        there = at >= 0
        take = there[:, None] & ~self.known & then.known[at]
        ends, tenure = (
            np.where(there, values[at], np.nan) for values in (then.ends_in_days, then.tenure_days)
        )
        return replace(
            self,
            severity=np.where(take, then.severity[at], self.severity).astype(np.int8),
            confidence=np.where(take, then.confidence[at], self.confidence).astype(np.float32),
            stale=self.stale | take,
            ends_in_days=np.where(np.isnan(self.ends_in_days), ends, self.ends_in_days),
            tenure_days=np.where(np.isnan(self.tenure_days), tenure, self.tenure_days),
        )


def _numbers(values: pd.Series) -> Floats:
    return values.to_numpy(dtype=np.float64, na_value=np.nan)
