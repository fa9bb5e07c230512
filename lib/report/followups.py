"""What was done about each customer's alerts, in words."""

from lib.locale import Message, msg
from lib.report.brief import Brief, SignalAction
from lib.report.text import clean


class Followups:
    """The follow-ups on record. A snooze that has ended leaves the signal open again."""

    def __init__(self, brief: Brief) -> None:
        self._actions = {(a.account_id, a.signal): a for a in brief.context.actions}
        alerts = brief.readings[brief.readings["grade"] == "alert"]
        self._alerts = alerts.groupby("account_id")["signal"].agg(list).to_dict()
        self._day = brief.as_of

    def alerts(self, account_id: str) -> list[str]:
        """Return the keys of the account's signals on alert, in the order of the catalogue."""
        return [str(signal) for signal in self._alerts.get(account_id, [])]

    def is_open(self, account_id: str) -> bool:
        """Say whether an alert of the account has neither been acknowledged nor snoozed."""
        return any(self._of(account_id, key) is None for key in self.alerts(account_id))

    def words(self, account_id: str) -> Message:
        """Return what was done about the account's alerts."""
        done = [self._of(account_id, key) for key in self.alerts(account_id)]
        actions = [action for action in done if action is not None]
        if not actions:
            return msg("none on record")
        snoozed = [action for action in actions if action.state == "snoozed"]
        if len(actions) < len(done):
            return msg("part of the alerts only")
        if snoozed:
            return _snoozed(snoozed[0])
        return msg("acknowledged")

    def _of(self, account_id: str, signal: str) -> SignalAction | None:
        action = self._actions.get((account_id, signal))
        if action is None or action.state == "open":
            return None
        ended = action.state == "snoozed" and action.until is not None and action.until <= self._day
        return None if ended else action


def _snoozed(action: SignalAction) -> Message:
    reason = clean(action.reason)
    if action.until is None:
        return msg("snoozed: {reason}", reason=reason)
    return msg("snoozed until {day}: {reason}", day=action.until, reason=reason)
