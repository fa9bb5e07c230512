"""The template of the customer file as data: fields, their weight, and the team that fills each.

What everybody along the chain needs weighs 3 (who pays what until when, who decides), what
sorts the customer into segments 2, what is good to know 1. People may adjust it in the app;
fields of the source that we do not know (`custom.…`) may be part of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lib.errors import DeskError
from lib.locale import Message, Text, joined, msg

Team = Literal["sales", "service", "product", "finance"]
TEAMS: Mapping[str, Message] = {
    "sales": msg("Sales"),
    "service": msg("Service"),
    "product": msg("Product"),
    "finance": msg("Finance"),
}
CUSTOM = "custom."
MOST_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the template; `weight` is what it is worth to those who use the file.

    `team` fills it. `sources` name what carries it in exports (`kind` or `kind.column`).
    `fill` is the column of accounts by which it can be filled in the app, if there is one.
    """

    title: Text
    weight: int
    team: Team = "sales"
    sources: tuple[str, ...] = ()
    fill: str | None = None


def _own(title: Text, weight: int, team: Team, column: str, *more: str) -> Entry:
    """Return a field that is a column of the accounts."""
    return Entry(title, weight, team, (f"accounts.{column}", *more), column)


TEMPLATE: Mapping[str, Entry] = {
    "account_name": _own(msg("company name"), 2, "sales", "account_name"),
    "domain": _own(msg("web or mail domain"), 1, "sales", "domain"),
    "industry": _own(msg("industry"), 2, "sales", "industry"),
    "region": _own(msg("region or country"), 1, "sales", "region", "accounts.country"),
    "employees": _own(msg("number of employees"), 1, "sales", "employees"),
    "owner": _own(msg("our owner"), 3, "sales", "owner"),
    "customer_since": _own(msg("customer since"), 1, "finance", "customer_since"),
    "plan": _own(msg("plan"), 1, "finance", "plan"),
    "seats": _own(msg("seats"), 1, "finance", "seats"),
    "arr": _own(msg("ARR"), 3, "finance", "arr", "accounts.mrr", "contracts"),
    "renewal_on": _own(msg("end of term"), 3, "finance", "renewal_date", "contracts.end_date"),
    "tags": _own(msg("tags"), 2, "service", "tags"),
    "journey_stage": _own(msg("journey stage"), 2, "service", "journey_stage", "usage"),
    "maturity_level": _own(msg("maturity"), 2, "service", "maturity_level", "assessments"),
    "bant_level": Entry(msg("motivation"), 2, "sales", ("assessments",)),
    "contact": Entry(msg("a contact person"), 3, "sales", ("contacts",)),
    "decision_maker": Entry(msg("a decision maker"), 3, "sales", ("contacts.buying_roles",)),
    "end_user": Entry(msg("an end user"), 1, "product", ("contacts.buying_roles",)),
    "last_heard_on": Entry(
        msg("last two-way contact"), 2, "service", ("activities", "contacts.last_contacted_on")
    ),
}
# Fields that may be taken into the template although the standard one does without them.
OPTIONAL: Mapping[str, Entry] = {
    "parent_account_id": _own(msg("parent company"), 1, "sales", "parent_account_id"),
    "city": _own(msg("city"), 1, "sales", "city"),
    "annual_revenue": _own(msg("the customer's own turnover"), 1, "sales", "annual_revenue"),
    "owner_team": _own(msg("our owner's team"), 1, "sales", "owner_team"),
    "lead_source": _own(msg("source of the customer"), 1, "sales", "lead_source"),
    "nps": _own(msg("NPS"), 2, "service", "nps"),
    "csat": _own(msg("satisfaction"), 2, "service", "csat"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of one field of the template; weight 0 leaves the field out."""

    weight: int
    team: str


def changed(template: Mapping[str, Entry], wishes: Mapping[str, Wish]) -> dict[str, Entry]:
    """Return the template with other weights, teams and fields; DeskError when it cannot be.

    >>> len(changed(TEMPLATE, {"plan": Wish(0, "finance")})) == len(TEMPLATE) - 1
    True
    """
    whole = dict(template)
    for name, wish in wishes.items():
        _checked(name, wish)
        whole[name] = _entry(name, wish)
    found = {name: entry for name, entry in whole.items() if entry.weight > 0}
    if not found:
        raise DeskError("empty_template", msg("A template needs at least one field."))
    return found


def standard(name: str) -> Entry | None:
    """Return a field as the standard has it; None for one that nobody knows."""
    if name.startswith(CUSTOM) and len(name) > len(CUSTOM):
        return Entry(name.removeprefix(CUSTOM), 1, "sales", (f"accounts.{name}",))
    return TEMPLATE.get(name) or OPTIONAL.get(name)


def _entry(name: str, wish: Wish) -> Entry:
    known = standard(name)
    if known is None:
        raise DeskError(
            "unknown_field",
            msg("There is no field named '{name}'.", name=name),
            msg("Known fields: {names}.", names=joined([*TEMPLATE, *OPTIONAL])),
        )
    team: Team = wish.team  # type: ignore[assignment]  # checked before
    return Entry(known.title, wish.weight, team, known.sources, known.fill)


def _checked(name: str, wish: Wish) -> None:
    if wish.team not in TEAMS:
        raise DeskError(
            "unknown_team",
            msg("There is no team named '{name}'.", name=wish.team),
            msg("Possible: {names}.", names=joined(list(TEAMS))),
        )
    if not 0 <= wish.weight <= MOST_WEIGHT:
        raise DeskError(
            "bad_weight",
            msg("The weight of '{field}' must be 0 to {most}.", field=name, most=str(MOST_WEIGHT)),
        )
