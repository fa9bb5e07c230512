"""What contracts promise in words: half of it was kept, the rest is overdue or still open."""

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.generator.accounts import Account
from sample_data.generator.demand_plants import CONTRACT_THEMES
from sample_data.generator.phrases import texts
from sample_data.generator.streams import LAST
from sample_data.generator.voice_casting import Roster, Terms, running_term
from sample_data.generator.wishes import OUTSIDE, themes

_BROKEN_DAYS = (26, -45, 61, -20)  # ago on the last day; those below 0 are still to come
_KEPT_AFTER_DAYS = 140


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise in the text of one contract."""

    account: Account
    place: int
    theme: str
    due_on: date
    text: str
    kept: bool

    @property
    def beyond(self) -> bool:
        """Whether the product does not do it."""
        return themes()[self.theme].boundary == OUTSIDE


def contract_promises(roster: Roster, terms: Terms) -> list[Promise]:
    """Return the promises, by account."""
    return [
        _promise(place, account, terms) for place, account in enumerate(roster["contract_promises"])
    ]


def _promise(number: int, account: Account, terms: Terms) -> Promise:
    own = terms[account.account_id]
    term = running_term(own)
    if term is None:
        raise ValueError(f"{account.account_id} has no running term")
    kept, theme = number % 2 == 0, CONTRACT_THEMES[number // 2]
    due = term.start + timedelta(days=_KEPT_AFTER_DAYS)
    if not kept:
        due = LAST - timedelta(days=_BROKEN_DAYS[number // 2])
    words = texts("touchpoints")["contract_promises"][account.language][theme]
    return Promise(account, own.index(term), theme, due, words.format(day=due.isoformat()), kept)
