"""The page as a whole: one part of it at a time, named in the address."""

from lib.locale import msg
from lib.ui import filters
from lib.ui.panels.signals import backtest, losses, renewals, thresholds, watch

_WATCH = "watch"
_VIEWS = {
    _WATCH: msg("Watch list"),
    "renewals": msg("Renewals"),
    "backtest": msg("Back-test"),
    "thresholds": msg("Thresholds"),
    "losses": msg("Losses"),
}


def show() -> None:
    """Draw the part that the address names."""
    match filters.switch("view", msg("Part of the page"), _VIEWS):
        case "renewals":
            renewals.show()
        case "backtest":
            backtest.show()
        case "thresholds":
            thresholds.show()
        case "losses":
            losses.show()
        case _:
            watch.show()
