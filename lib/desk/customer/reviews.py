"""Business reviews (QBR): one account over a quarter, as a report that can be taken along."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lib.desk.reporting import exports
from lib.errors import NotFoundError
from lib.locale import Language, msg
from lib.model import Period
from lib.report.assemble import Moment, Scope, brief
from lib.report.blocks import Report
from lib.report.review.draft import review
from lib.report.review.facts import Audience, facts

if TYPE_CHECKING:
    from lib.desk.desk import Desk

MONTHS = 3


class Reviews:
    """The business-review area of the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def review(
        self, account_id: str, period: Period, lang: Language, audience: Audience = "internal"
    ) -> Report:
        """Return the review of an account over a period; for the `customer` without our own notes.

        NotFoundError when there is no such account on the last day of the period, DeskError
        when the data do not reach the period.
        """
        self._desk.reports.reached(period)
        todo = self._desk.follow_ups.all(account_id)
        notes = len(self._desk.notes.all())
        return self._desk.data.once(
            ("review", account_id, period, lang, audience, tuple(todo["state"]), notes),
            lambda: self._written(account_id, period, lang, audience, todo),
        )

    def exported(self, report: Report, ending: str) -> bytes:
        """Return a review in a format by its ending; DeskError when there is no such format."""
        return exports.exported(report, ending)

    def write(self, report: Report, path: Path) -> None:
        """Write a review to a file, whole or not at all."""
        exports.write(report, path)

    def _written(
        self, account_id: str, period: Period, lang: Language, audience: Audience,
        todo: pd.DataFrame,
    ) -> Report:  # fmt: skip
        day = self._desk.data.known_days().as_of(period)
        snapshot = self._desk.data.snapshot(day)
        if account_id not in snapshot.account_ids:
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=account_id)
            )
        name = snapshot.accounts.set_index("account_id")["account_name"][account_id]
        called = name if isinstance(name, str) else account_id
        scope = Scope(
            segment=called,
            rule_text=f"account {account_id}",
            rule_words=msg("the customer {account}", account=called),
            period=period,
        )
        context = self._desk.reports.context(day, (called, period, lang), with_records=False)
        whole = brief(
            scope, self._moment(account_id, day), self._moment(account_id, _before(period)),
            context=context,
        )  # fmt: skip
        return review(facts(whole, snapshot, account_id, todo), lang, audience)

    def _moment(self, account_id: str, day: date) -> Moment:
        return self._desk.reports.moment(pd.Index([account_id], name="account_id"), day)


def _before(period: Period) -> date:
    return period.first - timedelta(days=1)
