"""Saved segments: their names, versions and frozen members; every change can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError, NotFoundError
from lib.locale import joined, msg
from lib.segments.rule import Rule, segments_of
from lib.segments.rules import parsed_rule
from lib.store import segments as store
from lib.store.segments import Member, Saved, Version

__all__ = ["ALL", "NOBODY_SAID", "Member", "Saved", "Shelf", "Version", "Why"]
ALL = "all"
Frozen = tuple[date | None, tuple[Member, ...]]
NOT_FROZEN: Frozen = (None, ())
MAX_NAME = 120
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Why:
    """Who changes something, and why."""

    author: str = ""
    reason: str = ""


NOBODY_SAID = Why()


class Shelf:
    """The segments that people saved."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def standing(self) -> Mapping[str, Saved]:
        """Return the saved segments by name, in the order in which they were made."""
        return {saved.name: saved for saved in store.standing(self._data.workspace)}

    def one(self, name: str) -> Saved:
        """Return a saved segment; NotFoundError when none has that name."""
        found = self.standing()
        if name not in found:
            raise NotFoundError(
                "unknown_segment",
                msg("There is no saved segment named '{name}'.", name=name),
                (ALL, *found),
            )
        return found[name]

    def versions(self, name: str) -> tuple[Version, ...]:
        """Return every version of a segment, newest first."""
        return store.versions(self._data.workspace, self.one(name).segment_id)

    def save(
        self,
        name: str,
        rule: str,
        why: Why = NOBODY_SAID,
        description: str | None = None,
    ) -> None:
        """Save a rule under a name, as a new version if the name has another rule.

        DeskError when the rule is not one, the name cannot be used, or the segment would be
        made of itself.
        """
        name = _checked(name)
        parsed = parsed_rule(rule)
        self._refuse_circle(name, parsed)
        before = self.standing().get(name)
        if before is not None and before.rule == str(parsed) and before.frozen_on is None:
            if description is not None:
                self.rename(name, name, description)
            return
        self._keep(name, str(parsed), why, description)

    def freeze(self, name: str, day: date, members: tuple[Member, ...], why: Why) -> None:
        """Keep the members of a day: from now on these are the segment, whatever changes."""
        saved = self.one(name)
        self._keep(name, saved.rule, why, None, (day, members))

    def thaw(self, name: str, why: Why) -> None:
        """Let the rule decide again."""
        self._keep(name, self.one(name).rule, why, None)

    def restore(self, name: str, version: int, author: str) -> None:
        """Make an older version hold again, as a new version with its rule and members."""
        found = [v for v in self.versions(name) if v.version == version]
        if not found:
            raise NotFoundError(
                "unknown_version",
                msg("'{name}' has no version {version}.", name=name, version=str(version)),
            )
        self._refuse_circle(name, parsed_rule(found[0].rule))
        frozen = found[0].frozen_on, found[0].members
        self._keep(name, found[0].rule, Why(author, f"← {version}"), None, frozen)

    def rename(self, name: str, new: str, description: str) -> None:
        """Give a segment another name or description; DeskError when the name is taken."""
        saved, new = self.one(name), _checked(new)
        if new != name:
            self._refuse_taken(new)
            self._refuse_used(name)
        store.renamed(self._data.workspace, saved.segment_id, new, description.strip()[:MAX_TEXT])

    def duplicate(self, name: str, new: str, author: str) -> None:
        """Save the same rule (and frozen members) under another name."""
        saved, new = self.one(name), _checked(new)
        self._refuse_taken(new)
        newest = self.versions(name)[0]
        frozen = newest.frozen_on, newest.members
        self._keep(new, newest.rule, Why(author, f"← {name}"), saved.description, frozen)

    def delete(self, name: str) -> int:
        """Take a segment away; return the number with which `bring_back` undoes it."""
        saved = self.one(name)
        self._refuse_used(name)
        store.removed(self._data.workspace, saved.segment_id, self._clock())
        return saved.segment_id

    def bring_back(self, segment_id: int) -> None:
        """Undo a deletion; DeskError when another segment has the name by now."""
        store.removed(self._data.workspace, segment_id, None)

    def frozen_members(self, saved: Saved) -> tuple[Member, ...]:
        """Return id and name of the members of a frozen segment, as of its day."""
        return self._data.often(
            ("frozen", *saved.key),
            lambda: store.versions(self._data.workspace, saved.segment_id)[0].members,
        )

    def _keep(
        self,
        name: str,
        rule: str,
        why: Why,
        description: str | None,
        frozen: Frozen = NOT_FROZEN,
    ) -> None:
        version = Version(
            version=0,
            rule=rule,
            frozen_on=frozen[0],
            members=frozen[1],
            author=why.author.strip() or "local",
            reason=why.reason.strip()[:MAX_TEXT],
            saved_at=self._clock(),
        )
        text = None if description is None else description.strip()[:MAX_TEXT]
        store.saved(self._data.workspace, name, version, text)

    def _refuse_taken(self, name: str) -> None:
        if name in self.standing():
            raise DeskError(
                "bad_segment_name",
                msg("There is a segment named '{name}' already.", name=name),
                msg("Choose another name."),
            )

    def _refuse_used(self, name: str) -> None:
        """Refuse what would leave another segment's rule without a segment that it names."""
        users = [
            other.name
            for other in self.standing().values()
            if name in segments_of(parsed_rule(other.rule)) and other.name != name
        ]
        if users:
            raise DeskError(
                "segment_in_use",
                msg("Other segments are made of '{name}': {names}.",
                    name=name, names=joined(users)),
                msg("Change their rules first."),
            )  # fmt: skip

    def _refuse_circle(self, name: str, rule: Rule) -> None:
        standing = self.standing()
        waiting, seen = list(segments_of(rule)), set[str]()
        while waiting:
            part = waiting.pop()
            if part == name:
                raise DeskError(
                    "segment_circle",
                    msg("The segment '{name}' would be made of itself.", name=name),
                    msg("Leave the segment out of its own rule."),
                )
            if part in standing and part not in seen:
                seen.add(part)
                waiting += segments_of(parsed_rule(standing[part].rule))


def _checked(name: str) -> str:
    found = " ".join(name.split())
    if not found or found == ALL or len(found) > MAX_NAME:
        raise DeskError(
            "bad_segment_name",
            msg("A segment needs a name of its own; '{name}' is not one.", name=name[:MAX_NAME]),
            msg("Choose another name."),
        )
    return found
