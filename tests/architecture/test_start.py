"""What the first command and the first page do not wait for."""

import subprocess
import sys

DRAWS = ("matplotlib", "fontTools", "pptx", "typst")


def test_what_reports_are_drawn_with_is_not_loaded_before_it_is_needed() -> None:
    loaded = f"import sys, lib.cli; print([m for m in {DRAWS!r} if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
