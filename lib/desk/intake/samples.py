"""The synthetic sample data that come with the desk."""

from pathlib import Path

from lib.desk.intake.imports import Files, Imports
from lib.desk.intake.outcomes import FileOutcome
from lib.errors import DeskError
from lib.locale import msg

SAMPLE_FOLDER = Path(__file__).parents[3] / "sample_data"
_EXPORTS = {".csv", ".xlsx"}


class Samples:
    """The sample area of the desk."""

    def __init__(self, imports: Imports) -> None:
        self._imports = imports

    def files(self) -> Files:
        """Return the sample exports by name; DeskError when they are not there."""
        found = sorted(p for p in SAMPLE_FOLDER.glob("*") if p.suffix in _EXPORTS)
        if not found:
            raise DeskError(
                "no_sample",
                msg("The sample data are not in '{folder}'.", folder=str(SAMPLE_FOLDER)),
                msg("Fetch the whole repository."),
            )
        return [(path.name, path.read_bytes()) for path in found]

    def load(self) -> tuple[FileOutcome, ...]:
        """Import the sample exports like any other files; loading them again changes nothing."""
        return self._imports.commit(self.files())
