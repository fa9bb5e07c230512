"""The example units: systemd understands them, and the desk understands what they call."""

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.cli.arguments import parsed_arguments

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "schedule"
UNITS = ("demand-insight-report.service", "demand-insight-report.timer")
ANALYZE = shutil.which("systemd-analyze")


def commands() -> list[list[str]]:
    """Return what the service and the cron line call after `python -m lib`."""
    service = (FOLDER / UNITS[0]).read_text("utf-8")
    lines = [line.removeprefix("ExecStart=") for line in service.splitlines() if "-m lib" in line]
    cron = (FOLDER / "demand-insight-report.cron").read_text("utf-8")
    lines += [line for line in cron.splitlines() if "-m lib" in line]
    return [shlex.split(line.partition(" -m lib ")[2]) for line in lines]


def test_every_command_is_understood_and_publishes_a_whole_month() -> None:
    found = [parsed_arguments(command) for command in commands()]
    assert [options.command for options in found] == ["report", "verify", "report"]
    for options in (found[0], found[2]):
        assert (options.publish, options.period, options.what_changed) == (True, "complete", "")
    assert found[1].report == str(found[0].evidence)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_sections_that_it_needs(unit: str) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string((FOLDER / unit).read_text("utf-8"))
    if unit.endswith(".service"):
        assert parsed["Service"]["Type"] == "oneshot"
        assert parsed["Service"]["Environment"].startswith("DESK_WORKSPACE=/")
    else:
        assert parsed["Timer"]["OnCalendar"] == "*-*-03 06:00"
        assert parsed["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not here")
def test_systemd_finds_nothing_to_say_about_them(tmp_path: Path) -> None:
    for unit in UNITS:
        text = (FOLDER / unit).read_text("utf-8")
        text = text.replace("/opt/demand-insight-desk/.venv/bin/python", sys.executable)
        (tmp_path / unit).write_text(text, "utf-8")
    assert ANALYZE is not None
    told = subprocess.run(
        [ANALYZE, "verify", "--man=no", *(str(tmp_path / unit) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    mine = [line for line in told.stderr.splitlines() if str(tmp_path) in line or "demand" in line]
    assert (told.returncode, mine) == (0, []), told.stderr
