"""Whether we know and hear the people who decide: the paragraph on roles."""

import pandas as pd

from lib.group.coverage import LEAST
from lib.group.persons import LATELY_DAYS
from lib.locale import Text, msg, msgs
from lib.metrics.intervals import wilson
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import profile as meaning
from lib.report.pen import Pen
from lib.report.settings import INTERVAL_LEVEL

_LARGE = 200  # of so many, an interval of a share is narrower than what anybody acts upon


def buying_groups(pen: Pen) -> list[Text]:
    """Say at how many members a decision maker is known, and was heard lately."""
    if "contacts" not in pen.brief.loaded:
        return [msg("Who decides at these customers is unknown: no contacts are loaded.")]
    deciders = pen.brief.groups["n_decision_makers"].reindex(pen.members.index).fillna(0)
    known = pen.count(meaning.DECIDER, deciders.index[deciders > 0])
    without = pen.by_arr(deciders.index[deciders == 0])
    missing = pen.count(meaning.NO_DECIDER, without, "n_contacts")
    arr = pen.arr(meaning.NO_DECIDER_ARR, without)
    if not missing.n:
        return [
            msg("A decision maker is known at every one of them."),
            *_heard(pen, known),
            *_others(pen),
        ]
    claim = msgs(
        "No decision maker is known at {customers}.",
        "No decision maker is known at {customers}.",
        missing.n,
        customers=pen.customers(missing, arr),
    )
    if not known.n:
        claim = msg(
            "A decision maker is known at none of them ({customers}).",
            customers=pen.customers(missing, arr),
        )
    find = Proposal(
        "decision_maker", msg("Find out who decides, the largest customers first."), tuple(without)
    )
    pen.findings.append(
        Finding(
            "decision_maker",
            claim,
            pen.total(without).known,
            gap=True,
            proposal=find,
            clause=msg("who decides at {customers}", customers=pen.customers(missing, arr)),
        )
    )
    return [*_share(pen, deciders), claim, *_heard(pen, known), *_others(pen)]


def _share(pen: Pen, deciders: pd.Series) -> list[Text]:
    """Say what share that is, with its interval, of a segment for which that matters."""
    n, k = len(deciders), int((deciders > 0).sum())
    if not LEAST <= n < _LARGE:
        return []
    rows = pen.account_rows(deciders.index)
    of_them = deciders.reindex(pd.Index(rows["account_id"])).to_numpy() > 0
    share = pen.put(meaning.DECIDER_SHARE, k / n, rows.assign(known=of_them))
    low, high = wilson(k, n, INTERVAL_LEVEL)
    return [
        msg(
            "A decision maker is known at {share} of the customers ({level} interval: {low} to"
            " {high}).",
            share=share,
            level=pen.setting("interval_level"),
            low=pen.put_beside(share, meaning.DECIDER_LOW, low),
            high=pen.put_beside(share, meaning.DECIDER_HIGH, high),
        )
    ]


def _log_is_missing(pen: Pen) -> bool:
    """Say whether the signal on decision makers could be read for nobody, for want of a log."""
    read = pen.brief.readings
    mine = read.loc[read["signal"] == "decision_maker_unheard", "reason"]
    return bool(len(mine)) and bool(mine.eq("no_contact_log").all())


def _others(pen: Pen) -> list[Text]:
    """Say at how many members the two other roles are known."""
    if not {"n_influencers", "n_end_users"} <= set(pen.members.columns):
        return []
    influencers = pen.members.index[pen.members["n_influencers"] > 0]
    users = pen.members.index[pen.members["n_end_users"] > 0]
    return [
        msg(
            "An influencer is known at {influencers} of {total}, an end user at {users}.",
            influencers=pen.count(meaning.INFLUENCER, influencers, "n_influencers"),
            users=pen.count(meaning.END_USER, users, "n_end_users"),
            total=pen.ref("members"),
        )
    ]


def _heard(pen: Pen, known: Ref) -> list[Text]:
    """Say at how many of those a decision maker was heard lately."""
    if not known.n:
        return []
    if _log_is_missing(pen):
        return [msg("Whether one was heard lately cannot be said: no contact log covers the time.")]
    days = pen.members["decision_maker_heard_days"]
    heard = pen.count(
        meaning.DECIDER_HEARD, days.index[days <= LATELY_DAYS], "decision_maker_heard_days"
    )
    if not heard.n:
        return [msg("None of the known decision makers was heard within a quarter.")]
    return [
        msg(
            "At {heard} of the {known} where one is known, a decision maker was heard within the"
            " last quarter.",
            heard=heard,
            known=known,
        )
    ]
