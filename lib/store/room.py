"""Room on the disk: checked before an import, and kept in reserve for what must still work.

On a full disk even taking something back needs a little room. So a ballast file lies in the
workspace; it is given up when the disk is nearly full, for anything but an import, and made
anew when there is room again.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.errors import DeskError
from lib.locale import msg

BALLAST = "ballast"
_MB = 1_000_000
_SHARE = 10  # the ballast takes at most a tenth of what is free
_LEAST_BALLAST = 100_000  # less would not hold what an undo needs
_PER_BYTE = 2  # an import needs room for its rows and for the journal of the transaction


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a workspace keeps: `ballast` and `spare`, in bytes.

    An import of n bytes is refused unless 2 n + `spare` are free.
    """

    ballast: int = 64 * _MB
    spare: int = 500 * _MB

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Room":
        """Read DESK_BALLAST_MB and DESK_SPARE_MB, where they are set.

        >>> Room.of({"DESK_SPARE_MB": "1"}).spare
        1000000
        """
        usual = cls()
        return cls(
            ballast=_megabytes(environment, "DESK_BALLAST_MB", usual.ballast),
            spare=_megabytes(environment, "DESK_SPARE_MB", usual.spare),
        )

    def prepare(self, folder: Path) -> None:
        """Lay down the ballast when it is missing and there is room for it."""
        path = folder / BALLAST
        size = min(self.ballast, free(folder) // _SHARE)
        if size < min(self.ballast, _LEAST_BALLAST) or size == 0 or path.exists():
            return
        try:
            _filled(path, size)
        except OSError:
            path.unlink(missing_ok=True)  # no room after all: nothing depends on the ballast

    def give_up_if_short(self, folder: Path) -> None:
        """Give up the ballast when less than half its size is left on the disk."""
        path = folder / BALLAST
        if path.exists() and free(folder) < path.stat().st_size // 2:
            path.unlink(missing_ok=True)

    def require(self, folder: Path, n_bytes: int) -> None:
        """Raise DeskError when an import of so many bytes might fill the disk."""
        needed = _PER_BYTE * n_bytes + self.spare
        if free(folder) >= needed:
            return
        raise DeskError(
            "disk_full",
            msg("The disk of the workspace has {free} MB left; this import needs {needed} MB. "
                "Nothing was changed.",
                free=str(free(folder) // _MB), needed=str(-(-needed // _MB))),
            msg("Free some space on it, then try again; undo works meanwhile."),
        )  # fmt: skip


def free(folder: Path) -> int:
    """Return how many bytes are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def _megabytes(environment: Mapping[str, str], name: str, usual: int) -> int:
    value = environment.get(name, "").strip()
    if not value:
        return usual
    if not value.isdecimal():
        raise DeskError(
            "bad_setting",
            msg("{name} must be a whole number of megabytes. Got '{value}'.",
                name=name, value=value),
        )  # fmt: skip
    return int(value) * _MB


def _filled(path: Path, size: int) -> None:
    """Make a file whose blocks are really taken, not one that only claims a length."""
    with path.open("xb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
            return
        for _ in range(-(-size // _MB)):
            file.write(b"\0" * _MB)
