"""One function a command: options in, `Desk` calls, output; returns the exit status."""

import os
from argparse import Namespace
from collections.abc import Callable
from datetime import date

from lib.cli.data_commands import DONE, batches, demo, import_, opened, quality, undo
from lib.cli.output import Output
from lib.cli.report_commands import report, reports, verify
from lib.desk import Desk
from lib.desk.customer.reviews import MONTHS as REVIEW_MONTHS
from lib.errors import DeskError
from lib.locale import Count, msg, render
from lib.model import Period
from lib.model.frames import plain
from lib.model.periods import parsed_day

Command = Callable[[Namespace, Output], int]


def _day(desk: Desk, text: str | None) -> date:
    return parsed_day(text) if text else desk.data.known_days().last


def segments(options: Namespace, output: Output) -> int:
    """List saved segments with their totals on the last day loaded."""
    desk = opened(options)
    found = desk.segments.listed(desk.data.known_days().last)
    standing = desk.segments.shelf.standing()
    output.document(
        {
            "segments": [
                {
                    "name": name,
                    "rule_text": rule,
                    "accounts": totals.n_accounts,
                    "arr": plain(totals.arr),
                    "frozen_on": plain(standing[name].frozen_on) if name in standing else None,
                    "version": standing[name].version if name in standing else None,
                    "description": standing[name].description if name in standing else None,
                }
                for name, rule, totals in found
            ]
        }
    )
    output.table(
        ("segment", "accounts", "ARR", "share of book", "rule"),
        [(name, t.n_accounts, t.arr, t.share_of_book, rule) for name, rule, t in found],
    )
    return DONE


def segment(options: Namespace, output: Output) -> int:
    """Print the members of a segment; with --save, keep the rule under a name."""
    desk = opened(options)
    if options.save:
        desk.segments.save(options.save, options.rule)
    day = _day(desk, options.as_of)
    view = desk.segments.view(options.rule, day)
    accounts = view.accounts[["account_id", "account_name", "arr"]]
    output.document(
        {
            "rule": view.rule,
            "rule_text": render(view.rule_words, output.lang),
            "as_of": day.isoformat(),
            "currency": view.currency,
            "accounts": [
                {key: plain(value) for key, value in row.items()}
                for row in accounts.to_dict("records")
            ],
            "totals": {
                "accounts": view.totals.n_accounts,
                "arr": plain(view.totals.arr),
                "share_of_book": plain(view.totals.share_of_book),
                "undecided": view.n_unsure,
            },
            "frozen_on": plain(view.frozen_on),
            "missing": list(view.missing),
        }
    )
    output.table(("account", "name", "ARR"), accounts.to_numpy().tolist())
    return DONE


def signals(options: Namespace, output: Output) -> int:
    """Print open and unknown signals with evidence."""
    desk = opened(options)
    day = _day(desk, options.as_of)
    rows = desk.scores.signals(options.segment, day, output.lang)
    output.document({"as_of": day.isoformat(), "signals": rows})
    fired = [row for row in rows if row["severity"] != "unknown"]
    output.table(
        ("account", "name", "severity", "evidence"),
        [(r["account_id"], r["account_name"], r["severity"], r["evidence"]) for r in fired],
    )
    n_unknown = Count(len(rows) - len(fired))
    output.say(msg("{n} readings are unknown for want of data.", n=n_unknown))
    return DONE


def score(options: Namespace, output: Output) -> int:
    """Print one line of scores an account."""
    desk = opened(options)
    day = _day(desk, options.as_of)
    rows = desk.scores.score(options.segment, day, output.lang)
    output.document({"as_of": day.isoformat(), "accounts": rows})
    output.table(
        ("account", "name", "signals", "maturity", "BANT", "completeness"),
        [
            (r["account_id"], r["account_name"], " ".join(r["signals"]), r["maturity"]["level"],
             r["bant"]["level"], r["completeness"])
            for r in rows
        ],
    )  # fmt: skip
    return DONE


def backtest(options: Namespace, output: Output) -> int:
    """Print what each signal and the combined risk would have been worth on past churn."""
    desk = opened(options)
    told = desk.backtests.as_json(_day(desk, options.as_of), output.lang)
    output.document(told)
    output.table(
        ("signal", "verdict", "alarms", "caught", "churners", "precision", "lift", "lead days",
         "false alarms a month"),
        [
            tuple(row[name] for name in (
                "signal", "verdict", "alarms", "caught", "churners", "precision", "lift",
                "median_lead_days", "false_alarms_per_month",
            ))
            for row in told["signals"]
        ],
    )  # fmt: skip
    output.say(str(told["finding"]))
    return DONE


def metrics(options: Namespace, output: Output) -> int:
    """Print the ARR bridge and retention; by default of the last twelve months loaded."""
    desk = opened(options)
    last = _day(desk, options.last)
    year = Period.month(last.year, last.month, 12)
    first = parsed_day(options.first) if options.first else year.first
    if first > last:
        raise DeskError(
            "bad_period",
            msg("The first day {first} lies after the last day {last}.", first=first, last=last),
        )
    document = desk.scores.metrics(options.segment, first, last, output.lang)
    output.document(document)
    output.table(("figure", "value"), list(document.items()))
    return DONE


def review(options: Namespace, output: Output) -> int:
    """Write the business review of an account, with its evidence beside it."""
    desk = opened(options)
    month = options.period or desk.data.known_days().newest.key
    period = Period.parse(month, REVIEW_MONTHS)
    found = desk.reviews.review(options.account, period, output.lang, options.audience)
    for path in filter(None, (options.out, options.evidence)):
        desk.reviews.write(found, path)
    output.document(
        {
            "file": str(options.out),
            "evidence": str(options.evidence) if options.evidence else None,
            "account_id": options.account,
            "account_name": found.segment,
            "period": period.key,
            "audience": options.audience,
            "figures": [figure.summary(output.lang) for figure in found.register],
        }
    )
    output.say(msg("Written: {file}.", file=str(options.out)))
    return DONE


def doctor(options: Namespace, output: Output) -> int:
    """Run the consistency checks; exit 1 when one fails."""
    checks = opened(options).doctor.checks()
    well = all(check.ok for check in checks)
    output.document(
        {
            "ok": well,
            "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks],
        }
    )
    output.table(
        ("check", "result", "seen"),
        [(c.name, "ok" if c.ok else "FAILED", c.detail) for c in checks],
    )
    return DONE if well else 1


def serve(options: Namespace, output: Output) -> int:
    """Serve the app until it is stopped."""
    from lib.ui.server import serve as serve_app  # noqa: PLC0415 - slow, and only this needs it

    if options.workspace:
        os.environ["DESK_WORKSPACE"] = str(options.workspace)  # pages open the desk from it
    serve_app(
        options.host,
        options.port,
        open_browser=not options.no_browser,
        announce=lambda address: output.say(msg("The desk answers on {address}.", address=address)),
    )
    return DONE


COMMANDS: dict[str, Command] = {
    "import": import_,
    "batches": batches,
    "undo": undo,
    "demo": demo,
    "segments": segments,
    "backtest": backtest,
    "segment": segment,
    "signals": signals,
    "score": score,
    "metrics": metrics,
    "quality": quality,
    "report": report,
    "reports": reports,
    "verify": verify,
    "review": review,
    "doctor": doctor,
    "serve": serve,
}
