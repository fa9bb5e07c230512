"""Commands that bring data in, take them back, and say what is wrong with them."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lib.cli.output import Output
from lib.desk import Desk, Request
from lib.desk.intake.outcomes import FileOutcome, error_json
from lib.desk.intake.prepared import Prepared
from lib.errors import DeskError
from lib.ingest.answers import Answers, read_answers, title_of
from lib.ingest.big.log import is_big
from lib.locale import msg, render
from lib.model.periods import parsed_day
from lib.quality.checks import DataFinding

DONE, REFUSED = 0, 2


def opened(options: Namespace) -> Desk:
    """Open the workspace that the options name."""
    return Desk.from_environment(options.workspace)


def import_(options: Namespace, output: Output) -> int:
    """Take files in; exit 2 when any of them was refused or needs an answer."""
    request = Request(
        as_kind=options.as_kind,
        answers=_answers(options.mapping),
        known_on=parsed_day(options.known_on) if options.known_on else None,
        progress=output.progress,
    )
    files = [(path.name, _readable(path)) for path in options.files]
    desk = opened(options)
    prepared = desk.imports.prepare(files, request)
    try:
        if options.rejects is not None:
            _write_rejects(desk, prepared, options.rejects, output)
        if options.dry_run:
            outcomes = tuple(each.outcome for each in prepared)
        else:
            outcomes = desk.imports.take(prepared, request)
    finally:
        desk.imports.leave(prepared)
    return _print_outcomes(desk, outcomes, output)


def _write_rejects(desk: Desk, prepared: Sequence[Prepared], folder: Path, output: Output) -> None:
    """Write one workbook for each sheet of which rows are rejected."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(prepared, 1):
        if each.outcome.counts.rejected:
            path = folder / f"rejected-{number}.xlsx"
            path.write_bytes(desk.imports.rejected(each, output.lang))
            output.say(
                msg(
                    "The rejected rows of {file} stand in {path}.",
                    file=title_of(each.outcome.file, each.outcome.sheet),
                    path=str(path),
                )
            )


def _answers(path: Path | None) -> Answers:
    return read_answers(path.name, _bytes(path)) if path else Answers()


def _readable(path: Path) -> bytes | Path:
    """Return the file's bytes, or the file itself when it may have to be read in a stream."""
    with _reading(path):
        return path if is_big(path) else path.read_bytes()


def _bytes(path: Path) -> bytes:
    with _reading(path):
        return path.read_bytes()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
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
    return REFUSED if failed else DONE


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
    found = opened(options).imports.batches()
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
    return DONE


def undo(options: Namespace, output: Output) -> int:
    """Take a batch back."""
    batch = opened(options).imports.undo(options.batch)
    output.document({"undone": {"batch_id": batch.batch_id, "file": batch.file}})
    output.say(msg("Batch {id} ({file}) is undone.", id=str(batch.batch_id), file=batch.file))
    return DONE


def demo(options: Namespace, output: Output) -> int:
    """Load the sample data."""
    desk = opened(options)
    return _print_outcomes(desk, desk.samples.load(), output)


def quality(options: Namespace, output: Output) -> int:
    """Print what the loaded files contradict each other in."""
    desk = opened(options)
    desk.data.known_days()
    found = desk.quality.findings()
    output.document({"findings": [_finding_json(finding, output) for finding in found]})
    if not output.as_json:
        for finding in found:
            output.say(finding.message)
    return DONE
