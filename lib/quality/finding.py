"""What a data-quality finding is, and what the checks look at."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict

import pandas as pd

from lib.locale import Count, Message, Share
from lib.model import Snapshot

Severity = Literal["info", "warning"]


@dataclass(frozen=True)
class DataFinding:
    """A contradiction or gap: what it is in one sentence, and the rows it was seen in.

    `rows` carry `kind`, `batch_id` and `source_row` of each row concerned, and what is
    needed to see the point.
    """

    code: str
    severity: Severity
    message: Message
    rows: pd.DataFrame


@dataclass(frozen=True)
class Material:
    """What the checks look at.

    `unplaced_usage`: usage rows that name no known account. `usage_links`: usage rows
    joined to the contract that they name (`batch_id, source_row, account_id, contract_id,
    occurred_at, start_date, end_date`). `future`: rows dated after the day on which we
    learnt them (`kind, account_id, day, known_on, batch_id, source_row`).
    `only_named`: no accounts file stands; the accounts are those that other files name.
    """

    snapshot: Snapshot
    unplaced_usage: pd.DataFrame
    usage_links: pd.DataFrame
    future: pd.DataFrame = field(default_factory=pd.DataFrame)
    only_named: bool = False

    def rows(self, kind: str, columns: tuple[str, ...]) -> pd.DataFrame:
        """Return a kind's rows with these columns and where each comes from."""
        table = self.snapshot.table(kind)
        return table[[*columns, "batch_id", "source_row"]].assign(kind=kind)

    def accounts(self, *columns: str) -> pd.DataFrame:
        """Return columns of the accounts by account id."""
        return self.snapshot.accounts.set_index("account_id")[list(columns)]


class Counts(TypedDict):
    """The values of a sentence that says `{n} of {total} … ({share})`."""

    n: Count
    total: Count
    share: Share


def counts(n: int, total: int) -> Counts:
    """Return how many of how many, to be put into a sentence."""
    return Counts(n=Count(n), total=Count(total), share=Share(n / total if total else 0.0, 1))


def looked_up(values: pd.Series, keys: pd.Series) -> pd.Series:
    """Return the value of each key, on the index of `keys`; blank where there is none."""
    return pd.Series(values.reindex(keys).to_numpy(), index=keys.index)
