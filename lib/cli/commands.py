"""One function a command: options in, `Desk` calls, output; returns the exit status."""

import os
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from lib.cli.output import Output
from lib.desk import Desk, Request
from lib.desk.outcomes import FileOutcome, error_json
from lib.desk.scores import plain
from lib.errors import DeskError
from lib.ingest.answers import read_answers
from lib.locale import Count, msg, render
from lib.model import Period
from lib.model.periods import parsed_day
from lib.quality.checks import DataFinding

Command = Callable[[Namespace, Output], int]
_DONE, _REFUSED = 0, 2


def _desk(options: Namespace) -> Desk:
    return Desk.from_environment(options.workspace)


def _day(desk: Desk, text: str | None) -> date:
    return parsed_day(text) if text else desk.data.known_days().last


def import_(options: Namespace, output: Output) -> int:
    """Take files in; exit 2 when any of them was refused or needs an answer."""
    request = Request(
        as_kind=options.as_kind,
        answers=_answers(options.mapping),
        known_on=parsed_day(options.known_on) if options.known_on else None,
    )
    files = [(path.name, _bytes(path)) for path in options.files]
    desk = _desk(options)
    take = desk.imports.rehearse if options.dry_run else desk.imports.commit
    return _print_outcomes(desk, take(files, request), output)


def _answers(path: Path | None) -> dict[str, str] | None:
    return read_answers(path.name, _bytes(path)) if path else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeskError(
            "no_file",
            msg("The file '{file}' cannot be read: {why}.", file=str(path),
                why=error.strerror or str(error)),
            msg("Check its name and that you may read it."),
        ) from error  # fmt: skip


def _print_outcomes(desk: Desk, outcomes: tuple[FileOutcome, ...], output: Output) -> int:
    failed = [outcome for outcome in outcomes if outcome.failed]
    findings = desk.quality.findings() if desk.data.days() else ()
    output.document(
        {
            "files": [outcome.as_json(output.lang) for outcome in outcomes],
            "findings": [_finding_json(finding, output) for finding in findings],
        }
    )
    output.table(
        (
            "file",
            "sheet",
            "kind",
            "status",
            "read",
            "added",
            "changed",
            "same",
            "rejected",
            "batch",
        ),
        [
            (o.file, o.sheet, o.kind, o.status, *o.counts.as_json().values(), o.batch_id)
            for o in outcomes
        ],
    )
    for outcome in outcomes:
        _print_details(outcome, output)
    if not output.as_json:
        for finding in findings:
            output.say(finding.message)
    return _REFUSED if failed else _DONE


def _print_details(outcome: FileOutcome, output: Output) -> None:
    if outcome.mapping and not output.as_json:
        fields = ", ".join(f"{m.column} → {m.field or '-'}" for m in outcome.mapping)
        output.say(f"{outcome.file}: {fields}")
    if outcome.failed and outcome.error:
        refusal = error_json(outcome.error, output.lang)
        output.refuse(f"{outcome.file}: {refusal['message']} {refusal['remedy'] or ''}".rstrip())
    for issue in outcome.issues[:5]:
        output.say(f"{outcome.file}: {render(issue.message, output.lang)}")


def _finding_json(finding: DataFinding, output: Output) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": render(finding.message, output.lang),
        "rows": len(finding.rows),
    }


def batches(options: Namespace, output: Output) -> int:
    """List import batches, newest first."""
    found = _desk(options).imports.batches()
    rows = [
        {
            "batch_id": b.batch_id,
            "file": b.file,
            "sheet": b.sheet,
            "kind": b.kind,
            "imported_at": b.imported_at.isoformat(),
            "rows": dict(b.counts),
            "undone": b.undone_at is not None,
        }
        for b in found
    ]
    output.document({"batches": rows})
    output.table(
        ("batch", "file", "sheet", "kind", "imported at", "added", "changed", "undone"),
        [
            (b.batch_id, b.file, b.sheet, b.kind, b.imported_at, b.counts["added"],
             b.counts["changed"], "yes" if b.undone_at else "")
            for b in found
        ],
    )  # fmt: skip
    return _DONE


def undo(options: Namespace, output: Output) -> int:
    """Take a batch back."""
    batch = _desk(options).imports.undo(options.batch)
    output.document({"undone": {"batch_id": batch.batch_id, "file": batch.file}})
    output.say(msg("Batch {id} ({file}) is undone.", id=str(batch.batch_id), file=batch.file))
    return _DONE


def demo(options: Namespace, output: Output) -> int:
    """Load the sample data."""
    desk = _desk(options)
    return _print_outcomes(desk, desk.samples.load(), output)


def segments(options: Namespace, output: Output) -> int:
    """List saved segments with their totals on the last day loaded."""
    desk = _desk(options)
    found = desk.segments.listed(desk.data.known_days().last)
    output.document(
        {
            "segments": [
                {
                    "name": name,
                    "rule_text": rule,
                    "accounts": totals.n_accounts,
                    "arr": plain(totals.arr),
                    "frozen_on": None,
                }
                for name, rule, totals in found
            ]
        }
    )
    output.table(
        ("segment", "accounts", "ARR", "share of book", "rule"),
        [(name, t.n_accounts, t.arr, t.share_of_book, rule) for name, rule, t in found],
    )
    return _DONE


def segment(options: Namespace, output: Output) -> int:
    """Print the members of a segment; with --save, keep the rule under a name."""
    desk = _desk(options)
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
            },
        }
    )
    output.table(("account", "name", "ARR"), accounts.to_numpy().tolist())
    return _DONE


def signals(options: Namespace, output: Output) -> int:
    """Print open and unknown signals with evidence."""
    desk = _desk(options)
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
    return _DONE


def score(options: Namespace, output: Output) -> int:
    """Print one line of scores an account."""
    desk = _desk(options)
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
    return _DONE


def metrics(options: Namespace, output: Output) -> int:
    """Print the ARR bridge and retention; by default of the last twelve months loaded."""
    desk = _desk(options)
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
    return _DONE


def quality(options: Namespace, output: Output) -> int:
    """Print what the loaded files contradict each other in."""
    desk = _desk(options)
    desk.data.known_days()
    found = desk.quality.findings()
    output.document({"findings": [_finding_json(finding, output) for finding in found]})
    if not output.as_json:
        for finding in found:
            output.say(finding.message)
    return _DONE


def report(options: Namespace, output: Output) -> int:
    """Draft a segment report and write it, with its evidence beside it."""
    desk = _desk(options)
    period = (
        Period.parse(options.period, options.months)
        if options.period
        else replace(desk.data.known_days().newest)
    )
    stored = desk.reports.draft(options.segment, period, output.lang)
    desk.reports.write(stored, options.out)
    if options.evidence:
        desk.reports.write(stored, options.evidence)
    output.document(
        {
            "file": str(options.out),
            "evidence": str(options.evidence) if options.evidence else None,
            "segment": stored.segment,
            "period": stored.period.key,
            "version": stored.version,
            "figures": desk.reports.figures_json(stored),
        }
    )
    output.say(msg("Written: {file}.", file=str(options.out)))
    return _DONE


def doctor(options: Namespace, output: Output) -> int:
    """Run the consistency checks; exit 1 when one fails."""
    checks = _desk(options).doctor.checks()
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
    return _DONE if well else 1


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
    return _DONE


COMMANDS: dict[str, Command] = {
    "import": import_,
    "batches": batches,
    "undo": undo,
    "demo": demo,
    "segments": segments,
    "segment": segment,
    "signals": signals,
    "score": score,
    "metrics": metrics,
    "quality": quality,
    "report": report,
    "doctor": doctor,
    "serve": serve,
}
