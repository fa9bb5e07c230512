"""What people decided about who is who: this one counts for that one, or they stay apart."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["merge", "apart"]
MERGE: Verdict = "merge"
APART: Verdict = "apart"


def address(kind: str, key: str) -> str:
    """Return how a decision names something: `account:A-1`, `name:acme`, `contact:C-1`."""
    return f"{kind}:{key}"


def key_of(address: str) -> str:
    """Return the id or key that an address names."""
    return address.partition(":")[2]


def kind_of(address: str) -> str:
    """Return what an address names: `account`, `name` or `contact`."""
    return address.partition(":")[0]


@dataclass(frozen=True)
class Decisions:
    """The decisions that stand. `merged`: subject → other; `apart`: pairs never to be asked of."""

    merged: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, standing: Iterable[tuple[str, str, str]]) -> "Decisions":
        """Gather decisions: subject, other, verdict; the newest last."""
        rows = list(standing)
        return cls(
            {subject: other for subject, other, verdict in rows if verdict == MERGE},
            frozenset(frozenset((a, b)) for a, b, verdict in rows if verdict == APART),
        )

    def end(self, subject: str) -> str:
        """Return where a chain of merges ends; the subject itself when it was never merged."""
        seen = {subject}
        while (following := self.merged.get(subject)) is not None and following not in seen:
            subject = following
            seen.add(subject)
        return subject

    def kept(self, kind: str, known: Collection[str]) -> dict[str, str]:
        """Return for each merged id the id that it counts for: the last known of its chain.

        A chain passes over ids that are in no file (any more), so an import that is undone
        takes nobody else's rows along.
        """
        present = set(known)
        return {
            key: kept
            for key in map(key_of, self._subjects(kind))
            if (kept := self._last_known(kind, key, present)) != key
        }

    def _last_known(self, kind: str, key: str, present: Collection[str]) -> str:
        last, seen, here = key, {key}, key
        while (step := self.merged.get(address(kind, here))) is not None:
            here = key_of(step)
            if here in seen:
                break
            seen.add(here)
            last = here if here in present else last
        return last

    def names(self, known: Collection[str]) -> dict[str, str]:
        """Return name key → account id, for names that people gave to a known account."""
        present = set(known)
        given = {key_of(s): key_of(self.merged[s]) for s in self._subjects("name")}
        return {name: account for name, account in given.items() if account in present}

    def apart_names(self) -> frozenset[tuple[str, str]]:
        """Return name key and account id of each name that does not mean that account."""
        pairs = (sorted(pair) for pair in self.apart)
        return frozenset(
            (key_of(two[1]), key_of(two[0]))
            for two in pairs
            if two[-1].startswith("name:") and two[0].startswith("account:")
        )

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether people said that the two are not one."""
        return frozenset((one, other)) in self.apart

    def _subjects(self, kind: str) -> Iterable[str]:
        return (subject for subject in self.merged if subject.startswith(f"{kind}:"))


NONE = Decisions()
