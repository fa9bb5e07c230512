"""What a published report is made from, said in its manifest; and what is not published."""

import hashlib
from typing import TYPE_CHECKING, Any

from lib.errors import DeskError
from lib.locale import msg, render
from lib.report.draft import all_sections
from lib.report.frozen import PRODUCT_VERSION
from lib.store.batches import active_batches

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.reports import StoredReport


def refused_texts(stored: "StoredReport") -> None:
    """Refuse a report of which a text names a figure that does not exist."""
    unknown = [p for p in stored.problems if p.code == "unknown_figure"]
    if unknown:
        problem = unknown[0]
        titles = {rule.key: rule.title for rule in all_sections()}
        raise DeskError(
            "unknown_figure",
            msg("The report cannot be published: {why} (section “{section}”)",
                why=problem.message, section=titles[problem.section]),
            msg("Take the figure out of the text, or pick one of the register."),
        )  # fmt: skip


def about(desk: "Desk", stored: "StoredReport", version: int, what_changed: str) -> dict[str, Any]:
    """Return what the manifest says: of which data, rules, thresholds and product it was made.

    Nothing in it depends on when or by whom it was published.
    """
    report = stored.report
    with desk.data.workspace.reading() as connection:
        batches = active_batches(connection)
    told = [
        {
            "batch_id": batch.batch_id,
            "file": batch.file,
            "sheet": batch.sheet,
            "kind": batch.kind,
            "content_hash": batch.content_hash,
        }
        for batch in batches
    ]
    judged = desk.data.readings(report.as_of).drop_duplicates("signal").sort_values("signal")
    shas = "\n".join(f"{b.batch_id} {b.kind} {b.known_on} {b.content_hash}" for b in batches)
    return {
        "report": stored.report_id,
        "version": version,
        "what_changed": what_changed,
        "title": render(report.title, report.lang),
        "segment": stored.segment,
        "rule": stored.rule,
        "period": stored.period.key,
        "months": stored.period.months,
        "lang": stored.lang,
        "as_of": report.as_of.isoformat(),
        "batches": told,
        "data_fingerprint": hashlib.sha256(shas.encode()).hexdigest(),
        "rules_version": report.rules_version,
        "thresholds_versions": dict(
            zip(judged["signal"], judged["thresholds_version"], strict=True)
        ),
        "themes": {"engine": desk.themes.engine, "model": desk.themes.name()},
        "product_version": PRODUCT_VERSION,
        "typed": [
            {"section": p.section, "what": render(p.message, stored.lang)}
            for p in stored.problems
            if p.code == "typed_number"
        ],
    }
