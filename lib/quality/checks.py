"""Every check of the loaded data. A new one is a function in this package and a line here."""

from collections.abc import Callable, Iterable

import pandas as pd

from lib.model import Snapshot
from lib.quality import amounts, churn, dates, impossible, names, use
from lib.quality.finding import DataFinding, Material, Severity

Check = Callable[[Material], DataFinding | Iterable[DataFinding] | None]

CHECKS: tuple[Check, ...] = (
    dates.usage_outside_contract,
    dates.tickets_before_customer,
    dates.losses_before_customer,
    dates.contract_ends_before_start,
    dates.several_churn_dates,
    churn.churn_flag_disagrees,
    churn.lost_but_running,
    churn.churned_contract_without_end,
    churn.ended_though_renewing,
    names.unplaced_rows,
    names.unplaced_usage,
    names.accounts_only_named,
    names.one_name_many_ids,
    amounts.accounts_without_contract,
    amounts.mixed_currencies,
    amounts.negative_amounts,
    amounts.paid_trials,
    amounts.several_at_once,
    amounts.points_out_of_range,
    impossible.counts_below_zero,
    impossible.importance_off_scale,
    impossible.resolved_before_asked,
    impossible.dated_in_the_future,
    impossible.same_mail_two_accounts,
    use.used_after_leaving,
    use.days_without_use,
)

__all__ = ["CHECKS", "DataFinding", "Material", "Severity", "data_findings"]


def data_findings(
    snapshot: Snapshot,
    unplaced_usage: pd.DataFrame,
    usage_links: pd.DataFrame,
    future: pd.DataFrame | None = None,
    *,
    only_named: bool = False,
) -> tuple[DataFinding, ...]:
    """Return what contradicts or is missing in the data, warnings first.

    Each check speaks only of what was loaded: no finding is not a promise that all is well.
    """
    later = pd.DataFrame() if future is None else future
    material = Material(snapshot, unplaced_usage, usage_links, later, only_named)
    found = [finding for check in CHECKS for finding in _several(check(material))]
    return tuple(sorted(found, key=lambda finding: finding.severity != "warning"))


def _several(found: DataFinding | Iterable[DataFinding] | None) -> Iterable[DataFinding]:
    if found is None:
        return ()
    return (found,) if isinstance(found, DataFinding) else found
