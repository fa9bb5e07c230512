"""What may be written after `python -m lib`."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from lib.errors import DeskError
from lib.locale import language, msg
from lib.model import KINDS


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in our own way: one sentence, exit status 2."""

    def error(self, message: str) -> NoReturn:
        raise DeskError(
            "bad_arguments",
            msg("The command cannot be understood: {why}.", why=message),
            msg("See 'python -m lib --help'."),
        )


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument(
        "--workspace",
        type=Path,
        default=None,
        metavar="DIR",
        help="folder of the workspace (default: DESK_WORKSPACE or ./workspace)",
    )
    common.add_argument("--json", action="store_true", help="one JSON document on stdout")
    common.add_argument("--lang", type=language, default="en", help="en or zh")
    return common  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the whole grammar of the command line."""
    whole = _Parser(prog="python -m lib", description="The Demand Insight Desk.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[_common()])

    _data_commands(command)
    _reading_commands(command)
    _report_command(command("report", "draft and export a segment report"))
    command("reports", "every report with its state")
    _verify_command(command("verify", "work out every figure of a published report again"))
    _review_command(command("review", "the business review (QBR) of one account"))
    command("doctor", "consistency checks of the workspace")
    _serve_command(command("serve", "serve the app"))
    return whole


Command = Callable[[str, str], argparse.ArgumentParser]


def _data_commands(command: Command) -> None:
    taken = command("import", "recognise, rehearse and commit exports")
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken.add_argument(
        "--as",
        dest="as_kind",
        choices=sorted(KINDS),
        metavar="KIND",
        help="the kind of rows, when it is not recognised: " + ", ".join(KINDS),
    )
    taken.add_argument("--mapping", type=Path, metavar="FILE", help="JSON with answers")
    taken.add_argument(
        "--rejects",
        type=Path,
        metavar="FOLDER",
        help="write a workbook of the rejected rows of each sheet, to mend and load again",
    )
    taken.add_argument("--dry-run", action="store_true", help="rehearse only")
    taken.add_argument("--known-on", metavar="DATE", help="day on which the export was taken")
    command("batches", "import history")
    command("undo", "take an import batch back").add_argument("batch", type=int)
    command("demo", "load the synthetic sample data")
    command("quality", "contradictions and gaps in the loaded data")  # fmt: skip


def _reading_commands(command: Command) -> None:
    command("segments", "saved segments")
    segment = command("segment", "members of a saved segment or a rule")
    segment.add_argument("rule")
    segment.add_argument("--as-of", metavar="DATE")
    segment.add_argument("--save", metavar="NAME", help="save the rule under this name")
    for name, text in (("signals", "open churn signals with evidence"), ("score", "scores")):
        scored = command(name, text)
        scored.add_argument("--as-of", metavar="DATE")
        scored.add_argument("--segment", default="all", metavar="S")
    tested = command("backtest", "what signals and risk would have been worth on past churn")
    tested.add_argument("--as-of", metavar="DATE")
    metrics = command("metrics", "NRR, GRR, logo churn, ARR bridge")
    metrics.add_argument("--from", dest="first", metavar="DATE")
    metrics.add_argument("--to", dest="last", metavar="DATE")
    metrics.add_argument("--segment", default="all", metavar="S")


def _report_command(report: argparse.ArgumentParser) -> None:
    report.add_argument("--segment", default="all", metavar="S")
    report.add_argument(
        "--period",
        metavar="YYYY-MM",
        help="the month (the last of two); 'complete': the newest that is loaded to its end",
    )
    report.add_argument("--months", type=int, default=1, choices=(1, 2))
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
    report.add_argument("--evidence", type=Path, metavar="FILE.xlsx")
    report.add_argument(
        "--template",
        type=Path,
        metavar="FILE.docx",
        help="the company's Word template: kept in the workspace, used from now on",
    )
    report.add_argument(
        "--publish",
        action="store_true",
        help="freeze the report with its evidence; files are written from what was frozen",
    )
    report.add_argument(
        "--what-changed",
        default="",
        metavar="TEXT",
        help="with --publish: correct a published report, and say what is different",
    )
    report.add_argument("--author", default="local", metavar="NAME", help="who publishes")


def _verify_command(verify: argparse.ArgumentParser) -> None:
    verify.add_argument(
        "report",
        metavar="REPORT",
        help="a published report's number (3, or 3-v2), its .zip, or an evidence workbook .xlsx",
    )


def _review_command(review: argparse.ArgumentParser) -> None:
    review.add_argument("account", metavar="ACCOUNT_ID")
    review.add_argument("--period", metavar="YYYY-MM", help="last of its three months")
    review.add_argument(
        "--for", dest="audience", default="internal", choices=("internal", "customer")
    )
    review.add_argument("--out", type=Path, required=True, metavar="FILE")
    review.add_argument("--evidence", type=Path, metavar="FILE.xlsx")


def _serve_command(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--no-browser", action="store_true", help="do not open the browser")


def parsed_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; DeskError when the arguments make no sense."""
    return parser().parse_args(arguments)
