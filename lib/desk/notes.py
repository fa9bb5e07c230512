"""Context notes: what explains a figure, kept beside it and carried into every report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError, NotFoundError
from lib.locale import Message, msg
from lib.model.frames import records
from lib.store import people

MAX_CHARACTERS = 2000  # a note is a remark; longer texts belong into a report
# What may stand behind a figure. Neutral: none names a person or a team, none is a fault.
REASONS: Mapping[str, Message] = {
    "season": msg("Season or holidays"),
    "price": msg("Price change"),
    "budget": msg("Budget moved"),
    "reorganisation": msg("Reorganisation"),
    "outage": msg("Product outage"),
    "data_gap": msg("Gap in the data"),
    "campaign": msg("Campaign"),
    "merger": msg("Merger or takeover"),
    "project": msg("One-off project"),
    "other": msg("Something else"),
}
_PARTS = {
    "segment": "segment",
    "account": "account_id",
    "signal": "signal",
    "figure": "figure",
    "metric": "metric",
    "point": "point",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a note explains: an account, a signal, a segment, a figure of a report, a metric.

    `metric` is the key of a figure on a page, `point` a month of it (`2026-10`).

    >>> About(account_id="A-1", signal="login_decline").target
    'account:A-1/signal:login_decline'
    >>> About(segment="all", metric="nrr", point="2026-10").target
    'segment:all/metric:nrr/point:2026-10'
    """

    account_id: str | None = None
    signal: str | None = None
    segment: str | None = None
    figure: str | None = None
    metric: str | None = None
    point: str | None = None

    @property
    def target(self) -> str:
        """The address under which the note is kept."""
        parts = {name: getattr(self, field) for name, field in _PARTS.items()}
        return "/".join(f"{name}:{quote(value, safe='')}" for name, value in parts.items() if value)

    @classmethod
    def of(cls, target: str) -> "About":
        """Return what a stored address names; parts that nobody knows are passed over.

        >>> About.of(About(account_id="A/1:x").target).account_id
        'A/1:x'
        """
        parts = dict(part.split(":", 1) for part in target.split("/"))
        return cls(
            **{_PARTS[name]: unquote(value) for name, value in parts.items() if name in _PARTS}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a note says. `reason` is one of `REASONS`; `period` the days that it explains.

    From the day after `expires_on` it is shown as no longer valid.
    """

    text: str
    reason: str | None = None
    period: tuple[date, date] | None = None
    expires_on: date | None = None


class Notes:
    """The note area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def add(
        self, about: About, text: str, author: str, period: tuple[date, date] | None = None
    ) -> int:
        """Keep a note; DeskError when it is empty or too long."""
        return self.write(about, Remark(text=text, period=period), author)

    def write(self, about: About, remark: Remark, author: str) -> int:
        """Keep a note and return its id; DeskError when it cannot be one."""
        return self._kept(about.target, remark, author, None)

    def edit(self, note_id: int, remark: Remark, author: str) -> int:
        """Put a new version in the place of a note; the old one stays in `versions`."""
        rows = people.all_notes(self._data.workspace)
        found = rows[rows["note_id"] == note_id]
        if found.empty:
            raise NotFoundError(
                "unknown_note",
                msg("The note was changed or removed meanwhile."),
            )
        row = records(found)[0]
        return self._kept(str(row["target"]), remark, author, int(row["thread_id"]))

    def remove(self, note_id: int) -> None:
        """Take a note away; `restore` brings it back."""
        people.remove_note(self._data.workspace, note_id, self._clock())

    def restore(self, note_id: int) -> None:
        """Bring a removed note back."""
        people.remove_note(self._data.workspace, note_id, None)

    def all(self) -> pd.DataFrame:
        """Return every note that stands, oldest first, by its newest version.

        `note_id, thread_id, version, target, text, reason, author, written_at, from_on, to_on,
        expires_on, expired`. Notes on an account that was merged into another stand at that
        other one. Expired is told by the clock, not by the day that a page looks at.
        """
        rows = people.all_notes(self._data.workspace)
        kept = self._data.kept_accounts() if len(rows) else {}
        ends = pd.to_datetime(rows["expires_on"])
        return rows.assign(
            target=rows["target"].map(lambda target: _at_kept(target, kept)),
            expired=ends < pd.Timestamp(self._clock().date()),
        )

    def versions(self, thread_id: int) -> pd.DataFrame:
        """Return every version of one note, oldest first."""
        rows = people.note_versions(self._data.workspace)
        return rows[rows["thread_id"] == thread_id].reset_index(drop=True)

    def on(self, about: About) -> pd.DataFrame:
        """Return the notes on `about` and on anything that belongs to it."""
        rows = self.all()
        same = (rows["target"] == about.target) | rows["target"].str.startswith(about.target + "/")
        return rows[same].reset_index(drop=True)

    def on_metrics(self, segment: str, point: str) -> Mapping[str, pd.DataFrame]:
        """Return the notes on the metrics of a segment, by metric: on all months or this one."""
        rows = self.on(About(segment=segment))
        abouts = [About.of(target) for target in rows["target"]]
        metric = pd.Series([about.metric for about in abouts], rows.index, dtype="str")
        here = pd.Series([about.point in {None, point} for about in abouts], rows.index)
        return {str(key): found for key, found in rows[here.astype("bool")].groupby(metric)}

    def on_points(self, segment: str, metric: str) -> Sequence[tuple[str, str]]:
        """Return month and text of each note on one month of a metric, in order of months."""
        rows = self.on(About(segment=segment, metric=metric))
        points = [
            (About.of(target).point, text)
            for target, text in zip(rows["target"], rows["text"], strict=True)
        ]
        return sorted((point, str(text)) for point, text in points if point is not None)

    def on_accounts(self) -> Mapping[str, str]:
        """Return what the valid notes on each account, its signals and figures say, by account."""
        rows = self.all()
        said: dict[str, list[str]] = {}
        valid = rows[~rows["expired"]]
        for target, text in zip(valid["target"], valid["text"], strict=True):
            account = About.of(target).account_id
            if account is not None:
                said.setdefault(account, []).append(str(text))
        return {account: " · ".join(texts) for account, texts in said.items()}

    def _kept(self, target: str, remark: Remark, author: str, thread_id: int | None) -> int:
        first, last = remark.period or (None, None)
        return people.add_note(
            self._data.workspace,
            {
                **_checked(remark),
                "target": target,
                "author": author.strip() or "local",
                "written_at": self._clock(),
                "from_on": first,
                "to_on": last,
                "expires_on": remark.expires_on,
                "thread_id": thread_id,
            },
        )


def _checked(remark: Remark) -> dict[str, Any]:
    clean = remark.text.strip()
    if not clean or len(clean) > MAX_CHARACTERS:
        raise DeskError(
            "bad_note",
            msg("A note must have between 1 and {most} characters. This one has {n}.",
                most=str(MAX_CHARACTERS), n=str(len(clean))),
        )  # fmt: skip
    if remark.reason is not None and remark.reason not in REASONS:
        raise NotFoundError(
            "unknown_reason",
            msg("There is no reason named '{name}'.", name=remark.reason),
            tuple(REASONS),
        )
    if remark.period is not None and remark.period[0] > remark.period[1]:
        raise DeskError("bad_note", msg("The period of a note must not end before it begins."))
    return {"text": clean, "reason": remark.reason}


def _at_kept(target: str, kept: Mapping[str, str]) -> str:
    about = About.of(target)
    if about.account_id is None or about.account_id not in kept:
        return target
    return replace(about, account_id=kept[about.account_id]).target
