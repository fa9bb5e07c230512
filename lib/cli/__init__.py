"""The command line: arguments in, a `Desk` call, JSON or a table out.

Exit status: 0 done, 1 our mistake, 2 the user's input is at fault and nothing changed.
"""

import json
import logging
import sys
import traceback
import uuid
from collections.abc import Sequence
from itertools import pairwise

from lib.cli.arguments import parsed_arguments
from lib.cli.commands import COMMANDS
from lib.cli.output import Output
from lib.desk.intake.outcomes import error_json
from lib.errors import DeskError
from lib.locale import Language, language, msg, render

_LOG = logging.getLogger("desk")


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status."""
    as_json = "--json" in arguments
    lang = language(_after(arguments, "--lang"))
    try:
        options = parsed_arguments(arguments)
        output = Output(as_json=options.json, lang=options.lang)
        return COMMANDS[options.command](options, output)
    except DeskError as error:
        return _refused(error, lang, as_json=as_json)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 2
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 - the last line of defence: users never see a traceback
        return _failed(lang, as_json=as_json)


def _after(arguments: Sequence[str], option: str) -> str | None:
    """Return what follows an option, before the arguments are known to make sense."""
    pairs = pairwise(arguments)
    return next((value for name, value in pairs if name == option), None)


def _refused(error: DeskError, lang: Language, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"error": error_json(error, lang)}, ensure_ascii=False) + "\n")
    remedy = f" {render(error.remedy, lang)}" if error.remedy else ""
    sys.stderr.write(f"{render(error.message, lang)}{remedy}\n")
    return 2


def _failed(lang: Language, *, as_json: bool) -> int:
    number = uuid.uuid4().hex[:8]
    _LOG.error("error %s\n%s", number, traceback.format_exc())
    error = DeskError(
        "internal",
        msg("Something went wrong on our side (error {number}).", number=number),
        msg("The log has the details."),
    )
    _refused(error, lang, as_json=as_json)
    return 1
