"""Remembered mappings: what somebody confirmed once for files with the same headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.store import profiles as store
from lib.store.profiles import Profile

__all__ = ["Known", "Profile", "Profiles"]


@dataclass(frozen=True)
class Known:
    """What names a kind of file: its headings' signature, its source, what its rows are."""

    signature: str
    source: str
    kind: str


class Profiles:
    """The area of remembered mappings."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def remember(
        self, known: Known, headings: Sequence[str], answers: Mapping[str, str], author: str
    ) -> int:
        """Keep the answers for files like this one and return the profile's id.

        An older profile of the same headings and kind gives way.
        """
        profile = Profile(
            signature=known.signature,
            source=known.source,
            kind=known.kind,
            headings=tuple(headings),
            answers=dict(answers),
            author=author.strip() or "local",
            confirmed_at=self._clock(),
        )
        return store.remembered(self._data.workspace, profile)

    def of(self, signature: str) -> Profile | None:
        """Return the profile of headings with this signature; None when there is none."""
        with self._data.workspace.reading() as connection:
            return store.newest(connection, signature=signature)

    def of_source(self, source: str) -> Profile | None:
        """Return the newest profile of a source; None when there is none."""
        with self._data.workspace.reading() as connection:
            return store.newest(connection, source=source)

    def all(self) -> tuple[Profile, ...]:
        """Return every profile that stands, newest first."""
        with self._data.workspace.reading() as connection:
            return store.all_profiles(connection)

    def forget(self, profile_id: int) -> None:
        """Take a profile away: the next such file is asked about again."""
        store.forgotten(self._data.workspace, profile_id, self._clock())
