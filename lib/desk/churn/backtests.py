"""What past days teach: each signal's record, and the risk that was learnt from them.

Replaying takes from seconds to a minute, so it is done once for each state of the data, one
at a time, and kept on the disk; nothing else waits for it.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

from lib.backtest.gaps import Gap, by_gap
from lib.backtest.kept import read_panel, write_panel
from lib.backtest.labelled import by_term, labelled
from lib.backtest.plain import plain
from lib.backtest.record import NOT_CHECKED, Worth, record, worths
from lib.backtest.replay import Cancelled, Progress, looked_at, never, unseen
from lib.backtest.report import Asked, BackTest, assembled, observed_days
from lib.backtest.what_if import what_if
from lib.desk.churn.judged_by import checked, known
from lib.desk.churn.trials import Trial, past_of, trial
from lib.desk.data import Data
from lib.locale import Language, Message, render
from lib.model import Dataset
from lib.model.frames import plain as plain_value
from lib.risk.attributes import headings, undated, without_dates
from lib.risk.beliefs import Beliefs
from lib.risk.carried import carried
from lib.risk.combined import Combined, combined
from lib.risk.learn import learned
from lib.risk.model import RiskModel
from lib.risk.panel import Panel
from lib.risk.scorecard import Scorecard, snapshot_scorecard
from lib.risk.terms import TermRisk, checked_terms, learned_terms
from lib.store.batches import active_batches
from lib.store.replays import keep_replay, kept_replay

_KEPT = 6
# Raised whenever a replay of the same data and thresholds would come out otherwise.
_REPLAY_VERSION = 2


@dataclass(frozen=True, eq=False)
class Learnt:
    """What is learnt from everything dated up to a day.

    `model` is None without any past day. `card` stands for data that say who left but not
    when: a scorecard without order in time. `seen` is everything looked at on past days,
    before any label, `past` the same with what was last known in place of what could not be
    judged: from it the risk is learnt. `terms` is the risk of a term by its end; None: too
    little to learn from.
    """

    day: date
    test: BackTest
    seen: Panel
    past: Panel
    combined: Combined
    model: RiskModel | None
    terms: TermRisk | None
    card: Scorecard | None


class Backtests:
    """The back-test area of the desk."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._kept: OrderedDict[tuple[object, ...], Learnt] = OrderedDict()
        self._working = Lock()

    def kept(self, day: date) -> Learnt | None:
        """Return what was learnt for a day, if it has been worked out; at once."""
        return self._kept.get((self._data.state(), day))

    def learnt(
        self, day: date, progress: Progress = unseen, cancelled: Cancelled = never
    ) -> Learnt:
        """Return what is learnt from everything dated up to `day`, working it out if need be.

        `progress` is told days done and days in all. DeskError `cancelled` when `cancelled`
        says so between two days; what was kept before stays.
        """
        key = (self._data.state(), day)
        with self._working:
            found = self._kept.get(key)
            if found is None:
                found = self._worked_out(day, progress, cancelled)
                self._kept[key] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return found

    def by_gap(self, day: date) -> tuple[Gap, ...]:
        """Return what the past says with no gap, the usual one and longer ones, side by side."""
        learnt = self.learnt(day)
        return self._data.once(
            ("gaps", day), lambda: by_gap(learnt.seen, learnt.past, learnt.test.days)
        )

    def record(self, signal: str, grade: str, day: date) -> Message:
        """Return in a sentence what past churn says of a signal, as far as it was worked out."""
        found = self.kept(day)
        return NOT_CHECKED if found is None else record(found.test, signal, grade)

    def worth(self, day: date) -> Mapping[tuple[str, str], Worth]:
        """Return what past churn says of each signal and grade; empty: not worked out yet."""
        found = self.kept(day)
        if found is None:
            return {}
        return self._data.once(("worth", day), lambda: worths(found.test))

    def what_if(self, signal: str, values: Mapping[str, float]) -> Trial:
        """Return what a signal would have done on the past by other values of its thresholds.

        DeskError when the values cannot judge, or there is no past day to try them on.
        """
        day = self._data.known_days().last
        before = self._data.judged_by().get(signal, known(signal).thresholds)
        whole = checked(known(signal), before, values)
        test = past_of(self.learnt(day).test)
        tried = replace(before, values=whole)
        return trial(
            what_if(self._data.dataset().until(day), test.days, test.panel, (signal, tried))
        )

    def as_json(self, day: date, lang: Language) -> dict[str, Any]:
        """Return the back-test with the keys that the command line promises."""
        found = self.learnt(day)
        told = plain(found.test, lang)
        looked = self.by_gap(day) if found.test.days.days else ()
        told["gaps"] = [_gap_json(gap) for gap in looked]
        card = found.card
        if card is not None:
            told["combined"] = _card_json(card, lang)
            told["excluded"] += [
                {"column": leak.column, "reason": render(leak.reason, lang)}
                for leak in card.excluded
            ]
        told["combined"]["said"] = [render(text, lang) for text in (card or found.combined).said]
        return told

    def _worked_out(self, day: date, progress: Progress, cancelled: Cancelled) -> Learnt:
        dataset = self._data.dataset().until(day)
        asked = Asked(judged_by=self._data.judged_by())
        days = observed_days(dataset, day, asked)
        name = f"{_REPLAY_VERSION}-{asked.fingerprint(dataset, day)}"
        seen = read_panel(kept_replay(self._data.workspace, name))
        if seen is None:
            seen = looked_at(
                dataset, days, judged_by=asked.judged_by, progress=progress, cancelled=cancelled
            )
            self._keep(name, seen)
        test = assembled(dataset, days, labelled(seen, days), name)
        past = carried(seen)
        panel = labelled(past, days)
        checked = combined(panel, Beliefs())
        beliefs = Beliefs(contradicted=_contradicted(test))
        model = learned(panel, beliefs) if panel.days else None
        return Learnt(
            day=day,
            test=test.with_combined(checked.as_dict()),
            seen=seen,
            past=past,
            combined=checked,
            model=model,
            terms=_terms(by_term(past, days), panel, model, beliefs),
            card=_card(dataset, day, self._headings()),
        )

    def _headings(self) -> dict[str, str]:
        """Return what the files call our fields of accounts: leaks are named as users know them."""
        with self._data.workspace.reading() as connection:
            found = active_batches(connection)
        return headings(one for batch in found for one in batch.mapping)

    def _keep(self, name: str, panel: Panel) -> None:
        if panel.days:
            keep_replay(self._data.workspace, name, lambda path: write_panel(panel, path))


def _contradicted(test: BackTest) -> frozenset[str]:
    lines = test.lines
    said = lines[lines["verdict"].eq("contradicted") & lines["grade"].eq("watch")]
    return frozenset(said["signal"])


def _terms(
    terms: Panel, panel: Panel, model: RiskModel | None, beliefs: Beliefs
) -> TermRisk | None:
    found = None if model is None else learned_terms(terms, model)
    return checked_terms(terms, panel, beliefs, found)


def _gap_json(gap: Gap) -> dict[str, Any]:
    numbers = {name: getattr(gap, name) for name in ("base_rate", "auc", "top_decile_lift")}
    return {
        "gap_days": gap.gap_days,
        "observation_days": gap.n_days,
        "churners": gap.n_churned,
        **{name: plain_value(value) for name, value in numbers.items()},
    }


def _card(dataset: Dataset, day: date, called: Mapping[str, str]) -> Scorecard | None:
    snapshot = dataset.as_of(day)
    if not without_dates(snapshot):
        return None
    facts = undated(snapshot, called)
    return snapshot_scorecard(facts.attributes, facts.churned, facts.churned_on)


def _card_json(card: Scorecard, lang: Language) -> dict[str, Any]:
    metrics: Mapping[str, float] = card.metrics
    names = (
        "auc", "auc_low", "auc_high", "pr_auc", "brier", "brier_base", "ece", "top_decile_lift",
    )  # fmt: skip
    return {
        "status": card.status,
        "time_order": False,
        "accounts": card.n_accounts,
        "churners": card.n_churned,
        **{name: metrics.get(name) for name in names},
        "unused": [
            {"column": column, "reason": render(why, lang)} for column, why in card.unused.items()
        ],
    }
