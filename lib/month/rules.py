"""What is said of each step, and which parts of it are done, by what was counted."""

from collections.abc import Callable, Mapping

from lib.locale import Message, Share, joined, msg, msgs
from lib.month.facts import Facts
from lib.month.states import Item, Judged

_FILES, _SIGNALS, _DEMANDS = "pages/customer_files.py", "pages/signals.py", "pages/demands.py"
_IMPORT, _INTERVIEWS, _REPORTS = "pages/imports.py", "pages/interviews.py", "pages/reports.py"
_SEGMENTS = "pages/segments.py"


def items_of(step: str, facts: Facts) -> tuple[Item, ...]:
    """Return what the data say of a step; nothing of a company's own."""
    rule = _RULES.get(step)
    return rule(facts) if rule is not None else ()


def _none_left(n: int) -> Judged:
    return "open" if n else "done"


def _load(facts: Facts) -> tuple[Item, ...]:
    found = facts.load
    if not found.loaded:
        none = msg("No export has rows of this month.")
        return (Item(none, "open", _IMPORT),)
    there = msgs("{n} kind has rows of this month: {kinds}.",
                 "{n} kinds have rows of this month: {kinds}.", len(found.loaded),
                 kinds=joined(found.loaded))  # fmt: skip
    items = [Item(there, "done", _IMPORT, {"view": "history"})]
    if found.missing:
        words = msgs(
            "{n} kind has none, but had some in the months before: {kinds}.",
            "{n} kinds have none, but had some in the months before: {kinds}.",
            len(found.missing),
            kinds=joined(found.missing),
        )
        items.append(Item(words, "open", _IMPORT))
    return tuple(items)


def _mend(facts: Facts) -> tuple[Item, ...]:
    found = facts.mend
    names = Item(
        msgs(
            "{n} name or pair of customers waits for a decision.",
            "{n} names or pairs of customers wait for a decision.",
            found.n_unmatched,
        )
        if found.n_unmatched
        else msg("Every name is matched to a customer."),
        _none_left(found.n_unmatched),
        _IMPORT,
        {"view": "matches"},
    )
    return (*_files_filled(facts), *_tasks(facts), names)


def _files_filled(facts: Facts) -> tuple[Item, ...]:
    share = facts.mend.completeness
    if share is None:
        return ()
    words = msg("The customer files are filled to {share} on average.", share=Share(share))
    return (Item(words, "told", _FILES),)


def _tasks(facts: Facts) -> tuple[Item, ...]:
    found = facts.mend
    n, late = found.n_open + found.n_late, found.n_late
    if n:
        open_ = msgs("{n} completion task is open", "{n} completion tasks are open", n)
        words = msg("{open}, {late}.", open=open_, late=msgs("{n} of them late",
                    "{n} of them late", late)) if late else msg("{open}.", open=open_)  # fmt: skip
        return (Item(words, "open", _FILES, {"view": "plan"}, begun=found.n_ended > 0 or n > late),)
    if found.n_incomplete and not found.n_ended:
        words = msgs(
            "{n} file is not complete, and nobody is asked to fill it.",
            "{n} files are not complete, and nobody is asked to fill them.",
            found.n_incomplete,
        )
        return (Item(words, "open", _FILES, {"view": "plan"}),)
    return (Item(msg("No completion task is open."), "done", _FILES, {"view": "plan"}),)


def _segment(facts: Facts) -> tuple[Item, ...]:
    found = facts.segment
    if not found.n_saved:
        return (Item(msg("No segment is saved yet."), "open", _SEGMENTS),)
    saved = msgs("{n} segment is saved.", "{n} segments are saved.", found.n_saved)
    items = [Item(saved, "done", _SEGMENTS)]
    if found.changed is None:
        return (*items, Item(msg("The data do not reach the month before."), "told", _SEGMENTS))
    if not found.changed:
        same = msg("None has other members than the month before.")
        return (*items, Item(same, "done", _SEGMENTS, {"view": "history"}))
    words = msgs(
        "{n} has other members than the month before; tick the step once you have looked.",
        "{n} have other members than the month before; tick the step once you have looked.",
        found.changed,
    )
    return (*items, Item(words, "untold", _SEGMENTS, {"view": "history"}))


def _watch(facts: Facts) -> tuple[Item, ...]:
    found = facts.watch
    if not found.n_judged:
        unknown = msg("No signal could be told of any customer: load what it needs.")
        return (Item(unknown, "open", _SIGNALS),)
    return (_alerts(facts), _follow_ups(facts))


def _alerts(facts: Facts) -> Item:
    found = facts.watch
    if found.n_unanswered:
        words = msgs(
            "{n} alert is neither acknowledged nor snoozed.",
            "{n} alerts are neither acknowledged nor snoozed.",
            found.n_unanswered,
        )
    elif found.n_alerts:
        words = msg("Every alert is acknowledged or snoozed.")
    else:
        words = msg("No customer is on alert.")
    return Item(
        words,
        _none_left(found.n_unanswered),
        _SIGNALS,
        {"grade": "alert", "state": "open"},
        begun=found.n_unanswered < found.n_alerts,
    )


def _follow_ups(facts: Facts) -> Item:
    n = facts.watch.n_overdue
    if not n:
        return Item(msg("No follow-up is overdue."), "told", _SIGNALS)
    overdue = msgs("{n} follow-up is overdue.", "{n} follow-ups are overdue.", n)
    return Item(overdue, "open", _SIGNALS)


def _sample(facts: Facts) -> tuple[Item, ...]:
    found = facts.sample
    query = {"view": "plan"}
    if not found.n_plans:
        return (
            Item(msg("No sampling plan was drawn for this month."), "open", _INTERVIEWS, query),
        )
    drawn = msgs("{n} sampling plan was drawn.", "{n} sampling plans were drawn.", found.n_plans)
    settled = found.n_held + found.n_declined
    held = msgs(
        "{held} of {n} planned conversation is held, {declined}.",
        "{held} of {n} planned conversations are held, {declined}.",
        found.n_planned,
        held=str(found.n_held),
        declined=msgs("{n} declined", "{n} declined", found.n_declined),
    )
    return (
        Item(drawn, "done", _INTERVIEWS, query),
        Item(held, _none_left(found.n_planned - settled), _INTERVIEWS, query, begun=settled > 0),
    )


def _demands(facts: Facts) -> tuple[Item, ...]:
    found = facts.demands
    if not found.n_all:
        return (Item(msg("No demand of these customers is on file."), "open", _DEMANDS),)
    late = msgs("{n} answer to a demand is overdue.", "{n} answers to demands are overdue.",
                found.n_overdue)  # fmt: skip
    unsaid = msgs("{n} demand has no theme.", "{n} demands have no theme.", found.n_unassigned)
    items = [
        Item(
            late if found.n_overdue else msg("No answer to a demand is overdue."),
            _none_left(found.n_overdue), _DEMANDS, {"view": "loop"},
        ),
        Item(
            unsaid if found.n_unassigned else msg("Every demand has a theme."),
            _none_left(found.n_unassigned), _DEMANDS, {"view": "themes"},
        ),
    ]  # fmt: skip
    if found.n_unseen:
        words = msgs(
            "{n} text was not looked at for themes yet.",
            "{n} texts were not looked at for themes yet.",
            found.n_unseen,
        )
        items.append(Item(words, "open", _DEMANDS, {"view": "themes"}))
    return tuple(items)


_REPORT_WORDS: Mapping[str, Message] = {
    "draft": msg("The report of this month is a draft."),
    "in_review": msg("The report of this month is in review."),
    "published": msg("The report of this month is published."),
}


def _report(facts: Facts) -> tuple[Item, ...]:
    found = facts.report
    query = {} if found.report_id is None else {"report": str(found.report_id)}
    if found.state is None:
        stands = Item(msg("No report of this month is drafted yet."), "open", _REPORTS)
    else:
        stands = Item(
            _REPORT_WORDS[found.state],
            "done" if found.state == "published" else "open",
            _REPORTS,
            query,
            begun=True,
        )
    if not found.n_last_open:
        return (stands,)
    open_ = msgs(
        "{n} action of the report before is still open",
        "{n} actions of the report before are still open",
        found.n_last_open,
    )
    words = msg("{open}.", open=open_)
    if found.n_last_late == found.n_last_open:
        words = msg("{open}, and late.", open=open_)
    elif found.n_last_late:
        late = msgs("{n} of them late", "{n} of them late", found.n_last_late)
        words = msg("{open}, {late}.", open=open_, late=late)
    return (stands, Item(words, "told", _REPORTS, query))


def _leadership(facts: Facts) -> tuple[Item, ...]:
    found = facts.report
    query = {} if found.report_id is None else {"report": str(found.report_id)}
    published = found.state == "published"
    ready = (
        msg("The report can be read: it is published.")
        if published
        else msg("There is no published report to read yet.")
    )
    agreed = (
        msgs("{n} action has an owner and a day.", "{n} actions have an owner and a day.",
             found.n_agreed)
        if found.n_agreed
        else msg("No action of the report has an owner yet.")
    )  # fmt: skip
    read = msg("Whether leaders have read it, the data cannot tell: tick the step.")
    return (
        Item(ready, "done" if published else "open", _REPORTS, query),
        Item(agreed, "done" if found.n_agreed else "open", _REPORTS, query),
        Item(read, "untold", _REPORTS, query),
    )


_RULES: Mapping[str, Callable[[Facts], tuple[Item, ...]]] = {
    "load": _load,
    "mend": _mend,
    "segment": _segment,
    "watch": _watch,
    "sample": _sample,
    "demands": _demands,
    "report": _report,
    "leadership": _leadership,
}
