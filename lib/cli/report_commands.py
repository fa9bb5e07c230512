"""Reports: drafted, written, published, listed, verified."""

import re
from argparse import Namespace
from pathlib import Path

from lib.cli.data_commands import DONE, REFUSED, opened
from lib.cli.output import Output
from lib.desk import Desk
from lib.desk.reporting.exports import write_bytes
from lib.desk.reporting.published import Published
from lib.desk.reporting.report_layouts import checked_template
from lib.desk.reporting.reports import StoredReport
from lib.errors import DeskError
from lib.locale import msg, msgs, render
from lib.model import Period
from lib.model.frames import plain, records

COMPLETE = "complete"
_VERSIONED = re.compile(r"(\d+)(?:-v(\d+))?")


def report(options: Namespace, output: Output) -> int:
    """Draft a segment report and write it, with its evidence; with --publish, freeze it first."""
    desk = opened(options)
    template = _template(options)
    period = _period(desk, options)
    stored = desk.reports.draft(options.segment, period, output.lang)
    if template is not None and template != desk.report_layouts.word_template():
        desk.report_layouts.keep_word_template(template, options.author)
    published = _published(desk, stored, options, output) if options.publish else None
    for path in filter(None, (options.out, options.evidence)):
        if published is None:
            desk.reports.write(stored, path)
        else:
            write_bytes(desk.published.file(published, path.suffix.lower()), path)
    output.document(_document(desk, stored, published, options))
    output.say(msg("Written: {file}.", file=str(options.out)))
    return DONE


def _document(
    desk: Desk, stored: StoredReport, published: Published | None, options: Namespace
) -> dict[str, object]:
    figures = desk.published.figures(published) if published else desk.reports.figures_json(stored)
    return {
        "file": str(options.out),
        "evidence": str(options.evidence) if options.evidence else None,
        "report_id": stored.report_id,
        "segment": stored.segment,
        "period": stored.period.key,
        "version": published.version if published else stored.version,
        "state": desk.report_states.of(stored.report_id).state,
        "archive": published.archive if published else None,
        "sha256": published.sha256 if published else None,
        "what_changed": published.what_changed if published else None,
        "figures": figures,
    }


def _period(desk: Desk, options: Namespace) -> Period:
    """Return the period asked for: a month, the newest loaded, or the newest loaded to its end."""
    days = desk.data.known_days()
    if options.period != COMPLETE:
        return Period.parse(options.period or days.newest.key, options.months)
    whole = [month.key for month in days.months if month.last <= days.last]
    if not whole:
        raise DeskError(
            "period_without_data",
            msg("No month is loaded to its end yet."),
            msg("Import the exports of a whole month, or name the month with --period."),
        )
    return Period.parse(whole[0], options.months)


def _template(options: Namespace) -> bytes | None:
    """Return the Word template that is named; DeskError when the file is none."""
    if options.template is None:
        return None
    try:
        return checked_template(options.template.read_bytes())
    except OSError as error:
        raise DeskError(
            "cannot_read",
            msg("The file '{file}' cannot be read: {why}.", file=str(options.template),
                why=error.strerror or str(error)),
        ) from error  # fmt: skip


def _published(desk: Desk, stored: StoredReport, options: Namespace, output: Output) -> Published:
    """Publish a report, or its correction; one that is published stays as it is without one.

    So a schedule that runs twice publishes once.
    """
    report_id, states = stored.report_id, desk.report_states
    if states.of(report_id).state == "published" and not options.what_changed.strip():
        found = desk.published.get(report_id)
        output.say(
            msg("Version {n} was published before and stays as it is.", n=str(found.version))
        )
        return found
    found = states.publish_straight(report_id, options.author, options.what_changed)
    output.say(msg("Published as version {n}.", n=str(found.version)))
    return found


def reports(options: Namespace, output: Output) -> int:
    """List every report with its state and how often it was published."""
    desk = opened(options)
    states = desk.report_states.all()
    found = [
        {
            "report_id": int(row["report_id"]),
            "segment": row["segment"],
            "period": row["period"],
            "months": int(row["months"]),
            "lang": row["lang"],
            "state": states[int(row["report_id"])].state,
            "versions": states[int(row["report_id"])].version,
            "since": plain(states[int(row["report_id"])].since),
        }
        for row in records(desk.reports.all())
    ]
    output.document({"reports": found})
    header = ("report", "segment", "period", "months", "language", "state", "versions", "since")
    output.table(header, [tuple(one.values()) for one in found])
    return DONE


def verify(options: Namespace, output: Output) -> int:
    """Work out every figure of a published report again; exit 2 when anything differs."""
    desk = opened(options)
    named = _VERSIONED.fullmatch(options.report)
    target = (
        desk.published.get(int(named[1]), int(named[2]) if named[2] else None)
        if named
        else Path(options.report)
    )
    found = desk.published.verify(target)
    told = [(one.where, render(one.message, output.lang)) for one in found.differences]
    output.document(
        {
            "ok": found.ok,
            "figures": found.n_figures,
            "checked": found.n_checked,
            "taken": found.n_taken,
            "differences": [{"where": where, "what": what} for where, what in told],
        }
    )
    if found.ok:
        output.say(
            msg("Every figure agrees: {checked} of {n} were worked out again from their rows.",
                checked=str(found.n_checked), n=str(found.n_figures)),
        )  # fmt: skip
        return DONE
    output.table(("where", "difference"), told)
    n = msgs("{n} difference was found", "{n} differences were found", len(told))
    first = msg("{n}; the first: {what}", n=n, what=told[0][1])
    output.refuse(render(first, output.lang))
    return REFUSED
