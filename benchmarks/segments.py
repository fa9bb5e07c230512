"""The segment page at 20,000 accounts × 24 months: from another filter to new charts.

`python -m benchmarks.segments` prints JSON lines. CPU time of one process (the machine may be
busy with other things); the peer does the same comparison as people do it in a notebook: pandas,
a measure at a time, and resampling in a loop.
"""

import json
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.portfolio import LAST, portfolio
from lib.metrics.bridge import bridge
from lib.segments.book import book
from lib.segments.compare.average import averaged
from lib.segments.compare.behaviour import frame_now
from lib.segments.compare.facts import Facts, use_facts, year_of
from lib.segments.compare.measures import Measures, measures
from lib.segments.compare.profile import profile
from lib.segments.compare.sides import Group, Side, rest_of
from lib.segments.compare.simpson import strata
from lib.segments.compare.wording import profile_finding
from lib.segments.rule import fields_of
from lib.segments.rules import members, parsed_rule
from lib.signals.readings import readings
from lib.ui.charts import Differences, Heading, differences

ACCOUNTS, DAYS = 20_000, 730
BAR_MS = 500
RULES = ("plan = basic", "segment_label = small and arr >= 5000", "country in (China, Japan)")
_PEER_DRAWS = 20


def told(name: str, **figures: object) -> None:
    """Print one measurement."""
    print(json.dumps({"benchmark": name, **figures}), flush=True)


def cpu(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that something takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def facts_of(n_accounts: int, n_days: int) -> tuple[Facts, pd.Index]:
    """Return the facts of a large portfolio, and its customers of a year ago."""
    data = portfolio(n_accounts, n_days)
    then = date(LAST.year - 1, LAST.month, LAST.day)
    now, before = data.as_of(LAST), data.as_of(then)
    rows = book(now, readings(now))
    past = year_of(bridge(before, now), rows.index)
    return Facts(LAST, rows, use_facts(now, rows), then, past, now.currency), before.account_ids


def filtered(rule: str, facts: Facts, whole: Measures, held: object, before: pd.Index) -> None:
    """Do what the server does between a changed filter and the answer: members, profile, chart."""
    asked = parsed_rule(rule)
    group = Group(members(asked, facts.book), members(asked, facts.book).intersection(before))
    sides = Side(whole, group), Side(whole, rest_of(facts, group, before))
    found = profile(*sides, fields_of(asked), held)  # type: ignore[arg-type]
    finding = profile_finding(found, (len(group.now), len(sides[1].group.now)), facts.currency)
    rows = found.rows.head(16).assign(
        title=[found.measures[key].title for key in found.rows["key"].head(16)],
        clear=found.rows["state"].eq("stands_out").head(16),
        told="",
    )
    differences(
        Heading(finding, ""),
        rows,
        Differences(label="title", title="", value="difference", low="low", high="high",
                    clear="clear", told="told"),
    )  # fmt: skip


def by_hand(rule: str, facts: Facts, whole: Measures) -> None:
    """Compare a segment with the rest in plain pandas, one measure after another."""
    inside = facts.ids.isin(members(parsed_rule(rule), facts.book))
    rng = np.random.default_rng(1)
    for place, measure in enumerate(whole.all):
        known = whole.bottom[:, place] > 0
        values = pd.Series(whole.top[known, place] / whole.bottom[known, place])
        parts = [values[inside[known]], values[~inside[known]]]
        if measure.is_rate or not all(map(len, parts)):
            [part.agg(["mean", "sum", "count"]) for part in parts]
            continue
        for _ in range(_PEER_DRAWS):
            [part.sample(frac=1, replace=True, random_state=rng).mean() for part in parts]


def main() -> None:
    """Run all."""
    facts, before = facts_of(ACCOUNTS, DAYS)
    found: dict[str, Measures] = {}
    whole_ms = cpu(lambda: found.update(whole=measures(facts)))
    whole, held = found["whole"], strata(facts)
    told("measures of a day", ms=round(whole_ms), accounts=len(facts.ids), measures=len(whole.all))
    for rule in RULES:
        first = cpu(lambda rule=rule: filtered(rule, facts, whole, held, before))
        again = [cpu(lambda rule=rule: filtered(rule, facts, whole, held, before)) for _ in "123"]
        peer = cpu(lambda rule=rule: by_hand(rule, facts, whole))
        told("another filter to new charts", rule=rule, ms=round(float(np.median(again))),
             first_ms=round(first), bar=BAR_MS, peer="pandas, a measure at a time, 20 draws",
             peer_ms=round(peer), ratio=round(float(np.median(again)) / peer, 3))  # fmt: skip
    inside = members(parsed_rule(RULES[0]), facts.book)
    frame = frame_now(facts, inside)
    told("hidden groups, on demand", accounts=len(inside),
         ms=round(cpu(lambda: averaged([frame], lambda _share: None))))  # fmt: skip


if __name__ == "__main__":
    main()
